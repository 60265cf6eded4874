"""Thousands of messages while everything around them breaks: none lost, none doubled.

A ward on PostgreSQL issues documents, each to twenty agencies that a department on SQLite serves; a clerk who
does nothing else registers them, and statuses go back: every document is three messages through the axis.
Meanwhile the axis refuses, cuts connections before and after it accepted, garbles and cuts off answers, and
at random (seeded) a worker or the axis is killed with SIGKILL, or the PostgreSQL under ward and axis dies as
in a power cut and starts again. Then the faults end, what waits is tried, and both sides are compared.
"""

import argparse
import contextlib
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.pg import Cluster

from tests.bench.harness import Bench
from tests.installations import Axis, HandError, Installation, Place
from tests.installations.processes import end_in_order

WARD, DEPARTMENT = "H19.75.26248", "H19.10"
AGENCIES = 20
SIZE = 4_000
PER_DOCUMENT = 3 * AGENCIES
FAULTS = (
    "cut-before~2", "cut-after~2", "truncated~2", "html~1", "empty~1", "http-500~1", "http-500-after~1",
    "busy@sendEdoc~1", "disorder@getReceivedEdocList~5", "acked-list@getReceivedEdocList~5",
)  # fmt: skip
PAUSE = (5.0, 12.0)
"""Seconds between two strokes."""
GOALS = ("lost==0", "doubled==0", "open==0", "quarantined==0")


class Storm:
    """The stage, and what strikes it.

    Args:
        cluster: under the ward and the axis.
        folder: of everything.
        seed: of chance.
    """

    def __init__(self, cluster: Cluster, folder: Path, seed: int) -> None:
        for name in ("ward", "axis"):
            cluster.sql(f"CREATE DATABASE {name}", "postgres")
        self.cluster, self.chance = cluster, random.Random(seed)
        self.ward = Installation(Place("UBND phường", WARD, folder / "ward"), cluster.url("ward"))
        self.department = Installation(Place("Sở Xây dựng", DEPARTMENT, folder / "department"))
        self.axis = Axis(folder / "axis", cluster.url("axis"))
        self.struck: Counter[str] = Counter()
        self.calm = threading.Event()

    def open(self, count: int) -> list[int]:
        """Lay everything, bring `count` documents to the registry, start every process; return them."""
        self.department.open()
        codes = self.department.ask("branch", count=AGENCIES)
        names = {WARD: "UBND phường", DEPARTMENT: "Sở Xây dựng", **dict.fromkeys(codes, "Đơn vị")}
        self.axis.prepare(names, [WARD, DEPARTMENT])
        self.axis.start()
        self.ward.open()
        prepared: list[int] = self.ward.ask("prepare", count=count, to=codes, size=SIZE)
        for one in (self.ward, self.department):
            code = one.place.code
            words = {"address": self.axis.address, "system_id": code, "secret": self.axis.secrets[code]}
            options = {"read_seconds": "10", "download": "1"}
            one.ask("connect", kind="vxp", whole_tree=True, options=options, **words)
        self.axis.stop()
        self.axis.start(*[word for fault in FAULTS for word in ("--fault", fault)])
        for one in (self.ward, self.department):
            one.work(2)
        return prepared

    def rage(self, ended: Callable[[], bool]) -> None:
        """Strike until the end is near."""
        strokes = (self.worker, self.worker, self.worker, self.the_axis, self.database)
        while not ended():
            time.sleep(self.chance.uniform(*PAUSE))
            self.chance.choice(strokes)()

    def worker(self) -> None:
        """Kill a worker of either side."""
        one = self.chance.choice((self.ward, self.department))
        one.kill_worker(self.chance.randrange(2))
        self.struck["workers"] += 1
        one.work(2)

    def the_axis(self) -> None:
        """Kill the axis."""
        self.axis.kill()
        self.struck["axis"] += 1
        time.sleep(self.chance.uniform(0, 2))
        self.axis.start()

    def database(self) -> None:
        """Have PostgreSQL die under ward and axis."""
        self.cluster.restart()
        self.struck["databases"] += 1

    def settle(self, patience: float) -> None:
        """End the faults, try what waits, until nothing moves any more."""
        self.axis.stop()
        self.axis.words = []
        self.axis.start()
        for one in (self.ward, self.department):
            one.work(2)
        limit = time.monotonic() + patience
        while time.monotonic() < limit and not self._still():
            for one in (self.ward, self.department):
                insist(lambda one=one: one.ask("hurry"))  # type: ignore[misc]
            time.sleep(5)

    def _still(self) -> bool:
        ward = insist(lambda: self.ward.ask("counts"))["out"]
        department = insist(lambda: self.department.ask("counts"))["out"]
        waiting = [name for name in department if name.endswith((":queued", ":stuck"))]
        return not waiting and all(name.endswith(":accepted") for name in ward)

    def close(self) -> None:
        """End every process."""
        self.ward.close()
        self.department.close()
        self.axis.stop()


