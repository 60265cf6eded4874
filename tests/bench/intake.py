"""The whole intake through the service against pgbench writing the same rows in one transaction.

Two processes against two clients, each at an agency of its own, on one durable cluster, in turns.
"""

import sys
from collections.abc import Callable
from typing import Any

from tests.bench import one_stop
from tests.bench.harness import Bench, counted, pgbench, postgres, workers
from tests.bench.one_stop import like, varied
from tests.bench.rows import Raw, require_same, transaction, written

SECONDS = 8
ROUNDS = 3


def make(index: int) -> Callable[[], object]:
    """Return the job of one process: one intake after another at its own commune."""
    from congvu.dossiers.services import receive_dossier

    clerk = one_stop.actor("clerk", index)
    return lambda: receive_dossier(one_stop.intake(), actor=clerk)


def script(dossier: Any) -> str:
    """Return the rows of one intake as a transaction of pgbench."""
    from congvu.audit.models import Event

    happened = Event.objects.filter(subject_pk=dossier.pk, kind="dossier.accepted").get()
    number = dossier.owner.id_number
    here = {"dossier_id": Raw(":dossier")}
    lines = [
        like("dossiers_applicant", dossier.owner_id, returning="applicant", id_number=Raw(":n")),
        one_stop.COUNTER,
        like(
            "dossiers_dossier", dossier.pk, returning="dossier", owner_id=Raw(":applicant"),
            code=Raw("'H19.99.' || :client_id || '.' || :n || '.' || :taken"),
            request_key=Raw("gen_random_uuid()"),
            search_text=varied(dossier.search_text, number, ":n"),
        ),
        *(like("dossiers_dossiercomponent", row.pk, **here) for row in dossier.components.all()),
        *(like("dossiers_feeline", row.pk, **here) for row in dossier.fees.all()),
        *(like("dossiers_involvement", row.pk, **here) for row in dossier.involvements.all()),
        *(like("dossiers_step", row.pk, **here) for row in dossier.steps.all()),
        *one_stop.event(happened.pk, happened.day.isoformat()),
    ]  # fmt: skip
    return "\n".join([*one_stop.clients(), transaction(*lines)])


def main() -> int:
    """Print the figures and whether the goal is met."""
    bench = Bench("intake", ["ratio>=0.25", "sql<=20"])
    with postgres() as cluster:
        one_stop.lay(2)
        jobs = [make(0), make(1)]
        dossiers: list[Any] = [job() for job in jobs]
        jobs[0]()
        with counted() as sent:
            jobs[0]()
        bench.note(sql=len(sent))
        rows = script(dossiers[0])
        pgbench(cluster, rows, clients=2, seconds=2)
        require_same(
            written(cluster, one_stop.repeated(jobs[0])),
            written(cluster, lambda: len(pgbench(cluster, rows, clients=2, seconds=1).latencies)),
        )
        ours, theirs = [], []
        for _ in range(ROUNDS):
            load = workers(2, SECONDS, make)
            if load.errors:
                print("  " + load.errors[0], file=sys.stderr)
            plain = pgbench(cluster, rows, clients=2, seconds=SECONDS)
            ours.append(load.per_second)
            theirs.append(plain.per_second)
            bench.note(ops_s=load.per_second, p95_ms=load.ms(95), pgbench_s=plain.per_second)
        ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
        bench.note(ratio=ratios[len(ratios) // 2], ratio_min=ratios[0], ratio_max=ratios[-1])
    return bench.finish()


if __name__ == "__main__":
    raise SystemExit(main())
