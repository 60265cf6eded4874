"""Which procedures bring work to which seat: a unit's queue of one role."""

from collections import defaultdict
from dataclasses import dataclass

from congvu.common.errors import ActionRefused
from congvu.directory.models import Agency
from congvu.dossiers.queries.routing import place_for, version_id_for
from congvu.procedures.messages import FrozenProcedure
from congvu.procedures.models import ProcedureVersion
from congvu.procedures.queries import frozen, route_for
from congvu.workflow import rules
from congvu.workflow.queries import definition

type Seat = tuple[int, str]
"""A unit and a role."""

SLOW = frozenset({"publish", "payment"})
"""Steps that wait for days, so that nothing behind them is reached quickly."""


@dataclass(frozen=True, slots=True)
class Option:
    """A way to bring a dossier to a seat.

    Args:
        procedure: what is applied for.
        case_no: its case.
        receiving, competent: who receives and who decides.
        key: the step that the seat does.
        acts: how many acts come before it.
        over: whether the dossier is finished by then and waits to be fetched.
        paused: whether its clock stands still by then.
    """

    procedure: FrozenProcedure
    case_no: int
    receiving: Agency
    competent: Agency
    key: str
    acts: int
    over: bool
    paused: bool


def local_procedures(receiving: Agency, competent: Agency) -> list[FrozenProcedure]:
    """Return the published procedures that the one may receive and the other decide, processed here."""
    rows = ProcedureVersion.objects.filter(status=ProcedureVersion.Status.PUBLISHED)
    rows = rows.order_by("procedure__code")
    ids = dict(rows.values_list("pk", "procedure_id"))
    return [
        procedure
        for procedure in map(frozen, ids)
        if str(competent.level) in procedure.levels
        and route_for(ids[procedure.version_id], competent.pk).kind == "local"
        and _runs(procedure, receiving, competent)
    ]


def _runs(procedure: FrozenProcedure, receiving: Agency, competent: Agency) -> bool:
    """Tell whether every step of the procedure's process has its place in these agencies."""
    version_id = version_id_for(procedure.code, competent.level)
    if version_id is None:
        return False
    known = definition(version_id)
    # Where the receiving agency does more than receive, the process is for agencies of its own level.
    works = any(step.place == "received" and step.role != "clerk" for step in known.steps)
    if works and known.level not in {"", str(receiving.level)}:
        return False
    return all(
        _seat(step, procedure, receiving if step.place == "received" else competent) for step in known.steps
    )


def options(
    receiving: Agency, competent: Agency, procedures: list[FrozenProcedure]
) -> dict[Seat, list[Option]]:
    """Return by seat what may be received so that the seat has work, in these agencies and in others."""
    found: dict[Seat, list[Option]] = defaultdict(list)
    for procedure in procedures:
        version_id = version_id_for(procedure.code, competent.level)
        if version_id is None:
            continue
        known = definition(version_id)
        for case in procedure.cases:
            facts = {"no": case.no, "name": case.name}
            for key, (acts, paused) in reach(known, facts).items():
                step = known.step(key)
                seat = _seat(step, procedure, receiving if step.place == "received" else competent)
                if seat is not None:
                    over = step.type == "return"
                    found[seat].append(
                        Option(procedure, case.no, receiving, competent, key, acts, over, paused)
                    )
    return found


def reach(known: rules.Definition, case: dict[str, object]) -> dict[str, tuple[int, bool]]:
    """Return the steps that the usual way through a process comes to quickly.

    Each comes with the number of acts before it, and whether the clock stands still then.
    """
    move = rules.start(known, {"channel": "1"}, case=case)
    found = dict.fromkeys(move.started, (0, False))
    outcomes: dict[str, str] = {}
    acts = 0
    while not move.ended:
        key = rules.active_steps(known, move.marking)[0]
        step = known.step(key)
        if step.type in SLOW:
            break
        outcomes[key] = step.outcomes[0] if step.outcomes else ""
        move = rules.complete(
            known, move.marking, key, outcomes[key], {"channel": "1"}, outcomes=outcomes, case=case
        )
        acts += 1
        paused = any(known.step(key).stops_clock for key in rules.active_steps(known, move.marking))
        for key in move.started:
            found.setdefault(key, (acts, paused))
    return found


def _seat(step: rules.Step, procedure: FrozenProcedure, agency: Agency) -> Seat | None:
    kind, _, value = step.place.partition(":")
    place = agency
    if kind == "agency":
        named = Agency.objects.filter(key=value).first()
        if named is None:
            return None
        place = named
    role = step.role or "specialist"
    try:
        bound = place_for(
            place.pk, role, procedure_code=procedure.code, field_name=procedure.field, unit=step.unit
        )
    except ActionRefused:
        return None
    return bound.unit_id, role