def insist(act: Callable[[], Any], seconds: float = 60) -> Any:
    """Do something until the database answers."""
    limit = time.monotonic() + seconds
    while True:
        try:
            return act()
        except HandError as error:
            if not error.kind.endswith(("DatabaseError", "OperationalError")) or time.monotonic() > limit:
                raise
            time.sleep(0.3)


def issuing(storm: Storm, prepared: list[int]) -> None:
    """Issue one after the other, whatever happens to the database meanwhile."""
    for document in prepared:
        insist(lambda document=document: storm.ward.ask("release", prepared=[document]))  # type: ignore[misc]


def registering(storm: Storm) -> None:
    """Register what came until the end."""
    while not storm.calm.is_set():
        with contextlib.suppress(HandError):
            if storm.department.ask("register_all", most=20):
                continue
        time.sleep(0.2)


def compared(bench: Bench, storm: Storm) -> None:
    """Note what both sides have to show."""
    sent = [(to, code) for to, code, _state in storm.ward.ask("sent")]
    states = Counter(state for _to, _code, state in storm.ward.ask("sent"))
    came = [(to, code) for to, code in storm.department.ask("came")]
    reports = [tuple(row) for row in storm.ward.ask("reports")]
    wanted = {(to, code, status) for to, code in sent for status in ("01", "03")}
    arrived, reported = Counter(came), Counter(reports)
    lost = len(set(sent) - arrived.keys()) + len(wanted - reported.keys())
    doubled = sum(n - 1 for n in arrived.values()) + sum(n - 1 for n in reported.values())
    ward, department = storm.ward.ask("counts"), storm.department.ask("counts")
    statuses = sum(n for name, n in department["out"].items() if name.startswith("status:"))
    boxes = Counter[str]()
    for name, n in (*ward["in"].items(), *department["in"].items()):
        boxes[name.partition(":")[2]] += n
    bench.note(
        sent=len(sent) + statuses,
        delivered=len(arrived) + len(reported),
        lost=lost,
        doubled=doubled,
        out_of_order=_inversions(came, [code for _to, code in sent]),
        open=len(sent) - states["accepted"],
        quarantined=boxes["quarantined"],
        repeats_recognised=boxes["duplicate"],
    )


def _inversions(came: list[tuple[str, str]], issued: list[str]) -> int:
    """Return how often a document came to an agency before one that was issued to it earlier."""
    place = {code: number for number, code in enumerate(issued)}
    last: dict[str, int] = {}
    found = 0
    for to, code in came:
        found += place[code] < last.get(to, -1)
        last[to] = max(place[code], last.get(to, -1))
    return found


def main() -> int:
    """Print the figures and whether the goals are met."""
    end_in_order()
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261125)
    given = parser.parse_args()
    bench = Bench("faults", GOALS)
    with (
        Cluster(durable=True) as cluster,
        tempfile.TemporaryDirectory(prefix="congvu-faults-", ignore_cleanup_errors=True) as folder,
    ):
        storm = Storm(cluster, Path(folder), given.seed)
        try:
            prepared = storm.open(-(-given.messages // PER_DOCUMENT))
            started = time.monotonic()
            issue = threading.Thread(target=issuing, args=(storm, prepared))
            register = threading.Thread(target=registering, args=(storm,))
            for thread in (issue, register):
                thread.start()
            goal = int(len(prepared) * AGENCIES * 0.95)
            storm.rage(lambda: len(insist(lambda: storm.department.ask("came"))) >= goal)
            issue.join()
            storm.settle(900)
            bench.note(seconds=time.monotonic() - started)
            bench.note(**{f"killed_{name}": n for name, n in storm.struck.items()})
            storm.calm.set()
            register.join()
            compared(bench, storm)
        finally:
            storm.calm.set()
            storm.close()
    return bench.finish()


if __name__ == "__main__":
    raise SystemExit(main())
