"""Telling people and the journal what happens to messages."""

from collections.abc import Iterable
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.queries import officers_with_role
from congvu.documents.services.outside import note_recipient
from congvu.interchange.models import Connection, OutboundMessage
from congvu.interchange.states import OUTBOUND_NAMES, Outbound
from congvu.notify.services import notify

OUTGOING = "documents.outgoingdocument"


def subject_of(package: OutboundMessage) -> Subject:
    """Return what a package is about: the document where there is one."""
    if package.document_id:
        return Subject(OUTGOING, package.document_id)
    return Subject("interchange.outboundmessage", package.pk)


def record_about(
    package: OutboundMessage, kind: str, *, actor: Actor | None = None, reason: str = "", **data: Any
) -> None:
    """Record what happened to a package in the sending agency's chain."""
    who = actor or Actor.system(package.agency_id)
    record(kind, subject_of(package), actor=who, agency_id=package.agency_id, reason=reason, **data)


def tell_registry(
    agency_ids: Iterable[int], kind: str, said: str, *, link: str = "", subject: Subject | None = None
) -> None:
    """Tell the registry clerks of agencies one sentence."""
    officers = {one.officer_id for pk in agency_ids for one in officers_with_role(pk, "registry")}
    if officers:
        notify(sorted(officers), kind, said, link, subject)


def link_to(name: str, *args: Any) -> str:
    """Return the address of a screen; "" where the face is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def stuck(package: OutboundMessage, told: str) -> None:
    """Write that a package needs a person, and tell the registry of its agency, once."""
    words = told[:1000]
    rows = OutboundMessage.objects.filter(pk=package.pk)
    rows.update(state=Outbound.STUCK, note=words, alarmed_at=timezone.now())
    if package.recipient_id and package.business == "new":
        note_recipient(package.recipient_id, f"{OUTBOUND_NAMES[Outbound.STUCK]}: {words}")
    about = package.code or package.title or package.key
    said = _("Liên thông kẹt: %(what)s gửi %(to)s. %(why)s") % {
        "what": about,
        "to": package.to_name or package.to_code,
        "why": told[:300],
    }
    link = link_to("desk:exchange_box", "ket")
    tell_registry([package.agency_id], "exchange.stuck", said, link=link, subject=subject_of(package))


def tell_connection(connection: Connection, said: str) -> None:
    """Tell the registry of a connection's agency."""
    link = link_to("desk:exchange_box", "ket")
    tell_registry([connection.agency_id], "exchange.connection", said, link=link)
