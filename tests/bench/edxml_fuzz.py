"""Feeding the reader of edXML what nobody should send: does it ever crash, hang or leave files behind?

Seeds are packages of our own writer (documents of every business, statuses, attachments as they are and in
ZIPs) and the samples of other systems where they stand on this machine. A mutation cuts, doubles, swaps or
changes bytes, elements, names, texts and base64, or nests and repeats; several may follow each other. Every
input must be read or be refused with the reader's own error, in a bounded time, and leave nothing outside
the folder that was given.

    make bench NAME=edxml_fuzz ARGS="--seconds 600 --seed 7"
"""

import argparse
import base64
import io
import os
import random
import re
import signal
import sys
import tempfile
import time
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from html import escape
from pathlib import Path
from types import FrameType

from tests.bench.harness import Goal

SECONDS = 60.0
HANGS_AFTER = 10
LARGEST = 256 * 1024
KEPT = "edxml-fuzz"
_TAG = re.compile(rb"</?[\w:.-]+[^<>]*>")
_OPEN = re.compile(rb"<([\w:.-]+)(?:\s[^<>]*)?(?<!/)>")
_TEXT = re.compile(rb">([^<>]{1,400})<")
NASTY = [
    b'<!DOCTYPE a [<!ENTITY b "c">]>', b"&b;", b"&#0;", b"&#x10FFFF;", b"\x00", b"\xff\xfe", b"]]>",
    b"<![CDATA[", b"<!--", b"-->", b"<?xml version='1.1'?>", b"xmlns:edXML=''", b"../../../etc/passwd",
    b"\xed\xa0\x80", b"null", b"-1", b"99999999999999999999", b"2014/02/30", b"0000/00/00", b"9999/12/31",
    b"%n%s%p", b"\r\n", b"<a/>", b" ", b"\xe2\x80\x8b", b"cid:", b"\xf4\x90\x80\x80", b"&lt;!DOCTYPE&gt;",
]  # fmt: skip

type Mutation = Callable[[bytes, random.Random], bytes]


class Hung(BaseException):
    """An input took too long."""


