"""What the bytes are, whatever the name says."""

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from congvu.files.rules import archives
from congvu.files.rules.archives import Limits
from congvu.files.rules.kinds import KINDS, FileKind

HEAD = 4096
_CHUNK = 256 * 1024
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"#!",
    b"\x00asm",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_PEM = re.compile(rb"\A\s*-----BEGIN (PKCS7|CMS)-----")
_HTML = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|script|iframe|style|title|meta|link|img|form|table|a\s|div|svg)\b",
    re.I,
)
_BOMS = (codecs.BOM_UTF8,)


class Unsafe(Exception):  # noqa: N818 — a refusal, not a fault
    """The bytes must not be kept: executable, html, svg, macro, bomb, path, broken, dtd, unknown or empty."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Finding:
    """What a file is, and what people should know about it (such as "encrypted")."""

    kind: FileKind
    flags: tuple[str, ...] = ()


def sniff(stream: BinaryIO, size: int, limits: Limits | None = None) -> Finding:
    """Return what the `size` bytes of `stream` (seekable) are; raise Unsafe for what is refused."""
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise Unsafe("empty")
    if head.startswith(_PROGRAMS):
        raise Unsafe("executable")
    for magic, code in _MAGIC:
        if head.startswith(magic):
            return Finding(KINDS[code])
    if head.startswith(b"%PDF-"):
        return Finding(KINDS["pdf"], _pdf_flags(stream, size))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(stream, size, limits or Limits())
    if head.startswith(_OLE):
        return _ole(stream)
    if (head[:1] == b"\x30" and _SIGNED_DATA in head[:32]) or _PEM.match(head):
        return Finding(KINDS["p7s"])
    return _text(stream, head)


def _archive(stream: BinaryIO, size: int, limits: Limits) -> Finding:
    try:
        found = archives.inspect(stream, size, limits)
    except archives.ArchiveUnsafe as refusal:
        raise Unsafe(refusal.code) from refusal
    return Finding(KINDS[found.code], found.flags)


def _pdf_flags(stream: BinaryIO, size: int) -> tuple[str, ...]:
    """Tell whether a password guards the PDF: the trailer stands in its last bytes (or the first)."""
    stream.seek(0)
    ends = stream.read(_CHUNK)
    stream.seek(max(0, size - _CHUNK))
    ends += stream.read(_CHUNK)
    return ("encrypted",) if re.search(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<", ends) else ()


def _ole(stream: BinaryIO) -> Finding:
    """Tell Word from Excel in an OLE container by the names in its directory; refuse macros."""
    wanted = {name: name.encode("utf-16-le") for name in ("_VBA_PROJECT", "WordDocument", "Workbook", "Book")}
    found: set[str] = set()
    stream.seek(0)
    before = b""
    while chunk := stream.read(_CHUNK):
        window = before + chunk
        found.update(name for name, text in wanted.items() if text in window)
        before = window[-64:]
    if "_VBA_PROJECT" in found:
        raise Unsafe("macro")
    if "WordDocument" in found:
        return Finding(KINDS["doc"])
    if found & {"Workbook", "Book"}:
        return Finding(KINDS["xls"])
    raise Unsafe("unknown")


def _text(stream: BinaryIO, head: bytes) -> Finding:
    start = head
    for bom in _BOMS:
        start = start.removeprefix(bom)
    start = start.lstrip()
    if _HTML.match(start):
        raise Unsafe("svg" if start[:4].lower() == b"<svg" else "html")
    if start.startswith(b"<") and (start.startswith(b"<?xml") or re.match(rb"<[A-Za-z_:!]", start)):
        return _xml(stream)
    _utf8(stream)
    return Finding(KINDS["txt"])


def _utf8(stream: BinaryIO) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            _printable(decoder.decode(chunk))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Unsafe("unknown") from None


def _printable(text: str) -> None:
    if re.search(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]", text):
        raise Unsafe("unknown")
    if re.search(r"<\s*(script|iframe|html)\b", text, re.IGNORECASE):
        raise Unsafe("html")


def _xml(stream: BinaryIO) -> Finding:
    """Read the XML to its end; refuse any DTD, HTML and SVG, and what is not well formed."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def doctype(*_: object) -> None:
        raise Unsafe("dtd")

    def element(name: str, _: object) -> None:
        space, _sep, local = name.rpartition(" ")
        if local.lower() == "svg" or space.endswith("/svg"):
            raise Unsafe("svg")
        if local.lower() in {"html", "script"} or space.endswith("/xhtml"):
            raise Unsafe("html")

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Unsafe("broken") from None
    return Finding(KINDS["xml"])
