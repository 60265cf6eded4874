"""Moving a dossier along its process: tokens become steps in somebody's hands."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.calendars import rules as clock
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.calendars.rules.legal import Unit as TimeUnit
from congvu.common.errors import ActionRefused, StateRefused
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Unit
from congvu.dossiers.messages import Place
from congvu.dossiers.models import Dossier, HandOver, Involvement, Opinion, Step
from congvu.dossiers.queries.routing import agency_for, outside_for, own_process_id, place_for, version_id_for
from congvu.dossiers.queries.scopes import scope_words
from congvu.dossiers.rules import OUTSIDE, holder_key, outside_code, outside_holder
from congvu.dossiers.services.access import store
from congvu.dossiers.services.clock import FAR, pause_clock, resume_clock
from congvu.dossiers.services.outside import hand_out, name_of
from congvu.dossiers.services.telling import mail_ready, tell_holders
from congvu.dossiers.states import DeliveryState, State, StepState
from congvu.procedures.queries import frozen
from congvu.statements.services import insert
from congvu.workflow import rules as workflow
from congvu.workflow.queries import definition


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move along the process did: the steps that began, and whether the process is over."""

    started: tuple[Step, ...]
    ended: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps that will begin, not yet written, and the participants that they bring in."""

    steps: list[Step]
    joining: list[Involvement]
    origin: int
    advance: workflow.Advance


def start_process(dossier: Dossier, *, actor: Actor) -> Moved:
    """Bind the process version in force to a stored dossier and open its first steps."""
    before = State(dossier.state)
    version_id = process_of_intake(dossier, version_id_for(dossier.procedure_code, _level(dossier)))
    moved = write(dossier, plan_start(dossier, version_id), actor=actor)
    store(dossier, *_START_FIELDS, *([] if before == dossier.state else _STATE_FIELDS))
    return moved


def process_of_intake(dossier: Dossier, found: int | None) -> int | None:
    """Return the process version that a new dossier begins with; a copy is worked on in one place."""
    return own_process_id(_level(dossier), found) if dossier.master_system else found


def _level(dossier: Dossier) -> str:
    return Agency.objects.filter(pk=dossier.competent_agency_id).values_list("level", flat=True)[0]


def plan_start(dossier: Dossier, version_id: int | None) -> Plan:
    """Set on the dossier where its process begins; nothing is written yet.

    Raises:
        StateRefused: no process is published for the procedure or its level.
    """
    if version_id is None:
        raise StateRefused(
            _("Chưa có quy trình nội bộ nào được ban hành cho thủ tục này."), code="no-process"
        )
    dossier.process_version_id = version_id
    advance = workflow.start(definition(version_id), data_of(dossier), case=case_of(dossier))
    return _plan(dossier, advance, dossier.receiving_agency_id)


def plan_at(dossier: Dossier, version_id: int, advance: workflow.Advance) -> Plan:
    """Set on the dossier that it goes on within a process that it began elsewhere; nothing is written yet."""
    dossier.process_version_id = version_id
    return _plan(dossier, advance, dossier.receiving_agency_id)


def write(dossier: Dossier, plan: Plan, *, actor: Actor, quiet: bool = False, after: str = "") -> Moved:
    """Write the steps of a plan with their opinions, hand-overs and participants; set the state.

    Args:
        quiet: the caller tells the new holders itself.
        after: who held the step before: another system that does the next one too was told already.
    """
    now = timezone.now()
    started = plan.steps
    insert([step for step in started if step.pk is None], absent=plan.joining)
    _ask(dossier, started, actor=actor, now=now)
    _pass_on(dossier, plan.origin, started, actor=actor, now=now)
    _enter_state(dossier, started, ended=plan.advance.ended, now=now)
    hand_out(dossier, [step for step in started if step.holder != after], actor=actor)
    if not quiet:
        tell_holders(dossier, started, actor=actor)
    if dossier.finished_at == now:
        mail_ready(dossier)
    return Moved(tuple(started), plan.advance.ended)


def advance_from(dossier: Dossier, step: Step, outcome: str, *, actor: Actor) -> Moved:
    """Move the token on from a completed step; the caller stores `MOVED_FIELDS`."""
    known = _definition(dossier)
    advance = workflow.complete(
        known,
        frozenset(dossier.marking),
        step.key,
        outcome,
        data_of(dossier),
        outcomes=dossier.outcomes,
        case=case_of(dossier),
    )
    if outcome:
        dossier.outcomes = {**dossier.outcomes, step.key: outcome}
    return apply(dossier, advance, actor=actor, opened_by=step)


def apply(dossier: Dossier, advance: workflow.Advance, *, actor: Actor, opened_by: Step) -> Moved:
    """Write the steps, hand-overs and participants of an advance; the caller stores `MOVED_FIELDS`."""
    if advance.cancelled:
        fallen = dossier.steps.filter(state=StepState.OPEN, key__in=advance.cancelled)
        cancel_opinions(dossier, Q(step__state=StepState.OPEN, step__key__in=advance.cancelled))
        fallen.update(state=StepState.CANCELLED, done_at=timezone.now())
    quiet = opened_by.state == StepState.RETURNED
    plan = _plan(dossier, advance, opened_by.agency_id)
    return write(dossier, plan, actor=actor, quiet=quiet, after=opened_by.holder)


def cancel_opinions(dossier: Dossier, which: Q | None = None) -> None:
    """Take back the opinion requests that nobody has answered, all of them or those of some steps."""
    open_ones = dossier.opinions.filter(answered_at__isnull=True, cancelled_at__isnull=True)
    open_ones.filter(which or Q()).update(cancelled_at=timezone.now())


def case_of(dossier: Dossier) -> dict[str, Any]:
    """Return the case of a dossier as conditions of a process read it."""
    case = frozen(dossier.procedure_version_id).case(dossier.case_id)
    return {"no": case.no, "name": case.name}


def data_of(dossier: Dossier) -> dict[str, Any]:
    """Return the form data of a dossier as conditions of a process read it, the channel among them."""
    return {"channel": dossier.channel, **dossier.data}


def _definition(dossier: Dossier) -> workflow.Definition:
    assert dossier.process_version_id is not None
    return definition(dossier.process_version_id)


def _plan(dossier: Dossier, advance: workflow.Advance, origin: int) -> Plan:
    now = timezone.now()
    known = _definition(dossier)
    steps = [_new_step(dossier, known.step(key), now=now, origin=origin) for key in advance.started]
    dossier.marking = sorted(advance.marking)
    dossier.holding = holding_text(steps)
    return Plan(steps, _joining(dossier, steps), origin, advance)


def holding_text(steps: list[Step]) -> str:
    """Return where a dossier is, in words, from its open steps."""
    places = ((step, outside_code(step.holder)) for step in steps)
    words = (
        f"{step.name} – {name_of(step.agency_id, code) or code if code else step.unit.name}"
        for step, code in places
    )
    return "; ".join(dict.fromkeys(words))[:300]


def _ask(dossier: Dossier, steps: list[Step], *, actor: Actor, now: datetime) -> None:
    """Write the request that stands behind each opinion step."""
    known = _definition(dossier)
    rows = [
        Opinion(
            dossier=dossier,
            step=step,
            agency_id=step.agency_id,
            unit_id=step.unit_id,
            question=step.name,
            asked_by_id=actor.officer_id,
            asked_at=now,
            due_at=step.due_at,
            silence_is_consent=known.step(step.key).silence_is_consent,
        )
        for step in steps
        if step.type == "opinion"
    ]
    if rows:
        Opinion.objects.bulk_create(rows)


def _new_step(dossier: Dossier, spec: workflow.Step, *, now: datetime, origin: int) -> Step:
    place, code = _whereabouts(dossier, spec)
    role = "clerk" if code else spec.role or "specialist"
    hours = sum(one.hours for one in stage_of(_definition(dossier), spec)) if code else spec.hours
    return Step(
        dossier=dossier,
        key=spec.key,
        no=spec.no,
        name=spec.name[:200],
        type=OUTSIDE if code else spec.type,
        role=role,
        agency_id=place.agency_id,
        unit=Unit(pk=place.unit_id, name=place.unit_name, agency_id=place.agency_id),
        assignee_id=place.officer_id,
        holder=outside_holder(code)
        if code
        else holder_key(officer_id=place.officer_id, unit_id=place.unit_id, role=role),
        budget_hours=hours,
        started_at=now,
        due_at=_step_due(place.agency_id, dataclasses.replace(spec, hours=hours), now),
        paused=dossier.paused_at is not None,
        # A finished dossier that waits to be fetched is no longer late, whatever the day.
        order_at=FAR if spec.type == "return" else dossier.due_at or FAR,
        handed_over=place.agency_id != origin,
    )


def _whereabouts(dossier: Dossier, spec: workflow.Step) -> tuple[Place, str]:
    """Return where a step is done; on another system, the counter that watches it, and that system's code."""
    if not spec.place.startswith("outside:"):
        try:
            return _place(dossier, spec, agency_for(spec.place, dossier), spec.role or "specialist"), ""
        except ActionRefused:
            if not (code := outside_for(spec.place, dossier)):
                raise
            if not name_of(dossier.receiving_agency_id, code):
                raise
            return watch_place(dossier), code
    return watch_place(dossier), outside_for(spec.place, dossier)


