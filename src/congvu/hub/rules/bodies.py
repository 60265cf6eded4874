"""Where the package lies in the body of `sendEdoc`.

The SDK says multipart and sends the raw file with a CRLF behind it; other clients send the raw file, or true
multipart with one part `file_doc`. The header is not trusted: the body itself tells what it is.
"""

import mmap
import re
from dataclasses import dataclass
from typing import BinaryIO

_NAME = re.compile(rb'\bname\s*=\s*"?([^";\r\n]+)"?', re.IGNORECASE)
_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Extent:
    """From where to where in the body."""

    start: int
    end: int


def package_part(stream: BinaryIO, size: int) -> Extent | None:
    """Return the part that holds the package when the body is true multipart, else None.

    Args:
        stream: a file with the whole body.
        size: of it, in bytes.
    """
    stream.seek(0)
    if size < 8 or not stream.read(8).lstrip(b"\r\n").startswith(b"--"):
        return None
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as body:
        parts = _parts(body)
    named = [extent for name, extent in parts if name == b"file_doc"]
    found = named or [extent for _name, extent in parts]
    return found[0] if found else None


def _parts(body: mmap.mmap) -> list[tuple[bytes, Extent]]:
    start = body.find(b"--")
    line = body.find(b"\r\n", start)
    if line < 0 or line - start > 300:
        return []
    mark = body[start:line]
    found: list[tuple[bytes, Extent]] = []
    at = line + 2
    while len(found) < 50:
        head_end = body.find(b"\r\n\r\n", at - 2, at + _HEAD)
        if head_end < 0:
            break
        end = body.find(b"\r\n" + mark, head_end + 2)
        if end < 0:
            break
        name = _NAME.search(body[at:head_end] if head_end > at else b"")
        found.append((name[1].strip() if name else b"", Extent(head_end + 4, max(end, head_end + 4))))
        after = end + 2 + len(mark)
        if body[after : after + 2] == b"--":
            break
        at = after + 2
    return found
