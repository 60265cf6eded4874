"""How a process comes to stand at a step: for a dossier that another system brought there."""

from collections import deque
from collections.abc import Mapping
from typing import Any

from congvu.common.errors import ActionRefused, StateRefused
from congvu.workflow.rules.definition import Definition, Step
from congvu.workflow.rules.engine import Advance, Marking, active_steps, complete, start

MOST = 5_000


def reach(
    definition: Definition, key: str, data: Mapping[str, Any], *, case: Mapping[str, Any] | None = None
) -> tuple[Advance, dict[str, str]] | None:
    """Return the marking in which a step is in progress, after as few steps as can be, and their outcomes.

    Branches beside it stand at their own steps, so that a join waits for them as it would have.

    Args:
        definition: a published definition.
        key: the step.
        data, case: as for `start`.

    Returns None when no way leads there with these data.
    """
    first = start(definition, data, case=case)
    waiting: deque[tuple[Marking, dict[str, str]]] = deque([(first.marking, {})])
    known = {first.marking}
    while waiting and len(known) < MOST:
        marking, outcomes = waiting.popleft()
        if key in marking:
            return Advance(marking, active_steps(definition, marking)), outcomes
        for step, outcome in _choices(definition, marking):
            try:
                onward = complete(definition, marking, step, outcome, data, outcomes=outcomes, case=case)
            except (ActionRefused, StateRefused):
                continue
            if onward.marking not in known and not onward.ended:
                known.add(onward.marking)
                said = {**outcomes, step: outcome} if outcome else outcomes
                waiting.append((onward.marking, said))
    return None


def _choices(definition: Definition, marking: Marking) -> list[tuple[str, str]]:
    found = []
    for key in active_steps(definition, marking):
        node = definition.nodes[key]
        assert isinstance(node, Step)
        found += [(key, outcome) for outcome in (node.outcomes or ("",))]
    return found
