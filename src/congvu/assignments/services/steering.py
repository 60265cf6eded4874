"""What the giver steers with: transfer, deadlines, urging, insisting; the performer's return; following."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.assignments.messages import Performer
from congvu.assignments.models import Assignment, CoPerformer, Extension, Involvement
from congvu.assignments.services import telling
from congvu.assignments.services.access import (
    drop_proposals,
    enter,
    index,
    journal,
    open_assignment,
    store,
    take_part,
    written,
)
from congvu.assignments.services.giving import due_text, involve, leader_name, set_due
from congvu.assignments.services.performers import all_checked
from congvu.assignments.states import OPEN, Action
from congvu.common.errors import ActionRefused, StateRefused
from congvu.directory.messages import Actor


@transaction.atomic
def transfer(
    assignment_id: int, lead: Performer, reason: str, *, actor: Actor, seen_version: int | None = None
) -> Assignment:
    """Give the same task, under the same number, to another performer; the one before may still read it.

    Whatever was waiting for approval is refused.

    Raises:
        ActionRefused: the same performer, or one out of reach.
    """
    assignment = open_assignment(
        assignment_id, Action.TRANSFER, actor=actor, seen_version=seen_version, reason=reason
    )
    why = written(reason, _("lý do"), field="reason")
    rank = assignment.confidentiality
    one = all_checked([lead], actor, confidentiality=rank, field="lead")[0]
    old = Performer(assignment.lead_agency_id, assignment.lead_unit_id, assignment.lead_officer_id)
    if one.performer.who == old.who:
        raise ActionRefused(_("Nhiệm vụ đang ở chính đơn vị này."), code="same", field="lead")
    before = leader_name(assignment)
    drop_proposals(assignment, _("Nhiệm vụ chuyển sang %(to)s") % {"to": one.name}, actor=actor)
    _leave(assignment, old)
    CoPerformer.objects.filter(assignment=assignment, who=one.performer.who).delete()
    assignment.lead_agency, assignment.lead_unit, assignment.lead_officer = one.agency, one.unit, one.officer
    involve(assignment, one, "lead")
    enter(assignment, Action.TRANSFER)
    set_due(assignment, assignment.due_on)
    index(assignment)
    store(assignment)
    journal(assignment, "assignment.transferred", actor=actor, reason=why, before=before, to=one.name)
    said = _("Nhiệm vụ chuyển đến, hạn %(due)s") % {"due": due_text(assignment)}
    telling.tell(telling.performers(assignment), "assignment.given", said, assignment, actor=actor)
    return assignment


@transaction.atomic
def return_assignment(
    assignment_id: int, reason: str, *, actor: Actor, seen_version: int | None = None
) -> Assignment:
    """Return work to its giver with the reason: not one's competence, not clear enough …"""
    assignment = open_assignment(
        assignment_id, Action.RETURN, actor=actor, seen_version=seen_version, reason=reason
    )
    why = written(reason, _("lý do"), field="reason")
    drop_proposals(assignment, _("Nhiệm vụ được trả lại"), actor=actor)
    enter(assignment, Action.RETURN)
    store(assignment)
    journal(assignment, "assignment.returned", actor=actor, reason=why)
    telling.tell(
        telling.givers(assignment), "assignment.returned", _("Nhiệm vụ bị trả lại"), assignment, actor=actor
    )
    return assignment


@transaction.atomic
def insist(assignment_id: int, reason: str, *, actor: Actor, seen_version: int | None = None) -> Assignment:
    """Give returned work back to the same performer."""
    assignment = open_assignment(
        assignment_id, Action.INSIST, actor=actor, seen_version=seen_version, reason=reason
    )
    why = written(reason, _("lý do"), field="reason")
    enter(assignment, Action.INSIST)
    store(assignment)
    journal(assignment, "assignment.insisted", actor=actor, reason=why)
    tell_performers(assignment, _("Yêu cầu tiếp tục thực hiện"), actor)
    return assignment


