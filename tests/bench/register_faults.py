"""Processes that register, sign and issue are killed at random: what do books, files and chains say after?

On PostgreSQL and on SQLite, some acts rolled back, a process killed after every few acts: no number missing
or double in the books of both directions, nothing issued without both signatures, nothing signed or numbered
that does not wait in somebody's box, no lock that outlives its process, every chain of events whole. At the
end all that waits is signed and issued, and the books are looked at again.
`make bench NAME=register_faults ARGS="--seconds 30"`.
"""

import argparse
import multiprocessing
import random
import subprocess
import sys
import time
from collections import Counter
from multiprocessing.process import BaseProcess
from typing import Any

from tests.bench import office_hammer, offices
from tests.bench.concurrency import sqlite
from tests.bench.harness import Bench, disconnect, postgres

PROCESSES = 4
COMMUNES = 2
STOCK = 6
EVERY = (3, 10)
"""So many acts of all processes lie between two kills."""
LONGEST = 20
LEAST, LEAST_BRIEFLY = (8, 60), (4, 20)
"""A slow machine gets more time, until so many were killed and so many acts came to their end."""
BRIEF = 10
MOST_SECONDS = 240
MOST_VERIFIED = 150
PARTS = ("chain", "numbers", "unsigned", "unseen", "torn", "stuck")
BASES = ("postgresql", "sqlite")


def hammer(seconds: float, seed: int, least: tuple[int, int]) -> int:
    """Keep processes at work, and kill one after every few acts; return how many were killed."""
    chance = random.Random(seed)
    started = 0
    fork = multiprocessing.get_context("fork")
    done = fork.RawArray("L", PROCESSES)
    disconnect()

    def start(place: int) -> BaseProcess:
        nonlocal started
        started += 1
        facts = (place % COMMUNES, MOST_SECONDS + seconds, seed + started, done, place)
        process = fork.Process(target=office_hammer.main, args=facts)
        process.start()
        return process

    running = [start(place) for place in range(PROCESSES)]
    killed = 0
    begun = time.monotonic()
    while (spent := time.monotonic() - begun) < MOST_SECONDS:
        if spent > seconds and killed >= least[0] and sum(done) >= least[1]:
            break
        _acts(done, chance.randint(*EVERY))
        time.sleep(chance.uniform(0, 0.1))
        victim = chance.randrange(PROCESSES)
        running[victim].kill()  # none that ended by itself: its number may be another's by now
        running[victim].join()
        killed += 1
        running[victim] = start(victim)
    for process in running:
        process.kill()
        process.join()
    return killed + PROCESSES


def _acts(done: Any, more: int) -> None:
    """Return after some further acts of all processes, or after a while."""
    wanted, until = sum(done) + more, time.monotonic() + LONGEST
    while sum(done) < wanted and time.monotonic() < until:
        time.sleep(0.01)


def _stocked() -> None:
    """Have letters drafted that wait to be signed: elsewhere, for what sets pages does not bear a fork."""
    words = [sys.executable, "-m", "tests.bench.office_hammer", str(COMMUNES), str(STOCK)]
    subprocess.run(words, check=True)


def problems() -> dict[str, int]:
    """Count what must not be."""
    from congvu.audit.queries import verify

    found = {"chain": len(verify()), "numbers": 0, "unsigned": _unsigned(), "unseen": 0, "torn": _torn()}
    for number in range(COMMUNES):
        found["numbers"] += _uneven(number)
        found["unseen"] += _unseen(number)
    return found


def _uneven(number: int) -> int:
    """Count the numbers missing or double in the books of a commune, and letters without a row of theirs."""
    from congvu.documents.models import IncomingDocument
    from congvu.documents.queries.outgoing import used_numbers
    from congvu.registers.queries import audit_register

    bad = 0
    for direction in ("in", "out"):
        book = offices.book(number, direction)
        if direction == "out":
            used = used_numbers(book)
        else:
            rows = IncomingDocument.objects.filter(book=book)
            used = [one for one in rows.values_list("arrival_number", flat=True) if one is not None]
        report = audit_register(
            agency_id=book.agency_id, register=book.register, period=book.period, used=used
        )
        bad += sum(map(len, (report.missing, report.doubles, report.foreign, report.void_but_used)))
    return bad


def _unsigned() -> int:
    """Count issued documents whose file does not bear both signatures, intact."""
    from congvu.documents.models import OutgoingDocument
    from congvu.documents.services.outgoing_files import bytes_of
    from congvu.signing.models import SignatureRecord
    from congvu.signing.services import verify_pdf

    bad = 0
    issued = OutgoingDocument.objects.filter(state="issued").select_related("issued_file__blob")
    for place, document in enumerate(issued.order_by("-pk")):
        assert document.issued_file is not None
        digest = document.issued_file.blob.sha256
        recorded = SignatureRecord.objects.filter(sha256_after=digest, subject_pk=document.pk).exists()
        if place < MOST_VERIFIED:
            found = verify_pdf(bytes_of(document.issued_file)).signatures
            recorded = recorded and len(found) == 2 and all(one.intact for one in found)
        bad += not recorded
    return bad