def watch_place(dossier: Dossier) -> Place:
    """Return the counter that watches a stage which another system works on."""
    place = place_for(
        dossier.receiving_agency_id,
        "clerk",
        procedure_code=dossier.procedure_code,
        field_name=frozen(dossier.procedure_version_id).field,
    )
    return dataclasses.replace(place, officer_id=None)


def stage_of(known: workflow.Definition, first: workflow.Step) -> list[workflow.Step]:
    """Return a step and those that follow it, one after the other, in the same place: one stage."""
    found = [first]
    while isinstance(follower := known.nodes.get(found[-1].next), workflow.Step):
        if follower.place != first.place or follower in found:
            break
        found.append(follower)
    return found


def _place(dossier: Dossier, spec: workflow.Step, agency_id: int, role: str) -> Place:
    return place_for(
        agency_id,
        role,
        procedure_code=dossier.procedure_code,
        field_name=frozen(dossier.procedure_version_id).field,
        unit=spec.unit,
    )


def _step_due(agency_id: int, spec: workflow.Step, now: datetime) -> datetime | None:
    schedule = schedule_for(agency_id)
    if spec.wait is not None:
        budget = clock.Budget(spec.wait.amount, cast(TimeUnit, spec.wait.unit))
        return clock.due_after(now, budget, schedule, legal_rules(timezone.localdate(now)))
    return clock.add_working_minutes(now, spec.hours * 60, schedule) if spec.hours else None


