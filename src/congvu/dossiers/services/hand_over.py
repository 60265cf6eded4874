"""Passing a dossier to another competent agency, and confirming that it arrived."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.dossiers.models import Dossier, HandOver, Step
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.moving import start_process
from congvu.dossiers.services.progress import open_step
from congvu.dossiers.states import Action, State, StepState


@transaction.atomic
def hand_over_dossier(
    dossier_id: int, key: str, *, actor: Actor, agency_id: int, reason: str, seen_version: int | None = None
) -> Dossier:
    """Hand a dossier to the agency that is really competent; its process begins there, the clock goes on.

    Steps that the process itself places at another agency need no call of this: they are handed over when
    the step before them is completed.

    Args:
        key: the open step in the actor's hands.
        agency_id: the agency that shall decide from now on.
        reason: why; printed on the transfer slip.

    Legal source: NĐ 118/2025/NĐ-CP Điều 18; the same working day, after 15:00 the next one.
    """
    dossier = open_dossier(dossier_id, Action.HAND_OVER, actor=actor, seen_version=seen_version)
    open_step(dossier, key, actor=actor)
    if not clean(reason):
        raise ActionRefused(_("Hãy ghi rõ lý do chuyển."), code="reason", field="reason")
    target = Agency.objects.filter(pk=agency_id, closed_on__isnull=True).first()
    if target is None:
        raise ActionRefused(
            _("Cơ quan nhận không có hoặc đã kết thúc hoạt động."), code="agency", field="agency"
        )
    if target.pk == dossier.competent_agency_id:
        raise StateRefused(_("Hồ sơ đang do chính cơ quan này giải quyết."), code="same-agency")
    now = timezone.now()
    former = dossier.competent_agency_id
    dossier.steps.filter(state=StepState.OPEN).update(state=StepState.CANCELLED, done_at=now)
    dossier.competent_agency_id = target.pk
    dossier.outcomes = {}
    dossier.state = State.RECEIVED
    store(dossier, "competent_agency", "outcomes", "state")
    moved = start_process(dossier, actor=actor)
    first: Step = moved.started[0]
    HandOver.objects.get_or_create(
        dossier=dossier,
        step=first,
        defaults={
            "from_agency_id": former,
            "to_agency_id": target.pk,
            "task": clean(reason)[:500],
            "sent_at": now,
            "sent_by_id": actor.officer_id,
            "due_at": first.due_at,
        },
    )
    journal(dossier, "dossier.handed_over", actor=actor, reason=reason, to=target.name)
    return dossier


@transaction.atomic
def receive_hand_over(hand_over_id: int, *, actor: Actor) -> HandOver:
    """Confirm that a dossier handed over has arrived."""
    row = HandOver.objects.select_for_update(of=("self",)).get(pk=hand_over_id, to_agency_id=actor.agency_id)
    dossier = open_dossier(row.dossier_id, Action.TAKE_OVER, actor=actor)
    if row.received_at is None:
        row.received_at = timezone.now()
        row.received_by_id = actor.officer_id
        row.save(update_fields=["received_at", "received_by"])
        journal(dossier, "dossier.hand_over_received", actor=actor, task=row.task)
    return row
