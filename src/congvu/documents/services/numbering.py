"""Numbers of outgoing documents: taken in the transaction that writes them, void ones kept with a reason.

Legal source: NĐ 30/2020/NĐ-CP Điều 15 (số và thời gian ban hành, một hệ thống số cho giấy và điện tử).
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.documents.models import Book, OutgoingDocument
from congvu.documents.queries.outgoing_locking import open_book
from congvu.documents.queries.text_search import code_key
from congvu.documents.rules.layout.notation import display_number, full_code, is_suffix
from congvu.documents.services.outgoing_access import journal, open_outgoing, require_reason, store
from congvu.documents.services.search_words import search_text_with
from congvu.documents.states.outgoing import Action, State
from congvu.registers import services as registers
from congvu.registers.queries import peek

NUMBER_FIELDS = (
    "book", "number_kind", "number", "number_suffix", "code", "code_key", "issued_on", "numbered_at",
    "numbered_by", "search_text",
)  # fmt: skip
WITH_SIGNATURE, AFTER_SIGNATURE = "with-signature", "after-signature"


def numbering_mode() -> str:
    """Return when electronic documents get their number: in the signer's act, or after it (ADR 0020)."""
    mode: str = getattr(settings, "DOCUMENTS_NUMBERING", WITH_SIGNATURE)
    return mode


def book_for(document: OutgoingDocument, book_id: int | None = None) -> Book:
    """Return the register that a document is numbered in: the one chosen, else this year's default one.

    Raises:
        StateRefused: none is open, it is closed, of another year, or not for documents of this secrecy.
    """
    year = timezone.localdate().year
    secret = document.confidentiality > 0
    if book_id is None:
        found = open_book(document.agency_id, year, secret=secret)
    else:
        books = Book.objects.filter(direction=Book.Direction.OUTGOING, year=year)
        found = books.filter(agency_id=document.agency_id, pk=book_id).first()
    if found is None:
        raise StateRefused(
            _("Chưa mở sổ đăng ký văn bản %(secret)sđi năm %(year)s.")
            % {"year": year, "secret": _("mật ") if secret else ""},
            code="no-book",
        )
    if found.closed_at is not None:
        raise StateRefused(_("Sổ này đã khóa."), code="book-closed")
    if found.for_secret != secret:
        raise StateRefused(
            _("Văn bản mật đăng ký vào sổ riêng, không chung với văn bản thường."), code="book-secrecy"
        )
    return found


def take_for(
    document: OutgoingDocument,
    *,
    actor: Actor,
    book_id: int | None = None,
    beside: int | None = None,
    suffix: str = "",
) -> None:
    """Give a locked document the next number of a register, in the caller's transaction.

    Args:
        beside: a number already used, beside which `suffix` makes a new one ("12a"); no number is taken then.
        suffix: one small letter.
    """
    book = book_for(document, book_id)
    kind = document.kind if book.numbering == Book.Numbering.PER_KIND else ""
    if beside is None and not suffix:
        number = registers.take_number(
            agency_id=document.agency_id, register=book.register, period=book.period, kind=kind
        )
    else:
        number = _beside(book, kind, beside, suffix)
    document.book, document.number_kind = book, kind
    document.number, document.number_suffix = number, suffix
    document.code = full_code(display_number(number, suffix), document.notation) or display_number(
        number, suffix
    )
    document.code_key = code_key(document.code)
    document.issued_on = timezone.localdate()
    document.numbered_at, document.numbered_by_id = timezone.now(), actor.officer_id
    document.search_text = search_text_with(document.search_text, document.code)


