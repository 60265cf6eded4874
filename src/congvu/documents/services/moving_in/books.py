"""Registers of years past: opened as another system kept them, and closed when their year is over."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.documents.messages import PastBook
from congvu.documents.models import Book
from congvu.registers.services import void_number

CAPABILITY = "moving.manage"
MOST_VOID = 5_000


def key_of(past: PastBook) -> tuple[str, int, str]:
    """Return what tells a register from the others of its agency."""
    return past.direction, past.year, past.code


def books_for(wanted: Iterable[PastBook], agency_id: int, *, lock: bool) -> dict[tuple[str, int, str], Book]:
    """Return the registers that are there already.

    Args:
        lock: hold them until the transaction ends, so that clerks who number meanwhile wait.
    """
    years = {past.year for past in wanted}
    books = Book.objects.filter(agency_id=agency_id, year__in=years).order_by("pk")
    if lock:
        books = books.select_for_update()
    return {(book.direction, book.year, book.code): book for book in books}


def book_of(past: PastBook, *, actor: Actor) -> Book:
    """Open a register as another system kept it; one of a year past is closed at once.

    Args:
        past: which register; one that is there already is returned as it is.
        actor: needs moving.manage.
    """
    demand(actor, CAPABILITY)
    now = timezone.now()
    over = past.year < timezone.localdate(now).year
    book, new = Book.objects.get_or_create(
        agency_id=actor.agency_id,
        year=past.year,
        direction=past.direction,
        code=past.code,
        defaults={
            "name": past.name or _usual_name(past),
            "numbering": Book.Numbering.PER_KIND if past.per_kind else Book.Numbering.COMMON,
            "for_secret": past.secret and past.code == "mat",
            "opened_at": now,
            "closed_at": now if over else None,
            "closed_by_id": actor.officer_id if over else None,
        },
    )
    if new:
        record(
            "book.moved_in", Subject("documents.book", book.pk), actor=actor, name=book.name, year=book.year
        )
    return book


def _usual_name(past: PastBook) -> str:
    if past.direction == Book.Direction.INCOMING:
        return _("Sổ đăng ký văn bản mật đến") if past.secret else _("Sổ đăng ký văn bản đến")
    return _("Sổ đăng ký văn bản mật đi") if past.secret else _("Sổ đăng ký văn bản đi")


@transaction.atomic
def void_gaps(book_id: int, numbers: Iterable[int], *, reason: str, actor: Actor, kind: str = "") -> int:
    """Declare numbers that no system has a document for void, each with the reason; return how many.

    Raises:
        Book.DoesNotExist: none of the actor's agency.
        StateRefused: one was never reached, or is void already.
    """
    demand(actor, CAPABILITY)
    book = Book.objects.select_for_update().get(pk=book_id, agency_id=actor.agency_id)
    done = 0
    for number in list(numbers)[:MOST_VOID]:
        void_number(
            agency_id=book.agency_id,
            register=book.register,
            period=book.period,
            kind=kind,
            number=number,
            reason=reason,
            actor=actor,
        )
        done += 1
    return done
