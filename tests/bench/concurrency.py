"""Eight processes at two communes, a fifth of the transactions rolled back, one process killed each second.

On PostgreSQL and on SQLite: codes and numbers without gap or double, the audit chain verifies, no dossier in
two states. `make bench NAME=concurrency ARGS="--seconds 60"`.
"""

import argparse
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

from tests.bench import one_stop
from tests.bench.harness import Bench, environment, postgres

PROCESSES = 8
COMMUNES = 2


@contextmanager
def sqlite() -> Iterator[None]:
    """Give a migrated Công Vụ on an embedded database of its own; this process is set up for it."""
    import django
    from django.core.management import call_command

    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as data:
        os.environ.update(environment(f"sqlite:///{data}/bench.sqlite3", data))
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        yield


def hammer(seconds: float, seed: int) -> int:
    """Keep eight processes at work, killing one each second; return how many were killed."""
    from django.db import connection

    from tests.bench.hammer import main as main_of_hammer

    chance = random.Random(seed)
    started = 0
    fork = multiprocessing.get_context("fork")
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]

    def start(index: int) -> BaseProcess:
        nonlocal started
        started += 1
        process = fork.Process(target=main_of_hammer, args=(index % COMMUNES, seconds + 60, seed + started))
        process.start()
        return process

    running = [start(index) for index in range(PROCESSES)]
    killed = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(1)
        victim = chance.randrange(PROCESSES)
        os.kill(running[victim].pid or 0, signal.SIGKILL)
        running[victim].join()
        killed += 1
        running[victim] = start(victim)
    for process in running:
        process.kill()
        process.join()
    return killed


def problems() -> dict[str, int]:
    """Count what must not be: breaks of chains, gaps and doubles, dossiers in two states."""
    from congvu.audit.queries import verify

    found = {"chain": len(verify()), "codes": 0, "numbers": 0, "states": _torn()}
    for number in range(COMMUNES):
        agency_id = one_stop.actor("clerk", number).agency_id
        found["codes"] += _uneven_codes(agency_id)
        found["numbers"] += _uneven_numbers(agency_id)
    return found


def _uneven_codes(agency_id: int) -> int:
    from congvu.dossiers.models import Dossier

    codes = Dossier.objects.filter(receiving_agency_id=agency_id).values_list("code", flat=True)
    days: dict[str, list[int]] = {}
    for code in codes:
        head, _, tail = str(code).rpartition("-")
        days.setdefault(head, []).append(int(tail))
    return sum(sorted(taken) != list(range(1, len(taken) + 1)) for taken in days.values())


def _uneven_numbers(agency_id: int) -> int:
    from congvu.dossiers.models import Result
    from congvu.registers.models import Counter

    issued = Result.objects.filter(dossier__competent_agency_id=agency_id, state="issued")
    taken = sorted(issued.values_list("number", flat=True))
    counter = Counter.objects.filter(agency_id=agency_id, register="result").first()
    even = taken == list(range(1, len(taken) + 1)) and (counter.value if counter else 0) == len(taken)
    unsigned = Result.objects.filter(state="issued", signed_at__isnull=True).count()
    return int(not even) + unsigned


def _torn() -> int:
    """Dossiers whose open steps are not those of their marking, or whose state does not fit them."""
    from congvu.dossiers.models import Dossier, Step

    opened: dict[int, set[str]] = {}
    for dossier_id, key in Step.objects.filter(state="open").values_list("dossier_id", "key"):
        opened.setdefault(dossier_id, set()).add(key)
    torn = 0
    for pk, marking, state in Dossier.objects.values_list("pk", "marking", "state"):
        steps = opened.get(pk, set())
        fits = state == "returned" if not steps else state == ("done" if steps == {"s5"} else state)
        torn += not (steps == set(marking) and fits)
    return torn


def once(bench: Bench, name: str, seconds: float) -> None:
    """Run on the database that this process is set up for, and note the figures under its name."""
    from congvu.dossiers.models import Dossier

    one_stop.lay(COMMUNES)
    killed = hammer(seconds, seed=2026)
    found = problems()
    total = Dossier.objects.count()
    bench.note(**{f"{name}_killed": killed, f"{name}_dossiers": total})
    bench.note(**{f"{name}_{what}": count for what, count in found.items()})


def main(words: list[str] | None = None) -> int:
    """Run on both databases, each in a process of its own, and say whether all held."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--on", choices=["postgresql", "sqlite"])
    chosen = parser.parse_args(words)
    bench = Bench("concurrency", _goals([chosen.on] if chosen.on else ["postgresql", "sqlite"]))
    if chosen.on is None:
        for name in ("postgresql", "sqlite"):
            _run_apart(bench, name, chosen.seconds)
        return bench.finish()
    with postgres() if chosen.on == "postgresql" else sqlite():
        once(bench, chosen.on, chosen.seconds)
    return bench.finish()


def _goals(names: list[str]) -> list[str]:
    parts = ("chain", "codes", "numbers", "states")
    return [f"{name}_{part}==0" for name in names for part in parts] + [
        f"{name}_dossiers>0" for name in names
    ]


def _run_apart(bench: Bench, name: str, seconds: float) -> None:
    words = [sys.executable, "-m", "tests.bench.concurrency", "--on", name, "--seconds", str(seconds)]
    done = subprocess.run(words, capture_output=True, text=True)
    print(done.stdout, end="")
    if done.returncode and "bench concurrency" not in done.stdout:
        print(done.stderr, file=sys.stderr)
    for line in done.stdout.splitlines():
        if line.startswith("  "):
            pairs = (pair.split("=") for pair in line.split())
            bench.figures.update({figure: float(value) for figure, value in pairs})


if __name__ == "__main__":
    raise SystemExit(main())
