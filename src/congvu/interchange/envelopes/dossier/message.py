"""The typed message of ho-so.json: one fact about a stage of a dossier, said by one of its two systems.

A *stage* is the part of a dossier's process that one system hands over to another. Its `origin` received the
dossier: it keeps the code, the clock and the conversation with the applicant. Its `receiver` works on it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

FORMAT = "vn.congvu.lien-thong-ho-so"
VERSION = "1.0"
NAME = "ho-so.json"


@dataclass(frozen=True, slots=True)
class Party:
    """An agency: its identification code (QĐ 20/2020) and name."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """The owner of the dossier, or who handed it in; no e-mail, only the origin talks to the applicant."""

    name: str
    id_kind: str = "cccd"
    id_number: str = ""
    kind: str = "citizen"
    born_on: date | None = None
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """The procedure and its case, by the national code and by name."""

    code: str
    name: str = ""
    case_no: int = 1
    case_name: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A paper of the dossier; its files refer to it by `no`."""

    no: int
    name: str
    kind: str = "electronic"
    quantity: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that travels as an attachment of the same package, recognised by its hash.

    Args:
        name: as people call it.
        sha256: of its bytes, in hexadecimal digits.
        size: in bytes.
        media_type: what it is.
        component: number of the paper that it belongs to; None = of the dossier as a whole.
    """

    name: str
    sha256: str
    size: int
    media_type: str = ""
    component: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stood still, or (kind "restart") from whose end it started anew."""

    starts_at: datetime
    ends_at: datetime | None = None
    reason: str = ""
    legal_basis: str = ""
    kind: str = "pause"


@dataclass(frozen=True, slots=True)
class Clock:
    """The one clock as the origin has it: the deadlines, and the ledger of pauses.

    Args:
        stage_due_at: until when the stage is to be done; None without a limit, or while an open pause lasts.
        dossier_due_at: until when the applicant gets the result.
        pauses: all of them, the oldest first.
    """

    stage_due_at: datetime | None = None
    dossier_due_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The dossier itself, as the hand-over carries it."""

    procedure: Procedure
    owner: Person
    submitter: Person | None = None
    authorisation: str = ""
    channel: str = "1"
    summary: str = ""
    return_by: str = "counter"
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    data: dict[str, Any] = field(default_factory=dict)
    components: tuple[Component, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the receiver decided: the paper issued, or a refusal with its legal basis."""

    name: str
    positive: bool = True
    code: str = ""
    content: str = ""
    number: int | None = None
    notation: str = ""
    signer: str = ""
    signed_at: datetime | None = None
    issued_at: datetime | None = None
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message about one stage.

    Args:
        kind: "hand-over", "accepted", "refused", "progress", "supplement-request", "supplement-given",
            "clock", "recall", "result" or "withdrawn".
        id: of this message, for ever.
        stage: of the stage, given by the origin.
        sequence: 1, 2, 3 … of the sender in this stage: the order in which messages have effect.
        seen: the last sequence of the other side that had its effect at the sender.
        sent_at: when the fact was.
        sender, receiver: who tells whom.
        dossier_code: the origin's code, kept everywhere.
        stage_name: what is to be done.
        by: the officer who did it.
        text: reason, note or question, in words.
        legal_basis: of a request or refusal.
        items: what the applicant is to supplement.
        facts: with "hand-over".
        clock: with whatever the origin says.
        outcome: with "result".
        files: attachments of the package that belong to the dossier.
    """

    kind: str
    id: UUID
    stage: UUID
    sequence: int
    sender: Party
    receiver: Party
    dossier_code: str
    sent_at: datetime
    seen: int = 0
    stage_name: str = ""
    by: str = ""
    text: str = ""
    legal_basis: str = ""
    items: tuple[str, ...] = ()
    facts: Facts | None = None
    clock: Clock | None = None
    outcome: Outcome | None = None
    files: tuple[File, ...] = ()
