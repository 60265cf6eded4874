"""Looking into a package without unpacking it: is it whole, is it what it says, does it say what it must.

Only bytes are believed: every file is hashed while it is read, every reference is followed, and nothing may
lie in the package that nothing refers to.
"""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import unquote

from lxml import etree

from congvu.casefiles.messages.packages import Finding, Inspection
from congvu.casefiles.rules.packages.content import check_content
from congvu.casefiles.rules.packages.layout import folder_of
from congvu.casefiles.rules.packages.mets import REP
from congvu.casefiles.rules.packages.xml import CSIP, XLINK, mets

CHUNK = 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a package is no longer read: entries, bytes unpacked, bytes of one XML file, times larger."""

    entries: int = 200_000
    expanded: int = 50 * 1024**3
    xml: int = 64 * 1024 * 1024
    ratio: int = 400
    small: int = 64 * 1024 * 1024


@dataclass
class Look:
    """A package while it is looked at.

    Args:
        archive: opened.
        entries: by their path below the root folder.
        digests: SHA-256 of each entry.
        xml: the parsed XML files.
        findings: what was found so far.
        named: the paths that something refers to.
    """

    archive: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]
    digests: dict[str, str] = field(default_factory=dict)
    xml: dict[str, "etree._Element"] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    object_id: str = ""

    def error(self, code: str, path: str, sentence: str) -> None:
        """Note what makes the package unfit."""
        self.findings.append(Finding("error", code, path, sentence))

    def warn(self, code: str, path: str, sentence: str) -> None:
        """Note what people should know."""
        self.findings.append(Finding("warning", code, path, sentence))


def inspect(
    stream: BinaryIO, size: int, schemas: Mapping[str, "etree.XMLSchema"], limits: Limits | None = None
) -> Inspection:
    """Return what the package in `stream` is and what is wrong with it; never raises for what is inside.

    Args:
        stream: the ZIP file, seekable.
        size: its bytes.
        schemas: compiled schemas "METS" and "PREMIS".
        limits: where reading stops.
    """
    bounds = limits or Limits()
    try:
        with zipfile.ZipFile(stream) as archive:
            look, folder = _entered(archive, size, bounds)
            if not look.findings:
                _read(look, folder, schemas, bounds)
            return _told(look, archive)
    except _BROKEN as error:
        words = f"Tệp không phải ZIP hoặc bị hỏng ({type(error).__name__})."
        return Inspection(findings=(Finding("error", "zip-broken", "", words),))


def _entered(archive: zipfile.ZipFile, size: int, limits: Limits) -> tuple[Look, str]:
    """Judge the ZIP's directory: one root folder, safe names, no doubles, no bomb."""
    infos = archive.infolist()
    look = Look(archive, {})
    expanded = sum(info.file_size for info in infos)
    if len(infos) > limits.entries or expanded > limits.expanded:
        look.error("zip-bomb", "", "Gói có quá nhiều tệp hoặc bung ra quá lớn.")
    elif expanded > limits.small and expanded > limits.ratio * max(size, 1):
        look.error("zip-bomb", "", "Gói bung ra lớn bất thường.")
    names = [info.filename for info in infos]
    roots = {name.split("/", 1)[0] for name in names}
    for path in sorted(_twice(names)):
        look.error("zip-double", path, "Đường dẫn xuất hiện hai lần trong gói.")
    for info in infos:
        _judged(look, info)
    if len(roots) != 1 or not all("/" in name for name in names):
        look.error("zip-roots", "", "Gói phải có đúng một thư mục gốc.")
    folder = next(iter(roots), "")
    look.entries = {
        info.filename[len(folder) + 1 :]: info for info in infos if not info.filename.endswith("/")
    }
    return look, folder


def _judged(look: Look, info: zipfile.ZipInfo) -> None:
    name = info.orig_filename
    if name.startswith("/") or name[1:2] == ":" or {"\\", "\0"} & set(name) or ".." in name.split("/"):
        look.error("zip-path", name.replace("\0", "?"), "Đường dẫn không an toàn.")
    elif info.flag_bits & 1:
        look.error("zip-encrypted", name, "Tệp trong gói bị khóa mật khẩu.")
    elif (info.external_attr >> 16) & 0o170000 == 0o120000:
        look.error("zip-link", name, "Gói có liên kết tượng trưng.")


def _twice(names: list[str]) -> set[str]:
    seen: set[str] = set()
    return {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]