def _pass_on(dossier: Dossier, origin: int, started: list[Step], *, actor: Actor, now: datetime) -> None:
    """Write a hand-over for every step that begins at another agency (Phiếu chuyển xử lý)."""
    rows = [
        HandOver(
            dossier=dossier,
            step=step,
            from_agency_id=origin,
            to_agency_id=step.agency_id,
            task=step.name,
            sent_at=now,
            sent_by_id=actor.officer_id,
            due_at=step.due_at,
        )
        for step in started
        if step.handed_over
    ]
    if rows:
        HandOver.objects.bulk_create(rows)


def _joining(dossier: Dossier, steps: list[Step]) -> list[Involvement]:
    """Let the units of new steps see the dossier, and the dossier be found in their scope."""
    words = scope_words({s.agency_id for s in steps}, {s.unit_id for s in steps}).split()
    known = set(dossier.search_text.split())
    missing = [word for word in words if word not in known]
    if not missing:
        return []
    dossier.search_text = f"{dossier.search_text} {' '.join(missing)}"
    reasons = {dossier.competent_agency_id: Involvement.Reason.COMPETENT}
    return [
        Involvement(
            dossier=dossier,
            agency_id=agency_id,
            unit_id=unit_id,
            reason=reasons.get(agency_id, Involvement.Reason.STEP),
        )
        for agency_id, unit_id in sorted({(s.agency_id, s.unit_id) for s in steps})
    ]


_START_FIELDS = ("marking", "holding", "search_text", "process_version")
_STATE_FIELDS = ("state", "due_at", "paused_at", "finished_at", "delivery_state")
MOVED_FIELDS = ("marking", "outcomes", "holding", "search_text", *_STATE_FIELDS)
"""What moving on changes of a dossier."""


def _enter_state(dossier: Dossier, started: list[Step], *, ended: bool, now: datetime) -> None:
    """Set the business state that the new steps stand for; the caller writes the row."""
    types = {step.type for step in started}
    if (started and types <= {"return"}) or (ended and dossier.state == State.PROCESSING):
        if dossier.paused_at is not None:
            resume_clock(dossier, at=now)
        cancel_opinions(dossier)
        dossier.state = State.DONE
        dossier.finished_at = now
        dossier.delivery_state = DeliveryState.READY
        return
    if dossier.state == State.RECEIVED and types - {"receive"}:
        dossier.state = State.PROCESSING
    stops = any(_definition(dossier).step(step.key).stops_clock for step in started)
    if dossier.paused_at is None and not dossier.master_system and ("payment" in types or stops):
        reason = _("Chờ thực hiện nghĩa vụ tài chính") if "payment" in types else started[0].name
        pause_clock(dossier, kind="pause", reason=reason)
    if "payment" in types:
        dossier.state = State.PAYMENT
