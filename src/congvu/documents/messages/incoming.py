"""What arrives, how it is registered, to whom it goes, and what work its directions would make."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from congvu.common.subject import Subject


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself, as a clerk confirmed it or its sender stated it.

    Args:
        kind_code: abbreviation of its type (NĐ 30/2020/NĐ-CP Phụ lục III), "" for công văn.
        kind_name: the type in words.
        number: as written, such as "05".
        notation: such as "TB-UBND".
        issuer_name: who issued it.
        issuer_id: the same in the directory, where it is known.
        superior_name: the agency above the issuer.
        place: where it was issued.
        issued_on: when.
        subject: the summary (trích yếu).
        signer_name, signer_position, signer_authority: who signed, as what, in whose name (KT., TL. …).
        urgency: rank 0 to 4.
        confidentiality: rank 0 to 3.
        field_of_work: lĩnh vực.
        pages, copies: how many.
        with_paper: whether a paper copy is there too.
        reply_required: whether the sender wants an answer.
        reply_by: until when.
        recipients: the lines of “Nơi nhận”.
        legal_bases: the lines “Căn cứ …”.
        note: what the clerk remarks.
    """

    kind_code: str = ""
    kind_name: str = ""
    number: str = ""
    notation: str = ""
    issuer_name: str = ""
    issuer_id: int | None = None
    superior_name: str = ""
    place: str = ""
    issued_on: date | None = None
    subject: str = ""
    signer_name: str = ""
    signer_position: str = ""
    signer_authority: str = ""
    urgency: int = 0
    confidentiality: int = 0
    field_of_work: str = ""
    pages: int | None = None
    copies: int = 1
    with_paper: bool = False
    reply_required: bool = False
    reply_by: date | None = None
    recipients: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What the sender means by a message: QCVN 102:2016/BTTTT.

    Args:
        sender: the sender's agency code.
        document: the sender's own name of the document, opaque.
        business: "new", "update" or "replace".
        digest: SHA-256 over the content without traces of transport; the same message again has the same.
    """

    sender: str
    document: str
    business: str = "new"
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A stored file that came with a document.

    Args:
        file_id: key of the stored file.
        role: "main" for the text itself, "annex" for the rest.
    """

    file_id: int
    role: str = "main"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that reached an agency.

    Args:
        origin: "paper", "email", "file", "inside" or "interchange".
        facts: what is known of it so far.
        files: the text first, then annexes; required for every origin but paper.
        request_key: of the form that was sent, so that a double submit makes one document.
        identity: what the sender calls it, where the sender is a system.
        arrived_at: when it reached the server; now unless told.
        source: the noun of this installation that it was made from, such as an outgoing document.
    """

    origin: str
    facts: Facts = field(default_factory=Facts)
    files: tuple[ArrivedFile, ...] = ()
    request_key: UUID | None = None
    identity: Identity | None = None
    arrived_at: datetime | None = None
    source: Subject | None = None


@dataclass(frozen=True, slots=True)
class BookPlan:
    """A register to be opened.

    Args:
        year: the calendar year in which its numbers run.
        direction: "in" or "out".
        code: short and stable, such as "chung".
        name: such as "Sổ đăng ký văn bản đến".
        numbering: "common" or "kind"; incoming numbers run on through all kinds.
        for_secret, for_normative: what it is kept for.
        is_default: whether it is offered first; takes that from another one.
    """

    year: int
    direction: str
    code: str
    name: str
    numbering: str = "common"
    for_secret: bool = False
    for_normative: bool = False
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Registration:
    """How a clerk enters a document in the register.

    Args:
        book_id: the register.
        arrived_on: ngày đến; the day of arrival unless told.
        number: None takes the next one; a number that was taken before needs a suffix.
        suffix: số phụ, such as "a".
        due_at: hạn xử lý.
        facts: the confirmed values; None keeps what is there.
        late_reason: why it is registered after the time that the law gives.
        despite: why it is registered although one like it is there.
    """

    book_id: int
    arrived_on: date | None = None
    number: int | None = None
    suffix: str = ""
    due_at: datetime | None = None
    facts: Facts | None = None
    late_reason: str = ""
    despite: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody that a document is sent to inside the agency.

    Args:
        unit_id: the unit; for an officer the unit of the post.
        officer_id: the person, or None for the unit as such.
        role: "lead", "cooperate" or "inform".
        due_at: by when; the direction's own deadline unless told.
        task: what is to be done, where it differs from the direction.
    """

    unit_id: int
    officer_id: int | None = None
    role: str = "lead"
    due_at: datetime | None = None
    task: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentDraft:
    """Work that a direction in the document's text would give: proposed, never made unseen.

    Args:
        item: the number in the text, such as "2.a".
        content: what is to be done.
        leads: names as written.
        cooperates: the same.
        lead_agency_ids: agencies of the directory that the leads' names fit.
        own: whether the receiving agency is among the leads or cooperating ones.
        due_on: the deadline, where the text says a day.
        deadline: the words of the deadline.
        every: "month", "quarter" … of recurring work.
        confidence: from 0 to 1.
        spans: where it stands, as in the stored reading.
        source: the document.
    """

    item: str
    content: str
    leads: tuple[str, ...] = ()
    cooperates: tuple[str, ...] = ()
    lead_agency_ids: tuple[int, ...] = ()
    own: bool = False
    due_on: date | None = None
    deadline: str = ""
    every: str = ""
    confidence: float = 0.0
    spans: tuple[dict[str, Any], ...] = ()
    source: Subject | None = None
