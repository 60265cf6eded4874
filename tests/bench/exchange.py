"""Messages end to end between two installations over the axis, against the bare database and disk.

A message is issued at one installation (its number, rows, event), carried by its worker to the axis, fetched
by the other's worker, registered there by a clerk who does nothing else, and is done when the status 03 lies
with the sender; it carries a scan of 200 kB. All three systems stand on one durable cluster, each with a
database of its own. Held against it: the same rows of every table written by pgbench with two clients in as
many transactions as the write-ahead log saw, and then the same files written and fsynced by two writers.
Then one package of 500 MB: its speed against the same bytes written and fsynced, and the memory it took.
"""

import argparse
import os
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tools.pg import DURABLE, Cluster

from tests.bench.harness import Bench
from tests.bench.plain_rows import Touched, commits_since, plain_seconds, position, touched
from tests.bench.servers import family
from tests.installations import Axis, Installation, Place
from tests.installations.processes import end_in_order

WARD, DEPARTMENT = "H19.75.26248", "H19.10"
SCAN, LARGE, ANNEXES = 200_000, 50_000_000, 10
CLIENTS = 2
GOALS = ("ratio>=0.2", "large_ratio>=0.2", "large_memory_mb<=150", "lost==0", "doubled==0")
DATABASES = ("ward", "department", "axis")