def _read(look: Look, folder: str, schemas: Mapping[str, "etree.XMLSchema"], limits: Limits) -> None:
    for path in look.entries:
        _hash(look, path, limits)
    top = look.xml.get("METS.xml")
    if top is None:
        if not any(one.path == "METS.xml" for one in look.findings):
            look.error("mets-missing", "METS.xml", "Gói không có METS.xml ở thư mục gốc.")
        return
    look.named["METS.xml"] = ""
    _fits(look, "METS.xml", top, schemas["METS"])
    _head(look, top, folder)
    _references(look, "METS.xml", top)
    inner = f"{REP}/METS.xml"
    pointers = {_target(look, "METS.xml", one) for one in top.iter(mets("mptr"))}
    if inner not in pointers or inner not in look.xml:
        look.error("representation", inner, "Gói không có bản đại diện rep1 được METS.xml trỏ tới.")
    else:
        _fits(look, inner, look.xml[inner], schemas["METS"])
        _references(look, inner, look.xml[inner])
    for path in sorted(set(look.entries) - set(look.named)):
        look.error("file-stray", path, "Tệp nằm trong gói nhưng không được METS nhắc tới.")
    for path, root in look.xml.items():
        if "/preservation/" in f"/{path}":
            _fits(look, path, root, schemas["PREMIS"])
    check_content(look)


def _hash(look: Look, path: str, limits: Limits) -> None:
    """Hash an entry, and parse it when it is XML."""
    mark, kept = hashlib.sha256(), []
    info = look.entries[path]
    is_xml = path.endswith(".xml") and "/data/" not in f"/{path}"
    if is_xml and info.file_size > limits.xml:
        look.error("xml-large", path, "Tệp XML lớn quá mức đọc được.")
        is_xml = False
    try:
        with look.archive.open(info) as stream:
            while chunk := stream.read(CHUNK):
                mark.update(chunk)
                if is_xml:
                    kept.append(chunk)
    except _BROKEN:
        look.error("file-broken", path, "Không đọc được tệp trong gói (sai mã kiểm hoặc bị cắt).")
        return
    look.digests[path] = mark.hexdigest()
    if is_xml:
        _parse(look, path, b"".join(kept))


def _parse(look: Look, path: str, content: bytes) -> None:
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        look.error("xml-dtd", path, "Tệp XML có khai báo DTD nên không được đọc.")
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        look.xml[path] = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        look.error("xml-broken", path, f"Tệp XML sai cú pháp: {error.msg}.")


def _fits(look: Look, path: str, root: "etree._Element", schema: "etree.XMLSchema") -> None:
    if not schema.validate(root):
        for entry in list(schema.error_log)[:5]:
            look.error("schema", path, f"Dòng {entry.line}: {entry.message}")


def _head(look: Look, top: "etree._Element", folder: str) -> None:
    look.object_id = top.get("OBJID", "")
    head = top.find(mets("metsHdr"))
    look.kind = head.get(f"{{{CSIP}}}OAISPACKAGETYPE", "") if head is not None else ""
    if look.kind not in {"SIP", "AIP", "DIP"}:
        look.error("package-type", "METS.xml", "csip:OAISPACKAGETYPE phải là SIP, AIP hoặc DIP.")
    if folder_of(look.object_id) != folder:
        look.error("object-id", "METS.xml", f"Thư mục gốc “{folder}” không khớp OBJID “{look.object_id}”.")


def _references(look: Look, home: str, root: "etree._Element") -> None:
    """Follow every reference to a file, and compare its size and digest."""
    for element, where in _referring(root):
        path = _target(look, home, where)
        if path not in look.entries:
            look.error("file-missing", path, f"{home} nhắc tới tệp này nhưng gói không có.")
            continue
        look.named[path] = home
        if element.get("SIZE", "") != str(look.entries[path].file_size):
            look.error("file-size", path, "Dung lượng không khớp METS.")
        if element.get("CHECKSUMTYPE") != "SHA-256":
            look.error("digest-kind", path, "Mã kiểm không phải SHA-256.")
        elif path in look.digests and element.get("CHECKSUM", "").lower() != look.digests[path]:
            look.error("file-digest", path, "Mã SHA-256 không khớp: tệp đã bị thay đổi.")


def _referring(root: "etree._Element") -> Iterator[tuple["etree._Element", "etree._Element"]]:
    for element in root.iter(mets("mdRef")):
        yield element, element
    for element in root.iter(mets("file")):
        place = element.find(mets("FLocat"))
        if place is not None:
            yield element, place


def _target(look: Look, home: str, element: "etree._Element") -> str:
    """Return the path that a reference means: below its own METS file, else below the root folder."""
    href = unquote(element.get(f"{{{XLINK}}}href", "")).removeprefix("file:").lstrip("./")
    folder = home.rpartition("/")[0]
    nearby = f"{folder}/{href}" if folder else href
    return nearby if nearby in look.entries or href not in look.entries else href


def _told(look: Look, archive: zipfile.ZipFile) -> Inspection:
    about = look.xml.get("metadata/descriptive/EAD.xml")
    fields = {child.tag: child.text or "" for child in about} if about is not None else {}
    return Inspection(
        kind=look.kind,
        object_id=look.object_id,
        fields={str(name): text for name, text in fields.items()},
        documents=sum("/EAD_" in f"/{path}" and path.startswith(REP) for path in look.xml),
        files=len(look.entries),
        size=sum(info.file_size for info in archive.infolist()),
        findings=tuple(look.findings),
    )
