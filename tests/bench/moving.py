"""50,000 documents of a dirty old system tried and brought in, on both databases, with kills in the middle.

Each database in a process of its own: both tables are tried, and every planted error must be found with its
reason and no other; while the incoming ones come in, the worker is killed twice and what it left is gone on
with; the same sources again bring nothing; every page, file and byte of the right rows is there.

python -m tests.bench.moving [DOCUMENTS]
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from tests.bench import old_system
from tests.bench.harness import Bench, environment, migrated, postgres

DOCUMENTS = 50_000
GOALS = (
    "pg_rows_s>=500", "sqlite_rows_s>=500", "errors_apart==0", "lost==0", "doubled==0", "second_new==0",
    "unexplained==0", "sums_apart==0",
)  # fmt: skip


def main() -> int:
    """Make the old system, bring it in on both databases, and hold the figures against the goals."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    bench = Bench("moving", GOALS)
    with tempfile.TemporaryDirectory(prefix="congvu-moving-") as folder:
        for vendor in ("pg", "sqlite"):
            words = [sys.executable, "-m", "tests.bench.moving", vendor, folder, str(documents)]
            done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
            figures = json.loads(done.stdout.splitlines()[-1])
            shared = {name: value for name, value in figures.items() if name in _SUMMED}
            own = {f"{vendor}_{name}": value for name, value in figures.items() if name not in _SUMMED}
            bench.note(**own, **{name: bench.figures.get(name, 0) + value for name, value in shared.items()})
    return bench.finish()


_SUMMED = {"errors_apart", "lost", "doubled", "second_new", "unexplained", "sums_apart"}


def part(vendor: str, folder: Path, documents: int) -> None:
    """Do it all on one database and print the figures as the last line."""
    case = old_system.make(folder / f"cu-{vendor}", documents=documents)
    data = folder / f"data-{vendor}"
    data.mkdir()
    with postgres() if vendor == "pg" else nullcontext():
        url = os.environ["DATABASE_URL"] if vendor == "pg" else f"sqlite:///{data}/congvu.sqlite3"
        os.environ.update(environment(url, str(data)))
        if vendor != "pg":
            migrated()
        print(json.dumps(_measured(case)))


def _measured(case: old_system.Case) -> dict[str, float]:
    from django.conf import settings

    from congvu.documents.models import IncomingDocument, OutgoingDocument

    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    actor = _ground()
    figures = dict.fromkeys(_SUMMED, 0.0)
    tried: dict[str, Any] = {}
    spent = {"dry": 0.0, "run": 0.0}
    for table, kind in (("in", "incoming"), ("out", "outgoing")):
        tried[table], seconds = _timed(lambda table=table, kind=kind: _tried(case, table, kind, actor))
        spent["dry"] += seconds
        found = dict(tried[table].wrong.values_list("row", "code"))
        apart = set(found.items()) ^ set(case.planted[table].items())
        print(
            f"{table}: {tried[table].total} rows, {len(found)} wrong, {len(apart)} apart", sorted(apart)[:6]
        )
        figures["errors_apart"] += len(apart) + abs(tried[table].total - case.rows[table])
    rows = 0
    for table in ("in", "out"):
        done, seconds, count = _brought(tried[table], actor, kills=2 if table == "in" else 0)
        spent["run"] += seconds
        rows += count
        right = case.rows[table] - len(case.planted[table])
        model: Any = IncomingDocument if table == "in" else OutgoingDocument
        figures["lost"] += max(0, right - model.objects.count())
        figures["doubled"] += max(0, model.objects.count() - right)
        whole = done.report["whole"]
        figures["unexplained"] += sum(abs(line["unexplained"]) for line in done.report["lines"])
        figures["sums_apart"] += abs(whole["pages"] - case.pages[table])
        figures["sums_apart"] += (
            abs(whole["files"] - case.files) + abs(whole["bytes"] - case.bytes) if table == "in" else 0
        )
    for table, kind in (("in", "incoming"), ("out", "outgoing")):
        again, _seconds, _count = _brought(_tried(case, table, kind, actor), actor)
        figures["second_new"] += again.counts["all"]["new"]
    figures["dry_rows_s"] = sum(case.rows.values()) / spent["dry"]
    figures["rows_s"] = rows / spent["run"]
    return figures


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def _ground() -> Any:
    from congvu.calendars.services import seed
    from congvu.directory.messages import Actor
    from congvu.directory.tests.factories import AgencyFactory, UnitFactory

    agency = AgencyFactory(key="phuong", name="Ủy ban nhân dân phường Trảng Bom")
    for name in old_system.UNITS:
        UnitFactory(agency=agency, name=name)
    for name in old_system.ISSUERS[:3]:
        AgencyFactory(name=name, kind="department", level="province")
    actor = Actor.system(agency.pk, agency.name)
    seed(actor=actor)
    return actor


def _tried(case: old_system.Case, table: str, kind: str, actor: Any) -> Any:
    from django.core.files.base import File

    from congvu.moving import services
    from congvu.moving.messages import Mapping
    from congvu.moving.services.working import do_slice

    path = case.incoming if table == "in" else case.outgoing
    with path.open("rb") as stream:
        arriving = services.Arriving(kind, File(stream, path.name), None, str(case.folder))
        move = services.receive(arriving, actor=actor, anywhere=True)
    services.set_mapping(move.pk, Mapping.from_json(move.mapping), "eOffice 2009", actor=actor)
    return do_slice(services.start_check(move.pk, actor=actor))


def _brought(move: Any, actor: Any, *, kills: int = 0) -> tuple[Any, float, int]:
    """Bring a run in; return it, and seconds and rows of the part that was not disturbed."""
    from congvu.moving import services
    from congvu.moving.services.working import do_slice

    move = services.start_move(move.pk, actor=actor)
    for number in range(kills):
        _killed(move, move.total * (number + 1) // (kills * 4))
    move.refresh_from_db()
    before = move.place
    done, seconds = _timed(lambda: do_slice(move))
    if done.state != "done":
        raise RuntimeError(f"the run stands at {done.place}: {done.state} {done.told}")
    return done, seconds, done.place - before


def _killed(move: Any, least: int) -> None:
    """Let a worker bring rows in until `least` are done, and kill it."""
    from django.conf import settings

    words = [sys.executable, "-m", "congvu.moving.tests.killed", str(settings.MEDIA_ROOT), "500"]
    worker = subprocess.Popen(words, env={**os.environ, "PYTHONPATH": "src:."})
    try:
        while worker.poll() is None:
            move.refresh_from_db()
            if move.place >= least:
                break
            time.sleep(0.02)
    finally:
        worker.kill()
        worker.wait()
    print(f"killed behind row {move.place}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        part(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(main())
