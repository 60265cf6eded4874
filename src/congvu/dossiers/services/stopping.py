"""Ending a dossier early: stopped on request (form 05), or withdrawn."""

from django.db import transaction
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.clock import resume_clock
from congvu.dossiers.services.filing import file_away
from congvu.dossiers.services.moving import cancel_opinions
from congvu.dossiers.states import Action, State, StepState


@transaction.atomic
def stop_dossier(
    dossier_id: int, *, actor: Actor, reason: str, papers_returned: str = "", seen_version: int | None = None
) -> Dossier:
    """Stop processing on the applicant's request (form 05).

    Args:
        reason: what was asked and why.
        papers_returned: papers and fees given back, as printed on the notice.

    Legal source: TT 03/2025/TT-VPCP form 05 (Thông báo dừng giải quyết hồ sơ).
    """
    dossier = open_dossier(dossier_id, Action.STOP, actor=actor, seen_version=seen_version, reason=reason)
    dossier.state = State.STOPPED
    return _end(dossier, "dossier.stopped", actor=actor, reason=reason, papers=papers_returned)


@transaction.atomic
def withdraw_dossier(
    dossier_id: int, *, actor: Actor, reason: str, seen_version: int | None = None
) -> Dossier:
    """Withdraw a dossier at the applicant's request."""
    dossier = open_dossier(dossier_id, Action.WITHDRAW, actor=actor, seen_version=seen_version, reason=reason)
    dossier.state = State.WITHDRAWN
    return _end(dossier, "dossier.withdrawn", actor=actor, reason=reason)


def _end(dossier: Dossier, kind: str, *, actor: Actor, reason: str, **data: str) -> Dossier:
    dossier.finished_at = timezone.now()
    end_work(dossier)
    store(dossier, "state", "finished_at", "marking", "holding", "due_at", "paused_at")
    journal(dossier, kind, actor=actor, reason=reason, **data)
    file_away(dossier, actor=actor)
    return dossier


def end_work(dossier: Dossier) -> None:
    """Close whatever is open on a dossier that ends: steps, opinions, supplement requests, pauses."""
    now = timezone.now()
    dossier.steps.filter(state=StepState.OPEN).update(state=StepState.CANCELLED, done_at=now)
    cancel_opinions(dossier)
    dossier.supplements.filter(answered_at__isnull=True, cancelled_at__isnull=True).update(cancelled_at=now)
    if dossier.paused_at is not None:
        resume_clock(dossier)
    dossier.marking = []
    dossier.holding = ""