def _unseen(number: int) -> int:
    """Count documents, signed or numbered but not out, that wait in nobody's box."""
    from congvu.documents.models import OutgoingDocument
    from congvu.documents.queries.outgoing import in_box
    from congvu.signing.models import SignatureRecord

    office = offices.people(number)
    mine = OutgoingDocument.objects.filter(agency_id=office["registry"].agency_id)
    boxes = (("leader", "cho-ky"), ("registry", "cho-cap-so"), ("registry", "da-phat-hanh"))
    seen = {pk for role, box in boxes for pk in in_box(office[role], box).values_list("pk", flat=True)} | set(
        mine.filter(state="refused").values_list("pk", flat=True)
    )
    numbered = set(mine.filter(number__isnull=False).values_list("pk", flat=True))
    signed = set(SignatureRecord.objects.filter(agency_id=office["registry"].agency_id).values_list(
        "subject_pk", flat=True
    ))  # fmt: skip
    return len((numbered | signed) - seen)


def _torn() -> int:
    """Count documents whose rows do not fit their state: messages, recipients, signatures, events."""
    from congvu.audit.models import Event
    from congvu.delivery.models import Delivery
    from congvu.documents.models import OutgoingDocument
    from congvu.signing.models import SignatureRecord

    label = "documents.outgoingdocument"
    messages = Counter(Delivery.objects.filter(subject_label=label).values_list("subject_pk", flat=True))
    told = Event.objects.filter(subject_label=label, kind="outgoing.issued")
    events = Counter(told.values_list("subject_pk", flat=True))
    made = Counter(SignatureRecord.objects.values_list("subject_pk", "role"))
    bad = 0
    for document in OutgoingDocument.objects.prefetch_related("recipients"):
        out, pk = document.state == "issued", document.pk
        sent = [one.sent_at is not None for one in document.recipients.all()]
        fits = sent == [out] * len(offices.RECEIVERS)
        fits = fits and messages[pk] == (len(offices.RECEIVERS) if out else 0) and events[pk] == int(out)
        fits = fits and made[pk, "agency"] == int(out)
        fits = fits and made[pk, "signer"] == int(document.signed_file_id is not None)
        bad += not fits
    return bad


_STEPS = ((("signing",), office_hammer.sign), (("signed", "numbered"), office_hammer.issue))


def drain() -> int:
    """Sign and issue all that waits; return how many could not be: a lock or a torn row would hold them."""
    from django.db import DatabaseError, connection

    from congvu.common.errors import ActionRefused
    from congvu.documents.models import OutgoingDocument

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET lock_timeout = '5s'")
    stuck = _idle_transactions()
    for number in range(COMMUNES):
        office: dict[str, Any] = offices.people(number)
        mine = OutgoingDocument.objects.filter(agency_id=office["registry"].agency_id).order_by("pk")
        for states, act in (
            (("signing",), office_hammer.sign),
            (("signed", "numbered"), office_hammer.issue),
        ):
            for pk in list(mine.filter(state__in=states).values_list("pk", flat=True)):
                try:
                    act(office, pk)
                except (ActionRefused, DatabaseError) as error:
                    print(f"  {pk}: {error}", file=sys.stderr)
                    stuck += 1
    return stuck


def _idle_transactions() -> int:
    """Count transactions that a killed process left open on the server, ten seconds after its end."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    left = 0
    for _ in range(20):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE xact_start IS NOT NULL AND "
                "pid <> pg_backend_pid() AND datname = current_database() AND backend_type = 'client backend'"
            )
            (left,) = cursor.fetchone()
        if not left:
            break
        time.sleep(0.5)
    return int(left)


def once(bench: Bench, name: str, seconds: float) -> None:
    """Run on the database that this process is set up for, and note the figures under its name."""
    from congvu.documents.models import IncomingDocument, OutgoingDocument

    offices.lay(COMMUNES)
    _stocked()
    killed = hammer(seconds, seed=2026, least=LEAST if seconds >= BRIEF else LEAST_BRIEFLY)
    found = Counter(problems())
    waiting = OutgoingDocument.objects.filter(state__in=["signing", "signed", "numbered"]).count()
    bench.note(**{
        f"{name}_killed": killed,
        f"{name}_registered": IncomingDocument.objects.filter(state="registered").count(),
        f"{name}_issued_then": OutgoingDocument.objects.filter(state="issued").count(),
        f"{name}_waiting": waiting,
    })  # fmt: skip
    found["stuck"] = drain()
    found.update(problems())
    issued = OutgoingDocument.objects.filter(state="issued").count()
    bench.note(**{f"{name}_{what}": found[what] for what in PARTS} | {f"{name}_issued": issued})


def main(words: list[str] | None = None) -> int:
    """Run on both databases, each in a process of its own, and say whether all held."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=25)
    parser.add_argument("--on", choices=BASES)
    chosen = parser.parse_args(words)
    bench = Bench("register_faults", _goals([chosen.on] if chosen.on else list(BASES)))
    if chosen.on is None:
        for name in BASES:
            _run_apart(bench, name, chosen.seconds)
        return bench.finish()
    with postgres() if chosen.on == "postgresql" else sqlite():
        once(bench, chosen.on, chosen.seconds)
    return bench.finish()


def _goals(names: list[str]) -> list[str]:
    none = [f"{name}_{part}==0" for name in names for part in PARTS]
    return none + [f"{name}_{what}>0" for name in names for what in ("registered", "issued")]


def _run_apart(bench: Bench, name: str, seconds: float) -> None:
    words = [sys.executable, "-m", "tests.bench.register_faults", "--on", name, "--seconds", str(seconds)]
    done = subprocess.run(words, capture_output=True, text=True)
    print(done.stdout, end="")
    if done.returncode:
        print(done.stderr[-3000:], file=sys.stderr)
    for line in done.stdout.splitlines():
        if line.startswith("  "):
            pairs = (pair.split("=") for pair in line.split())
            bench.figures.update({figure: float(value) for figure, value in pairs})


if __name__ == "__main__":
    raise SystemExit(main())
