"""Writing down how a message from the portal ended."""

from django.db import transaction
from django.utils import timezone

from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier
from congvu.national.models import OnlineMessage
from congvu.national.services.telling import link_to, tell_counter
from congvu.national.states import KIND_NAMES, Inbound


def subject_of(dossier: Dossier) -> Subject:
    """Return the subject of a dossier."""
    return Subject("dossiers.dossier", dossier.pk)


def journal(message: OnlineMessage, kind: str, *, actor: Actor | None = None, reason: str = "") -> None:
    """Record what happened to a message, in the journal of its agency."""
    agency = message.agency_id or message.link.agency_id
    record(
        kind,
        Subject("national.onlinemessage", message.pk),
        actor=actor or Actor.system(agency),
        agency_id=agency,
        reason=reason,
        code=message.code,
        what=KIND_NAMES[message.kind],
    )


def settled(message: OnlineMessage, dossier: Dossier, note: str, *, state: Inbound = Inbound.DONE) -> str:
    """Write that a message had its effect, or waits for an officer's decision; return its state."""
    message.state, message.note, message.dossier = state, note[:2000], dossier
    message.agency_id, message.handled_at = dossier.receiving_agency_id, timezone.now()
    message.save(update_fields=["state", "note", "dossier", "agency", "handled_at"])
    journal(message, "national.handled", reason=note)
    return state


@transaction.atomic
def quarantine(message: OnlineMessage, why: str) -> str:
    """Put a message apart with a plain reason, and tell the counter; return its state."""
    held = OnlineMessage.objects.select_for_update(of=("self",)).select_related("link").get(pk=message.pk)
    news = held.state != Inbound.QUARANTINED or held.note != why
    held.state, held.note = Inbound.QUARANTINED, why[:2000]
    held.save(update_fields=["state", "note"])
    if news:
        journal(held, "national.quarantined", reason=why)
        agency = held.agency_id or held.link.agency_id
        said = (
            f"Thông điệp “{KIND_NAMES[held.kind]}” của hồ sơ {held.code} từ Cổng quốc gia bị cách ly: {why}"
        )
        tell_counter([agency], "national.quarantined", said, link=link_to("desk:national_box", "den"))
    return held.state


def close_decided(dossier: Dossier) -> None:
    """Close the wish to withdraw of a dossier that ended, in the transaction of its end."""
    waiting = OnlineMessage.objects.filter(dossier=dossier, state=Inbound.DECIDING)
    waiting.update(state=Inbound.DONE, handled_at=timezone.now())
