"""Tying an issued answer to the incoming document that asked for it."""

from django.utils import timezone

from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.documents.models import DocumentLink, IncomingDocument
from congvu.documents.services.incoming_access import journal, store


def reply_issued(incoming_id: int, reply: Subject, code: str, *, actor: Actor) -> None:
    """Write down that an incoming document was answered: no reply is owed any more, its lines name it."""
    document = IncomingDocument.objects.select_for_update(of=("self",)).filter(pk=incoming_id).first()
    if document is None:
        return
    DocumentLink.objects.get_or_create(
        document=document,
        kind=DocumentLink.Kind.RELATED,
        subject_label=reply.label,
        subject_pk=reply.pk,
        defaults={"added_at": timezone.now(), "added_by_id": actor.officer_id},
    )
    document.lines.filter(role="lead", reply_pk__isnull=True).update(
        reply_label=reply.label, reply_pk=reply.pk
    )
    document.reply_required = False
    store(document, "reply_required")
    journal(document, "incoming.answered", actor=actor, other=code)
