"""Entering documents in the register: the number is taken in the transaction that uses it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.documents.messages import Arrival, Facts, Registration
from congvu.documents.models import IncomingDocument
from congvu.documents.services.arrival import arrive
from congvu.documents.services.facts import COLUMNS, apply_facts, columns, field_of
from congvu.documents.services.incoming_access import journal, open_incoming, store
from congvu.documents.services.register_checks import (
    book_for,
    check_dates,
    check_duplicates,
    check_facts,
    late_reason_of,
    number_for,
)
from congvu.documents.states.incoming import Action, State

MOST_AT_ONCE = 50
REGISTERED = (
    "book", "arrival_number", "arrival_suffix", "arrived_on", "registered_at", "registered_by",
    "late_reason", "due_at", "state",
)  # fmt: skip


@transaction.atomic
def register_incoming(
    document_id: int, registration: Registration, *, actor: Actor, seen_version: int | None = None
) -> IncomingDocument:
    """Enter a document in a register of incoming documents and give it its arrival number.

    Args:
        document_id: the document, waiting to be registered.
        registration: register, dates and the values that the clerk confirmed.
        actor: needs document.register.
        seen_version: the version that the clerk saw.

    Raises:
        StateRefused: another clerk was faster (code "already-registered" tells who, when and which number),
            or the register is closed.
        ActionRefused: something is missing or does not fit; `field` names it. Code "duplicate" when one like
            it stands in a register, and "late" after the legal time: both ask for a reason.

    Legal source: NĐ 30/2020/NĐ-CP Điều 22 (đăng ký văn bản đến, số đến liên tục trong năm).
    """
    document = open_incoming(document_id, Action.REGISTER, actor=actor, seen_version=seen_version)
    if registration.facts is not None:
        apply_facts(document, registration.facts)
    day = registration.arrived_on or document.arrived_on
    book = book_for(document, registration.book_id, day)
    check_facts(document)
    check_dates(document, registration, day)
    check_duplicates(document, registration)
    document.late_reason = late_reason_of(document, registration, day)
    document.arrival_number, document.arrival_suffix = number_for(book, registration)
    document.book, document.arrived_on, document.due_at = book, day, registration.due_at
    document.registered_at, document.registered_by_id = timezone.now(), actor.officer_id
    document.state = State.REGISTERED
    store(document, *REGISTERED, *columns(), "search_text")
    journal(
        document,
        "incoming.registered",
        actor=actor,
        reason=registration.despite or document.late_reason,
        book=str(book),
        number=document.arrival_code,
    )
    return document


@transaction.atomic
def enter_incoming(arrival: Arrival, registration: Registration, *, actor: Actor) -> IncomingDocument:
    """Take in a document and register it in one step, as with paper; a double submit returns the first."""
    document = arrive(arrival, actor=actor)
    if document.state != State.ARRIVED:
        return document
    return register_incoming(document.pk, registration, actor=actor)


def register_many(
    wanted: Iterable[tuple[int, Registration, int | None]], *, actor: Actor
) -> list[tuple[int, IncomingDocument | None, str]]:
    """Register up to 50 documents, each in a transaction of its own.

    Args:
        wanted: document, registration and seen version of each.
        actor: needs document.register.

    Returns for each the key, the registered document or None, and the sentence why not.
    """
    each = list(wanted)
    if len(each) > MOST_AT_ONCE:
        raise ActionRefused(
            _("Mỗi lần vào sổ nhiều nhất %(most)s văn bản.") % {"most": MOST_AT_ONCE}, code="too-many"
        )
    done: list[tuple[int, IncomingDocument | None, str]] = []
    for document_id, registration, seen in each:
        try:
            document = register_incoming(document_id, registration, actor=actor, seen_version=seen)
            done.append((document_id, document, ""))
        except ActionRefused as refusal:
            done.append((document_id, None, refusal.message))
        except IncomingDocument.DoesNotExist:
            done.append((document_id, None, _("Không tìm thấy văn bản.")))
    return done


@transaction.atomic
def correct_incoming(
    document_id: int,
    facts: Facts,
    *,
    due_at: datetime | None = None,
    actor: Actor,
    seen_version: int | None = None,
) -> IncomingDocument:
    """Change what was entered about a document; what changed stands in the journal."""
    document = open_incoming(document_id, Action.CORRECT, actor=actor, seen_version=seen_version)
    before = {name: getattr(document, name) for name in COLUMNS}
    apply_facts(document, facts)
    if document.state != State.ARRIVED:
        check_facts(document)
        check_dates(document, Registration(0, due_at=due_at), document.arrived_on, past_due=True)
        document.due_at = due_at or document.due_at
    changed = [name for name in COLUMNS if before[name] != getattr(document, name)]
    store(document, *columns(), "due_at", "search_text")
    words = [_words(name) for name in changed]
    journal(document, "incoming.corrected", actor=actor, changed=words or [_("hạn xử lý")])
    return document


def _words(column: str) -> str:
    field = IncomingDocument._meta.get_field(field_of(column))
    return str(getattr(field, "verbose_name", column))
