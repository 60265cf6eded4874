"""The content-addressed store on the disk: `ab/cd/<sha256>` under MEDIA_ROOT.

Bytes are written beside their place, flushed to the disk, and renamed: a file is there whole or not at all.
Storing and cleaning take turns for the moment of the rename (`turn`), so that cleaning never removes bytes
that a transaction still open is about to refer to: it leaves alone whatever was touched lately.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


class TooLarge(Exception):  # noqa: N818 — a refusal, not a fault
    """The upload has more bytes than allowed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Bytes that are on the disk but not yet in their place."""

    path: Path
    sha256: str
    size: int


def root() -> Path:
    """Return the folder of the store."""
    return Path(settings.MEDIA_ROOT)


def place(sha256: str) -> Path:
    """Return where the bytes with this SHA-256 stand."""
    return root() / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def drafted(chunks: Iterable[bytes], limit: int) -> Iterator[Draft]:
    """Write `chunks` to a temporary file of the store; it vanishes unless `keep` moved it.

    Raises TooLarge past `limit` bytes, OSError when the disk refuses.
    """
    folder = root() / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        mark, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge
                mark.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        yield Draft(path, mark.hexdigest(), size)
    finally:
        path.unlink(missing_ok=True)


def keep(draft: Draft) -> None:
    """Move `draft` to its place, durably; bytes that are there already are only touched."""
    with turn(exclusive=False):
        lay(draft.path, place(draft.sha256))


def open_bytes(sha256: str) -> BinaryIO:
    """Open the bytes with this SHA-256 for reading; raise FileNotFoundError when they are lost."""
    return place(sha256).open("rb")


@contextmanager
def turn(*, exclusive: bool) -> Iterator[None]:
    """Take the store's lock: shared for storing, exclusive for cleaning; held for moments only."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / ".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
        yield


def standing() -> Iterator[tuple[str, Path]]:
    """Yield every SHA-256 that has bytes in the store, with its path."""
    for path in root().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        yield path.name, path


def drafts_left() -> Iterator[Path]:
    """Yield temporary files, such as those of a process that was killed."""
    yield from (root() / "tmp").glob("*")


def remove(path: Path) -> None:
    """Remove a file of the store; one that is gone already is fine."""
    with suppress(FileNotFoundError):
        path.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def lay(path: Path, target: Path, *, flush: bool = False) -> None:
    """Move a whole file to a place two folders below its store, durably, and let nobody write it any more.

    Bytes that are there already are only touched; `path` then stays for the caller to remove.

    Args:
        path: on the same file system.
        target: its place, made of its content.
        flush: whether the bytes themselves still have to be flushed.
    """
    if target.exists() and target.stat().st_size == path.stat().st_size:
        os.utime(target)
        return
    for folder in (target.parent.parent, target.parent):
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            sync_folder(folder.parent)
    if flush:
        with path.open("rb") as file:
            os.fsync(file.fileno())
    path.chmod(0o440)
    path.replace(target)
    sync_folder(target.parent)
