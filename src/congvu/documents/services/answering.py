"""Saying which incoming document an outgoing one answers, while it is drafted or after it was issued."""

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.documents.models import DocumentLink, IncomingDocument, OutgoingDocument
from congvu.documents.services.filing_away import file_outgoing
from congvu.documents.services.outgoing_access import LABEL, journal, open_outgoing, store
from congvu.documents.services.releasing import settle_reply_to
from congvu.documents.states.outgoing import OUT, Action


@transaction.atomic
def answer_incoming(
    document_id: int, incoming_id: int, *, actor: Actor, seen_version: int | None = None
) -> OutgoingDocument:
    """Write down that an outgoing document answers an incoming one.

    Of a draft there is one; choosing another takes its place. An issued one settles the incoming document at
    once, and may answer several.

    Raises:
        ActionRefused: the incoming document is not there or not visible, or it is tied already.
    """
    document = open_outgoing(document_id, Action.LINK, actor=actor, seen_version=seen_version)
    incoming = IncomingDocument.objects.visible_to(actor).filter(pk=incoming_id).first()
    if incoming is None or incoming.agency_id != document.agency_id:
        raise ActionRefused(_("Không thấy văn bản đến để trả lời."), code="incoming", field="incoming_id")
    issued = document.stage in OUT
    if document.reply_to_id == incoming.pk or _tied(document, incoming):
        raise ActionRefused(
            _("Văn bản này đã được nối với văn bản đến %(code)s.") % {"code": str(incoming)},
            code="linked",
            field="incoming_id",
        )
    if not issued or document.reply_to_id is None:
        document.reply_to = incoming
    store(document, "reply_to")
    if issued:
        settle_reply_to(document, incoming.pk, actor=actor)
        file_outgoing(document, actor=actor)
    journal(document, "outgoing.linked", actor=actor, other=incoming.code or incoming.arrival_code)
    return document


def _tied(document: OutgoingDocument, incoming: IncomingDocument) -> bool:
    ties = DocumentLink.objects.filter(document=incoming, kind=DocumentLink.Kind.RELATED)
    return ties.filter(subject_label=LABEL, subject_pk=document.pk).exists()
