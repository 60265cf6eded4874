"""Giving work: one assignment, several from one document, sub-assignments, and those that wait for issue."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.assignments import rules
from congvu.assignments.messages import AssignmentDraft, Origin, Performer
from congvu.assignments.models import Assignment, CoPerformer, Involvement, Series
from congvu.assignments.services.access import (
    enter,
    fitting,
    index,
    journal,
    open_assignment,
    store,
    take_part,
    written,
)
from congvu.assignments.services.performers import Checked, all_checked
from congvu.assignments.services.telling import tell_given
from congvu.assignments.states import OPEN, Action, State
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.directory.models import Officer
from congvu.directory.permissions import demand
from congvu.registers.services import take_number

MANY = 3
"""So many tasks in one document make it one with many (Quy ước của các tỉnh)."""


@transaction.atomic
def create_assignment(draft: AssignmentDraft, *, actor: Actor) -> Assignment:
    """Give work to one performer.

    Args:
        draft: what, to whom, until when.
        actor: who gives it, or enters it for `draft.giver_id`.

    Raises:
        PermissionDenied: the capability is missing.
        ActionRefused: a performer out of reach, a deadline before today, no content …
    """
    return create_many([draft], actor=actor)[0]


@transaction.atomic
def create_many(drafts: Iterable[AssignmentDraft], *, actor: Actor) -> list[Assignment]:
    """Give several tasks at once, such as all that a document directs: each leader gets a task of their own.

    Drafts that share a request key are one request: repeating it gives nothing a second time.
    """
    demand(actor, "assignment.give")
    listed = list(drafts)
    key = listed[0].request_key if listed else None
    if key is not None:
        before = list(Assignment.objects.filter(request_key=key).order_by("request_line"))
        if before:
            return before
    many = len(listed) >= MANY
    return [_create(draft, line, actor=actor, many=many) for line, draft in enumerate(listed)]


@transaction.atomic
def sub_assign(
    parent_id: int, drafts: Iterable[AssignmentDraft], *, actor: Actor, seen_version: int | None = None
) -> list[Assignment]:
    """Give parts of an assignment on, within its deadline; whoever gave the whole sees the parts.

    Raises:
        ActionRefused: a part is due after the whole.
    """
    parent = open_assignment(parent_id, Action.SUB_ASSIGN, actor=actor, seen_version=seen_version)
    children = []
    for line, draft in enumerate(drafts):
        _require_within(draft, parent)
        ranked = replace(draft, confidentiality=max(draft.confidentiality, parent.confidentiality))
        children.append(_create(ranked, line, actor=actor, parent=parent))
    enter(parent, Action.SUB_ASSIGN)
    store(parent)
    for child in children:
        journal(parent, "assignment.sub_assigned", actor=actor, child=child.code, to=leader_name(child))
    return children


@transaction.atomic
def activate(*sources: Subject, actor: Actor) -> list[Assignment]:
    """Let the tasks of sources take effect, because a document was issued; they were hidden until now.

    Args:
        sources: the document, and what it was drafted from or answers.
        actor: who issued it; only what their agency gave takes effect.
    """
    if not sources:
        return []
    from_them = Q()
    for one in sources:
        from_them |= Q(source_label=one.label, source_pk=one.pk)
    waiting = Assignment.objects.select_for_update(of=("self",)).filter(
        from_them, state=State.HIDDEN, giver_agency_id=actor.agency_id
    )
    return [_activate(one, actor) for one in waiting.order_by("pk")]


def document_issued(thread: list[Subject], actor: Actor) -> None:
    """Let take effect what waited for a document that is being issued, in its transaction."""
    activate(*thread, actor=actor)


@transaction.atomic
def activate_one(assignment_id: int, *, actor: Actor, seen_version: int | None = None) -> Assignment:
    """Let one hidden task take effect now, whatever its source does."""
    assignment = open_assignment(assignment_id, Action.ACTIVATE, actor=actor, seen_version=seen_version)
    return _activate(assignment, actor)


def leader_name(assignment: Assignment) -> str:
    """Return who leads, in words."""
    return str(assignment.lead_officer or assignment.lead_unit or assignment.lead_agency)


def due_text(assignment: Assignment) -> str:
    """Return the deadline in words."""
    return f"{assignment.due_on:%d/%m/%Y}" if assignment.due_on else _("không thời hạn")


def set_due(assignment: Assignment, due_on: date | None) -> None:
    """Set the deadline in all its columns, by the performer's calendar."""
    if due_on is None:
        assignment.due_on = assignment.last_on = assignment.due_at = None
        assignment.order_at = rules.NEVER
        return
    due = rules.due_of(due_on, schedule_for(assignment.lead_agency_id))
    assignment.due_on, assignment.last_on, assignment.due_at = due.on, due.last_on, due.at
    assignment.order_at = due.at


