"""Passing a dossier to another competent agency, and confirming that it arrived."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.dossiers.models import Dossier, HandOver, Step
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.clock import recompute, resume_clock
from congvu.dossiers.services.moving import cancel_opinions, start_process
from congvu.dossiers.services.progress import drop_results, open_step
from congvu.dossiers.services.telling import tell_handed_over
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
    target = _target(dossier, agency_id)
    former, now = dossier.competent_agency_id, timezone.now()
    held = _let_go(dossier, actor=actor, reason=reason)
    dossier.competent_agency_id = target.pk
    dossier.outcomes = {}
    dossier.state = State.RECEIVED
    recompute(dossier)
    store(dossier, "competent_agency", "outcomes", "state", "due_at", "paused_at")
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
    tell_handed_over(dossier, first, held, to=target.name, actor=actor)
    journal(dossier, "dossier.handed_over", actor=actor, reason=reason, to=target.name)
    return dossier


def _target(dossier: Dossier, agency_id: int) -> Agency:
    """Return the agency that a dossier may go to: of its own organisation, and at work today."""
    today = timezone.localdate()
    realm = Agency.objects.filter(pk=dossier.receiving_agency_id).values("realm")
    target = (
        Agency.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=today), pk=agency_id)
        .filter(Q(opened_on__isnull=True) | Q(opened_on__lte=today), realm__in=realm)
        .first()
    )
    if target is None:
        raise ActionRefused(
            _("Cơ quan nhận không có, đã kết thúc hoạt động hoặc thuộc tổ chức khác."),
            code="agency",
            field="agency",
        )
    if target.pk == dossier.competent_agency_id:
        raise StateRefused(_("Hồ sơ đang do chính cơ quan này giải quyết."), code="same-agency")
    return target


def _let_go(dossier: Dossier, *, actor: Actor, reason: str) -> list[int]:
    """End what goes on at the agency that hands over; return the officers in whose hands it was.

    Its steps and the opinions asked for them end, a result that is not issued falls, the clock runs again.
    """
    open_ones = dossier.steps.filter(state=StepState.OPEN)
    held = list(open_ones.filter(assignee__isnull=False).values_list("assignee_id", flat=True))
    cancel_opinions(dossier)
    open_ones.update(state=StepState.CANCELLED, done_at=timezone.now())
    drop_results(dossier, actor=actor, reason=reason)
    if dossier.paused_at is not None:
        resume_clock(dossier)
    return [officer for officer in held if officer is not None]


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
