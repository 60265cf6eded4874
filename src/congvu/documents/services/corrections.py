"""Afterwards: recall, replace, correct an issued document (NĐ 30/2020/NĐ-CP Điều 18 khoản 3, 4).

Nothing vanishes at the receivers by itself: each receiver's registry decides, and its answer stands here.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.documents.models import (
    Correction,
    CorrectionAnswer,
    OutgoingDocument,
    OutgoingRecipient,
)
from congvu.documents.services.outgoing_access import journal, open_outgoing, store, subject_of
from congvu.documents.services.outgoing_telling import tell
from congvu.documents.services.outside import hand_out
from congvu.documents.services.sender_notices import sender_asks
from congvu.documents.states.outgoing import Action, State

_ACTIONS = {
    Correction.Kind.RECALL: (Action.RECALL, State.RECALLED, "recall"),
    Correction.Kind.REPLACE: (Action.REPLACE, State.REPLACED, "replace"),
    Correction.Kind.CORRECT: (Action.CORRECT, None, "update"),
}
Answer = CorrectionAnswer.Answer


def recall(document_id: int, *, actor: Actor, reason: str, seen_version: int | None = None) -> Correction:
    """Recall an issued document: each receiver's registry is asked to take it out, and answers."""
    return begin_correction(
        document_id, Correction.Kind.RECALL, actor=actor, reason=reason, seen_version=seen_version
    )


def replace(
    document_id: int, by_document_id: int, *, actor: Actor, reason: str, seen_version: int | None = None
) -> Correction:
    """Replace an issued document by another issued one of the agency."""
    by = _issued(by_document_id, document_id, actor)
    return begin_correction(
        document_id,
        Correction.Kind.REPLACE,
        actor=actor,
        reason=reason,
        by_document=by,
        seen_version=seen_version,
    )


def correct(
    document_id: int, by_document_id: int, *, actor: Actor, reason: str, seen_version: int | None = None
) -> Correction:
    """Correct form or procedure of an issued document by an issued công văn (Điều 18 khoản 3)."""
    by = _issued(by_document_id, document_id, actor)
    if by.kind != "CV":
        raise ActionRefused(
            _("Đính chính bằng công văn; hãy chọn một công văn đã phát hành."),
            code="letter",
            field="by_document",
        )
    return begin_correction(
        document_id,
        Correction.Kind.CORRECT,
        actor=actor,
        reason=reason,
        by_document=by,
        seen_version=seen_version,
    )


def _issued(by_document_id: int, document_id: int, actor: Actor) -> OutgoingDocument:
    rows = OutgoingDocument.objects.visible_to(actor).filter(pk=by_document_id, state=State.ISSUED)
    found = rows.exclude(pk=document_id).first()
    if found is None:
        raise ActionRefused(_("Hãy chọn văn bản đã phát hành."), code="by-document", field="by_document")
    return found


@transaction.atomic
def begin_correction(
    document_id: int,
    kind: str,
    *,
    actor: Actor,
    reason: str,
    by_document: OutgoingDocument | None = None,
    seen_version: int | None = None,
) -> Correction:
    """Write a recall, replacement or correction, and ask every receiver."""
    action, target, what = _ACTIONS[Correction.Kind(kind)]
    document = _opened(document_id, action, actor, seen_version, reason, automatic=by_document)
    now = timezone.now()
    correction = Correction.objects.create(
        document=document,
        kind=kind,
        reason=one_line(reason)[:500],
        by_document=by_document,
        made_at=now,
        made_by_id=actor.officer_id,
    )
    if target is not None:
        document.state = target
    document.state_reason = one_line(reason)[:500]
    store(document, "state", "state_reason")
    _ask(document, correction, what, actor)
    said = f"{correction.get_kind_display().lower()}: {one_line(reason)}"
    tell([document.author_id, document.signer_id], f"outgoing.{kind}", said, document, actor=actor)
    journal(document, f"outgoing.{_EVENTS[kind]}", actor=actor, reason=reason, by=str(by_document or ""))
    return correction


_EVENTS = {"recall": "recalled", "replace": "replaced", "correct": "corrected"}


def _opened(
    document_id: int,
    action: Action,
    actor: Actor,
    seen_version: int | None,
    reason: str,
    *,
    automatic: OutgoingDocument | None,
) -> OutgoingDocument:
    """Return the locked document; what replaces or corrects it needs no further right than being issued."""
    if automatic is not None and document_id in {automatic.replaces_id, automatic.correcting_id}:
        rows = OutgoingDocument.objects.select_for_update(of=("self",))
        document = rows.get(pk=document_id, agency_id=automatic.agency_id)
        if document.state == State.ISSUED:
            return document
    return open_outgoing(document_id, action, actor=actor, seen_version=seen_version, reason=reason)


def _ask(document: OutgoingDocument, correction: Correction, what: str, actor: Actor) -> None:
    recipients = list(document.recipients.all())
    CorrectionAnswer.objects.bulk_create(
        [
            CorrectionAnswer(correction=correction, recipient=one, **_at_once(document, one))
            for one in recipients
        ]
    )
    if any(one.incoming_id for one in recipients):
        sender_asks(subject_of(document), what, reason=correction.reason, actor=actor)
    outside = [one for one in recipients if one.way == OutgoingRecipient.Way.INTERCHANGE]
    hand_out(document, outside, what, correction.reason, str(correction.pk))


def _at_once(document: OutgoingDocument, one: OutgoingRecipient) -> dict[str, object]:
    """Inside the agency itself there is nobody to ask: whoever sees the document sees that it is recalled."""
    if one.agency_id == document.agency_id:
        return {"answer": Answer.ACCEPTED, "answered_at": timezone.now()}
    return {}
