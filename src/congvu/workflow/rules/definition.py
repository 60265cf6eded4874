"""A process definition: frozen nodes read from the JSON that a version stores."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from congvu.workflow.rules.problems import DefinitionInvalid, Problem
from congvu.workflow.rules.structure import Structure, analyse


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait set by law: how long to publish, to wait for an opinion or for a payment.

    Args:
        amount: how many units.
        unit: "hour" or "wday" (working), "day" or "month" (calendar).
    """

    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step that an officer does.

    Args:
        key: name inside the definition, usable in conditions as `outcome.<key>`.
        no: the number shown, such as "3" or "B3".
        role: code of the role that does it.
        place: whose unit does it: received, competent, agency:<key>, level:province|commune;
            outside:<code> is an agency that works on another system, by its code on the interchange.
        hours: budget in working hours.
        type: what kind of work it is, see `vocabulary.STEP_TYPES`.
        unit: code of the unit inside the agency, "" for the one that the role implies.
        actions: actions offered at the step.
        returns_to: keys of the steps it may send the dossier back to.
        outcomes: results to choose among when the step is completed; () when there is only one.
        silence_is_consent: whether an opinion not given in time counts as agreed.
        stops_clock: whether its time stays outside the legal time limit.
        wait: a wait set by law, None when `hours` says it all.
    """

    key: str
    next: str
    no: str = ""
    name: str = ""
    role: str = ""
    place: str = "competent"
    hours: int = 0
    type: str = "appraise"
    unit: str = ""
    actions: tuple[str, ...] = ()
    returns_to: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    silence_is_consent: bool = False
    stops_clock: bool = False
    wait: Wait | None = None
    note: str = ""
    kind: str = field(default="step", init=False)

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.next,)


@dataclass(frozen=True, slots=True)
class Fork:
    """All branches start together."""

    key: str
    next: tuple[str, ...]
    kind: str = field(default="fork", init=False)

    @property
    def targets(self) -> tuple[str, ...]:
        return self.next


@dataclass(frozen=True, slots=True)
class Join:
    """Waits until every branch of its fork has arrived."""

    key: str
    next: str
    kind: str = field(default="join", init=False)

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.next,)


@dataclass(frozen=True, slots=True)
class Branch:
    """One way out of a choice, taken when its condition (CEL) holds.

    Args:
        when: the condition.
        next: key of the node it leads to.
        label: what is written on the arrow.
        limit_hours: the legal time limit of dossiers that take it, when it is shorter than the process's.
    """

    when: str
    next: str
    label: str = ""
    limit_hours: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one way out: the first branch whose condition holds, or `otherwise`."""

    key: str
    branches: tuple[Branch, ...]
    otherwise: str
    name: str = ""
    kind: str = field(default="choice", init=False)

    @property
    def targets(self) -> tuple[str, ...]:
        return (*(branch.next for branch in self.branches), self.otherwise)


@dataclass(frozen=True, slots=True)
class End:
    """The process is over here."""

    key: str
    name: str = ""
    kind: str = field(default="end", init=False)

    @property
    def targets(self) -> tuple[str, ...]:
        return ()


type Node = Step | Fork | Join | Choice | End


@dataclass(frozen=True)
class Definition:
    """A process as it runs.

    Args:
        start: key of the node that begins.
        nodes: every node by key, in the order shown.
        level: "commune" or "province", the level that `received` and `competent` mean; "" when both.
        limit_hours: the legal time limit in working hours that it was drawn up for, None when unknown.
    """

    start: str
    nodes: Mapping[str, Node]
    level: str = ""
    limit_hours: int | None = None

    @classmethod
    def parse(cls, spec: Mapping[str, Any]) -> Self:
        """Read `spec` (the JSON of a version); raise DefinitionInvalid when any row cannot be read."""
        definition, problems = read(spec)
        if problems:
            raise DefinitionInvalid(problems)
        return cls(definition.start, definition.nodes, definition.level, definition.limit_hours)

    @cached_property
    def structure(self) -> Structure:
        """The branches that each node lies in, and what each join waits for."""
        return analyse(self.start, {key: (node.kind, node.targets) for key, node in self.nodes.items()})

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps in the order shown."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Step))

    def step(self, key: str) -> Step:
        """Return the step `key`; raise KeyError when there is none."""
        node = self.nodes[key]
        if not isinstance(node, Step):
            raise KeyError(key)
        return node


def read(spec: Any) -> tuple[Definition, list[Problem]]:
    """Read what can be read of `spec`, and say row by row what could not.

    A draft in the editor may be incomplete, so that unknown targets are not this function's business:
    see `check`.
    """
    from congvu.workflow.rules.reading import read_spec

    return read_spec(spec)
