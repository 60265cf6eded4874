"""Where an officer stands towards an assignment: performer, head of the performing unit, giver, partner."""

from collections.abc import Iterable

from congvu.assignments.models import Assignment, CoPerformer
from congvu.assignments.queries.scopes import persons_of
from congvu.assignments.states import MOVES, Action, By, Move, State, may_act
from congvu.directory.messages import Actor

EVERY = frozenset({By.PERFORMER, By.HEAD, By.GIVER, By.PARTNER})


def places_of(
    actor: Actor, assignment: Assignment, partners: Iterable[CoPerformer] | None = None
) -> frozenset[By]:
    """Return the places that `actor` holds.

    Args:
        partners: those of the assignment; they are read when not given.
    """
    if actor.officer_id is None:
        return EVERY
    found = set()
    if _is(actor, assignment.lead_agency_id, assignment.lead_unit_id, assignment.lead_officer_id):
        found.add(By.PERFORMER)
    if _heads(actor, assignment):
        found.add(By.HEAD)
    if _gives(actor, assignment):
        found.add(By.GIVER)
    rows = assignment.partners.all() if partners is None else partners
    if any(_is(actor, row.agency_id, row.unit_id, row.officer_id) for row in rows):
        found.add(By.PARTNER)
    return frozenset(found)


def is_partner(actor: Actor, row: CoPerformer) -> bool:
    """Tell whether `actor` answers for this partner."""
    return actor.officer_id is None or _is(actor, row.agency_id, row.unit_id, row.officer_id)


def moves_for(actor: Actor, assignment: Assignment, places: frozenset[By]) -> list[Move]:
    """Return the moves open to `actor` now, in the table's order."""
    state = State(assignment.state)
    return [
        move
        for move in MOVES.values()
        if state in move.targets
        and actor.can(move.capability)
        and may_act(move, places)
        and _in_place(move, assignment)
    ]


def _in_place(move: Move, assignment: Assignment) -> bool:
    """Tell whether what a move is about is there at all."""
    if move.action in {Action.PASS_UNIT, Action.REFUSE_UNIT}:
        return assignment.awaiting == "unit"
    if move.action == Action.STOP_SERIES:
        return assignment.series_id is not None
    return True


def _is(actor: Actor, agency_id: int, unit_id: int | None, officer_id: int | None) -> bool:
    """Tell whether `actor` is, or belongs to, what the work was given to."""
    if actor.agency_id != agency_id:
        return False
    if officer_id is not None:
        return officer_id in persons_of(actor)
    return unit_id in actor.unit_ids if unit_id is not None else actor.agency_wide


def _heads(actor: Actor, assignment: Assignment) -> bool:
    if actor.agency_id != assignment.lead_agency_id or not actor.can("assignment.approve"):
        return False
    return actor.agency_wide or assignment.lead_unit_id in actor.unit_ids


def _gives(actor: Actor, assignment: Assignment) -> bool:
    if actor.agency_id != assignment.giver_agency_id:
        return False
    return assignment.giver_id in persons_of(actor) or (actor.agency_wide and actor.can("assignment.give"))
