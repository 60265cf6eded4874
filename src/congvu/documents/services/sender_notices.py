"""What a sender asks of a document that it sent before: to take it back, or to take note of a newer one.

Nothing happens by itself: the receiver's clerk decides (NĐ 30/2020/NĐ-CP Điều 18 khoản 4; QCVN 102).
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean, one_line
from congvu.directory.messages import Actor
from congvu.documents.models import IncomingDocument
from congvu.documents.services.correction_answers import incoming_answered
from congvu.documents.services.incoming_access import journal, open_incoming, store
from congvu.documents.services.telling import tell_holders, tell_registry
from congvu.documents.states.incoming import FINAL, WITH_SOMEBODY, Action, LineState, State

WHAT = {"recall": "thu hồi", "update": "cập nhật", "replace": "thay thế"}


@transaction.atomic
def sender_asks(
    source: Subject,
    what: str,
    *,
    reason: str,
    agency_ids: Iterable[int] | None = None,
    actor: Actor,
) -> list[IncomingDocument]:
    """Put a sender's request on the documents that came from `source`; return them.

    Args:
        source: the sender's own document in this installation.
        what: "recall", "update" or "replace".
        reason: the sender's reason, shown to the clerk.
        agency_ids: only these receivers; all unless told.
        actor: who asks; the calling use case answers for the right to.

    Documents that are settled already (given back, recalled, a second copy) are left out.
    """
    if not clean(reason):
        raise ActionRefused(_("Hãy ghi rõ lý do."), code="reason", field="reason")
    rows = IncomingDocument.objects.select_for_update(of=("self",)).filter(
        source_label=source.label, source_pk=source.pk
    )
    rows = rows.exclude(state__in=[state.value for state in FINAL]).order_by("pk")
    if agency_ids is not None:
        rows = rows.filter(agency_id__in=list(agency_ids))
    asked = list(rows)
    for document in asked:
        document.notice, document.notice_reason = what, one_line(reason)[:500]
        document.notice_at, document.notice_answer, document.notice_answered_at = timezone.now(), "", None
        store(document, "notice", "notice_reason", "notice_at", "notice_answer", "notice_answered_at")
        journal(document, "incoming.notice", actor=actor, reason=reason, what=WHAT[what])
        tell_registry(document, _("nơi gửi đề nghị %(what)s") % {"what": WHAT[what]})
    return asked


@transaction.atomic
def answer_notice(
    document_id: int, *, agree: bool, reason: str = "", actor: Actor, seen_version: int | None = None
) -> IncomingDocument:
    """Answer what the sender asked; agreeing to a recall takes the document out of everybody's hands.

    Args:
        document_id: the document.
        agree: whether the agency agrees.
        reason: needed when it does not.
        actor: needs document.register.
        seen_version: the version that the clerk saw.

    Raises:
        StateRefused: the sender asked nothing, or it was answered before.
    """
    document = open_incoming(document_id, Action.RECALL, actor=actor, seen_version=seen_version)
    if not document.notice or document.notice_answer:
        raise StateRefused(_("Nơi gửi không có đề nghị nào đang chờ trả lời."), code="no-notice")
    if not agree and not clean(reason):
        raise ActionRefused(_("Hãy ghi rõ lý do không đồng ý."), code="reason", field="reason")
    now = timezone.now()
    document.notice_answer, document.notice_answered_at = ("agreed" if agree else "refused"), now
    fields = ["notice_answer", "notice_answered_at"]
    if agree and document.notice == "recall":
        _take_out(document, actor)
        document.state, document.finished_at = State.RECALLED, now
        fields += ["state", "finished_at"]
    store(document, *fields)
    answer = _("đồng ý") if agree else _("không đồng ý")
    what = WHAT[document.notice]
    journal(document, "incoming.notice_answered", actor=actor, reason=reason, answer=answer, what=what)
    incoming_answered(document, accepted=agree, reason=reason, actor=actor)
    return document


def _take_out(document: IncomingDocument, actor: Actor) -> None:
    lines = list(document.lines.filter(state__in=[state.value for state in WITH_SOMEBODY]))
    now = timezone.now()
    document.lines.filter(pk__in=[line.pk for line in lines]).update(
        state=LineState.WITHDRAWN, completed_at=now, completed_by_id=actor.officer_id
    )
    tell_holders(document, lines, _("nơi gửi đã thu hồi văn bản này"), actor=actor)
