"""Opening and closing registers of documents."""

from dataclasses import asdict, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.documents.messages import BookPlan
from congvu.documents.models import Book
from congvu.documents.services.fitting import fitting

_CAPABILITY = {Book.Direction.INCOMING: "document.register", Book.Direction.OUTGOING: "document.issue"}


@transaction.atomic
def open_book(plan: BookPlan, *, actor: Actor) -> Book:
    """Open a register of the actor's agency for a year; one that is there already is returned as it is.

    Args:
        plan: which register.
        actor: needs document.register for incoming, document.issue for outgoing.

    Raises:
        ActionRefused: name or code is missing, or an incoming register with numbers per kind.

    Legal source: NĐ 30/2020/NĐ-CP Điều 15 khoản 2, Điều 22.
    """
    demand(actor, _CAPABILITY[Book.Direction(plan.direction)])
    plan = replace(plan, code=one_line(plan.code).lower(), name=one_line(plan.name))
    if not plan.code or not plan.name:
        raise ActionRefused(_("Hãy nhập mã sổ và tên sổ."), code="book-name", field="name")
    if plan.direction == Book.Direction.INCOMING and plan.numbering != Book.Numbering.COMMON:
        raise ActionRefused(
            _("Số đến được đánh liên tục, không riêng theo loại văn bản."),
            code="numbering",
            field="numbering",
        )
    books = Book.objects.select_for_update().filter(
        agency_id=actor.agency_id, year=plan.year, direction=plan.direction
    )
    found = books.filter(code=plan.code).first()
    if found is not None:
        return found
    if plan.is_default:
        books.filter(is_default=True).update(is_default=False)
    book = fitting(Book(agency_id=actor.agency_id, opened_at=timezone.now(), **asdict(plan)))
    book.save(force_insert=True)
    record("book.opened", Subject("documents.book", book.pk), actor=actor, name=book.name, year=book.year)
    return book


def open_year(year: int, *, actor: Actor) -> list[Book]:
    """Open the usual registers of a year that the actor may keep; those that are there stay."""
    wanted = [
        ("in", "chung", _("Sổ đăng ký văn bản đến"), False),
        ("in", "mat", _("Sổ đăng ký văn bản mật đến"), True),
        ("out", "chung", _("Sổ đăng ký văn bản đi"), False),
        ("out", "mat", _("Sổ đăng ký văn bản mật đi"), True),
    ]
    return [
        open_book(
            BookPlan(year, direction, code, name, for_secret=secret, is_default=not secret), actor=actor
        )
        for direction, code, name, secret in wanted
        if actor.can(_CAPABILITY[Book.Direction(direction)])
    ]


@transaction.atomic
def close_book(book_id: int, *, actor: Actor) -> Book:
    """Close a register: no more numbers are taken from it (khóa sổ).

    Raises:
        Book.DoesNotExist: none of the actor's agency.
        StateRefused: it is closed already.
    """
    book = Book.objects.select_for_update(of=("self",)).get(pk=book_id, agency_id=actor.agency_id)
    demand(actor, _CAPABILITY[Book.Direction(book.direction)])
    if book.closed_at is not None:
        raise StateRefused(_("Sổ này đã khóa."), code="book-closed")
    book.closed_at, book.closed_by_id = timezone.now(), actor.officer_id
    book.save(update_fields=["closed_at", "closed_by"])
    record("book.closed", Subject("documents.book", book.pk), actor=actor, name=book.name, year=book.year)
    return book
