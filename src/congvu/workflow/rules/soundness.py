"""Playing a definition through: every choice both ways, every order of parallel steps, up to a bound."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from congvu.common.errors import ActionRefused
from congvu.workflow.rules.definition import Choice, Definition
from congvu.workflow.rules.engine import Advance, Marking, active_steps, complete, start

MAX_MARKINGS = 2_000
MAX_WAYS = 64


class Stuck(Exception):  # noqa: N818 — named for what it tells
    """A run that cannot go on, or that ends with something left over; `node` is where."""

    def __init__(self, reason: str, node: str = "") -> None:
        super().__init__(reason)
        self.node = node


@dataclass(frozen=True, slots=True)
class Exploration:
    """What was seen: how many markings, and whether the bound cut it short."""

    markings: int
    complete: bool


def _ways(definition: Definition) -> Iterator[Definition]:
    """Yield the definition with its choices fixed: every combination, or each branch once when too many."""
    choices = [node for node in definition.nodes.values() if isinstance(node, Choice)]
    total = 1
    for choice in choices:
        total *= len(choice.branches) + 1
    widest = max((len(choice.branches) + 1 for choice in choices), default=1)
    count = total if total <= MAX_WAYS else widest
    for number in range(count):
        nodes = dict(definition.nodes)
        rest = number
        for choice in choices:
            options = len(choice.branches) + 1
            pick = rest % options if total <= MAX_WAYS else min(number, options - 1)
            rest //= options
            nodes[choice.key] = replace(choice, branches=(), otherwise=choice.targets[pick])
        yield replace(definition, nodes=nodes)


def explore(definition: Definition) -> Exploration:
    """Walk the reachable markings; raise Stuck at a dead end, a doubled token or a token left over.

    Returning to an earlier step needs no walk of its own: it leads to markings that are reachable anyway.
    """
    seen_markings: set[Marking] = set()
    for way in _ways(definition):
        seen: set[Marking] = set()
        work = [_move(way, None, "")]
        while work:
            if len(seen_markings) > MAX_MARKINGS:
                return Exploration(len(seen_markings), complete=False)
            advance = work.pop()
            if advance.ended or advance.marking in seen:
                continue
            seen.add(advance.marking)
            seen_markings.add(advance.marking)
            steps = active_steps(way, advance.marking)
            if not steps:
                waiting = min(advance.marking, default="").partition("<")[0]
                raise Stuck(waiting, waiting)
            work.extend(_move(way, advance.marking, key) for key in steps)
    return Exploration(len(seen_markings), complete=True)


def _move(definition: Definition, marking: Marking | None, key: str) -> Advance:
    try:
        if marking is None:
            return start(definition, {})
        outcome = next(iter(definition.step(key).outcomes), "")
        return complete(definition, marking, key, outcome, {})
    except ActionRefused as refusal:
        raise Stuck(refusal.message, key) from refusal
