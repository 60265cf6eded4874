"""Moving the tokens of a running process.

A marking is a set of tokens. A token is the key of a step in progress, or an arrival `j1<s2`: the branch that
began at node `s2` has reached join `j1`, which waits for the other branches of its fork. Markings are 1-safe:
no token occurs twice, because each open branch holds exactly one (see `structure`).

Returning to an earlier step (`return_to`) works on the innermost block that holds both steps:

- everything in progress in that block is cancelled, parallel branches nested in it included, and so are their
  arrivals; branches outside of the block go on undisturbed;
- when the earlier step lies in a branch of a parallel block that is already over, only that branch is done
  again: the other branches of that block count as arrived;
- a step cannot send back into a parallel branch other than its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.workflow.rules.conditions import holds
from congvu.workflow.rules.definition import Choice, Definition, End, Fork, Join, Step

type Marking = frozenset[str]


@dataclass(frozen=True, slots=True)
class Advance:
    """What a move did.

    Args:
        marking: the tokens after it.
        started: keys of the steps that began, in the order of the definition.
        cancelled: keys of the other steps in progress that a return put an end to.
        ended: whether the process is over.
    """

    marking: Marking
    started: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    ended: bool = False


def active_steps(definition: Definition, marking: Marking) -> tuple[str, ...]:
    """Return the keys of the steps in progress, in the order of the definition."""
    return tuple(key for key in definition.nodes if key in marking)


def start(
    definition: Definition, data: Mapping[str, Any], *, case: Mapping[str, Any] | None = None
) -> Advance:
    """Begin a process.

    Args:
        definition: a published definition.
        data: the form data that conditions read as `data`.
        case: the case of the procedure that conditions read as `case` (keys `no`, `name`).

    Raises:
        ActionRefused: a condition at the beginning cannot be computed.
    """
    walk = _Walk(definition, {"data": data, "outcome": {}, "case": case or {}})
    walk.enter("", definition.start)
    return walk.advance()


def complete(
    definition: Definition,
    marking: Marking,
    step_key: str,
    outcome: str,
    data: Mapping[str, Any],
    *,
    outcomes: Mapping[str, str] | None = None,
    case: Mapping[str, Any] | None = None,
) -> Advance:
    """Complete a step in progress and start whatever follows.

    Args:
        definition: a published definition.
        marking: the tokens before.
        step_key: the step completed; it must be in progress.
        outcome: one of the step's `outcomes`, or "" when it has none.
        data: the form data that conditions read as `data`.
        outcomes: outcomes of steps completed earlier, by step key.
        case: the case of the procedure that conditions read as `case`.

    Raises:
        StateRefused: the step is not in progress.
        ActionRefused: the outcome is not one of the step's, or a condition cannot be computed.
    """
    step = _in_progress(definition, marking, step_key)
    if step.outcomes and outcome not in step.outcomes:
        raise ActionRefused(
            _("Hãy chọn kết quả của bước “%(step)s”.") % {"step": step.name}, code="outcome", field="outcome"
        )
    known = {**(outcomes or {}), step_key: outcome}
    walk = _Walk(definition, {"data": data, "outcome": known, "case": case or {}}, marking - {step_key})
    walk.enter(step_key, step.next)
    return walk.advance()


def return_to(definition: Definition, marking: Marking, from_step: str, to_step: str) -> Advance:
    """Send the dossier back from a step in progress to an earlier one (see the module's text).

    Args:
        definition: a published definition.
        marking: the tokens before.
        from_step: the step that sends back; it must be in progress.
        to_step: the earlier step, one of `returns_to`.

    Raises:
        StateRefused: the step is not in progress.
        ActionRefused: the step may not send back to that one.
    """
    step = _in_progress(definition, marking, from_step)
    if to_step not in step.returns_to or return_problem(definition, from_step, to_step):
        raise ActionRefused(
            _("Bước “%(step)s” không được phép trả về bước này.") % {"step": step.name}, code="return"
        )
    stacks = definition.structure.stacks
    block = _shared(stacks[from_step], stacks[to_step])
    cancelled = {token for token in marking if definition.structure.inside(token, stacks[to_step][:block])}
    tokens = (marking - cancelled) | {to_step}
    for fork, head in stacks[to_step][block:]:
        (join,) = definition.structure.joins[fork]
        tokens |= {f"{join}<{other}" for other in definition.structure.waits[join] - {head}}
    others = tuple(key for key in active_steps(definition, frozenset(cancelled)) if key != from_step)
    return Advance(frozenset(tokens), (to_step,), others)


def return_problem(definition: Definition, from_step: str, to_step: str) -> str:
    """Return why `from_step` can never send back to `to_step`: "target", "later", "branch", or ""."""
    structure = definition.structure
    target = definition.nodes.get(to_step)
    if not isinstance(target, Step) or to_step == from_step:
        return "target"
    if to_step not in structure.stacks or not structure.follows(to_step, from_step):
        return "later"
    here, there = structure.stacks.get(from_step, ()), structure.stacks[to_step]
    block = _shared(here, there)
    if block < min(len(here), len(there)) and here[block][0] == there[block][0]:
        return "branch"
    return ""


def _shared(one: tuple[Any, ...], other: tuple[Any, ...]) -> int:
    length = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        length += 1
    return length


def _in_progress(definition: Definition, marking: Marking, key: str) -> Step:
    step = definition.nodes.get(key)
    if key not in marking or not isinstance(step, Step):
        raise StateRefused(_("Bước này không còn đang xử lý."), code="step-not-active")
    return step


class _Walk:
    """Follows tokens until each rests at a step or a join, or has left by an end."""

    def __init__(
        self, definition: Definition, context: Mapping[str, Any], marking: Marking = frozenset()
    ) -> None:
        self.definition = definition
        self.context = context
        self.marking: set[str] = set(marking)
        self.started: set[str] = set()
        self.left = False

    def advance(self) -> Advance:
        order = active_steps(self.definition, frozenset(self.started))
        return Advance(frozenset(self.marking), order, ended=self.left and not self.marking)

    def enter(self, source: str, target: str) -> None:
        """Move one token over the edge from `source` to `target`, and on from there."""
        edges = [(source, target)]
        limit = 4 * len(self.definition.nodes) + 4
        while edges:
            limit -= 1
            if limit < 0:
                raise ActionRefused(_("Quy trình lặp vô tận giữa các điểm rẽ nhánh."), code="livelock")
            edges.extend(self._pass(*edges.pop()))

    def _pass(self, source: str, target: str) -> Iterator[tuple[str, str]]:
        node = self.definition.nodes.get(target)
        match node:
            case Step():
                self._place(target)
                self.started.add(target)
            case Fork():
                yield from ((target, branch) for branch in reversed(node.next))
            case Join():
                if self._arrive(source, node):
                    yield target, node.next
            case Choice():
                yield target, self._choose(node)
            case End():
                self.left = True
            case None:
                raise ActionRefused(_("Quy trình dẫn tới bước không tồn tại."), code="unknown-target")

    def _place(self, token: str) -> None:
        if token in self.marking:
            raise ActionRefused(_("Quy trình đi vào một bước đang xử lý."), code="unsafe")
        self.marking.add(token)

    def _arrive(self, source: str, join: Join) -> bool:
        structure = self.definition.structure
        if isinstance(self.definition.nodes.get(source), Fork):
            head = join.key
        else:
            head = structure.stacks[source][-1][1]
        self._place(f"{join.key}<{head}")
        expected = {f"{join.key}<{branch}" for branch in structure.waits[join.key]}
        if not expected <= self.marking:
            return False
        self.marking -= expected
        return True

    def _choose(self, choice: Choice) -> str:
        for branch in choice.branches:
            if holds(branch.when, self.context):
                return branch.next
        return choice.otherwise
