"""What an officer or another room wants written: catalogue lines, case files, documents, filing rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from congvu.common.subject import Subject


@dataclass(frozen=True, slots=True)
class FileRef:
    """A stored file of a document, with the digest by which it will be known.

    Args:
        name: as people see it.
        stored_id: key of the StoredFile.
        sha256: its digest; "" takes the one of the store.
    """

    name: str
    stored_id: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """A document to be filed, with the data of NĐ 30/2020/NĐ-CP Phụ lục VI Phần II.

    Args:
        summary: what it is about (trích yếu).
        kind: "incoming", "outgoing", "dossier", "assignment" or "other".
        type_name: its type in words, such as "Thông báo".
        number, notation: "189" and "TB-UBND".
        dated_on: its date.
        author: who issued it.
        pages: how many; 0 when nobody counted.
        signer, signer_position: who signed, as what.
        files: its files, the main one first.
    """

    summary: str
    kind: str = "other"
    type_name: str = ""
    number: str = ""
    notation: str = ""
    dated_on: date | None = None
    author: str = ""
    pages: int = 0
    signer: str = ""
    signer_position: str = ""
    note: str = ""
    language: str = "01"
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """What happened somewhere, so that filing rules can tell where it belongs.

    Args:
        subject: the thing.
        agency_id, unit_id: whose work it is.
        facts: what rules may match: "procedure", "field", "type" with their codes.
        parents: things it came from; a case file that holds one of them takes it (rule "parent").
        confidentiality: its rank; a case file of a lower one does not take it.
        unit_ids, officer_ids: who else worked on it; a case file of theirs takes it with its thread.
    """

    subject: Subject
    agency_id: int
    unit_id: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    parents: tuple[Subject, ...] = ()
    confidentiality: int = 0
    unit_ids: tuple[int, ...] = ()
    officer_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A line of the catalogue; a heading has no notation and no retention.

    Args:
        title: of the heading or the case file.
        parent_id: the heading that it stands under.
        is_heading: whether it is one itself.
        sign: the heading's abbreviation, such as "TCCB".
        notation: such as "01.TCCB"; "" takes the next number under the heading.
        retention, retention_years: "01" to "07", years for "07".
    """

    title: str
    parent_id: int | None = None
    is_heading: bool = False
    sign: str = ""
    notation: str = ""
    retention: str = ""
    retention_years: int | None = None
    unit_id: int | None = None
    keeper_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseFileEdit:
    """What a keeper may write on a case file that is open."""

    title: str
    retention: str
    retention_years: int | None = None
    rights: str = "01"
    language: str = "01"
    keywords: str = ""
    description: str = ""
    confidence: str = "01"
    paper_code: str = ""
    sheet_total: int = 0
    building: bool = False
    settled_on: date | None = None
    started_on: date | None = None
    keeper_id: int | None = None


@dataclass(frozen=True, slots=True)
class CaseFileDraft:
    """A case file to be opened, from a line of the catalogue or outside it (Điều 29 khoản 2 điểm c).

    Args:
        entry_id: the catalogue's line; its data fill what is left empty here.
        title, notation, retention: needed without an entry.
        unit_id, keeper_id: the entry's, else the actor's own.
        started_on: today unless told.
        confidentiality: rank, 0 = Thường; at most the actor's clearance.
    """

    entry_id: int | None = None
    title: str = ""
    notation: str = ""
    retention: str = ""
    retention_years: int | None = None
    unit_id: int | None = None
    keeper_id: int | None = None
    started_on: date | None = None
    year: int | None = None
    confidentiality: int = 0
    building: bool = False


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A filing rule: which subjects go into which case file by themselves.

    Args:
        subject_label: the kind of thing, such as "dossiers.dossier".
        match: "any", "procedure", "field", "type" or "parent".
        value: the code that must be equal; none for "any" and "parent".
        case_file_id: where to; none for "parent".
        unit_id: only work of this unit; None for the whole agency.
    """

    subject_label: str
    match: str
    value: str = ""
    case_file_id: int | None = None
    unit_id: int | None = None
