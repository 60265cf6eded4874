"""The inbox at ten thousand, a hundred thousand and a million dossiers: does its first page stay as fast?

What grows: the number of dossiers over a hundred communes, so that each has a hundred, a thousand, ten
thousand of them, and its open steps from 65 to some 500. What stays: the officer, who has 60 steps waiting,
and about how many rows each view shows: the time to render fifty rows more is not the database's growth.
The sizes stand in databases of one cluster and are measured in turns, so that a busy machine slows all alike.
Every request goes through Django's test client with a session, in production settings: session, officer,
rights, view, templates.

    make bench NAME=inbox ARGS="--sizes 1200,2400 --communes 10 --rounds 2"
"""

import argparse
import multiprocessing
import os
import tempfile
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import quote

from tools.pg import Cluster

from tests.bench import bulk, one_stop
from tests.bench.harness import Bench, counted, environment, migrated, percentile

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 40
WARM = 3


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at the inbox: whose, and the query string."""

    name: str
    role: str
    query: str


@dataclass(slots=True)
class Seen:
    """What one size gave: seconds a request by view, rows and statements by view."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    sql: dict[str, int] = field(default_factory=dict)

    def ms(self, name: str, percent: float) -> float:
        """Return a percentile in milliseconds, of one view or ("") of all."""
        values = self.seconds.get(name) or [value for part in self.seconds.values() for value in part]
        return percentile(values, percent) * 1000


def views() -> list[View]:
    """Return every way that is measured; the cursor of the second page is the officer's own."""
    from congvu.dossiers.queries.inbox import inbox

    specialist = one_stop.actor("specialist", 0)
    groups = ("overdue", "today", "soon", "later", "paused")
    return [
        View("plain", "specialist", ""),
        *(View(group, "specialist", f"?nhom={group}") for group in groups),
        View("procedure", "specialist", "?thu-tuc=1.000656"),
        View("text", "specialist", "?tu-khoa=nguy%E1%BB%85n"),
        View("channel", "specialist", "?kenh=2"),
        View("next", "specialist", f"?cu={inbox(specialist).older}"),
        View("unit", "specialist", "?hop=phong"),
        View("agency", "leader", "?hop=co-quan"),
        View("agency-text", "leader", f"?hop=co-quan&tu-khoa={quote(_applicant())}"),
    ]


def _applicant() -> str:
    """Return somebody whose dossier waits at the leader's agency: whole names, so that pages are as long."""
    from congvu.dossiers.queries.inbox import Box, inbox

    return inbox(one_stop.actor("leader", 0), Box.AGENCY).rows[0].owner


def serve(size: int, communes: int, line: "Connection[Any, Any]") -> None:
    """Load one size, then answer every "round" with the seconds of each view, until told to end."""
    import django

    django.setup()
    from django.test import Client

    from congvu.directory.models import Officer

    filled = bulk.fill(size, communes=communes, measured=min(bulk.MEASURED, communes))
    clients: dict[str, Client] = {}
    for role in ("specialist", "leader"):
        clients[role] = Client()
        clients[role].force_login(Officer.objects.get(username=f"bench-{role}-0"))
    ways = views()
    line.send((filled.seconds, {way.name: _look(clients[way.role], way) for way in ways}))
    while line.recv() == "round":
        line.send({way.name: _timed(clients[way.role], way) for way in ways})


def _look(client: Any, way: View) -> tuple[int, int]:
    """Warm a view up; return the statements and rows of its page."""
    for _ in range(WARM):
        with counted() as sent:
            answer = client.get(f"/{way.query}")
        if answer.status_code != 200:
            raise RuntimeError(f"{way.name}: {answer.status_code}")
    return len(sent), answer.content.count(b"data-row id=")


def _timed(client: Any, way: View) -> float:
    started = time.perf_counter()
    client.get(f"/{way.query}")
    return time.perf_counter() - started


def measure(sizes: list[int], communes: int, rounds: int) -> dict[int, Seen]:
    """Load every size into a database of one cluster, and look at them in turns."""
    found = {size: Seen() for size in sizes}
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as data, Cluster(durable=True) as cluster:
        os.environ.update(environment(cluster.url(), data))
        migrated(static=True)
        lines = {}
        for size in sizes:
            cluster.sql(f"CREATE DATABASE congvu_{size} TEMPLATE congvu", "postgres")
            os.environ["DATABASE_URL"] = cluster.url(f"congvu_{size}")
            lines[size] = _hand(size, communes)
            seconds, looks = _heard(lines[size])
            found[size].sql = {name: look[0] for name, look in looks.items()}
            found[size].rows = {name: look[1] for name, look in looks.items()}
            print(f"  {size} dossiers over {communes} communes loaded in {seconds:.0f} s", flush=True)
        for number in range(rounds):
            for size in sizes if number % 2 else reversed(sizes):
                lines[size].send("round")
                for name, taken in _heard(lines[size]).items():
                    found[size].seconds.setdefault(name, []).append(taken)
        for line in lines.values():
            line.send("end")
    return found


def _hand(size: int, communes: int) -> "Connection[Any, Any]":
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    context.Process(target=serve, args=(size, communes, theirs), daemon=True).start()
    theirs.close()
    return ours


def _heard(line: "Connection[Any, Any]") -> Any:
    try:
        return line.recv()
    except EOFError:
        raise RuntimeError("a process of the bench died; see its message above") from None


def table(found: dict[int, Seen]) -> str:
    """Return p50 and p95 in milliseconds of every view and size, and its statements and rows."""
    sizes, largest = list(found), max(found)
    head = "".join(f"{f'{size:,}':>18}" for size in sizes)
    lines = [f"  {'ms p50 / p95':14}{head}{'SQL':>6}{'rows':>6}"]
    for name in found[largest].rows:
        cells = "".join(
            f"{f'{found[size].ms(name, 50):.1f} / {found[size].ms(name, 95):.1f}':>18}" for size in sizes
        )
        lines.append(f"  {name:14}{cells}{found[largest].sql[name]:6}{found[largest].rows[name]:6}")
    return "\n".join(lines)


def main() -> int:
    """Print the figures and whether the goal is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="dossiers, smallest first")
    parser.add_argument("--communes", type=int, default=bulk.COMMUNES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    sizes = sorted(int(size) for size in given.sizes.split(","))
    bench = Bench("inbox", ["ratio<=1.3", "sql<=8"])
    found = measure(sizes, given.communes, given.rounds)
    print(table(found))
    small, large = found[sizes[0]], found[sizes[-1]]
    each = {name: large.ms(name, 95) / small.ms(name, 95) for name in large.rows}
    worst = max(each, key=lambda name: each[name])
    print(f"  the view that grows most: {worst}, p95 {each[worst]:.2f} ×")
    bench.note(p95_small_ms=small.ms("", 95), p95_large_ms=large.ms("", 95), p50_large_ms=large.ms("", 50))
    bench.note(
        ratio=large.ms("", 95) / small.ms("", 95), sql=max(max(s.sql.values()) for s in found.values())
    )
    return bench.finish()


if __name__ == "__main__":
    raise SystemExit(main())
