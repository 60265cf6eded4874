"""Agencies whose system only knows documents: what they answer is shown at the stage, for the officer."""

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.directory.messages import Actor
from congvu.documents.models import IncomingDocument
from congvu.dossiers.services.access import journal
from congvu.dossiers.services.linked import give_back, locked_for, stage_step
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import InboundMessage, LinkedDossier, LinkMessage, OutboundMessage
from congvu.interchange.queries.routes import codes_alike
from congvu.interchange.rules.linking import OPEN, Kind, Side, Stage


def refused_outside(package: OutboundMessage, why: str) -> None:
    """The registry of the other agency refused the document that hands a stage over: it comes back."""
    row = LinkMessage.objects.filter(outbound=package, kind=Kind.HAND_OVER).select_related("link").first()
    if row is None or row.link.received or Stage(row.link.state) not in OPEN:
        return
    link = _locked(row.link)
    words = why or _("không nêu lý do")
    link.state, link.closed_at, link.note = Stage.REFUSED, timezone.now(), words[:1000]
    link.save(update_fields=["state", "closed_at", "note"])
    step = stage_step(link.dossier, link.step_id)
    if step is not None:
        give_back(link.dossier, step, link.before)
    _record(link, _("Từ chối tiếp nhận"), words)


def answered_outside(content: edxml.Document, document: IncomingDocument, message: InboundMessage) -> None:
    """An ordinary document answers one that handed a stage over: it is shown there, nothing else happens."""
    ids = [one.document_id.strip() for one in content.answers if one.document_id.strip()]
    if not ids:
        return
    alike = codes_alike(message.connection, content.sender.code)
    links = LinkedDossier.objects.filter(
        side=Side.ORIGIN,
        state__in=sorted(OPEN),
        agency_id=document.agency_id,
        partner_code__in=alike,
        messages__outbound__document_id_sent__in=ids,
    )
    for found in links.distinct().order_by("pk"):
        link = _locked(found)
        link.answer = document
        link.save(update_fields=["answer"])
        _record(link, _("Văn bản trả lời %(code)s") % {"code": document.code}, document.subject[:300])


def _locked(found: LinkedDossier) -> LinkedDossier:
    dossier = locked_for(found.dossier_id, found.agency_id)
    link = LinkedDossier.objects.select_for_update(of=("self",)).get(pk=found.pk)
    link.dossier = dossier
    return link


def _record(link: LinkedDossier, what: str, reason: str) -> None:
    who = link.partner_name or link.partner_code
    actor = Actor.system(link.agency_id)
    journal(link.dossier, "dossier.link_came", actor=actor, reason=reason, who=who, what=what)