def involve(assignment: Assignment, one: Checked, reason: str) -> None:
    """Let a performer see the assignment."""
    take_part(
        assignment,
        reason,
        who=one.performer.who,
        agency_id=one.agency.pk,
        unit_id=one.unit.pk if one.unit else None,
        officer_id=one.officer.pk if one.officer else None,
    )


def _create(
    draft: AssignmentDraft, line: int, *, actor: Actor, many: bool = False, parent: Assignment | None = None
) -> Assignment:
    now = timezone.now()
    rank = {"confidentiality": draft.confidentiality}
    lead = all_checked([draft.lead], actor, field="lead", **rank)[0]
    partners = all_checked(draft.partners, actor, field="partners", **rank)
    _require_sound(draft, lead, partners, actor, now)
    giver = _giver(draft, actor)
    assignment = _row(draft, lead, giver, actor, now)
    assignment.request_key, assignment.request_line = draft.request_key, line
    assignment.parent = parent
    if parent is not None:
        assignment.source_kind = Assignment.SourceKind.PARENT
    _origin(assignment, draft.origin, urgent=draft.urgency > 0, many=many)
    _repeat(assignment, draft)
    write(assignment, partners, actor=actor)
    return assignment


def write(assignment: Assignment, partners: list[Checked], *, actor: Actor) -> None:
    """Number and write a new assignment with its partners and everyone who may see it, and tell them."""
    on = timezone.localtime(assignment.created_at)
    number = take_number(agency_id=assignment.giver_agency_id, register="assignment", period=f"{on.year}")
    assignment.code = f"{number}/NV-{on.year}"
    fitting(assignment)
    index(assignment)
    assignment.save(force_insert=True)
    lead = Performer(assignment.lead_agency_id, assignment.lead_unit_id, assignment.lead_officer_id)
    involve(
        assignment,
        Checked(lead, assignment.lead_agency, assignment.lead_unit, assignment.lead_officer),
        "lead",
    )
    for one in partners:
        CoPerformer.objects.create(
            assignment=assignment,
            who=one.performer.who,
            agency=one.agency,
            unit=one.unit,
            officer=one.officer,
        )
        involve(assignment, one, "partner")
    _involve_givers(assignment)
    hidden = assignment.state == State.HIDDEN
    kind = "assignment.drafted" if hidden else "assignment.given"
    journal(assignment, kind, actor=actor, to=leader_name(assignment), due=due_text(assignment))
    if not hidden:
        tell_given(assignment, actor=actor)


def _row(
    draft: AssignmentDraft, lead: Checked, giver: Officer | None, actor: Actor, now: datetime
) -> Assignment:
    assignment = Assignment(
        content=written(draft.content, _("nội dung nhiệm vụ"), field="content"),
        giver_agency_id=actor.agency_id,
        giver_unit_id=actor.unit_id,
        giver=giver,
        lead_agency=lead.agency,
        lead_unit=lead.unit,
        lead_officer=lead.officer,
        state=State.HIDDEN if draft.hidden else State.IN_PROGRESS,
        urgency=draft.urgency,
        confidentiality=draft.confidentiality,
        needs_document=draft.needs_document,
        frequency=draft.frequency,
        given_at=now,
        active_from=None if draft.hidden else now,
        started_at=None if draft.hidden else now,
        created_by_id=actor.officer_id,
        created_at=now,
        updated_at=now,
    )
    set_due(assignment, draft.due_on)
    assignment.first_due_on = assignment.due_on
    assignment.report_due_on = rules.report_due(timezone.localdate(now), draft.frequency)
    return assignment


def _origin(assignment: Assignment, origin: Origin, *, urgent: bool, many: bool) -> None:
    if assignment.parent is None:
        assignment.source_kind = origin.kind
    assignment.source_label = origin.subject.label if origin.subject else ""
    assignment.source_pk = origin.subject.pk if origin.subject else None
    assignment.source_code = one_line(origin.code)
    assignment.source_on = origin.on
    assignment.source_title = one_line(origin.title)
    assignment.by_government = origin.by_government
    if origin.on is not None:
        assignment.entry_due_at = rules.entry_due(
            origin.on,
            schedule_for(assignment.giver_agency_id),
            legal_rules(origin.on),
            urgent=urgent,
            many=many,
        )


