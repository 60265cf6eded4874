"""One step completed through the service against pgbench writing the same rows in one transaction.

Two processes against two clients, each at an agency of its own, on one durable cluster, in turns. Every act,
the service's and pgbench's, is the first on its dossier: one changed before would be changed more cheaply.
"""

import sys
from collections.abc import Callable
from typing import Any

from tools.pg import Cluster

from tests.bench import one_stop
from tests.bench.harness import Bench, counted, pgbench, postgres, workers
from tests.bench.one_stop import changed_like, like, varied
from tests.bench.rows import Raw, copies, require_same, row_of, transaction, written

SECONDS = 8
ROUNDS = 3
MOST, MOST_PLAIN = 2500, 4000
"""Dossiers laid out for each second of the service's two processes, and of pgbench: more than they need."""

DOSSIER = ["version", "state", "marking", "outcomes", "holding", "search_text", "due_at", "paused_at",
           "finished_at", "delivery_state", "updated_at"]  # fmt: skip
STEP = ["state", "outcome", "note", "done_at", "undo", "done_by_id"]


def lay(count: int) -> tuple[Any, Any]:
    """Take in dossiers at both communes; return two of the first one's, the first step of one completed.

    Args:
        count: how many copies of them, with all rows, the service will find to complete.
    """
    from congvu.dossiers.models import Dossier
    from congvu.dossiers.services import complete_step, receive_dossier

    clerk, colleague = (one_stop.actor("clerk", index) for index in (0, 1))
    receive_dossier(one_stop.intake(), actor=colleague)
    done, waiting = (receive_dossier(one_stop.intake(), actor=clerk) for _ in range(2))
    _copied(waiting, count, "S.")
    complete_step(done.pk, "s1", actor=clerk)
    return Dossier.objects.get(pk=done.pk), waiting


def make(index: int) -> Callable[[], object]:
    """Return the job of one process: complete the first step of the next dossier of its commune."""
    from congvu.dossiers.models import Step
    from congvu.dossiers.services import complete_step

    clerk = one_stop.actor("clerk", index)
    waiting = Step.objects.filter(
        agency_id=clerk.agency_id, key="s1", state="open", dossier__code__startswith="S."
    )
    stock = iter(list(waiting.order_by("id").values_list("dossier_id", flat=True)))
    return lambda: complete_step(next(stock), "s1", actor=clerk)


def script(dossier: Any, waiting: Any, count: int) -> str:
    """Return the rows of one completed step as a transaction of pgbench, and lay out what it works on.

    Args:
        dossier: one whose first step the service completed.
        waiting: one of the same clerk whose first step is open.
        count: dossiers like `waiting` that pgbench will complete the first step of, in turn.
    """
    from congvu.audit.models import Event

    happened = Event.objects.filter(subject_pk=dossier.pk, kind="dossier.step_done").get()
    done, opened = dossier.steps.order_by("id")
    joined = dossier.involvements.order_by("-id")[0]
    first, first_step = _copied(waiting, count, "P.")
    here = {"dossier_id": Raw(":dossier")}
    lines = [
        changed_like("dossiers_step", done.pk, STEP, "id = :step"),
        like("dossiers_step", opened.pk, **here),
        like("dossiers_involvement", joined.pk, **here),
        changed_like(
            "dossiers_dossier", dossier.pk, DOSSIER, "id = :dossier",
            search_text=varied(dossier.search_text, dossier.owner.id_number, ":n"),
        ),
        *one_stop.event(happened.pk, happened.day.isoformat()),
    ]  # fmt: skip
    place = ["\\set turn :turn + 1", f"\\set dossier {first} + 2 * :turn + :client_id"]
    place.append(f"\\set step {first_step} + 2 * :turn + :client_id")
    return "\n".join([*one_stop.clients(), *place, transaction(*lines)])


def _copied(waiting: Any, count: int, mark: str) -> tuple[int, int]:
    """Write a dossier, its step and its participant `count` times, for the clients in turn."""

    def mine(table: str, pk: int, **changes: Any) -> int:
        pairs = one_stop.places()
        turn = {name: f"{first} + (g % 2) * ({second} - {first})" for name, (first, second) in pairs.items()}
        return copies(table, pk, count, **(one_stop.own(row_of(table, pk), turn.__getitem__) | changes))

    first = mine(
        "dossiers_dossier", waiting.pk,
        code=Raw(f"'{mark}' || gen_random_uuid()"), request_key=Raw("gen_random_uuid()"),
        search_text=varied(waiting.search_text, waiting.owner.id_number, "(100000000000 + g)"),
    )  # fmt: skip
    here = {"dossier_id": Raw(f"{first} + g")}
    mine("dossiers_involvement", waiting.involvements.get().pk, **here)
    return first, mine("dossiers_step", waiting.steps.get().pk, **here)


def main() -> int:
    """Print the figures and whether the goals are met."""
    bench = Bench("transition", ["ratio>=0.25", "sql<=15"])
    with postgres() as cluster:
        one_stop.lay(2)
        done, waiting = lay(2 * MOST)
        job = make(0)
        job()
        with counted() as sent:
            job()
        bench.note(sql=len(sent))
        _require_same(cluster, done, waiting, job)
        ours, theirs = [], []
        for turn in range(ROUNDS):
            _copied(waiting, MOST * SECONDS, "S.")
            rows = script(done, waiting, MOST_PLAIN * SECONDS)
            cluster.sql("VACUUM ANALYZE")
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


def _require_same(cluster: Cluster, done: Any, waiting: Any, job: Callable[[], object]) -> None:
    """Warm pgbench up, and hold what it writes against what the service writes."""
    pgbench(cluster, script(done, waiting, 2 * MOST_PLAIN), clients=2, seconds=1)
    rows = script(done, waiting, 2 * MOST_PLAIN)
    require_same(
        written(cluster, one_stop.repeated(job)),
        written(cluster, lambda: len(pgbench(cluster, rows, clients=2, seconds=1).latencies)),
    )


if __name__ == "__main__":
    raise SystemExit(main())