def _beside(book: Book, kind: str, number: int | None, suffix: str) -> int:
    if number is None:
        raise ActionRefused(
            _("Hãy ghi số đã dùng mà chữ “%(suffix)s” đứng sau.") % {"suffix": suffix},
            code="suffix-base",
            field="beside",
        )
    if not suffix or not is_suffix(suffix):
        raise ActionRefused(_("Chữ sau số là một chữ cái thường, ví dụ “a”."), code="suffix", field="suffix")
    rows = OutgoingDocument.objects.filter(book=book, number_kind=kind, number=number)
    used = set(rows.values_list("number_suffix", flat=True))
    if not used:
        raise ActionRefused(
            _("Số %(number)s chưa được dùng trong sổ này nên không thêm chữ được.") % {"number": number},
            code="suffix-base",
            field="beside",
        )
    if suffix in used:
        raise ActionRefused(
            _("Số %(number)s%(suffix)s đã dùng.") % {"number": number, "suffix": suffix},
            code="suffix-used",
            field="suffix",
        )
    return number


def give_number_back(document: OutgoingDocument, *, actor: Actor, reason: str) -> None:
    """Void the number that a locked document holds, if any; the caller writes NUMBER_FIELDS."""
    if document.number is None or document.book is None:
        return
    code = document.code
    if not document.number_suffix:
        registers.void_number(
            agency_id=document.agency_id,
            register=document.book.register,
            period=document.book.period,
            kind=document.number_kind,
            number=document.number,
            reason=f"{code}: {reason}"[:500],
            actor=actor,
        )
    journal(document, "outgoing.number_voided", actor=actor, reason=reason, number=code)
    document.book = document.number = document.issued_on = document.numbered_at = document.numbered_by = None
    document.number_kind = document.number_suffix = document.code = document.code_key = ""


@transaction.atomic
def number_document(
    document_id: int,
    *,
    actor: Actor,
    book_id: int | None = None,
    beside: int | None = None,
    suffix: str = "",
    reason: str = "",
    seen_version: int | None = None,
) -> OutgoingDocument:
    """Give a document its number and date; a signed one then waits for the agency's signature and for issue.

    One that still waits for its signature keeps waiting, with the number that the registry chose for it.

    Args:
        book_id: the register; this year's default one unless told.
        beside, suffix: for an inserted number such as "12a", with a reason.
    """
    document = open_outgoing(document_id, Action.NUMBER, actor=actor, seen_version=seen_version)
    if document.number is not None:
        raise StateRefused(_("Văn bản đã có số %(code)s.") % {"code": document.code}, code="has-number")
    if beside is not None:
        require_reason(reason)
    take_for(document, actor=actor, book_id=book_id, beside=beside, suffix=one_line(suffix))
    if document.state == State.SIGNED:
        document.state = State.NUMBERED
    store(document, *NUMBER_FIELDS, "state")
    journal(document, "outgoing.numbered", actor=actor, reason=reason, number=document.code)
    return document


@transaction.atomic
def refuse_number(
    document_id: int, *, actor: Actor, reason: str, seen_version: int | None = None
) -> OutgoingDocument:
    """Refuse to number or to issue a signed document, for good; a number that it holds is void."""
    document = open_outgoing(
        document_id, Action.REFUSE, actor=actor, seen_version=seen_version, reason=reason
    )
    give_number_back(document, actor=actor, reason=one_line(reason))
    document.state, document.state_reason, document.holding = State.REFUSED, one_line(reason)[:500], ""
    store(document, *NUMBER_FIELDS, "state", "state_reason", "holding")
    journal(document, "outgoing.refused", actor=actor, reason=reason)
    return document


def number_to_come(
    document: OutgoingDocument, *, book_id: int | None = None, beside: int | None = None, suffix: str = ""
) -> str:
    """Return the code that a document would get now; nobody may rely on getting it.

    Raises as `number_document` does for a register or an inserted number that cannot be.
    """
    book, suffix = book_for(document, book_id), one_line(suffix)
    kind = document.kind if book.numbering == Book.Numbering.PER_KIND else ""
    if beside is None and not suffix:
        number = peek(agency_id=document.agency_id, register=book.register, period=book.period, kind=kind)
    else:
        number = _beside(book, kind, beside, suffix)
    return full_code(display_number(number, suffix), document.notation) or display_number(number, suffix)
