"""One step completed through the service against pgbench writing the same rows in one transaction.

Two processes against two clients, each at an agency of its own, on one durable cluster, in turns.
"""

import sys
from collections.abc import Callable
from typing import Any

from tests.bench import one_stop
from tests.bench.harness import Bench, counted, pgbench, postgres, workers
from tests.bench.rows import Raw, insert_like, transaction, update_like

SECONDS = 8
ROUNDS = 3
STOCK = 2600
"""Dossiers laid out for each process and round: more than it can complete in the time."""

DOSSIER = ["version", "state", "marking", "outcomes", "holding", "search_text", "due_at", "paused_at",
           "finished_at", "delivery_state", "updated_at"]  # fmt: skip
STEP = ["state", "outcome", "note", "done_at", "undo", "done_by_id"]


def lay(index: int, count: int) -> None:
    """Take in `count` dossiers at the commune `index`."""
    from django.db import transaction as database

    from congvu.dossiers.services import receive_dossier

    clerk = one_stop.actor("clerk", index)
    for _ in range(0, count, 100):
        with database.atomic():
            for _ in range(100):
                receive_dossier(one_stop.intake(), actor=clerk)


def make(index: int) -> Callable[[], object]:
    """Return the job of one process: complete the first step of the next dossier of its commune."""
    from congvu.dossiers.models import Step
    from congvu.dossiers.services import complete_step

    clerk = one_stop.actor("clerk", index)
    waiting = Step.objects.filter(agency_id=clerk.agency_id, key="s1", state="open").order_by("id")
    stock = iter(list(waiting.values_list("dossier_id", flat=True)))
    return lambda: complete_step(next(stock), "s1", actor=clerk)


def script(dossier: Any, first: int, second: int) -> str:
    """Return the rows of one completed step as a transaction of pgbench."""
    from congvu.audit.models import Event
    from congvu.dossiers.models import Dossier

    happened = Event.objects.filter(subject_pk=dossier.pk, kind="dossier.step_done").get()
    done, opened = dossier.steps.order_by("id")
    joined = dossier.involvements.order_by("-id")[0]
    low, high = (Dossier.objects.order_by(order).values_list("pk", flat=True)[0] for order in ("pk", "-pk"))
    free = Raw("'q' || :n || :client_id")
    lines = [
        "SELECT id AS dossier FROM dossiers_dossier WHERE id >= :pick ORDER BY id LIMIT 1 FOR UPDATE \\gset",
        "SELECT id AS step FROM dossiers_step WHERE dossier_id = :dossier ORDER BY id LIMIT 1 \\gset",
        update_like("dossiers_step", done.pk, STEP, "id = :step"),
        insert_like("dossiers_step", opened.pk, dossier_id=Raw(":dossier"), state="done", key=free),
        insert_like("dossiers_involvement", joined.pk, dossier_id=Raw(":dossier")).rstrip(";")
        + " ON CONFLICT DO NOTHING;",
        update_like("dossiers_dossier", dossier.pk, DOSSIER, "id = :dossier"),
        *one_stop.event(happened.pk, happened.day.isoformat()),
    ]
    pick = f"\\set pick random({low}, {high})"
    return "\n".join([*one_stop.clients(first, second), pick, transaction(*lines)])


def main() -> int:
    """Print the figures and whether the goals are met."""
    bench = Bench("transition", ["ratio>=0.25", "sql<=15"])
    with postgres() as cluster:
        one_stop.lay(2)
        ours, theirs = [], []
        rows = ""
        for turn in range(ROUNDS):
            for index in (0, 1):
                lay(index, STOCK)
            if not rows:
                with counted() as sent:
                    make(0)()
                bench.note(sql=len(sent))
                rows = _rows()
                pgbench(cluster, rows, clients=2, seconds=2)
            load = workers(2, SECONDS, make)
            if load.errors:
                print(f"  {load.errors[0]}", file=sys.stderr)
            plain = pgbench(cluster, rows, clients=2, seconds=SECONDS)
            ours.append(load.per_second)
            theirs.append(plain.per_second)
            bench.note(round=turn + 1, ops_s=load.per_second, p95_ms=load.ms(95), pgbench_s=plain.per_second)
        ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
        bench.note(ratio=ratios[len(ratios) // 2], ratio_min=ratios[0], ratio_max=ratios[-1])
    return bench.finish()


def _rows() -> str:
    from congvu.dossiers.models import Step

    done = Step.objects.filter(key="s1", state="done").select_related("dossier").order_by("-id")[0]
    return script(done.dossier, *(one_stop.actor("clerk", number).agency_id for number in (0, 1)))


if __name__ == "__main__":
    raise SystemExit(main())
