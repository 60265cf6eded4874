"""Fetching an outgoing document that is about to change, what goes with it, and the book of its number."""

from django.db.models import QuerySet

from congvu.directory.messages import Actor
from congvu.documents.models import Book, OutgoingDocument, OutgoingRecipient
from congvu.statements.queries import Compiled


def locked(document_id: int, actor: Actor) -> OutgoingDocument:
    """Return an outgoing document that `actor` may see, locked until the transaction ends (one statement).

    Raises:
        OutgoingDocument.DoesNotExist: not there, or not visible (existence does not leak).
    """
    if not (actor.agency_wide or actor.officer_id or actor.unit_ids):
        raise OutgoingDocument.DoesNotExist(document_id)
    document = _DOCUMENT.first(
        {"wide": actor.agency_wide, "person": actor.officer_id is not None},
        pk=document_id,
        agency=actor.agency_id,
        units=actor.unit_ids,
        officers=tuple({actor.officer_id or 0, actor.acting_for_id or actor.officer_id or 0}),
        clearance=actor.clearance,
    )
    if document is None:
        raise OutgoingDocument.DoesNotExist(document_id)
    return document


def recipients_of(document: OutgoingDocument) -> list[OutgoingRecipient]:
    """Return the recipients of a document in their order (one statement)."""
    return _RECIPIENTS.rows({}, document=document.pk)


def open_book(agency_id: int, year: int, *, secret: bool) -> Book | None:
    """Return the register of outgoing documents that an agency uses in a year unless told otherwise."""
    return _BOOK.first({"secret": secret}, agency=agency_id, year=year)


def _document(
    *,
    pk: int,
    agency: int,
    units: tuple[int, ...],
    officers: tuple[int, ...],
    clearance: int,
    wide: bool,
    person: bool,
) -> QuerySet[OutgoingDocument]:
    actor = Actor(
        officer_id=officers[0] if person else None,
        officer_name="",
        acting_for_id=officers[-1] if person else None,
        agency_id=agency,
        unit_ids=units,
        agency_wide=wide,
        clearance=clearance,
    )
    return OutgoingDocument.objects.visible_to(actor).filter(pk=pk).select_for_update(of=("self",))


def _recipients(*, document: int) -> QuerySet[OutgoingRecipient]:
    return OutgoingRecipient.objects.filter(document_id=document)


def _book(*, agency: int, year: int, secret: bool) -> QuerySet[Book]:
    books = Book.objects.filter(agency_id=agency, direction=Book.Direction.OUTGOING, year=year)
    return books.filter(for_secret=secret, closed_at__isnull=True).order_by("-is_default", "pk")


_DOCUMENT: Compiled[OutgoingDocument] = Compiled(_document, "pk", "agency", "units", "officers", "clearance")
_RECIPIENTS: Compiled[OutgoingRecipient] = Compiled(_recipients, "document")
_BOOK: Compiled[Book] = Compiled(_book, "agency", "year")
