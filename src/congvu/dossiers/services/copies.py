"""A copy of a dossier that another system received: one stage of it, under that system's clock."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import StateRefused
from congvu.directory.messages import Actor
from congvu.dossiers.messages import TimePause
from congvu.dossiers.models import Dossier, Pause
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.clock import FAR, retime_steps
from congvu.dossiers.services.fitting import fitting
from congvu.dossiers.services.returning import give_result
from congvu.dossiers.services.stopping import end_work
from congvu.dossiers.states import OPEN, RUNNING, Action, State, StepState


def tell_clock(dossier: Dossier, due_at: datetime | None, pauses: Sequence[TimePause]) -> None:
    """Set deadline and pauses of a locked copy to what its master's system tells; nothing is computed."""
    dossier.pauses.all().delete()
    Pause.objects.bulk_create(
        [
            fitting(
                Pause(
                    dossier=dossier,
                    kind=one.kind,
                    reason=one.reason[:500],
                    legal_basis=one.legal_basis,
                    starts_at=one.starts_at,
                    ends_at=one.ends_at and max(one.ends_at, one.starts_at),
                )
            )
            for one in _one_open(pauses)
        ]
    )
    still = next((one for one in pauses if one.ends_at is None), None)
    dossier.due_at = None if still else due_at
    dossier.paused_at = still.starts_at if still else None
    open_steps = dossier.steps.filter(state=StepState.OPEN)
    open_steps.exclude(type="return").update(order_at=dossier.due_at or FAR, paused=still is not None)
    retime_steps(dossier)
    store(dossier, "due_at", "paused_at")


def _one_open(pauses: Sequence[TimePause]) -> list[TimePause]:
    """Return the pauses, of the open ones only the first: a clock stands still once at a time."""
    first = next((one for one in pauses if one.ends_at is None), None)
    return [one for one in pauses if one.ends_at is not None or one is first]


def wait_for_applicant(dossier: Dossier) -> None:
    """Let a locked copy wait for what the system that received it asks of the applicant."""
    if State(dossier.state) not in RUNNING:
        raise StateRefused(_("Hồ sơ không ở trạng thái đang xử lý."), code="not-running")
    dossier.state = State.SUPPLEMENT
    store(dossier, "state")


def go_on(dossier: Dossier) -> None:
    """Let a locked copy be worked on again."""
    if dossier.state == State.SUPPLEMENT:
        dossier.state = State.PROCESSING
        store(dossier, "state")


@transaction.atomic
def return_copy(dossier_id: int, *, actor: Actor, to: str, seen_version: int | None = None) -> Dossier:
    """End a copy whose stage is done: the result goes back to the system that received the dossier.

    Args:
        to: that agency's name.

    Legal source: NĐ 61/2018/NĐ-CP Điều 19.7: the result goes back to the receiving one-stop shop.
    """
    dossier = open_dossier(
        dossier_id, Action.RETURN_RESULT, actor=actor, seen_version=seen_version, master=True
    )
    return give_result(dossier, actor=actor, way="link", said=_("liên thông"), receiver=to)


def end_copy(dossier: Dossier, state: State, *, actor: Actor, reason: str) -> None:
    """End a locked copy early: withdrawn by the applicant, or given back to where it came from."""
    if State(dossier.state) not in OPEN:
        return
    dossier.state = state
    dossier.finished_at = timezone.now()
    dossier.pauses.filter(ends_at__isnull=True).update(ends_at=dossier.finished_at)
    dossier.paused_at = None
    end_work(dossier)
    store(dossier, "state", "finished_at", "marking", "holding", "due_at", "paused_at")
    kind = "dossier.withdrawn" if state == State.WITHDRAWN else "dossier.given_back"
    journal(dossier, kind, actor=actor, reason=reason)
