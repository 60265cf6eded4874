"""Looking into ZIP containers without unpacking them: office documents, macros, bombs."""

import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from congvu.files.rules.names import extension

_PROGRAMS = (
    "exe dll com scr msi msp bat cmd ps1 psm1 vbs vbe js jse wsf wsh hta cpl jar lnk reg sh apk app iso img"
)
_MACRO_DOCUMENTS = "docm dotm xlsm xltm xlam pptm potm"
EXECUTABLE = frozenset(f"{_PROGRAMS} {_MACRO_DOCUMENTS}".split())
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_TAIL = 22 + 65535
_CENTRAL_ENTRY = 46 + 255


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a container becomes a bomb.

    Args:
        entries: most entries.
        expanded: most bytes once unpacked.
        ratio: most times larger once unpacked; looked at only above `small` bytes.
        small: expanded bytes below which the ratio does not matter.
    """

    entries: int = 10_000
    expanded: int = 500 * 1024 * 1024
    ratio: int = 200
    small: int = 20 * 1024 * 1024


class ArchiveUnsafe(Exception):  # noqa: N818 — a refusal, not a fault
    """The container must not be kept; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Archive:
    """What a container is: the code of its kind, and what people should know about it."""

    code: str
    flags: tuple[str, ...] = ()


def inspect(stream: BinaryIO, size: int, limits: Limits) -> Archive:
    """Return what the ZIP container in `stream` is; raise ArchiveUnsafe for what is refused."""
    _directory_size(stream, size, limits)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _bomb(entries, size, limits)
            _contents(entries)
            return _office(archive, entries) or Archive("zip", _flags(entries))
    except _BROKEN as error:
        raise ArchiveUnsafe("broken") from error


def _directory_size(stream: BinaryIO, size: int, limits: Limits) -> None:
    """Read the end record alone first: a directory of millions of entries must never be loaded."""
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise ArchiveUnsafe("broken")
    total, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    if total > limits.entries or directory > limits.entries * _CENTRAL_ENTRY:
        raise ArchiveUnsafe("bomb")
    stream.seek(0)


def _bomb(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    expanded = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > limits.entries or expanded > limits.expanded:
        raise ArchiveUnsafe("bomb")
    if packed > size:  # entries share bytes: a bomb without nesting
        raise ArchiveUnsafe("bomb")
    if expanded > limits.small and expanded > limits.ratio * size:
        raise ArchiveUnsafe("bomb")


def _contents(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        name = entry.filename.replace("\\", "/").lower()
        if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
            raise ArchiveUnsafe("path")
        if name.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in f"/{name}":
            raise ArchiveUnsafe("macro")
        if extension(name.rsplit("/", 1)[-1]) in EXECUTABLE:
            raise ArchiveUnsafe("executable")


def _office(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Archive | None:
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" in names:
        if b"macroenabled" in _small(archive, "[Content_Types].xml").lower():
            raise ArchiveUnsafe("macro")
        for path, code in (
            ("word/document.xml", "docx"),
            ("xl/workbook.xml", "xlsx"),
            ("ppt/presentation.xml", "pptx"),
        ):
            if path in names:
                return Archive(code)
    if entries and entries[0].filename == "mimetype":
        kind = _small(archive, "mimetype").strip()
        for suffix, code in ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods")):
            if kind.endswith(suffix):
                if any(name.startswith(("Basic/", "Scripts/")) for name in names):
                    raise ArchiveUnsafe("macro")
                return Archive(code)
    return None


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).flag_bits & 1:
        raise ArchiveUnsafe("broken")
    with archive.open(name) as entry:
        return entry.read(256 * 1024)


def _flags(entries: list[zipfile.ZipInfo]) -> tuple[str, ...]:
    flags = []
    if any(entry.flag_bits & 1 for entry in entries):
        flags.append("encrypted")
    if any(extension(entry.filename) in {"zip", "rar", "7z", "gz", "tar"} for entry in entries):
        flags.append("nested")
    return tuple(flags)
