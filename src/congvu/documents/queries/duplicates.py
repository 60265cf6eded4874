"""Documents that look like one that is about to be registered."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from congvu.common.text import fold
from congvu.directory.messages import Actor
from congvu.documents.models import IncomingDocument
from congvu.documents.states.incoming import NUMBERED, State

MOST = 5


@dataclass(frozen=True, slots=True)
class Twin:
    """A document like another.

    Args:
        id: its key.
        code: number and notation.
        subject: the summary.
        issuer: who issued it.
        issued_on: when.
        arrival: its number in the register, "" before registration.
        book: the register.
        registered_at: when it was registered.
        registered_by: by whom.
        why: "data" (same number, notation, date and issuer) or "file" (the same file).
        registered: whether it stands in a register.
        version: as seen.
    """

    id: int
    code: str
    subject: str
    issuer: str
    issued_on: date | None
    arrival: str
    book: str
    registered_at: datetime | None
    registered_by: str
    why: str
    registered: bool
    version: int


def find_duplicates(document: IncomingDocument, actor: Actor | None = None) -> list[Twin]:
    """Return the documents of the same agency that `document` seems to be a second copy of (one statement).

    Two layers: the same number, notation, day and issuer; the same bytes. The same number in the same
    register cannot come about: the database forbids it.

    Args:
        document: stored or about to be; its `code_key`, day, issuer and digest are compared.
        actor: keeps to what they may see; None (inside services) compares with all.
    """
    same_data = (
        Q(code_key=document.code_key, issued_on=document.issued_on)
        if document.code_key and document.issued_on
        else Q(pk__in=[])
    )
    same_file = Q(content_digest=document.content_digest) if document.content_digest else Q(pk__in=[])
    rows = IncomingDocument.objects.filter(agency_id=document.agency_id).filter(same_data | same_file)
    if actor is not None:
        rows = rows.filter(confidentiality__lte=actor.clearance)
    wanted = [state.value for state in NUMBERED | {State.ARRIVED}]
    rows = rows.filter(state__in=wanted).exclude(pk=document.pk or 0).select_related("book", "registered_by")
    twins = [(_why(row, document), row) for row in rows.order_by("id")[: MOST * 4]]
    return [_twin(row, why) for why, row in twins if why][:MOST]


def _why(row: IncomingDocument, document: IncomingDocument) -> str:
    if row.content_digest and row.content_digest == document.content_digest:
        return "file"
    same_issuer = (
        row.issuer_id == document.issuer_id
        if row.issuer_id and document.issuer_id
        else fold(row.issuer_name) == fold(document.issuer_name)
    )
    return "data" if same_issuer else ""


def _twin(row: IncomingDocument, why: str) -> Twin:
    return Twin(
        id=row.pk,
        code=row.code,
        subject=row.subject,
        issuer=row.issuer_name,
        issued_on=row.issued_on,
        arrival=row.arrival_code,
        book=row.book.name if row.book else "",
        registered_at=row.registered_at,
        registered_by=row.registered_by.full_name if row.registered_by else "",
        why=why,
        registered=row.state in NUMBERED,
        version=row.version,
    )
