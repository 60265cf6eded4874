"""Taking the package out of an answer of `getEdoc`: base64 inside JSON, decoded while it streams in.

The answer of a package of 500 MB is never held whole. The text around the base64 is kept (it is short); the
base64 of `data` goes straight into the file.
"""

import base64
import binascii
from collections.abc import Iterator
from typing import BinaryIO

import httpx

from congvu.interchange.channels.vxp import answers

CHUNK = 256 * 1024
MOST_AROUND = 64 * 1024
_SPACES = b" \t\r\n"


def write_decoded(response: httpx.Response, into: BinaryIO, retried: frozenset[str]) -> None:
    """Write the decoded `data` of an answer.

    Raises:
        Refused, Unreachable: the axis said FAIL.
        NoAnswer: the answer is cut short, holds no data, or what it holds is no base64.
    """
    taker = _Taker(into)
    for piece in response.iter_bytes(CHUNK):
        taker.feed(piece)
    around = taker.finish()
    answers.envelope(response, around, retried)
    if not taker.written:
        raise answers.NoAnswer("Trục trả lời OK nhưng gói rỗng.")


class _Taker:
    """Reads JSON byte by byte as far as strings go, and sends the long string after "data" to the file."""

    def __init__(self, into: BinaryIO) -> None:
        self.into = into
        self.around = bytearray()
        self.key = b""
        self.inside = self.taking = self.escaped = self.expects_value = False
        self.string = bytearray()
        self.left = b""
        self.written = 0

    def feed(self, piece: bytes) -> None:
        """Take the next bytes of the answer."""
        at = 0
        while at < len(piece):
            at = self._taken(piece, at) if self.taking else self._looked(piece, at)

    def finish(self) -> bytes:
        """Return what stood around the data; raise NoAnswer when the answer ended inside it."""
        if self.taking or self.left.strip(b"="):
            raise answers.NoAnswer("Gói trong câu trả lời của trục bị cắt cụt.")
        return bytes(self.around)

    def _looked(self, piece: bytes, at: int) -> int:
        byte = piece[at : at + 1]
        if not self.inside and byte == b'"' and self.expects_value and self.key == b"data":
            self.taking, self.expects_value = True, False
            self.around += b'"'
            return at + 1
        self._note(byte)
        self.around += byte
        if len(self.around) > MOST_AROUND:
            raise answers.NoAnswer("Câu trả lời của trục không đúng giao thức (quá dài, không có gói).")
        return at + 1

    def _note(self, byte: bytes) -> None:
        """Follow strings, so that a name of a member is known when its value begins."""
        if self.inside:
            if self.escaped:
                self.escaped = False
            elif byte == b"\\":
                self.escaped = True
            elif byte == b'"':
                self.inside = False
                return
            self.string += byte
        elif byte == b'"':
            self.inside, self.string = True, bytearray()
        elif byte == b":":
            self.key, self.expects_value = bytes(self.string), True
        elif byte.strip():
            self.expects_value = False

    def _taken(self, piece: bytes, at: int) -> int:
        end = piece.find(b'"', at)
        text = piece[at:] if end < 0 else piece[at:end]
        self._decode(text)
        if end < 0:
            return len(piece)
        self.taking = False
        self.around += b'"'
        return end + 1

    def _decode(self, text: bytes) -> None:
        whole = self.left + _plain(text)
        usable = len(whole) - len(whole) % 4
        self.left = whole[usable:]
        try:
            done = base64.b64decode(whole[:usable], validate=True)
        except binascii.Error:
            raise answers.NoAnswer("Gói trong câu trả lời của trục không phải base64.") from None
        self.into.write(done)
        self.written += len(done)


def _plain(text: bytes) -> bytes:
    """Return base64 without what JSON writes between: escaped slashes and line breaks."""
    if b"\\" in text:
        text = text.replace(b"\\r", b"").replace(b"\\n", b"").replace(b"\\/", b"/")
        text = text.replace(b"\\u003d", b"=").replace(b"\\u002b", b"+").replace(b"\\u002f", b"/")
    return text.translate(None, _SPACES)


def pieces(data: bytes, size: int = CHUNK) -> Iterator[bytes]:
    """Yield bytes in pieces."""
    for start in range(0, len(data), size):
        yield data[start : start + size]
