"""Whether documents of years past can stand in their registers beside what is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.documents.messages import PastIncoming, PastOutgoing
from congvu.documents.models import Book, IncomingDocument, OutgoingDocument
from congvu.documents.rules.incoming import suffix_problem
from congvu.documents.services.moving_in.books import CAPABILITY, books_for, key_of
from congvu.registers.models import VoidNumber

type Past = PastIncoming | PastOutgoing
type Place = tuple[tuple[str, int, str], str, int, str]
"""Register, series, number and suffix."""
type Taken = tuple[int, str, int, str]
"""Key of the register, series of a type or "", number, suffix."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document of another system cannot stand here: a stable name, the sentence."""

    code: str
    told: str


def examine(
    past: Sequence[Past], *, actor: Actor, lock: bool = False, fresh: set[Place] | None = None
) -> list[Refusal | None]:
    """Return for each document why it cannot be brought in, None when it can; nothing is written.

    Args:
        past: documents of one agency; of two with the same number the first one counts.
        actor: needs moving.manage.
        lock: hold the registers until the transaction ends (before `bring_in`).
        fresh: numbers of documents that passed before and are not written; those that pass now are added.
    """
    demand(actor, CAPABILITY)
    books = books_for([one.book for one in past], actor.agency_id, lock=lock)
    taken = _taken(past, books) | _void(books)
    found: list[Refusal | None] = []
    fresh = set() if fresh is None else fresh
    for one in past:
        book = books.get(key_of(one.book))
        series = series_of(one, book)
        place = (key_of(one.book), series, one.number, one.suffix)
        refusal = _refusal(one, book)
        if refusal is None and (
            place in fresh or (book and (book.pk, series, one.number, one.suffix) in taken)
        ):
            refusal = Refusal(
                "number-double",
                _("Số %(number)s đã có trong sổ năm %(year)s.")
                % {"number": f"{one.number}{one.suffix}", "year": one.book.year},
            )
        if refusal is None and book and (book.pk, series, one.number, "void") in taken:
            refusal = Refusal(
                "number-void",
                _("Số %(number)s đã được ghi là số trống trong sổ.") % {"number": one.number},
            )
        if refusal is None:
            fresh.add(place)
        found.append(refusal)
    return found


def series_of(one: Past, book: Book | None) -> str:
    """Return the type whose numbers a document takes part in, "" where all types share one series."""
    if isinstance(one, PastIncoming):
        return ""
    per_kind = book.numbering == Book.Numbering.PER_KIND if book else one.book.per_kind
    return one.kind if per_kind else ""


def _refusal(one: Past, book: Book | None) -> Refusal | None:
    if isinstance(one, PastIncoming) and suffix_problem(one.suffix):
        return Refusal("suffix", _("Số phụ “%(suffix)s” không hợp lệ.") % {"suffix": one.suffix})
    secrecy = one.facts.confidentiality if isinstance(one, PastIncoming) else one.confidentiality
    if book is not None and book.for_secret and not secrecy:
        return Refusal("secret-book", _("Văn bản thường không vào sổ văn bản mật."))
    return None


def _taken(past: Sequence[Past], books: dict[tuple[str, int, str], Book]) -> set[Taken]:
    """Return the numbers that stand in the registers already (two statements at most)."""
    found: set[Taken] = set()
    came = {one.number for one in past if isinstance(one, PastIncoming)}
    sent = {one.number for one in past if isinstance(one, PastOutgoing)}
    keys = [book.pk for book in books.values()]
    if came and keys:
        rows = IncomingDocument.objects.filter(book_id__in=keys, arrival_number__in=came)
        found |= {
            (book_id or 0, "", number or 0, suffix)
            for book_id, number, suffix in rows.values_list("book_id", "arrival_number", "arrival_suffix")
        }
    if sent and keys:
        issued = OutgoingDocument.objects.filter(book_id__in=keys, number__in=sent)
        found |= {
            (book_id or 0, kind, number or 0, suffix)
            for book_id, kind, number, suffix in issued.values_list(
                "book_id", "number_kind", "number", "number_suffix"
            )
        }
    return found


def _void(books: dict[tuple[str, int, str], Book]) -> set[Taken]:
    """Return the numbers of the registers that were declared void (one statement)."""
    if not books:
        return set()
    by_place = {(book.register, book.period): book.pk for book in books.values()}
    agency_id = next(iter(books.values())).agency_id
    rows = VoidNumber.objects.filter(
        counter__agency_id=agency_id, counter__period__in={period for _register, period in by_place}
    ).values_list("counter__register", "counter__period", "counter__kind", "number")
    return {
        (by_place[register, period], kind, number, "void")
        for register, period, kind, number in rows
        if (register, period) in by_place
    }
