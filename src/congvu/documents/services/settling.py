"""What else becomes of an arrived document: out of the register, back to the sender, a second copy."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.documents.models import DocumentLink, IncomingDocument, IncomingFile
from congvu.documents.services.facts import apply_facts, columns, facts_of
from congvu.documents.services.incoming_access import LABEL, journal, open_incoming, store
from congvu.documents.services.registering import REGISTERED
from congvu.documents.states.incoming import Action, State
from congvu.registers.services import void_number


@transaction.atomic
def cancel_reception(
    document_id: int, *, reason: str, actor: Actor, seen_version: int | None = None
) -> IncomingDocument:
    """Take a document out of the register again, as long as it was sent to nobody; its number stays, void.

    Raises:
        StateRefused: it was sent on.
    """
    document = open_incoming(
        document_id, Action.CANCEL, actor=actor, seen_version=seen_version, reason=reason
    )
    if document.lines.exists():
        raise StateRefused(_("Văn bản đã được chuyển đi, không hủy tiếp nhận được nữa."), code="sent-on")
    book, number = document.book, document.arrival_number
    assert book is not None
    assert number is not None
    arrival = document.arrival_code
    if not document.arrival_suffix:
        void_number(
            agency_id=book.agency_id,
            register=book.register,
            period=book.period,
            number=number,
            reason=one_line(reason)[:500],
            actor=actor,
        )
    document.book = document.arrival_number = document.registered_at = document.registered_by = None
    document.arrival_suffix = document.late_reason = ""
    document.due_at, document.state = None, State.ARRIVED
    store(document, *REGISTERED)
    journal(document, "incoming.cancelled", actor=actor, reason=reason, number=arrival, book=str(book))
    return document


@transaction.atomic
def refuse_incoming(
    document_id: int, *, reason: str, actor: Actor, seen_version: int | None = None
) -> IncomingDocument:
    """Give a document back to its sender: not for us, not whole, or without valid signature (Điều 21)."""
    document = open_incoming(
        document_id, Action.REFUSE, actor=actor, seen_version=seen_version, reason=reason
    )
    document.state, document.finished_at = State.REFUSED, timezone.now()
    document.notice_reason = one_line(reason)[:500]
    store(document, "state", "finished_at", "notice_reason")
    journal(document, "incoming.refused", actor=actor, reason=reason)
    return document


@transaction.atomic
def mark_duplicate(
    document_id: int,
    other_id: int,
    *,
    take_over: bool = False,
    actor: Actor,
    seen_version: int | None = None,
) -> IncomingDocument:
    """Settle a second copy: it is tied to the document that is registered already; return that one.

    Args:
        document_id: the second copy, not registered.
        other_id: the document that stands in the register.
        take_over: whether the registered one gets the values and files of the copy.
        actor: needs document.register.
        seen_version: the version of the copy that the clerk saw.
    """
    document = open_incoming(document_id, Action.MARK_DUPLICATE, actor=actor, seen_version=seen_version)
    if other_id == document_id:
        raise ActionRefused(_("Hãy chọn văn bản khác."), code="other", field="other")
    other = open_incoming(other_id, Action.CORRECT, actor=actor)
    now = timezone.now()
    document.state, document.finished_at = State.DUPLICATE, now
    store(document, "state", "finished_at")
    DocumentLink.objects.create(
        document=document,
        kind=DocumentLink.Kind.DUPLICATE,
        subject_label=LABEL,
        subject_pk=other.pk,
        added_at=now,
        added_by_id=actor.officer_id,
    )
    if take_over:
        _take_over(document, other, actor, now)
    journal(document, "incoming.duplicate", actor=actor, other=other.code or other.arrival_code)
    return other


def _take_over(document: IncomingDocument, other: IncomingDocument, actor: Actor, now: datetime) -> None:
    """Give a registered document the values and files of its second copy."""
    apply_facts(other, facts_of(document))
    kept = set(other.files.values_list("file__blob__sha256", flat=True))
    last = other.files.count()
    new = [one for one in document.files.select_related("file__blob") if one.file.blob.sha256 not in kept]
    IncomingFile.objects.bulk_create(
        [
            IncomingFile(
                document=other,
                file=one.file,
                role=one.role,
                position=position,
                added_at=now,
                added_by_id=actor.officer_id,
            )
            for position, one in enumerate(new, start=last + 1)
        ]
    )
    store(other, *columns(), "search_text")
    journal(other, "incoming.corrected", actor=actor, changed=[_("theo bản đến sau")])
