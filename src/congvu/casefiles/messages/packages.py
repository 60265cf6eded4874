"""What an archive package says, as typed values: its facts, its parts, and what an inspection found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of a document: name as people know it, digest, size in bytes, type."""

    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class PackageDocument:
    """A document of the case file: its metadata by the names of TT 05/2025/TT-BNV, and its files."""

    doc_id: str
    fields: Mapping[str, str]
    files: tuple[PackageFile, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """Everything that a package says.

    Args:
        kind: "SIP_hoso" or "AIP_hoso".
        uuid: the package's own.
        organ, organ_name: the agency's identifier and name.
        fields: the case file's metadata by the names of TT 05/2025/TT-BNV.
        documents: in the order of their ordinals.
        made_at: when it is made; an aware moment.
        made_by: who makes it.
        software: name and version.
        source: the minutes or package that it comes from, "" where there is none.
    """

    kind: str
    uuid: UUID
    organ: str
    organ_name: str
    title: str
    code: str
    fields: Mapping[str, str]
    documents: tuple[PackageDocument, ...]
    made_at: datetime
    made_by: str
    software: tuple[str, str]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside the package: its path below the root folder, and where its bytes are.

    Args:
        content: the bytes; None when they stand in the store under `sha256`.
    """

    path: str
    sha256: str
    size: int
    media_type: str
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that an inspection found: how bad, a stable code, where, a sentence."""

    level: str
    code: str
    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a package is and what is wrong with it.

    Args:
        kind: "SIP", "AIP", "DIP" or "".
        object_id: OBJID of the root METS.
        fields: the metadata of the case file.
        documents: how many documents have metadata.
        files, size: entries, and their bytes unpacked.
        findings: errors and warnings.
    """

    kind: str = ""
    object_id: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    documents: int = 0
    files: int = 0
    size: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether no error was found; warnings may have been."""
        return not any(one.level == "error" for one in self.findings)
