"""The bytes of packages: `ab/cd/<sha256>` under HUB_DIR, flushed to the disk before a package is accepted."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from congvu.files.services.disk import lay

CHUNK = 1024 * 1024


class TooLarge(Exception):  # noqa: N818 — a refusal, not a fault
    """The body has more bytes than allowed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A body on the disk that is not in its place yet.

    Args:
        path: where it is.
        size: in bytes.
        sha256: of all of it.
        bare: of all but the last two bytes (a CRLF that the SDK puts behind the file).
        tail: the last two bytes.
    """

    path: Path
    size: int
    sha256: bytes
    bare: bytes
    tail: bytes


def root() -> Path:
    """Return the folder of packages."""
    return Path(settings.HUB_DIR)


def place(sha256: str) -> Path:
    """Return where the bytes with this SHA-256 stand."""
    return root() / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def drafted(chunks: Iterable[bytes], limit: int) -> Iterator[Draft]:
    """Write a body to a temporary file while it is hashed; the file vanishes unless `keep` moved it."""
    folder = root() / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        bare, held, size = hashlib.sha256(), b"", 0
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge
                out.write(chunk)
                held += chunk
                bare.update(held[:-2])
                held = held[-2:]
        whole = bare.copy()
        whole.update(held)
        yield Draft(path, size, whole.digest(), bare.digest(), held)
    finally:
        path.unlink(missing_ok=True)


def cut(draft: Draft, start: int, end: int) -> bytes:
    """Shorten a draft in place to the bytes from `start` to `end`; return their SHA-256."""
    mark = hashlib.sha256()
    with draft.path.open("r+b") as file:
        at = start
        while at < end:
            file.seek(at)
            piece = file.read(min(CHUNK, end - at))
            mark.update(piece)
            if start:
                file.seek(at - start)
                file.write(piece)
            at += len(piece)
        file.truncate(end - start)
    return mark.digest()


def keep(path: Path, sha256: str) -> None:
    """Move bytes to their place, durably; when they are there already, they are only touched."""
    lay(path, place(sha256), flush=True)


def open_bytes(sha256: str) -> BinaryIO:
    """Open the bytes with this SHA-256; raise FileNotFoundError when they are lost or were purged."""
    return place(sha256).open("rb")


def remove(sha256: str) -> None:
    """Remove bytes; such that are gone already are fine."""
    with suppress(FileNotFoundError):
        place(sha256).unlink()
