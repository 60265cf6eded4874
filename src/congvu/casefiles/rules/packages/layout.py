"""Where everything stands in a package: its root folder, its names, the order of its parts."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from congvu.casefiles.messages.packages import PackageDocument, PackageFacts, Part
from congvu.casefiles.rules.packages import premis
from congvu.casefiles.rules.packages.fields import document_fields, file_fields, schema, simple_dc
from congvu.casefiles.rules.packages.mets import REP, representation_document, root_document
from congvu.casefiles.rules.packages.xml import XML_TYPE
from congvu.common.text import fold

XSD_TYPE = "application/xml"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of package: its name, and whether it carries preservation metadata.

    The circular demands PREMIS of an AIP. For a SIP the two readings of it disagree; E-ARK recommends it, and
    more than is asked for does no harm.
    """

    code: str
    name: str
    premis: bool = True


KINDS: dict[str, Kind] = {
    one.code: one
    for one in (
        Kind("SIP_hoso", "Gói hồ sơ nộp (Phụ lục III)"),
        Kind("AIP_hoso", "Gói hồ sơ lưu trữ (Phụ lục I)"),
    )
}


def object_id(kind: str, uuid: UUID, organ: str) -> str:
    """Return OBJID: "uuid-…" of a SIP, "urn:<phông>:uuid-…" of an AIP; the UUID in capitals."""
    name = f"uuid-{str(uuid).upper()}"
    return f"urn:{_UNSAFE.sub('-', organ)}:{name}" if kind.startswith("AIP") else name


def folder_of(object_id: str) -> str:
    """Return the package's root folder: OBJID with ":" as "_"."""
    return object_id.replace(":", "_")


def zip_name(object_id: str) -> str:
    """Return the name of the package's file."""
    return f"{folder_of(object_id)}.zip"


def safe(name: str) -> str:
    """Return `name` as a file name of plain letters that every system takes: "01.TCCB", "Quyet-dinh.pdf"."""
    flat = _UNSAFE.sub("-", "".join(_flat(char) for char in name)).strip(".-")
    return flat[-100:].lstrip(".-") or "tep"


def _flat(char: str) -> str:
    if char.isascii():
        return char
    plain = fold(char)
    return plain.upper() if char.isupper() else plain


def made(path: str, content: bytes, media_type: str = XML_TYPE) -> Part:
    """Return a part whose bytes are at hand."""
    return Part(path, hashlib.sha256(content).hexdigest(), len(content), media_type, content)


def plan(
    facts: PackageFacts, schemas: Mapping[str, bytes], documentation: Mapping[str, tuple[bytes, str]]
) -> list[Part]:
    """Return the parts of a package in the order in which they are written; METS.xml comes first.

    Args:
        facts: what it says.
        schemas: fixed schemas by file name; those of the metadata are made here.
        documentation: files for people, by name: bytes and type; at least one (CSIP60).
    """
    kind = KINDS[facts.kind]
    name = object_id(facts.kind, facts.uuid, facts.organ)
    about = made("metadata/descriptive/EAD.xml", simple_dc(file_fields(facts.kind), facts.fields))
    proof = None
    if kind.premis:
        place = "metadata/preservation/PREMIS.xml"
        proof = made(place, premis.document(facts, name, (), path=place))
    inner = _representation(facts, name, kind)
    papers = [made(f"documentation/{safe(key)}", *value) for key, value in documentation.items()]
    shapes = [made(f"schemas/{key}", value, XSD_TYPE) for key, value in _schemas(facts.kind, schemas)]
    groups = {"Documentation": papers, "Schemas": shapes, "Representations/rep1": [inner[0]]}
    top = root_document(facts, name, described=about, preserved=proof, groups=groups)
    front = [made("METS.xml", top), about, *([proof] if proof else []), *papers, *shapes]
    return [*front, *inner]


def _schemas(kind: str, fixed: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    yield from sorted(fixed.items())
    yield "EAD.xsd", schema(file_fields(kind))
    yield "EAD_doc.xsd", schema(document_fields(kind))


def _representation(facts: PackageFacts, name: str, kind: Kind) -> list[Part]:
    """Return the parts of rep1, its METS.xml first."""
    used: set[str] = set()
    documents = []
    for one in facts.documents:
        place = f"{REP}/metadata/descriptive/EAD_doc_{safe(one.doc_id)}.xml"
        about = made(place, simple_dc(document_fields(facts.kind), one.fields))
        documents.append((about, _data(one, used)))
    data = [part for _about, files in documents for part in files]
    proof = None
    if kind.premis:
        place = f"{REP}/metadata/preservation/PREMIS_rep1.xml"
        proof = made(place, premis.document(facts, f"{name}/rep1", data or (), path=place))
    top = representation_document(facts, documents=documents, preserved=proof, data=data)
    return [
        made(f"{REP}/METS.xml", top),
        *(about for about, _files in documents),
        *([proof] if proof else []),
        *data,
    ]


def _data(document: PackageDocument, used: set[str]) -> list[Part]:
    """Return the files of a document: `<docId>.pdf`, then `<docId>_2.docx` …"""
    parts = []
    for place, file in enumerate(document.files, start=1):
        stem = safe(document.doc_id) if place == 1 else f"{safe(document.doc_id)}_{place}"
        _name, dot, ending = safe(file.name).rpartition(".")
        path = f"{REP}/data/{stem}.{ending.lower()}" if dot else f"{REP}/data/{stem}"
        if path in used:
            raise ValueError(f"two files would be {path}")
        used.add(path)
        parts.append(Part(path, file.sha256, file.size, file.media_type))
    return parts
