"""What receivers answer to a recall, a replacement or a correction."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.documents.models import CorrectionAnswer, IncomingDocument, OutgoingRecipient
from congvu.documents.services.outgoing_access import journal
from congvu.documents.services.outgoing_telling import tell

Answer = CorrectionAnswer.Answer


@transaction.atomic
def receiver_answered(
    recipient_id: int, *, accepted: bool, reason: str = "", actor: Actor
) -> CorrectionAnswer | None:
    """Write down what a receiver answered to the latest request; None when no request waits for an answer.

    Called by the receiving agency's decision here, and by the interchange for answers from outside.
    """
    answer = (
        CorrectionAnswer.objects.select_for_update(of=("self",))
        .filter(recipient_id=recipient_id, answer=Answer.WAITING)
        .select_related("recipient__document", "correction")
        .order_by("-correction_id")
        .first()
    )
    if answer is None:
        return None
    answer.answer = Answer.ACCEPTED if accepted else Answer.REFUSED
    answer.reason, answer.answered_at = clean(reason)[:500], timezone.now()
    answer.answered_by_id = actor.officer_id
    answer.save(update_fields=["answer", "reason", "answered_at", "answered_by"])
    document, words = answer.recipient.document, answer.get_answer_display()
    said = _("%(who)s %(answer)s") % {"who": answer.recipient.name, "answer": words}
    tell([answer.correction.made_by_id, document.author_id], "outgoing.answered", said, document, actor=actor)
    journal(
        document, "outgoing.answered", actor=actor, reason=reason, who=answer.recipient.name, answer=words
    )
    return answer


def incoming_answered(document: IncomingDocument, *, accepted: bool, reason: str, actor: Actor) -> None:
    """Carry a receiver's decision on its incoming copy back to the sender's document here."""
    rows = OutgoingRecipient.objects.filter(incoming_id=document.pk).values_list("pk", flat=True)
    for recipient_id in rows:
        receiver_answered(recipient_id, accepted=accepted, reason=reason, actor=actor)
