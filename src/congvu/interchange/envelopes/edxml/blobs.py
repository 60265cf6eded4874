"""Bytes of attachments: decoded from base64 as they stream, known by their bytes, taken out of a ZIP."""

import base64
import binascii
import hashlib
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from congvu.files.rules.kinds import KINDS, kind_by_extension
from congvu.files.rules.names import extension
from congvu.files.rules.sniffing import Unsafe, sniff
from congvu.interchange.envelopes.edxml.errors import EdxmlError, ForbiddenXml
from congvu.interchange.envelopes.edxml.limits import Limits
from congvu.interchange.envelopes.edxml.message import Blob

OTHER = "application/octet-stream"
_SPACES = b" \t\r\n"
_CHUNK = 1024 * 1024
_OFFICE = frozenset(
    code for code, kind in KINDS.items() if "openxml" in kind.media_type or "oasis" in kind.media_type
)


class _Hashed:
    """A new file in a folder that hashes what is written to it and knows its limit."""

    def __init__(self, folder: Path, limit: int) -> None:
        handle, name = tempfile.mkstemp(dir=folder, prefix="edxml-")
        self.path, self.file = Path(name), os.fdopen(handle, "wb")
        self.hash, self.size, self.limit = hashlib.sha256(), 0, limit

    def write(self, data: bytes) -> None:
        self.size += len(data)
        if self.size > self.limit:
            raise ForbiddenXml(
                f"Một tệp đính kèm lớn hơn {self.limit // 1024 // 1024} MB.", code="attachment-too-large"
            )
        self.hash.update(data)
        self.file.write(data)

    def close(self) -> Blob:
        self.file.close()
        return Blob(self.size, self.hash.hexdigest(), self.path)

    def abandon(self) -> None:
        self.file.close()
        self.path.unlink(missing_ok=True)


class Base64File:
    """Takes the base64 text of an attachment piece by piece and keeps the bytes in a file.

    A text that is no base64 is found when the file is closed: the rest of the package is still worth reading.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.target = _Hashed(folder, limit)
        self.rest = b""
        self.broken = False
        self.ended = False

    def write(self, text: str) -> None:
        if self.broken:
            return
        try:
            data = self.rest + text.encode("ascii").translate(None, _SPACES)
        except UnicodeEncodeError:
            self.broken = True
            return
        whole = len(data) - len(data) % 4
        self.rest = data[whole:]
        self._decode(data[:whole])

    def _decode(self, data: bytes) -> None:
        if not data:
            return
        if self.ended:  # something follows the padding
            self.broken = True
            return
        try:
            self.target.write(base64.b64decode(data, validate=True))
        except binascii.Error:
            self.broken = True
        self.ended = data.endswith(b"=")

    def close(self) -> Blob:
        if self.rest:  # a sender that leaves the padding out
            self._decode(self.rest + b"=" * (-len(self.rest) % 4))
        blob = self.target.close()
        if self.broken:
            self.abandon()
            raise EdxmlError("Nội dung tệp không phải base64 hợp lệ.", code="base64")
        return blob

    def abandon(self) -> None:
        self.target.abandon()


def media_type(blob: Blob) -> str:
    """Return what the bytes are, whatever the label says; octet-stream for what the house does not know."""
    with blob.open() as stream:
        try:
            return sniff(stream, blob.size).kind.media_type
        except Unsafe:
            return OTHER


def type_by_name(name: str) -> str:
    """Return the media type that a file name promises."""
    kind = kind_by_extension(extension(name))
    return kind.media_type if kind else OTHER


def looks_wrapped(blob: Blob, name: str) -> bool:
    """Tell whether the bytes are a ZIP although the name promises another kind of file.

    Office documents are ZIPs too: one whose name promises just that is no wrapper.
    """
    with blob.open() as stream:
        if stream.read(4) != b"PK\x03\x04":
            return False
        promised = kind_by_extension(extension(name))
        if promised is not None and promised.code == "zip":
            return False
        try:
            found = sniff(stream, blob.size).kind
        except Unsafe:
            return promised is None or promised.code not in _OFFICE
    return found.code not in _OFFICE


def unwrap(blob: Blob, folder: Path, limits: Limits) -> Blob | None:
    """Return the only entry of a ZIP as a blob of its own; None when it is no ZIP with exactly one file.

    Raises:
        ForbiddenXml: a ZIP bomb.
    """
    try:
        with blob.open() as stream, zipfile.ZipFile(stream) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) != 1 or entries[0].flag_bits & 0x1:
                return None
            small = min(limits.attachment, max(blob.size * limits.ratio, 20 * 1024 * 1024))
            with archive.open(entries[0]) as content:
                return _copied(content, _Hashed(folder, small))  # type: ignore[arg-type]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError):
        return None


def _copied(content: BinaryIO, target: _Hashed) -> Blob:
    try:
        while chunk := content.read(_CHUNK):
            target.write(chunk)
        return target.close()
    except BaseException:
        target.abandon()
        raise


def encoded(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of a stream in base64, without line breaks."""
    while chunk := stream.read(57 * 16 * 1024):
        yield base64.b64encode(chunk)
