"""One dossier as its page shows it, and what the officer may do next."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from congvu.audit.queries import TimelineRow, timeline
from congvu.calendars import rules as clock
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.models import Officer
from congvu.dossiers.models import (
    ComponentFile,
    Dossier,
    DossierComponent,
    FeeLine,
    Involvement,
    IssuedForm,
    Note,
    Opinion,
    Result,
    Step,
    SupplementRequest,
)
from congvu.dossiers.queries import parts
from congvu.dossiers.queries.inbox import holds, limits_for
from congvu.dossiers.rules import OUTSIDE
from congvu.dossiers.states import (
    ELSEWHERE,
    MOVES,
    UNDO_MINUTES,
    UNDOABLE,
    Action,
    Move,
    PaymentState,
    ResultState,
    State,
    StepState,
    may_act,
    moves_from,
)
from congvu.files.models import StoredFile
from congvu.workflow.queries import definition

STEP_ACTIONS = frozenset(
    {
        Action.TAKE_OVER, Action.COMPLETE, Action.SEND_BACK, Action.ASK_OPINION, Action.HAND_OVER,
        Action.PROPOSE, Action.CHECK, Action.SIGN, Action.ISSUE, Action.CONFIRM_PAYMENT, Action.GIVE_OPINION,
        Action.ASSIGN,
    }
)  # fmt: skip
"""Actions that belong to one step; the others are the dossier's own."""

EVENTS = 200
_TELLS: dict[str, frozenset[str]] = {
    "result": frozenset({"dossier.result_proposed"}),
    "opinion": frozenset({"dossier.opinion_asked"}),
    "supplement": frozenset({"dossier.guided", "dossier.supplement_requested"}),
    "form": frozenset({"dossier.form_issued"}),
    "note": frozenset({"dossier.noted"}),
}