class Pair:
    """Two installations and the axis between them, all on one cluster."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.cluster, self.folder = cluster, folder
        for name in DATABASES:
            cluster.sql(f"CREATE DATABASE {name}", "postgres")
        more = {"FILES_MAX_BYTES": str(1024**3), "DOCUMENTS_ANNEX_BYTES": str(1024**3)}
        ward, department, axis = (cluster.url(name) for name in DATABASES)
        self.ward = Installation(Place("UBND phường", WARD, folder / "ward"), ward, **more)
        self.department = Installation(
            Place("Sở Xây dựng", DEPARTMENT, folder / "department"), department, **more
        )
        self.axis = Axis(folder / "axis", axis)

    def open(self) -> None:
        """Lay everything and start every process."""
        self.axis.prepare({WARD: "UBND phường", DEPARTMENT: "Sở Xây dựng"})
        self.axis.start()
        for one in (self.ward, self.department):
            one.open()
            code = one.place.code
            one.ask(
                "connect",
                kind="vxp",
                address=self.axis.address,
                system_id=code,
                secret=self.axis.secrets[code],
                options={"download": "1"},
            )
            one.work()

    def close(self) -> None:
        """End every process."""
        self.ward.close()
        self.department.close()
        self.axis.stop()

    def carried(self, documents: Sequence[int], patience: float) -> float:
        """Issue documents, register them over there; return the seconds until all are reported as 03."""
        before = self._done()
        started = time.perf_counter()
        issuing = threading.Thread(target=self.ward.ask, args=("release",), kwargs={"prepared": documents})
        issuing.start()
        while self._done() < before + len(documents):
            self.department.ask("register_all")
            if time.perf_counter() - started > patience:
                raise TimeoutError(f"{self._done() - before} of {len(documents)} came through")
            time.sleep(0.05)
        seconds = time.perf_counter() - started
        issuing.join()
        return seconds

    def _done(self) -> int:
        told = self.cluster.sql(
            "SELECT count(DISTINCT outbound_id) FROM interchange_statusevent WHERE code = '03'", "ward"
        )
        return int(told)

    def stores(self) -> dict[Path, int]:
        """Return every file that the three systems hold, with its size."""
        found: dict[Path, int] = {}
        for place in (self.ward.place.folder, self.department.place.folder, self.axis.folder):
            for path in place.rglob("*"):
                if path.is_file() and path.suffix != ".log":
                    found[path] = path.stat().st_size
        return found

    def processes(self) -> list[int]:
        """Return the processes that packages pass through."""
        first = [one.pid for one in (*self.ward.workers, *self.department.workers)]
        first += [self.axis.process.pid] if self.axis.process else []
        return [pid for one in first for pid in family(one)]


def many(bench: Bench, pair: Pair, count: int) -> None:
    """Measure small messages against pgbench and the disk."""
    documents = pair.ward.ask("prepare", count=count + 10, to=[DEPARTMENT], size=SCAN)
    pair.carried(documents[:10], 120)
    files, start = pair.stores(), position(pair.cluster)
    before = {name: touched(pair.cluster, name) for name in DATABASES}
    seconds = pair.carried(documents[10:], 20 + count)
    time.sleep(1.5)  # the server's counters come late
    rows = {name: touched(pair.cluster, name) - before[name] for name in DATABASES}
    commits = commits_since(pair.cluster, start)
    sizes = [size for path, size in pair.stores().items() if path not in files]
    bench.note(
        messages=count,
        messages_s=count / seconds,
        rows=sum(one.total for one in rows.values()) / count,
        commits=commits / count,
        files=len(sizes) / count,
        kb=sum(sizes) / count / 1000,
    )
    plain = _plain(bench, pair, rows, commits, count)
    disk = written_seconds(pair.folder, sizes, CLIENTS)
    bench.note(plain_s=count / plain, disk_s=count / disk, both_s=count / (plain + disk))
    bench.note(ratio=(plain + disk) / seconds)
    subjects = Counter(one["subject"] for one in pair.department.ask("inbox"))
    bench.note(lost=count + 10 - len(subjects), doubled=sum(subjects.values()) - len(subjects))


def _plain(bench: Bench, pair: Pair, rows: dict[str, Touched], commits: int, count: int) -> float:
    """Return the seconds that pgbench takes for the same rows of `count` messages in all databases."""
    total = sum(one.total for one in rows.values())
    seconds = 0.0
    for name, one in rows.items():
        share = max(1, round(commits / count * one.total / total))
        seconds += plain_seconds(pair.cluster, name, one, count, transactions=share, clients=CLIENTS)
    return seconds


def large(bench: Bench, pair: Pair) -> None:
    """Measure one package of 500 MB, and the memory beyond what idle processes held."""
    [document] = pair.ward.ask("prepare", count=1, to=[DEPARTMENT], size=LARGE, annexes=ANNEXES)
    files, idle = pair.stores(), {}
    for pid in pair.processes():
        Path(f"/proc/{pid}/clear_refs").write_text("5")
        idle[pid] = _peak_mb(pid)
    seconds = pair.carried([document], 600)
    grown = max(_peak_mb(pid) - mb for pid, mb in idle.items())
    sizes = [size for path, size in pair.stores().items() if path not in files]
    disk = written_seconds(pair.folder, sizes, 1)
    bench.note(
        large_mb=LARGE * ANNEXES / 1e6,
        large_mb_s=LARGE * ANNEXES / 1e6 / seconds,
        large_written_mb=sum(sizes) / 1e6,
        large_ratio=disk / seconds,
        large_memory_mb=grown,
    )


def _peak_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def written_seconds(folder: Path, sizes: Sequence[int], writers: int) -> float:
    """Return the seconds in which `writers` write files of these sizes, each fsynced, and remove them."""
    noise = os.urandom(1 << 20)
    with tempfile.TemporaryDirectory(dir=folder) as place:

        def write(own: Sequence[int], first: int) -> None:
            for number, size in enumerate(own):
                with (Path(place) / f"{first}-{number}").open("wb") as out:
                    for start in range(0, size, len(noise)):
                        out.write(noise[: min(len(noise), size - start)])
                    out.flush()
                    os.fsync(out.fileno())

        return _together([lambda i=i: write(sizes[i::writers], i) for i in range(writers)])  # type: ignore[misc]


def _together(jobs: Sequence[Callable[[], None]]) -> float:
    threads = [threading.Thread(target=job) for job in jobs]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def main() -> int:
    """Print the figures and whether the goals are met."""
    end_in_order()
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=120)
    count = parser.parse_args().messages
    bench = Bench("exchange", GOALS)
    settings = {name: DURABLE[name] for name in DURABLE} | {"max_connections": "100"}
    with (
        Cluster(durable=True, settings=settings) as cluster,
        tempfile.TemporaryDirectory(prefix="congvu-exchange-", ignore_cleanup_errors=True) as folder,
    ):
        pair = Pair(cluster, Path(folder))
        try:
            pair.open()
            many(bench, pair, count)
            large(bench, pair)
        finally:
            pair.close()
            subprocess.run(["sync"], check=False)
    return bench.finish()


if __name__ == "__main__":
    raise SystemExit(main())
