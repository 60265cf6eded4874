"""Typed values that come into the one-stop shop from a counter, a portal or another system."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Person:
    """A citizen or organisation as typed at the counter.

    Args:
        name: full name or name of the organisation.
        id_kind: "cccd", "cmnd", "passport" or "tax".
        id_number: digits and capital letters, no spaces.
        kind: "citizen", "business" or "organisation".
        born_on: date of birth, citizens only.
        address: contact address.
        phone: contact phone.
        email: contact e-mail.
        renamed: why one who is known under another name is called so now: the paper that says it.
    """

    name: str
    id_kind: str
    id_number: str
    kind: str = "citizen"
    born_on: date | None = None
    address: str = ""
    phone: str = ""
    email: str = ""
    renamed: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper handed in: which component it is, as what, and how many."""

    name: str
    kind: str = "original"
    quantity: int = 1
    component_id: int | None = None
    note: str = ""
    file_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Charge:
    """One fee as charged; `unit_price` in đồng, None while the local price is not set."""

    name: str
    unit_price: int | None
    quantity: int = 1
    exempt_reason: str = ""
    paid: bool = False
    receipt_no: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that a clerk enters for a new dossier.

    Args:
        request_key: made with the form; a second submit of the same form finds the first dossier.
        version_id: the procedure version that the form was shown for.
        case_no: number of the case in that version.
        channel: "1" direct, "2" online, "3" post.
        owner: whose dossier it is.
        papers: papers handed in.
        submitter: who hands it in, when not the owner.
        authorisation: why somebody else may hand it in.
        charges: fees and charges.
        data: form data, such as {"area": 120}.
        summary: abstract of the dossier.
        return_by: "counter", "post" or "online".
        competent_agency_id: who decides; None = the agency of the clerk.
        helping_agency_id: where the applicant was helped, when elsewhere.
        confidentiality: rank, 0 = Thường.
        submitted_at: when it was handed in, for online and post; None = now.
        code: code given by another system; "" = ours.
        master: the system that holds the master and the clock of the dossier, when this is a copy.
        due_at: what that system tells of the deadline.
    """

    request_key: UUID
    version_id: int
    case_no: int
    channel: str
    owner: Person
    papers: tuple[Paper, ...] = ()
    submitter: Person | None = None
    authorisation: str = ""
    charges: tuple[Charge, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    summary: str = ""
    return_by: str = "counter"
    competent_agency_id: int | None = None
    helping_agency_id: int | None = None
    confidentiality: int = 0
    submitted_at: datetime | None = None
    code: str = ""
    master: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StageResult:
    """What another system decided in a stage of a dossier.

    Args:
        name: of the paper issued, or of what was done.
        positive: whether what was applied for is granted.
        code: national code of the kind of result.
        content: its text or the gist of it.
        number, notation: as that agency gave them; None and "" where nothing was issued.
        signed_at, issued_at: when.
        file_ids: stored files that came with it, the result itself first.
    """

    name: str
    positive: bool = True
    code: str = ""
    content: str = ""
    number: int | None = None
    notation: str = ""
    signed_at: datetime | None = None
    issued_at: datetime | None = None
    file_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TimePause:
    """A pause as the system that holds the clock tells of it."""

    starts_at: datetime
    ends_at: datetime | None = None
    reason: str = ""
    legal_basis: str = ""
    kind: str = "pause"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step is done: agency, unit, and the officer when bound to one."""

    agency_id: int
    unit_id: int
    officer_id: int | None = None
    agency_name: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class PastDossier:
    """A dossier that another system accepted and that goes on here.

    Args:
        code: as printed on the receipt.
        procedure: code or name of the procedure.
        owner: whose dossier it is.
        accepted_at: when it was accepted, in the agency's time; with or without a zone.
        due_on: the day promised on the receipt; None = as the procedure says.
        step: name, number or key of the step that it stands at; "" = the first one.
        officer: name of the officer who has it; "" = whoever the role is bound to.
        channel: "1" direct, "2" online, "3" post.
        summary: abstract.
        return_by: "counter", "post" or "online".
        file_ids: its files, already stored.
    """

    code: str
    procedure: str
    owner: Person
    accepted_at: datetime | None
    due_on: date | None = None
    step: str = ""
    officer: str = ""
    channel: str = "1"
    summary: str = ""
    return_by: str = "counter"
    file_ids: tuple[int, ...] = ()
