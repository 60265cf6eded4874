"""Writing a package as a ZIP that is never whole in memory: chunks come out as bytes go in."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from congvu.casefiles.messages.packages import Part
from congvu.casefiles.rules.packages.xml import HANOI

CHUNK = 1024 * 1024
_LARGE = 2**31 - 1


class Changed(Exception):  # noqa: N818 — what happened
    """Bytes of the store are not what the case file says they were; `part` says which."""

    def __init__(self, part: Part) -> None:
        super().__init__(part.path)
        self.part = part


class _Sink:
    """What the ZIP is written to; it cannot be sought, so that nothing is kept to be mended later."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def drained(self) -> bytes:
        """Return what was written since the last time."""
        data, self.waiting = b"".join(self.waiting), []
        return data


def zipped(
    folder: str, parts: Iterable[Part], made_at: datetime, opened: Callable[[str], BinaryIO]
) -> Iterator[bytes]:
    """Yield the bytes of the package's ZIP.

    Args:
        folder: the root folder that every path goes below.
        parts: in their order.
        made_at: written as the time of every entry.
        opened: opens bytes of the store by their digest.

    Raises:
        Changed: bytes of the store are lost or no longer have their digest.
    """
    sink: Any = _Sink()
    local = made_at.astimezone(HANOI)
    when = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in parts:
            entry = zipfile.ZipInfo(f"{folder}/{part.path}", when)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with archive.open(entry, "w", force_zip64=part.size > _LARGE) as out:
                for chunk in _bytes_of(part, opened):
                    out.write(chunk)
                    if len(sink.waiting) > 8:
                        yield sink.drained()
            yield sink.drained()
    yield sink.drained()


def _bytes_of(part: Part, opened: Callable[[str], BinaryIO]) -> Iterator[bytes]:
    if part.content is not None:
        yield part.content
        return
    mark, size = hashlib.sha256(), 0
    try:
        with opened(part.sha256) as stream:
            while chunk := stream.read(CHUNK):
                mark.update(chunk)
                size += len(chunk)
                yield chunk
    except FileNotFoundError:
        raise Changed(part) from None
    if mark.hexdigest() != part.sha256.lower() or size != part.size:
        raise Changed(part)
