"""The metadata fields of case files and documents: one table that writes, describes (XSD) and checks them.

Legal source: TT 05/2025/TT-BNV Phụ lục I (AIP_hoso) and III (SIP_hoso), read through a second source; where
the circular's tables disagree (riskRecovery, numberOfPaper), the eighteen fields of its XML frames are kept.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from congvu.common.text import fold

XS = "http://www.w3.org/2001/XMLSchema"
_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, longest text, whether it must be filled, its kind or the values it may have."""

    name: str
    longest: int = 100
    needed: bool = False
    kind: str = "text"
    values: tuple[str, ...] = ()


def _codes(last: int) -> tuple[str, ...]:
    return tuple(f"{number:02}" for number in range(1, last + 1))


_RISK = (Field("riskRecovery", 1, True, "code", ("0", "1")), Field("riskRecoveryStatus", 2, values=_codes(2)))
_FILE = (
    Field("title", 1000, True),
    Field("maintenance", 2, True, "code", _codes(7)),
    Field("mode", 2, True, "code", _codes(3)),
    Field("language", 100, True),
    Field("startDate", 10, True, "date"),
    Field("endDate", 10, True, "date"),
    Field("keyword", 100),
    Field("totalDoc", 10, True, "number"),
    Field("numberOfPaper", 10, True, "number"),
    Field("numberOfPage", 10, True, "number"),
    Field("format", 50),
    Field("inforSign", 30),
    Field("confidenceLevel", 2, False, "code", _codes(3)),
    Field("paperFileCode", 100),
    *_RISK,
    Field("description", 2000),
)
SIP_FILE = (Field("fileCode", 100, True), *_FILE)
AIP_FILE = (Field("arcFileCode", 100, True), *_FILE)
_TYPE = Field("typeName", 2, True, "code", _codes(32))
_ISSUE = (
    Field("codeNumber", 11),
    Field("codeNotation", 30),
    Field("issuedDate", 10, True, "date"),
    Field("organName", 200, True),
    Field("subject", 500, True),
)
SIP_DOCUMENT = (
    Field("docId", 25, True),
    Field("docCode", 100, True),
    Field("maintenance", 2, True, "code", _codes(7)),
    _TYPE,
    *_ISSUE,
    Field("language", 100, True),
    Field("numberOfPage", 4, True, "number"),
    Field("inforSign", 30),
    Field("keyword", 100),
    Field("mode", 2, True, "code", _codes(3)),
    Field("confidenceLevel", 2, False, "code", _codes(3)),
    Field("autograph", 2000),
    Field("format", 50),
    *_RISK,
    Field("process", 1, False, "code", ("0", "1")),
    Field("description", 500),
)
AIP_DOCUMENT = (
    Field("arcFileCode", 100, True),
    Field("mode", 2, True, "code", _codes(3)),
    Field("language", 100, True),
    Field("keyword", 100),
    Field("numberOfPage", 4, True, "number"),
    Field("format", 50),
    Field("inforSign", 30),
    Field("confidenceLevel", 2, False, "code", _codes(3)),
    Field("description", 500),
    Field("docCode", 100, True),
    Field("docOrdinal", 7, True, "number"),
    _TYPE,
    *_ISSUE,
    Field("autograph", 2000),
    Field("process", 1, False, "code", ("0", "1")),
)

_TYPES = (
    "Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn",
    "Chương trình", "Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo", "Tờ trình", "Giấy ủy quyền",
    "Phiếu gửi", "Phiếu chuyển", "Phiếu báo", "Biên bản", "Hợp đồng", "Công văn", "Công điện",
    "Bản ghi nhớ", "Bản thỏa thuận", "Giấy mời", "Giấy giới thiệu", "Giấy nghỉ phép", "Thư công", "Bản đồ",
    "Bản vẽ kỹ thuật", "Khác",
)  # fmt: skip
TYPE_CODES: dict[str, str] = {fold(name): f"{number:02}" for number, name in enumerate(_TYPES, start=1)}


def type_code(name: str) -> str:
    """Return the national code of a document's type; "32" (khác) for what the list does not know."""
    return TYPE_CODES.get(fold(name), "32")


def file_fields(kind: str) -> tuple[Field, ...]:
    """Return the fields of the case file in packages of `kind` ("SIP…" or "AIP…")."""
    return AIP_FILE if kind.startswith("AIP") else SIP_FILE


def document_fields(kind: str) -> tuple[Field, ...]:
    """Return the fields of a document in packages of `kind`."""
    return AIP_DOCUMENT if kind.startswith("AIP") else SIP_DOCUMENT


def simple_dc(fields: tuple[Field, ...], values: Mapping[str, str]) -> bytes:
    """Return the metadata as XML: one element for each field, in the table's order."""
    root = etree.Element("simpledc")
    for one in fields:
        etree.SubElement(root, one.name).text = values.get(one.name, "") or None
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text


def schema(fields: tuple[Field, ...]) -> bytes:
    """Return the XML schema of such metadata; elements may come in any order."""
    root = etree.Element(f"{{{XS}}}schema", nsmap={"xs": XS}, elementFormDefault="qualified")
    element = etree.SubElement(root, f"{{{XS}}}element", name="simpledc")
    everything = etree.SubElement(etree.SubElement(element, f"{{{XS}}}complexType"), f"{{{XS}}}all")
    for one in fields:
        _declare(etree.SubElement(everything, f"{{{XS}}}element", name=one.name), one)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text


def _declare(element: "etree._Element", one: Field) -> None:
    if not one.needed:
        element.set("minOccurs", "0")
    kind = etree.SubElement(element, f"{{{XS}}}simpleType")
    limits = etree.SubElement(kind, f"{{{XS}}}restriction", base="xs:string")
    pattern = {"number": r"[0-9]+", "date": r"([0-9]{2}/[0-9]{2}/[0-9]{4})"}.get(one.kind, "")
    if one.values:
        pattern = "|".join(one.values)
    if pattern:
        etree.SubElement(limits, f"{{{XS}}}pattern", value=pattern if one.needed else f"({pattern})?")
    if not pattern:
        if one.needed:
            etree.SubElement(limits, f"{{{XS}}}minLength", value="1")
        etree.SubElement(limits, f"{{{XS}}}maxLength", value=str(one.longest))


def wrong(fields: tuple[Field, ...], values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each field that is missing, too long or none of its values: its name and a sentence."""
    for one in fields:
        text = values.get(one.name, "")
        if not text:
            if one.needed:
                yield one.name, f"Thiếu {one.name}."
        elif len(text) > one.longest:
            yield one.name, f"{one.name} dài quá {one.longest} ký tự."
        elif one.values and text not in one.values:
            yield one.name, f"{one.name} có giá trị “{text}” ngoài danh mục."
        elif one.kind == "number" and not text.isdecimal():
            yield one.name, f"{one.name} phải là số."
        elif one.kind == "date" and read_date(text) is None:
            yield one.name, f"{one.name} phải là ngày dạng dd/mm/yyyy."
    for name in sorted(set(values) - {one.name for one in fields}):
        yield name, f"{name} không có trong bảng trường thông tin."


def read_date(text: str) -> date | None:
    """Read "31/12/2026"; None for anything else."""
    found = _DATE.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