@transaction.atomic
def set_deadline(
    assignment_id: int, due_on: date | None, reason: str, *, actor: Actor, seen_version: int | None = None
) -> Assignment:
    """Set another deadline by the giver's own decision; the ledger keeps the old one.

    Raises:
        ActionRefused: before today, the same, after the whole's deadline, or before that of a running part.
    """
    assignment = open_assignment(
        assignment_id, Action.SET_DEADLINE, actor=actor, seen_version=seen_version, reason=reason
    )
    why = written(reason, _("lý do"), field="reason")
    if due_on == assignment.due_on:
        raise ActionRefused(_("Hạn mới trùng hạn hiện tại."), code="same", field="due_on")
    require_deadline(assignment, due_on)
    old = due_text(assignment)
    move_deadline(assignment, due_on, why, actor=actor)
    enter(assignment, Action.SET_DEADLINE)
    store(assignment)
    new = due_text(assignment)
    journal(assignment, "assignment.deadline_set", actor=actor, reason=why, old=old, new=new)
    tell_performers(assignment, _("Thời hạn mới: %(due)s") % {"due": new}, actor)
    return assignment


@transaction.atomic
def urge(assignment_id: int, reason: str, *, actor: Actor, seen_version: int | None = None) -> Assignment:
    """Urge the performer on; it is kept in the history and told at once."""
    assignment = open_assignment(
        assignment_id, Action.URGE, actor=actor, seen_version=seen_version, reason=reason
    )
    why = written(reason, _("lý do"), field="reason")
    journal(assignment, "assignment.urged", actor=actor, reason=why)
    tell_performers(assignment, _("Đôn đốc: %(why)s") % {"why": telling.short(why)}, actor)
    return assignment


@transaction.atomic
def stop_series(assignment_id: int, *, actor: Actor, seen_version: int | None = None) -> Assignment:
    """Stop giving recurring work; what was given stays."""
    assignment = open_assignment(assignment_id, Action.STOP_SERIES, actor=actor, seen_version=seen_version)
    series = assignment.series
    if series is None or series.stopped_at is not None:
        raise StateRefused(_("Nhiệm vụ không giao định kỳ, hoặc đã dừng."), code="no-series")
    series.stopped_at = timezone.now()
    series.save(update_fields=["stopped_at"])
    store(assignment)
    journal(assignment, "assignment.series_stopped", actor=actor)
    return assignment


@transaction.atomic
def follow(assignment_id: int, *, actor: Actor, on: bool = True) -> bool:
    """Follow an assignment that one may see, or stop following it; return whether it is followed now."""
    if actor.officer_id is None:
        raise PermissionDenied("assignment.view")
    assignment = open_assignment(assignment_id, Action.FOLLOW, actor=actor)
    who = Performer(actor.agency_id, None, actor.officer_id).who
    if on:
        take_part(
            assignment,
            "follows",
            who=who,
            agency_id=actor.agency_id,
            unit_id=actor.unit_id,
            officer_id=actor.officer_id,
        )
    else:
        Involvement.objects.filter(assignment=assignment, who=who, reason="follows").delete()
    return on


def _leave(assignment: Assignment, old: Performer) -> None:
    """Let the performer before keep a read-only view."""
    Involvement.objects.filter(assignment=assignment, reason="lead").delete()
    take_part(
        assignment,
        "before",
        who=old.who,
        agency_id=old.agency_id,
        unit_id=old.unit_id,
        officer_id=old.officer_id,
    )


def move_deadline(assignment: Assignment, due_on: date | None, why: str, *, actor: Actor) -> None:
    """Set a deadline, and keep the old one in the ledger."""
    Extension.objects.create(
        assignment=assignment,
        old_due_on=assignment.due_on,
        new_due_on=due_on,
        reason=why,
        officer_id=actor.officer_id,
        at=timezone.now(),
    )
    set_due(assignment, due_on)


def require_deadline(assignment: Assignment, due_on: date | None) -> None:
    """Refuse a new deadline that cannot be: past, after the whole's, before that of a running part."""
    if due_on is not None and due_on < timezone.localdate():
        raise ActionRefused(_("Hạn hoàn thành không được trước hôm nay."), code="past", field="due_on")
    parent = assignment.parent
    if parent is not None and parent.due_on is not None and (due_on is None or due_on > parent.due_on):
        raise ActionRefused(
            _("Hạn không được sau hạn %(due)s của nhiệm vụ cấp trên.") % {"due": due_text(parent)},
            code="child-later",
            field="due_on",
        )
    running = assignment.children.filter(state__in=[state.value for state in OPEN])
    if due_on is not None and running.filter(due_on__gt=due_on).exists():
        raise ActionRefused(
            _("Có nhiệm vụ con hạn sau ngày này: hãy điều chỉnh nhiệm vụ con trước."),
            code="children-later",
            field="due_on",
        )


def tell_performers(assignment: Assignment, said: str, actor: Actor) -> None:
    """Tell who works on it what the giver did."""
    telling.tell(telling.performers(assignment), "assignment.urged", said, assignment, actor=actor)