_BY_TYPE: dict[str, frozenset[Action]] = {
    "appraise": frozenset({Action.PROPOSE, Action.COMPLETE, Action.ASK_OPINION, Action.HAND_OVER}),
    "receive": frozenset({Action.COMPLETE, Action.HAND_OVER}),
    "check": frozenset({Action.CHECK, Action.COMPLETE}),
    "initial": frozenset({Action.CHECK, Action.COMPLETE}),
    "sign": frozenset({Action.SIGN, Action.COMPLETE}),
    "issue": frozenset({Action.ISSUE, Action.COMPLETE}),
    "payment": frozenset({Action.CONFIRM_PAYMENT}),
    "opinion": frozenset({Action.GIVE_OPINION}),
    "return": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Button:
    """Something that the officer may do now, with the step that it belongs to."""

    move: Move
    step: Step | None = None


@dataclass(frozen=True)
class Page:
    """Everything that the page of a dossier shows."""

    dossier: Dossier
    steps: list[Step]
    components: list[DossierComponent]
    files: list[ComponentFile]
    fees: list[FeeLine]
    supplements: list[SupplementRequest]
    opinions: list[Opinion]
    results: list[Result]
    forms: list[IssuedForm]
    notes: list[Note]
    events: list[TimelineRow]
    buttons: list[Button] = field(default_factory=list)
    urgency: clock.Urgency | None = None

    @property
    def open_steps(self) -> list[Step]:
        """Return the steps in progress."""
        return [step for step in self.steps if step.state == StepState.OPEN]


@dataclass(frozen=True, slots=True)
class Stage:
    """What an act on a dossier needs to know: where it stands and what the officer may do."""

    dossier: Dossier
    steps: list[Step]
    results: list[Result]
    opinions: list[Opinion]
    buttons: list[Button]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who may see a dossier, and why."""

    name: str
    reason: str


def page(dossier_id: int, actor: Actor) -> Page:
    """Return the page of a dossier: four statements, and one for each kind of thing that its events tell of.

    An event stands behind every opinion, result, supplement request, form and note, so that what no event
    tells of need not be asked for.

    Raises:
        Dossier.DoesNotExist: not there, or not visible to the actor.
    """
    dossier = parts.dossier_of(dossier_id, actor, parts.SHOWN)
    steps = parts.steps_of(dossier, ("unit", "agency", "assignee", "done_by"))
    events = timeline(Subject("dossiers.dossier", dossier.pk), limit=EVENTS)
    told = _told(events, steps)
    results = parts.results_of(dossier) if "result" in told else []
    opinions = parts.opinions_of(dossier) if "opinion" in told else []
    paid = dossier.payment_state != PaymentState.NONE
    return Page(
        dossier=dossier,
        steps=steps,
        components=parts.papers_of(dossier),
        files=parts.files_of(dossier),
        fees=parts.fees_of(dossier) if paid else [],
        supplements=list(dossier.supplements.select_related("pause", "requested_by"))
        if "supplement" in told
        else [],
        opinions=opinions,
        results=results,
        forms=list(dossier.forms.all()) if "form" in told else [],
        notes=list(dossier.notes.select_related("officer")) if "note" in told else [],
        events=events,
        buttons=buttons(dossier, steps, results, opinions, actor),
        urgency=_urgency(dossier, actor),
    )


def stage(dossier_id: int, actor: Actor) -> Stage:
    """Return what an act on a dossier needs (four statements).

    Raises:
        Dossier.DoesNotExist: not there, or not visible to the actor.
    """
    dossier = parts.dossier_of(dossier_id, actor, parts.ACTED_ON)
    steps = parts.steps_of(dossier, ("unit", "agency", "assignee"))
    results, opinions = parts.results_of(dossier), parts.opinions_of(dossier)
    found = buttons(dossier, steps, results, opinions, actor)
    return Stage(dossier, steps, results, opinions, found)


def _told(events: list[TimelineRow], steps: list[Step]) -> set[str]:
    """Return what kinds of things the events tell of; all of them when there are more events than read."""
    if len(events) >= EVENTS:
        return set(_TELLS)
    kinds = {event.kind for event in events}
    told = {name for name, tellers in _TELLS.items() if tellers & kinds}
    return told | {"opinion"} if any(step.type == "opinion" for step in steps) else told


def stored_file(dossier_id: int, file_id: int, actor: Actor) -> StoredFile:
    """Return a file of a dossier that `actor` may see: of a paper, of the dossier, or of a result.

    Raises:
        Dossier.DoesNotExist, StoredFile.DoesNotExist: not there, or not visible to the actor.
    """
    dossier = Dossier.objects.visible_to(actor).only("pk").get(pk=dossier_id)
    own = ComponentFile.objects.filter(dossier=dossier, file=OuterRef("pk"))
    issued = Result.objects.filter(dossier=dossier, file=OuterRef("pk"))
    return StoredFile.objects.select_related("blob").filter(Exists(own) | Exists(issued)).get(pk=file_id)


def buttons(
    dossier: Dossier, steps: list[Step], results: list[Result], opinions: list[Opinion], actor: Actor
) -> list[Button]:
    """Return what `actor` may do now: the table of moves, narrowed by the steps in their hands."""
    held = [step for step in steps if step.state == StepState.OPEN and holds(actor, step)]
    found: list[Button] = []
    for move in moves_from(State(dossier.state), actor.capabilities):
        if move.action in STEP_ACTIONS:
            found += [
                Button(move, step) for step in held if _fits(move.action, dossier, step, results, actor)
            ]
        elif _own(move.action, dossier, held, actor):
            found.append(Button(move))
    undone = _undoable(steps, actor)
    return (
        [b for b in found if b.move.action != Action.UNDO_STEP]
        + (
            [Button(MOVES[Action.UNDO_STEP], undone)]
            if undone and actor.can(MOVES[Action.UNDO_STEP].capability) and dossier.state == State.PROCESSING
            else []
        )
        + _asked(opinions, steps, actor, dossier)
    )


def bulk_actions(state: str, step_type: str, *, mine: bool, actor: Actor) -> list[str]:
    """Return the acts that a selection may do with one row of an inbox, in the order of the bar.

    A hint for buttons: the preview tells for each dossier what is left out and why.
    """
    ordinary = Action.COMPLETE in _BY_TYPE.get(step_type, frozenset({Action.COMPLETE}))
    fits = {
        Action.TAKE_OVER: not mine and step_type != "return",
        Action.ASSIGN: True,
        Action.COMPLETE: ordinary and step_type not in {"sign", "issue"},
        Action.RETURN_RESULT: True,
    }
    open_moves = {move.action for move in moves_from(State(state), actor.capabilities)}
    return [action.value for action, fit in fits.items() if fit and action in open_moves]


def _fits(action: Action, dossier: Dossier, step: Step, results: list[Result], actor: Actor) -> bool:
    spec = definition(dossier.process_version_id or 0).step(step.key)
    if action == Action.TAKE_OVER:
        return step.assignee_id != actor.officer_id
    if action == Action.ASSIGN:
        return True
    if action == Action.SEND_BACK:
        return bool(spec.returns_to)
    if action not in _BY_TYPE.get(step.type, frozenset({Action.COMPLETE})):
        return False
    states = {result.state for result in results}
    waiting = {
        Action.CHECK: {ResultState.PROPOSED},
        Action.SIGN: {ResultState.PROPOSED, ResultState.CHECKED},
        Action.ISSUE: {ResultState.SIGNED},
    }
    if action in waiting:
        return bool(states & waiting[action])
    if action == Action.COMPLETE and step.type in {"sign", "issue"}:
        own = Action.SIGN if step.type == "sign" else Action.ISSUE
        return not states & waiting[own]
    return action != Action.GIVE_OPINION


def _own(action: Action, dossier: Dossier, held: list[Step], actor: Actor) -> bool:
    """Tell whether an act on the dossier as a whole is open to the actor, by the table of moves."""
    if action in {Action.ROUTE, Action.UNDO_STEP} or (dossier.master_system and action in ELSEWHERE):
        return False
    if action == Action.EXTEND and not _extendable(dossier):
        return False
    return may_act(
        MOVES[action],
        receives=actor.agency_id == dossier.receiving_agency_id,
        decides=actor.agency_id == dossier.competent_agency_id,
        holds=bool(held),
    )


def _extendable(dossier: Dossier) -> bool:
    """Tell whether there is a deadline to extend: one that is not over, and was never extended."""
    return (
        dossier.due_at is not None and timezone.now() <= dossier.due_at and not hasattr(dossier, "extension")
    )


def _undoable(steps: list[Step], actor: Actor) -> Step | None:
    last = next((step for step in reversed(steps) if step.state == StepState.DONE), None)
    if last is None or last.done_by_id != actor.officer_id or not last.undo or last.done_at is None:
        return None
    if any(step.state == StepState.OPEN and step.type == OUTSIDE for step in steps):
        return None
    recent = (timezone.now() - last.done_at).total_seconds() <= UNDO_MINUTES * 60
    return last if recent and last.type in UNDOABLE else None


def _asked(opinions: list[Opinion], steps: list[Step], actor: Actor, dossier: Dossier) -> list[Button]:
    """Answering is for the units that were asked, whether or not a step stands for it."""
    move = MOVES[Action.GIVE_OPINION]
    if not actor.can(move.capability) or State(dossier.state) not in move.sources:
        return []
    by_pk = {step.pk: step for step in steps}
    return [
        Button(move, by_pk.get(opinion.step_id or 0))
        for opinion in opinions
        if opinion.answered_at is None and opinion.cancelled_at is None and opinion.unit_id in actor.unit_ids
    ]


def _urgency(dossier: Dossier, actor: Actor) -> clock.Urgency | None:
    if dossier.accepted_at is None or dossier.finished_at is not None:
        return None
    return clock.urgency(dossier.due_at, limits_for(actor), paused=dossier.paused_at is not None)


def viewers(dossier_id: int, actor: Actor) -> list[Viewer]:
    """Return who may see a dossier and why (screen "ai xem được và vì sao").

    Raises:
        Dossier.DoesNotExist: not there, or not visible to the actor.
    """
    dossier = Dossier.objects.visible_to(actor).only("pk", "confidentiality").get(pk=dossier_id)
    rows = (
        Involvement.objects.filter(dossier=dossier).select_related("unit", "agency", "officer").order_by("id")
    )
    found: list[Viewer] = []
    for row in rows:
        why = row.get_reason_display()
        if row.officer is not None:
            found.append(Viewer(row.officer.full_name, f"{why} ({row.unit})"))
        else:
            found.append(Viewer(f"{row.unit}, {row.agency}", f"{why}: cán bộ của đơn vị"))
    wide = (
        Officer.objects.filter(
            Q(posts__valid_to__isnull=True) | Q(posts__valid_to__gte=timezone.localdate()),
            posts__agency_id__in={row.agency_id for row in rows},
            posts__roles__reach="agency",
            clearance__gte=dossier.confidentiality,
            is_active=True,
        )
        .distinct()
        .order_by("full_name")[:200]
    )
    return found + [Viewer(officer.full_name, "vai trò xem toàn cơ quan") for officer in wide]