def _bite(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.choice([1, 2, 8, 64, 1024, 65536]) :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8, 64])):
        if found:
            found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _nasty(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.choice(NASTY) * chance.choice([1, 1, 1, 3, 200]) + data[start:]


def _piece(data: bytes, chance: random.Random) -> tuple[int, int]:
    tags = [match.span() for match in _TAG.finditer(data)]
    if not tags:
        return 0, len(data)
    first = chance.randrange(len(tags))
    last = min(len(tags) - 1, first + chance.randrange(12))
    return tags[first][0], tags[last][1]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    start, end = _piece(data, chance)
    return data[:end] + data[start:end] * chance.choice([1, 2, 50]) + data[end:]


def _moved(data: bytes, chance: random.Random) -> bytes:
    start, end = _piece(data, chance)
    piece, rest = data[start:end], data[:start] + data[end:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + piece + rest[place:]


def _nested(data: bytes, chance: random.Random) -> bytes:
    start, end = _piece(data, chance)
    depth = chance.choice([2, 20, 60, 3000])
    return data[:start] + b"<a>" * depth + data[start:end] + b"</a>" * depth + data[end:]


def _said(data: bytes, chance: random.Random) -> bytes:
    found = list(_TEXT.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    words = chance.choice([*NASTY, b"", b"A" * 70_000, "ế".encode() * 900, match[1][::-1], match[1] * 30])
    return data[: match.start(1)] + words + data[match.end(1) :]


def _renamed(data: bytes, chance: random.Random) -> bytes:
    found = list({match[0] for match in _TAG.finditer(data)})
    if len(found) < 2:
        return data
    one, other = chance.sample(found, 2)
    return data.replace(one, other, chance.choice([1, -1]))


def _packed(data: bytes, chance: random.Random) -> bytes:
    """Put a ZIP of a bad kind where base64 stands."""
    found = list(re.finditer(rb">([A-Za-z0-9+/=]{40,})<", data))
    if not found:
        return data
    match = chance.choice(found)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(chance.choice([0, 1, 1, 2, 40])):
            name = chance.choice([f"{number}.pdf", "../x", "/etc/x", "a/../../b", "x" * 300, ""])
            package.writestr(name or "y", b"\0" * chance.choice([0, 10, 100_000, 3_000_000]))
    raw = chance.choice([out.getvalue(), out.getvalue()[:-30], zlib.compress(b"a" * 9999), b"%PDF-1.7"])
    return data[: match.start(1)] + base64.b64encode(raw) + data[match.end(1) :]


def _wide(data: bytes, chance: random.Random) -> bytes:
    codec = chance.choice(["utf-16", "utf-16-be", "utf-32", "cp1258", "cp500", "utf-7"])
    try:
        return data.decode("utf-8").encode(codec, "replace")
    except UnicodeError:
        return data


def _element(data: bytes, chance: random.Random) -> bytes:
    """Take a whole element away, double it, or move it to another place between elements."""
    found = list(_OPEN.finditer(data))[1:]
    if not found:
        return data
    opened = chance.choice(found)
    close = b"</" + opened[1] + b">"
    start, end = opened.start(), data.find(close, opened.end()) + len(close)
    if end < start:
        return data
    whole, rest = data[start:end], data[:start] + data[end:]
    places = [one.start() for one in _TAG.finditer(rest)][1:] or [0]
    place = chance.choice(places)
    deed = chance.randrange(3)
    if deed == 0:
        return rest
    if deed == 1:
        return rest[:place] + whole + rest[place:]
    return data[:end] + whole * chance.choice([1, 3, 100]) + data[end:]


def _valued(data: bytes, chance: random.Random) -> bytes:
    """Put another text where one stands; it stays XML."""
    found = list(_TEXT.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    words = escape(chance.choice(NASTY).decode("utf-8", "ignore").replace("\0", "")).encode()
    return data[: match.start(1)] + words * chance.choice([1, 1, 40]) + data[match.end(1) :]


GENTLE: list[Mutation] = [_element, _element, _valued, _valued, _packed]
"""What they change stays XML, so that the parts behind the parser are reached as well."""
MUTATIONS: list[Mutation] = [
    _bite, _cut, _flip, _flip, _nasty, _nasty, _doubled, _moved, _nested, _said, _said, _renamed, _packed,
    _wide,
]  # fmt: skip


def seeds(folder: Path) -> list[bytes]:
    """Return good packages to start from."""
    from congvu.interchange.envelopes import edxml
    from congvu.interchange.tests import messages

    found: list[bytes] = []
    kinds = [
        edxml.Business(kind=kind, document_id="D1", reason="vì sao") for kind in ("new", "recall", "update")
    ]
    kinds.append(edxml.Business(kind="replace", replacements=(edxml.message.Replacement("D0", ("H1",)),)))
    for business in kinds:
        out = io.BytesIO()
        edxml.write_package(messages.document(folder, business=business), out)
        found.append(out.getvalue())
    status = edxml.Status(
        edxml.Organisation("H1"),
        edxml.Answer("H2", "1/CV", "D1", "2026/11/25"),
        "03",
        "x",
        "2026/11/25 10:00:00",
    )
    out = io.BytesIO()
    edxml.write_package(status, out)
    found.append(out.getvalue())
    samples = os.environ.get("EDXML_SAMPLES", "")
    paths = sorted(Path(samples).rglob("*")) if samples else []
    return found + [path.read_bytes() for path in paths if path.is_file() and path.stat().st_size < LARGEST]


def mutated(start: list[bytes], chance: random.Random) -> bytes:
    """Return one input: a seed after one to six mutations."""
    data = chance.choice(start)
    mutations = GENTLE if chance.random() < 0.6 else MUTATIONS
    for _ in range(chance.choice([1, 1, 2, 3, 6])):
        data = chance.choice(mutations)(data, chance)[: LARGEST * 8]
    return data


def read(data: bytes) -> str:
    """Read an input; return what came of it: "read", the code of the refusal, "crash: …" or "left files"."""
    from congvu.interchange.envelopes import edxml

    with tempfile.TemporaryDirectory(prefix="edxml-fuzz-") as outer:
        folder = Path(outer) / "in"
        folder.mkdir()
        try:
            edxml.read_package(io.BytesIO(data), folder)
            outcome = "read"
        except edxml.EdxmlError as error:
            outcome = error.code
        except Hung:
            return "hang"
        except BaseException as error:
            return f"crash: {type(error).__name__}: {error}"[:200]
        if sorted(path.name for path in Path(outer).iterdir()) != ["in"]:
            return "crash: files outside of the folder"
        return outcome


def _alarm(signum: int, frame: FrameType | None) -> None:
    raise Hung


def main() -> int:
    """Feed the reader for a while and say what came of it."""
    reading = argparse.ArgumentParser()
    reading.add_argument("--seconds", type=float, default=SECONDS)
    reading.add_argument("--seed", type=int, default=102)
    given = reading.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _alarm)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="edxml-seeds-") as held:
        start, chance = seeds(Path(held)), random.Random(given.seed)
        until, slowest = time.monotonic() + given.seconds, 0.0
        while time.monotonic() < until:
            data = mutated(start, chance)
            signal.alarm(HANGS_AFTER)
            began = time.monotonic()
            outcome = read(data)
            signal.alarm(0)
            slowest = max(slowest, time.monotonic() - began)
            outcomes[outcome] += 1
            if outcome.startswith(("crash", "hang")):
                _keep(data, outcome)
    inputs = outcomes.total()
    hangs = outcomes["hang"]
    crashes = sum(count for name, count in outcomes.items() if name.startswith("crash"))
    print("  " + ", ".join(f"{name} {count}" for name, count in outcomes.most_common(24)))
    print(f"  seeds {len(start)}, slowest {slowest:.2f} s")
    bad = crashes + hangs
    verdict = "met" if inputs and Goal.parse("bad<=0").met({"bad": bad}) else "short"
    print(f"bench edxml-fuzz: {inputs} inputs, {crashes} crashes, {hangs} hangs; goal 0: {verdict}")
    return 0 if verdict == "met" else 1


def _keep(data: bytes, outcome: str) -> None:
    place = Path(tempfile.gettempdir()) / f"{KEPT}-{zlib.crc32(data):08x}.edxml"
    place.write_bytes(data)
    print(f"  {outcome} → {place}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