def _repeat(assignment: Assignment, draft: AssignmentDraft) -> None:
    if not draft.every:
        return
    today = timezone.localdate(assignment.given_at)
    works = schedule_for(assignment.lead_agency_id).is_working_day
    series = Series(
        every=draft.every,
        begins_on=today,
        next_on=rules.nth_on(today, draft.every, 1, works),
        ends_on=draft.repeat_until,
        days=(draft.due_on - today).days if draft.due_on else None,
    )
    fitting(series)
    series.save(force_insert=True)
    assignment.series, assignment.series_on = series, today


def _require_sound(
    draft: AssignmentDraft, lead: Checked, partners: list[Checked], actor: Actor, now: datetime
) -> None:
    today = timezone.localdate(now)
    if draft.due_on is not None and draft.due_on < today:
        raise ActionRefused(_("Hạn hoàn thành không được trước hôm nay."), code="past", field="due_on")
    if draft.origin.on is not None and draft.origin.on > today:
        raise ActionRefused(
            _("Ngày văn bản giao không được sau hôm nay."), code="source-future", field="source_on"
        )
    if any(one.performer.who == lead.performer.who for one in partners):
        raise ActionRefused(_("Đơn vị chủ trì không đồng thời phối hợp."), code="twice", field="partners")
    if draft.confidentiality > actor.clearance:
        raise ActionRefused(
            _("Bạn không được giao nhiệm vụ có độ mật này."), code="clearance", field="confidentiality"
        )
    if draft.repeat_until and (not draft.every or draft.repeat_until <= today):
        raise ActionRefused(
            _("Ngày kết thúc giao định kỳ phải sau hôm nay."), code="repeat", field="repeat_until"
        )


def _require_within(draft: AssignmentDraft, parent: Assignment) -> None:
    problem = rules.child_problem(draft.due_on, parent.due_on)
    if problem:
        raise ActionRefused(
            _("Nhiệm vụ con phải có hạn, không sau hạn %(due)s của nhiệm vụ cấp trên.")
            % {"due": due_text(parent)},
            code=f"child-{problem}",
            field="due_on",
        )


def _giver(draft: AssignmentDraft, actor: Actor) -> Officer | None:
    """Return in whose name the work is given: the actor, or a leader of the same agency who may give work."""
    if draft.giver_id is None or draft.giver_id == actor.officer_id:
        return Officer.objects.filter(pk=actor.officer_id).first() if actor.officer_id else None
    leader = Officer.objects.filter(
        pk=draft.giver_id,
        is_active=True,
        posts__agency_id=actor.agency_id,
        posts__roles__code__in=["leader", "unit-head"],
        posts__valid_to__isnull=True,
    ).first()
    if leader is None:
        raise ActionRefused(
            _("Người giao phải là lãnh đạo của cơ quan mình."), code="giver", field="giver_id"
        )
    return leader


def _involve_givers(assignment: Assignment) -> None:
    """The giver's unit and person, and whoever gave the whole, see the assignment."""
    agency_id, unit_id, giver_id = assignment.giver_agency_id, assignment.giver_unit_id, assignment.giver_id
    who = Performer(agency_id, unit_id, giver_id).who
    take_part(assignment, "giver", who=who, agency_id=agency_id, unit_id=unit_id, officer_id=giver_id)
    if assignment.parent_id is None:
        return
    above = Involvement.objects.filter(assignment_id=assignment.parent_id, reason__in=["giver", "above"])
    for row in above:
        take_part(
            assignment,
            "above",
            who=row.who,
            agency_id=row.agency_id,
            unit_id=row.unit_id,
            officer_id=row.officer_id,
        )


def _activate(assignment: Assignment, actor: Actor) -> Assignment:
    now = timezone.now()
    enter(assignment, Action.ACTIVATE)
    assignment.active_from = assignment.given_at = now
    assignment.report_due_on = rules.report_due(timezone.localdate(now), assignment.frequency)
    store(assignment)
    journal(assignment, "assignment.activated", actor=actor)
    tell_given(assignment, actor=actor)
    return assignment


def running_children(assignment: Assignment) -> int:
    """Return how many sub-assignments are still open."""
    return assignment.children.filter(state__in=[state.value for state in OPEN]).count()
