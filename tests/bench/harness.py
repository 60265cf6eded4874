"""What the benches share: goals and their closing line, a database, pgbench, workers, servers.

A bench is a module of this folder with a `main() -> int`; `make bench NAME=intake` runs `intake.py`.
It prints what it likes and ends with one line

    bench intake: ratio=0.31 ops_s=212; goal ratio>=0.25: met

and with exit code 0 when every goal is met, 1 when it fell short.
"""

import multiprocessing
import operator
import os
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.pg import Cluster

from tests.bench.servers import Server, free_port, web_server

__all__ = [
    "Bench",
    "Goal",
    "Load",
    "Server",
    "Statements",
    "counted",
    "disconnect",
    "environment",
    "free_port",
    "migrated",
    "percentile",
    "pgbench",
    "postgres",
    "web_server",
    "workers",
]

OPERATORS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq}
STATEMENTS = {
    "shared_preload_libraries": "pg_stat_statements",
    "pg_stat_statements.track_utility": "off",
    "pg_stat_statements.max": "5000",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure must reach, read from the form "ratio>=0.25"."""

    figure: str
    sign: str
    bound: float

    @classmethod
    def parse(cls, text: str) -> "Goal":
        """Read a goal; raise ValueError for anything that is not "figure sign number"."""
        match = re.fullmatch(r"\s*([\w.]+)\s*(>=|<=|==|>|<)\s*([-+0-9.e]+)\s*", text)
        if not match:
            raise ValueError(f"not a goal: {text!r}")
        return cls(match[1], match[2], float(match[3]))

    def met(self, figures: Mapping[str, float]) -> bool:
        """Tell whether the figure was measured and reaches the bound."""
        return self.figure in figures and bool(OPERATORS[self.sign](figures[self.figure], self.bound))

    def __str__(self) -> str:
        return f"{self.figure}{self.sign}{self.bound:g}"


@dataclass(slots=True)
class Bench:
    """The figures of a bench and the goals they are held against.

    Args:
        name: as in `make bench NAME=…`.
        goals: such as ["ratio>=0.25", "sql<=20"].
    """

    name: str
    goals: Sequence[str] = ()
    figures: dict[str, float] = field(default_factory=dict)

    def note(self, **figures: float) -> None:
        """Keep figures and show them at once."""
        self.figures.update(figures)
        print("  " + self._words(figures), flush=True)

    def finish(self) -> int:
        """Print the closing line and return the exit code."""
        goals = [Goal.parse(text) for text in self.goals]
        short = [goal for goal in goals if not goal.met(self.figures)]
        verdict = "met" if not short else f"short ({', '.join(map(str, short))})"
        asked = ", ".join(map(str, goals)) or "none"
        print(f"bench {self.name}: {self._words(self.figures)}; goal {asked}: {verdict}", flush=True)
        return 1 if short else 0

    @staticmethod
    def _words(figures: Mapping[str, float]) -> str:
        return " ".join(f"{name}={value:.4g}" for name, value in figures.items())


@dataclass(slots=True)
class Load:
    """What workers measured: one latency in seconds per call, and the wall time of all together."""

    latencies: list[float]
    elapsed: float
    errors: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Calls that went well per second of wall time."""
        return len(self.latencies) / self.elapsed if self.elapsed else 0.0

    def ms(self, percent: float) -> float:
        """Return the latency in milliseconds below which `percent` per cent of the calls stay."""
        return percentile(self.latencies, percent) * 1000

    @property
    def mean_ms(self) -> float:
        """The mean latency in milliseconds."""
        return statistics.fmean(self.latencies) * 1000 if self.latencies else 0.0


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value below which `percent` per cent lie, interpolated; 0 for no values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


# -- the database -------------------------------------------------------------------------------------


@contextmanager
def postgres(*, statements: bool = False, settings: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """Give a migrated Công Vụ on a durable PostgreSQL of its own, Django set up in this process.

    Args:
        statements: load pg_stat_statements, for `Statements`.
        settings: further server settings.
    """
    chosen = (STATEMENTS if statements else {}) | dict(settings or {})
    folder = tempfile.TemporaryDirectory(prefix="congvu-bench-")
    with folder as data, Cluster(durable=True, settings=chosen) as cluster:
        if statements:
            cluster.sql("CREATE EXTENSION pg_stat_statements")
        os.environ.update(environment(cluster.url(), data))
        migrated()
        try:
            yield cluster
        finally:
            disconnect()


def migrated(*, static: bool = False) -> None:
    """Set Django up in this process and bring the database of DATABASE_URL up to date.

    Args:
        static: collect the static files too, which pages in production settings name by their hash.
    """
    _django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if static:
        call_command("collectstatic", verbosity=0, interactive=False)
    disconnect()


def environment(url: str, data: str) -> dict[str, str]:
    """Return the variables under which a bench runs: production settings on this machine."""
    return {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "CONGVU_DATA": data,
        "SECRET_KEY": "bench-" + "x" * 50,
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        "SECURE_SSL_REDIRECT": "0",
    }


def _django() -> None:
    import django

    django.setup()


def disconnect() -> None:
    """Close every connection of this process; PostgreSQL then knows what they did."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]


class Statements:
    """Counts the SQL statements that a cluster was sent, whoever sent them (BEGIN and COMMIT apart).

    PostgreSQL looks up the target of every deferred foreign key at COMMIT and counts each look-up as a
    statement of its own; nobody sent those.
    """

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def reset(self) -> None:
        """Start again at 0."""
        self.cluster.sql("SELECT pg_stat_statements_reset()")

    def total(self) -> int:
        """Return the statements since `reset`, without the counting itself."""
        where = (
            "WHERE query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE '%FROM ONLY %FOR KEY SHARE OF x'"
        )
        return int(self.cluster.sql(f"SELECT coalesce(sum(calls), 0) FROM pg_stat_statements {where}"))

    def table(self, limit: int = 30) -> str:
        """Return calls, mean milliseconds and text of the most frequent statements."""
        columns = (
            "calls, round(mean_exec_time::numeric, 3), left(regexp_replace(query, '\\s+', ' ', 'g'), 160)"
        )
        return self.cluster.sql(f"SELECT {columns} FROM pg_stat_statements ORDER BY calls DESC LIMIT {limit}")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the SQL statements that this process sends through Django's default connection."""
    from django.db import connection

    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


# -- load ---------------------------------------------------------------------------------------------


def pgbench(
    cluster: Cluster,
    script: str,
    *,
    clients: int,
    seconds: float,
    threads: int | None = None,
    database: str = "congvu",
) -> Load:
    """Run a pgbench script for a while and return its latencies.

    Args:
        script: pgbench's own language, one transaction; a script that wants to count its own turns finds
            -1 in `:turn`.
        clients: connections at work at the same time.
        seconds: how long.
        threads: of pgbench; as many as clients unless told.
        database: of the cluster.
    """
    with tempfile.TemporaryDirectory(prefix="congvu-pgbench-") as folder:
        file = Path(folder) / "script.sql"
        file.write_text(script, encoding="utf-8")
        words = [cluster.program("pgbench"), "-n", "-M", "prepared", "-c", str(clients)]
        words += ["-j", str(threads or clients), "-T", str(max(1, round(seconds))), "-f", str(file)]
        words += ["-D", "turn=-1"]
        words += ["-l", "--log-prefix", str(Path(folder) / "log"), database]
        done = subprocess.run(words, env=os.environ | cluster.env, capture_output=True, text=True)
        rate = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
        if done.returncode or not rate:
            raise RuntimeError(f"pgbench: {done.stderr.strip() or done.stdout.strip()}")
        lines = (line.split() for log in Path(folder).glob("log.*") for line in log.read_text().splitlines())
        latencies = [int(words[2]) / 1_000_000 for words in lines]
    return Load(latencies, len(latencies) / float(rate[1]) if latencies else 0.0)


def workers(
    count: int, seconds: float, make: Callable[[int], Callable[[], object]], *, warm: int = 3
) -> Load:
    """Run `count` processes that each call the job that `make(index)` returns until the time is up.

    Args:
        count: processes.
        seconds: wall time of the measurement, after all have warmed up.
        make: a function of a module (it must be importable in the other process); called once there,
            with Django set up when DATABASE_URL is set. It returns the job.
        warm: calls before the clock starts.

    Raises:
        RuntimeError: a process ended without an answer.
    """
    context = multiprocessing.get_context("spawn")
    barrier, answers = context.Barrier(count), context.Queue()
    processes = [
        context.Process(target=_work, args=(index, seconds, make, warm, barrier, answers), daemon=True)
        for index in range(count)
    ]
    for process in processes:
        process.start()
    parts: list[Load] = []
    try:
        while len(parts) < count:
            if answers.empty() and any(process.exitcode not in (None, 0) for process in processes):
                raise RuntimeError("a worker of the bench died; see its message above")
            try:
                parts.append(answers.get(timeout=1))
            except multiprocessing.queues.Empty:  # type: ignore[attr-defined]
                continue
    finally:
        for process in processes:
            process.join(10)
            process.kill()
    return Load(
        [value for part in parts for value in part.latencies],
        max(part.elapsed for part in parts),
        [error for part in parts for error in part.errors],
    )


def _work(
    index: int,
    seconds: float,
    make: Callable[[int], Callable[[], object]],
    warm: int,
    barrier: Any,
    answers: Any,
) -> None:
    try:
        if os.environ.get("DATABASE_URL"):
            _django()
        job = make(index)
        for _ in range(warm):
            job()
    except BaseException:
        barrier.abort()
        raise
    barrier.wait(300)
    latencies: list[float] = []
    errors: list[str] = []
    started = now = time.perf_counter()
    while now - started < seconds:
        try:
            job()
        except Exception as error:  # an error is a figure here, not an end
            errors.append(f"{type(error).__name__}: {error}")
            now = time.perf_counter()
            continue
        done = time.perf_counter()
        latencies.append(done - now)
        now = done
    answers.put(Load(latencies, now - started, errors))
