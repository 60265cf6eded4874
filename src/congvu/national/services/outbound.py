"""Telling the national side: a delivery row in the transaction of the fact, sent in order per dossier."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.subject import Subject
from congvu.delivery.messages import Later, Message, Permanent
from congvu.delivery.services import enqueue
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier
from congvu.dossiers.services.listening import mark_sync
from congvu.dossiers.states import FINAL, State, SyncState
from congvu.interchange.channels.base import ChannelError, Refused
from congvu.national.messages import Accepted, FileRef
from congvu.national.models import SyncedDossier
from congvu.national.queries.links import Served, serving
from congvu.national.queries.snapshot import progress, snapshot
from congvu.national.rules.progress import content, left_out
from congvu.national.rules.status import may_follow, named, national_code, substate
from congvu.national.rules.writing import Incomplete
from congvu.national.services.codes import note_fallback
from congvu.national.services.connecting import KIND
from congvu.national.services.sides import side_of
from congvu.national.services.telling import link_to, tell_counter
from congvu.national.services.uploading import uploaded
from congvu.national.services.writing_down import close_decided
from congvu.national.states import Sync

ATTEMPTS = 14
"""With waits that double from 30 seconds to 6 hours: more than a day, then a task for a person."""
OFF_FOR = timedelta(minutes=10)
_TAKEN = [
    "sent_number", "sent_status", "sent_at", "remote_id", "state", "error", "failing_since", "told_at"
]  # fmt: skip


def dossier_happened(dossier: Dossier, kind: str, actor: Actor, reason: str, data: Mapping[str, Any]) -> None:
    """Put a fact about a dossier into the outbox, in its own transaction; nothing without a link.

    Of a copy the system that received the dossier tells: one code is told of by one system.
    """
    if dossier.master_system:
        return
    served = serving(dossier.receiving_agency_id)
    if served is None:
        return
    if State(dossier.state) in FINAL:
        close_decided(dossier)
    if kind == "dossier.accepted":
        note_fallback(dossier)
    told = content(kind, reason, data)
    if not told or why_not(dossier, served):
        return
    step = {
        "officer": actor.officer_name,
        "title": actor.post_title,
        "unit": actor.unit_id,
        "agency": actor.agency_name,
        "content": told,
    }
    put(dossier, served, step)


def why_not(dossier: Dossier, served: Served) -> str:
    """Return why a dossier is not told of over a link; one that was begun is told of to its end."""
    accepted = timezone.localdate(dossier.accepted_at) if dossier.accepted_at else None
    return left_out(
        code=dossier.code or "",
        state=State(dossier.state),
        confidentiality=dossier.confidentiality,
        master=dossier.master_system,
        procedure=dossier.procedure_code,
        accepted_on=accepted,
        since=served.since,
    )


def put(dossier: Dossier, served: Served, step: dict[str, Any] | None) -> None:
    """Write the delivery row of what a dossier is now; call it in the transaction of the fact."""
    now = timezone.now()
    synced, _made = SyncedDossier.objects.select_for_update().get_or_create(
        dossier=dossier, defaults={"link_id": served.id, "changed_at": now}
    )
    synced.number, synced.changed_at, synced.link_id = synced.number + 1, now, served.id
    if synced.state == Sync.SYNCED:
        synced.state = Sync.WAITING
    if dossier.state not in {State.SUPPLEMENT, State.INCOMPLETE}:
        synced.answered_at = None
    synced.save(update_fields=["number", "changed_at", "link", "state", "answered_at"])
    accepted, sent_by, options = dossier.accepted_at is not None, dossier.delivery_state, served.options
    state, answered = State(dossier.state), synced.answered_at is not None
    payload = {
        "synced": synced.pk,
        "number": synced.number,
        "status": national_code(state, accepted=accepted, delivery=sent_by, options=options),
        "note": substate(state, accepted=accepted, delivery=sent_by, answered=answered),
        "at": now.isoformat(),
        "due": dossier.due_at.isoformat() if dossier.due_at else "",
        "step": step,
    }
    key = f"national:{dossier.pk}:{synced.number}"
    subject = Subject("dossiers.dossier", dossier.pk)
    enqueue(KIND, f"national:{dossier.pk}", payload, key=key, subject=subject)
    mark_sync(dossier.pk, SyncState.PENDING)


def send(message: Message) -> Any:
    """Deliver one fact: the whole dossier with the status that it had then, and the step.

    Raises:
        Later: the link is switched off.
        Permanent: the national side refuses for good, or the order of codes forbids it.
    """
    synced = SyncedDossier.objects.select_related("link__agency", "dossier").get(pk=message.payload["synced"])
    number, status = int(message.payload["number"]), str(message.payload["status"])
    if number <= synced.sent_number:
        return None
    if not synced.link.active:
        raise Later(_("Kết nối quốc gia đang tắt."), until=timezone.now() + OFF_FOR)
    try:
        if not may_follow(synced.sent_status, status):
            words = _("Phía quốc gia đã có trạng thái “%(before)s”, không nhận “%(after)s” sau đó.")
            raise Refused("order", words % {"before": named(synced.sent_status), "after": named(status)})
        accepted = _told(synced, message.payload, status)
    except Incomplete as error:
        _failed(synced, str(error), final=True)
        raise Permanent(str(error)) from error
    except ChannelError as error:
        final = isinstance(error, Refused) or message.attempt >= ATTEMPTS
        _failed(synced, error.told, final=final)
        if isinstance(error, Refused):
            raise Permanent(error.told) from error
        raise
    return lambda: _taken(synced, number, status, accepted)


def _told(synced: SyncedDossier, payload: Mapping[str, Any], status: str) -> Accepted:
    side = side_of(synced.link)
    dossier = snapshot(
        synced.dossier_id, status=status, note=payload["note"], agency_code=synced.link.agency_code
    )
    files: Mapping[str, FileRef] = {}
    if side.generation == "2":
        files = uploaded(synced, dossier, side)
    step = payload["step"] and progress(
        dossier.code,
        payload["step"],
        at=datetime.fromisoformat(payload["at"]),
        status=status,
        due_at=datetime.fromisoformat(payload["due"]) if payload["due"] else None,
    )
    known = synced.sent_at is not None or synced.from_portal
    return side.synchronise(dossier, step, remote_id=synced.remote_id, known=known, uploads=files)


def _taken(synced: SyncedDossier, number: int, status: str, accepted: Accepted) -> None:
    """Write that the national side has it; in the transaction that closes the delivery."""
    row = SyncedDossier.objects.select_for_update().get(pk=synced.pk)
    row.sent_number, row.sent_status, row.sent_at = number, status, timezone.now()
    row.remote_id = accepted.remote_id or row.remote_id
    row.state = Sync.SYNCED if number >= row.number else Sync.WAITING
    row.error, row.failing_since, row.told_at = "", None, None
    row.save(update_fields=_TAKEN)
    mark_sync(row.dossier_id, SyncState.SYNCED if row.state == Sync.SYNCED else SyncState.PENDING)


@transaction.atomic
def _failed(synced: SyncedDossier, told: str, *, final: bool) -> None:
    """Write why the national side does not have it; at the end it is a task for a person, told once."""
    row = SyncedDossier.objects.select_for_update().get(pk=synced.pk)
    row.error, row.failing_since = told[:2000], row.failing_since or timezone.now()
    if final:
        row.state = Sync.FAILED
        mark_sync(row.dossier_id, SyncState.FAILED)
        if row.told_at is None:
            row.told_at = timezone.now()
            said = _("Hồ sơ %(code)s chưa đồng bộ được lên Cổng quốc gia: %(why)s")
            dossier = synced.dossier
            tell_counter(
                [dossier.receiving_agency_id],
                "national.failed",
                said % {"code": dossier.code, "why": told[:300]},
                link=link_to("desk:national"),
                subject=Subject("dossiers.dossier", dossier.pk),
            )
    row.save(update_fields=["error", "failing_since", "state", "told_at"])
