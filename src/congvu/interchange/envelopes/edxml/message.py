"""The typed messages of edXML: values as they stand on the wire, read into words by properties.

Wire texts are kept unparsed (official samples hold dates such as 2014/02/30): a message written again is the
message that was read. Element numbers refer to QCVN 102:2016/BTTTT as the national SDK writes it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Literal

from congvu.interchange.envelopes.edxml import values


@dataclass(frozen=True, slots=True)
class Organisation:
    """A sender or recipient (From, To): code, names and how to reach it."""

    code: str
    in_charge: str = ""
    name: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who handled the message at its sender (StaffInfo)."""

    department: str = ""
    department_id: str = ""
    name: str = ""
    staff_id: str = ""
    email: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The document that this one answers or reports on (ResponseFor)."""

    organ_code: str = ""
    code: str = ""
    document_id: str = ""
    issued_on: str = ""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """The type of document: three numberings circulate, so the name is what counts."""

    name: str = ""
    type: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed (SignerInfo): authority such as "KT. CHỦ TỊCH", position, full name."""

    competence: str = ""
    position: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """OtherInfo: urgency, scope, typist's mark, copies, pages, direction, annexes, references."""

    priority: str = ""
    scope: str = ""
    typist: str = ""
    copies: str = ""
    pages: str = ""
    reply_fors: tuple[str, ...] = ()
    reference_codes: tuple[str, ...] = ()
    direction: str = ""
    appendixes: tuple[str, ...] = ()

    @property
    def urgency(self) -> int:
        """Return the urgency from 0 (thường) to 4 (hỏa tốc hẹn giờ); what is no number counts as 0."""
        return values.urgency(self.priority)


@dataclass(frozen=True, slots=True)
class Hop:
    """One node that the message passed (TraceHeader), and when."""

    organ_code: str = ""
    at: str = ""

    @property
    def passed_at(self) -> datetime | None:
        """Return the time in Asia/Ho_Chi_Minh, or None when it is no time."""
        return values.parse_time(self.at)


@dataclass(frozen=True, slots=True)
class Receiver:
    """A recipient that an update speaks of; what its type means is documented nowhere."""

    organ_code: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Replacement:
    """An older document that is replaced, and for which recipients (ReplacementInfo)."""

    document_id: str
    organ_codes: tuple[str, ...] = ()


Kind = Literal["new", "recall", "update", "replace"]


@dataclass(frozen=True, slots=True)
class Business:
    """What is to happen with the document (Bussiness): a missing one means a new document.

    Args:
        kind: new, recall, update or replace.
        document_id: the document acted on (updates).
        reason: in words.
        paper: "1" when paper follows as well.
        document_info: "1" when an update changes the document's data.
        document_receiver: "1" when an update changes the recipients.
        receivers: the recipients that an update names.
        replacements: what a replacement replaces, and for whom.
        staff: who did it.
        given: whether the element was there at all.
    """

    kind: Kind = "new"
    document_id: str = ""
    reason: str = ""
    paper: str = ""
    document_info: str = ""
    document_receiver: str = ""
    receivers: tuple[Receiver, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    staff: Staff | None = None
    given: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes of an attachment, kept in a file while the package is at hand.

    Args:
        size: in bytes.
        sha256: in hexadecimal digits.
        path: where the bytes are; compared by content, never by place.
    """

    size: int
    sha256: str
    path: Path = field(compare=False)

    def open(self) -> BinaryIO:
        """Open the bytes for reading."""
        return self.path.open("rb")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in the package; the first one is the main document.

    Args:
        content_id: the key between manifest and content, without "cid:".
        name: as the sender calls it; never a path.
        content_type: what the bytes really are, not what the label says.
        description: in words.
        blob: the bytes; None when the package lists the file but does not hold it.
        declared_type: what the label said.
    """

    content_id: str
    name: str
    content_type: str
    description: str = ""
    blob: Blob | None = None
    declared_type: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A document on its way: new, or with a recall, an update or a replacement."""

    sender: Organisation
    recipients: tuple[Organisation, ...] = ()
    document_id: str = ""
    number: str = ""
    notation: str = ""
    place: str = ""
    issued_on: str = ""
    type: DocumentType = DocumentType()
    subject: str = ""
    content: str = ""
    signer: Signer = Signer()
    due_on: str = ""
    other: Other = Other()
    answers: tuple[Answer, ...] = ()
    steering: str = ""
    task_codes: tuple[str, ...] = ()
    application: str = ""
    places: tuple[str, ...] = ()
    hops: tuple[Hop, ...] = ()
    business: Business = Business()
    attachments: tuple[Attachment, ...] = ()

    @property
    def code(self) -> str:
        """Return number and notation as one reads them, such as "189/TB-UBND"."""
        return "/".join(part for part in (self.number, self.notation) if part)

    @property
    def issued_date(self) -> date | None:
        """Return the date of the document, or None when the wire holds no possible date."""
        return values.parse_date(self.issued_on)

    @property
    def due_date(self) -> date | None:
        """Return the day until which an answer is wanted, or None."""
        return values.parse_date(self.due_on)


@dataclass(frozen=True, slots=True)
class Status:
    """What a recipient (or, for 13, the sender) reports about a document."""

    sender: Organisation
    answer: Answer
    code: str
    description: str = ""
    at: str = ""
    staff: Staff | None = None

    @property
    def reported_at(self) -> datetime | None:
        """Return the time of the report in Asia/Ho_Chi_Minh, or None when it is no time."""
        return values.parse_time(self.at)

    @property
    def words(self) -> str:
        """Return what the code means, in Vietnamese."""
        return values.status_words(self.code)


Message = Document | Status


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the reader put up with: shown to the clerk, never a reason to refuse."""

    code: str
    message: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """What was read.

    Args:
        message: the document or the status.
        remarks: what the reader put up with.
        signed: whether an XML signature stands in the header; it is not checked (sample ones are dummies).
        size: bytes of the package as it came.
        sha256: of the package as it came.
    """

    message: Message
    remarks: tuple[Remark, ...]
    signed: bool
    size: int
    sha256: str
