"""The only door to an assignment that is about to change: scope, capability, state, place, version, lock."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from congvu.assignments.models import Assignment, Involvement, Report
from congvu.assignments.queries.places import places_of
from congvu.assignments.queries.scopes import search_text
from congvu.assignments.states import (
    MOVES,
    REPORT_OPEN,
    STATE_NAMES,
    WAITING,
    Action,
    By,
    Move,
    ReportState,
    State,
    after,
    may_act,
)
from congvu.audit.queries import timeline
from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand

LABEL = "assignments.assignment"
LONGEST = 8000
"""Characters of any text that an officer writes here."""


def subject_of(assignment: Assignment) -> Subject:
    """Return the subject that events and notices of `assignment` are about."""
    return Subject(LABEL, assignment.pk)


def open_assignment(
    assignment_id: int,
    action: Action,
    *,
    actor: Actor,
    seen_version: int | None = None,
    reason: str | None = None,
) -> Assignment:
    """Lock an assignment for `action` and return it.

    Args:
        assignment_id: its primary key.
        action: what is about to be done.
        actor: who does it.
        seen_version: the version that the officer saw; None when a lock is enough (worker jobs).
        reason: the written reason, checked when the move needs one.

    Raises:
        PermissionDenied: the capability is missing.
        Assignment.DoesNotExist: not there, or not visible to the actor (existence does not leak).
        StateRefused: the table does not allow the action in this state, or it is another's.
        StaleVersion: somebody changed it after the officer saw it.
    """
    move = MOVES[action]
    demand(actor, move.capability)
    visible = Assignment.objects.visible_to(actor) if actor.officer_id is not None else Assignment.objects
    assignment = visible.select_for_update(of=("self",)).get(pk=assignment_id)
    require_version(assignment, seen_version)
    if State(assignment.state) not in move.targets:
        raise StateRefused(
            _("Nhiệm vụ đang ở trạng thái “%(state)s”, không thể “%(action)s”.")
            % {"state": STATE_NAMES[State(assignment.state)], "action": move.label}
        )
    _require_place(assignment, move, actor)
    if move.needs_reason and reason is not None and not clean(reason):
        raise ActionRefused(_("Hãy ghi rõ lý do."), code="reason", field="reason")
    return assignment


def _require_place(assignment: Assignment, move: Move, actor: Actor) -> None:
    if move.by == By.ANYBODY or may_act(move, places_of(actor, assignment)):
        return
    whose = {
        By.PERFORMER: _("người hoặc đơn vị chủ trì"),
        By.HEAD: _("lãnh đạo đơn vị chủ trì"),
        By.GIVER: _("người giao nhiệm vụ"),
        By.PARTNER: _("đơn vị phối hợp"),
    }.get(move.by, _("các bên của nhiệm vụ"))
    raise StateRefused(
        _("“%(action)s” là việc của %(whose)s.") % {"action": move.label, "whose": whose}, code="not-yours"
    )


def require_version(assignment: Assignment, seen_version: int | None) -> None:
    """Refuse to go on when somebody changed the assignment after the officer saw it, and say who."""
    if seen_version is None or assignment.version == seen_version:
        return
    event = next(iter(timeline(subject_of(assignment), limit=1)), None)
    who = event.officer_name if event else ""
    what = event.sentence if event else ""
    raise StaleVersion(
        _("Nhiệm vụ vừa được %(who)s cập nhật (%(what)s). Hãy xem lại trước khi thao tác.")
        % {"who": who or _("người khác"), "what": what},
        who=who,
        what=what,
    )


def enter(assignment: Assignment, action: Action) -> None:
    """Set the state that the table gives after `action`; the caller stores it."""
    move_to(assignment, after(action, State(assignment.state)))


def move_to(assignment: Assignment, state: State) -> None:
    """Set a state, with the moment of beginning when it is the first one of work."""
    if state == State.IN_PROGRESS and assignment.started_at is None:
        assignment.started_at = timezone.now()
    assignment.state = state


def store(assignment: Assignment) -> None:
    """Write an assignment, one version further; where it waits follows from state and reports."""
    fitting(assignment)
    assignment.awaiting = _awaiting(assignment)
    assignment.version += 1
    assignment.updated_at = timezone.now()
    assignment.save()


def _awaiting(assignment: Assignment) -> str:
    if State(assignment.state) in WAITING:
        return "giver"
    return "unit" if assignment.reports.filter(state=ReportState.AT_UNIT).exists() else ""


def drop_proposals(assignment: Assignment, why: str, *, actor: Actor) -> int:
    """Refuse whatever waits for approval, because the assignment goes another way; return how many."""
    waiting = assignment.reports.filter(state__in=[state.value for state in REPORT_OPEN])
    return waiting.update(
        state=ReportState.REFUSED, note=why, giver_by_id=actor.officer_id, giver_at=timezone.now()
    )


def take_part(
    assignment: Assignment,
    reason: str,
    *,
    who: str,
    agency_id: int,
    unit_id: int | None,
    officer_id: int | None,
) -> None:
    """Let an agency, unit or officer see the assignment, for a reason; twice is once."""
    Involvement.objects.get_or_create(
        assignment=assignment,
        who=who,
        reason=reason,
        defaults={"agency_id": agency_id, "unit_id": unit_id, "officer_id": officer_id},
    )


def index(assignment: Assignment) -> None:
    """Set the folded text that the assignment is found by; the caller stores it."""
    assignment.search_text = search_text(
        [
            assignment.code,
            assignment.content,
            assignment.source_code,
            assignment.source_title,
            assignment.lead_agency,
            assignment.lead_unit,
            assignment.lead_officer,
            assignment.giver,
        ]
    )


def written(text: str, label: str, *, field: str, required: bool = True) -> str:
    """Return a text as it is kept.

    Raises:
        ActionRefused: it is required and empty, or too long.
    """
    found = clean(text)
    if required and not found:
        raise ActionRefused(_("Hãy ghi %(what)s.") % {"what": label}, code="empty", field=field)
    if len(found) > LONGEST:
        raise ActionRefused(
            _("%(label)s: tối đa %(most)s ký tự.") % {"label": capfirst(label), "most": LONGEST},
            code="too-long",
            field=field,
        )
    return found


def fitting(row: models.Model) -> None:
    """Refuse a row with a text that its column cannot hold, in the words of the model."""
    for column in row._meta.concrete_fields:
        text = getattr(row, column.attname)
        most = getattr(column, "max_length", None)
        if most and isinstance(text, str) and len(text) > most:
            raise ActionRefused(
                _("%(label)s: tối đa %(most)s ký tự.")
                % {"label": capfirst(str(column.verbose_name)), "most": most},
                code="too-long",
                field=column.name,
            )


def journal(assignment: Assignment, kind: str, *, actor: Actor, reason: str = "", **data: Any) -> None:
    """Record that something happened to `assignment`."""
    record(kind, subject_of(assignment), actor=actor, reason=clean(reason), code=assignment.code, **data)


def pending(assignment: Assignment) -> Report:
    """Return the proposal that lies before the giver.

    Raises:
        StateRefused: there is none.
    """
    found = assignment.reports.filter(state=ReportState.AT_GIVER).select_related("reporter").first()
    if found is None:
        raise StateRefused(_("Không còn báo cáo nào chờ duyệt."), code="no-report")
    return found
