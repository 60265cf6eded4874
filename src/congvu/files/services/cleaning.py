"""Looking after the store: bytes that nothing refers to go, bytes that are damaged are named."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from congvu.files.models import Blob
from congvu.files.services import disk

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a cleaning removed: blobs without files, bytes without a blob, left-over temporary files."""

    blobs: int
    strays: int
    drafts: int
    freed: int


def clean(*, grace_hours: float = 24) -> Cleaned:
    """Remove what no file refers to and nobody touched for `grace_hours`.

    The grace must be longer than the longest transaction that stores a file.
    """
    limit = time.time() - grace_hours * 3600
    blobs = strays = drafts = freed = 0
    unused = Blob.objects.filter(files__isnull=True).values_list("pk", "sha256")
    for pk, sha256 in list(unused):
        if (size := _dropped(disk.place(sha256), limit, pk)) is not None:
            blobs, freed = blobs + 1, freed + size
    for sha256, path in disk.standing():
        if not Blob.objects.filter(sha256=sha256).exists() and (size := _dropped(path, limit)) is not None:
            strays, freed = strays + 1, freed + size
    for path in disk.drafts_left():
        if (size := _dropped(path, limit)) is not None:
            drafts, freed = drafts + 1, freed + size
    return Cleaned(blobs, strays, drafts, freed)


def _dropped(path: Path, limit: float, blob: int | None = None) -> int | None:
    """Remove `path` and the row `blob`; return the bytes freed, or None for what is in use or was touched."""
    with disk.turn(exclusive=True):
        try:
            state = path.stat()
        except FileNotFoundError:
            state = None
        if state is not None and state.st_mtime > limit:
            return None
        if blob is not None and not _forgotten(blob):
            return None
        disk.remove(path)
    return state.st_size if state is not None else 0


@transaction.atomic
def _forgotten(blob: int) -> bool:
    gone, _ = Blob.objects.filter(pk=blob, files__isnull=True).delete()
    return bool(gone)


def damaged() -> Iterator[tuple[str, str]]:
    """Yield each blob whose bytes are not what their name says: its SHA-256, and "lost" or "changed"."""
    for sha256 in Blob.objects.order_by("pk").values_list("sha256", flat=True).iterator(chunk_size=2000):
        mark = hashlib.sha256()
        try:
            with disk.open_bytes(sha256) as stream:
                while chunk := stream.read(CHUNK):
                    mark.update(chunk)
        except FileNotFoundError:
            yield sha256, "lost"
            continue
        if mark.hexdigest() != sha256:
            yield sha256, "changed"
