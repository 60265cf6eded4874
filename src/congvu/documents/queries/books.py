"""Registers of documents: which there are, and what number comes next."""

from django.db.models import QuerySet

from congvu.directory.messages import Actor
from congvu.documents.models import Book
from congvu.registers.models import Counter


def open_books(agency_id: int, year: int, direction: str) -> QuerySet[Book]:
    """Return the registers from which a number can be taken, the usual one first."""
    return Book.objects.filter(
        agency_id=agency_id, year=year, direction=direction, closed_at__isnull=True
    ).order_by("-is_default", "for_secret", "code")


def default_book(agency_id: int, year: int, direction: str, *, secret: bool = False) -> Book | None:
    """Return the register that is offered first for an ordinary, or a secret, document."""
    books = list(open_books(agency_id, year, direction))
    fitting = [book for book in books if book.for_secret == secret]
    return next(iter(fitting or books), None)


def books_of(actor: Actor) -> QuerySet[Book]:
    """Return all registers of the actor's agency, the latest year first."""
    return Book.objects.filter(agency_id=actor.agency_id).order_by(
        "-year", "direction", "-is_default", "code"
    )


def next_number(book: Book, kind: str = "") -> int:
    """Return the number that would be taken next; somebody else may take it before (one statement)."""
    last = (
        Counter.objects.filter(
            agency_id=book.agency_id, register=book.register, period=book.period, kind=kind
        )
        .values_list("value", flat=True)
        .first()
    )
    return (last or 0) + 1
