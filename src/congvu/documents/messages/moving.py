"""What a document of years past says, as another system kept it."""

from dataclasses import dataclass, field
from datetime import date

from congvu.documents.messages.incoming import ArrivedFile, Facts


@dataclass(frozen=True, slots=True)
class PastBook:
    """A register of another system.

    Args:
        direction: "in" or "out".
        year: in which its numbers ran.
        code: short and stable, such as "chung".
        name: as the other system called it.
        per_kind: whether each type of document has numbers of its own.
        secret: whether it is kept for secret documents.
    """

    direction: str
    year: int
    code: str = "chung"
    name: str = ""
    per_kind: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class PastIncoming:
    """An incoming document with the number it has had since.

    Args:
        book: its register.
        number, suffix: số đến.
        arrived_on: ngày đến.
        facts: what it says of itself.
        due_on: hạn xử lý.
        done: whether its work is over.
        unit_id, unit_name: who had it; the name alone when the directory has no such unit.
        files: its files, already stored.
    """

    book: PastBook
    number: int
    arrived_on: date
    suffix: str = ""
    facts: Facts = field(default_factory=Facts)
    due_on: date | None = None
    done: bool = True
    unit_id: int | None = None
    unit_name: str = ""
    files: tuple[ArrivedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class PastOutgoing:
    """An issued document with the number it has had since.

    Args:
        book: its register.
        number, suffix: số.
        notation: ký hiệu.
        kind: key of the type, such as "TB" or "CV".
        issued_on: ngày ban hành.
        subject: trích yếu.
        unit_id: the drafting unit.
        signer_name, signer_position: who signed.
        recipients: the lines of “Nơi nhận”.
        urgency, confidentiality: ranks.
        pages, copies: how many.
        note: ghi chú.
        file_ids: the issued document and its annexes, already stored.
    """

    book: PastBook
    number: int
    issued_on: date
    kind: str
    subject: str
    unit_id: int
    suffix: str = ""
    notation: str = ""
    signer_name: str = ""
    signer_position: str = ""
    recipients: tuple[str, ...] = ()
    urgency: int = 0
    confidentiality: int = 0
    pages: int | None = None
    copies: int = 1
    note: str = ""
    file_ids: tuple[int, ...] = ()
