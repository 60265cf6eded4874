"""The block structure of a definition: which branch each node lies in, and what each join waits for.

A process is sound when every fork has one join that closes it, and no path leaves a branch by another way.
The analysis walks the graph once and keeps, for each node, the stack of branches that are open there.
Tokens never meet by chance then: each open branch holds exactly one, so that markings stay 1-safe.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

type BranchId = tuple[str, str]
"""A branch: the fork, and the branch's first node (its head)."""

type Stack = tuple[BranchId, ...]


@dataclass
class Structure:
    """What the walk found.

    Args:
        stacks: open branches at each reachable node, outermost first (at a join: those after it).
        joins: for each fork, the joins that its branches arrive at.
        waits: for each join, the heads of the branches it waits for.
        conflicts: (code, node) for everything that is not block-structured.
        successors: the nodes that can follow each node, directly or not.
    """

    stacks: dict[str, Stack] = field(default_factory=dict)
    joins: dict[str, set[str]] = field(default_factory=dict)
    waits: dict[str, frozenset[str]] = field(default_factory=dict)
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    successors: dict[str, frozenset[str]] = field(default_factory=dict)

    def follows(self, earlier: str, later: str) -> bool:
        """Tell whether `later` can be reached from `earlier`."""
        return later in self.successors.get(earlier, frozenset())

    def inside(self, token: str, stack: Stack) -> bool:
        """Tell whether a token stands in the block whose open branches are `stack`, or deeper in it."""
        return self.stacks.get(token.partition("<")[0], ())[: len(stack)] == stack


type Graph = Mapping[str, tuple[str, tuple[str, ...]]]


def analyse(start: str, graph: Graph) -> Structure:
    """Walk `graph` (key → kind and targets) from `start`; unknown targets are passed over."""
    found = Structure()
    arrivals: dict[str, dict[str, set[str]]] = {}
    work: list[tuple[str, Stack]] = [(start, ())] if start in graph else []
    while work:
        key, stack = work.pop()
        kind, targets = graph[key]
        if kind == "join":
            if not stack:
                found.conflicts.append(("join-without-fork", key))
                continue
            fork, head = stack[-1]
            arrivals.setdefault(key, {}).setdefault(fork, set()).add(head)
            found.joins.setdefault(fork, set()).add(key)
            stack = stack[:-1]
        if kind == "end" and stack:
            found.conflicts.append(("end-inside-branch", key))
            stack = ()
        if key in found.stacks:
            if found.stacks[key] != stack:
                found.conflicts.append(("crossing", key))
            continue
        found.stacks[key] = stack
        for target in targets:
            if target in graph:
                work.append((target, (*stack, (key, target)) if kind == "fork" else stack))
    _close(found, graph, arrivals)
    found.successors = _successors(graph)
    return found


def _close(found: Structure, graph: Graph, arrivals: Mapping[str, Mapping[str, set[str]]]) -> None:
    for key, (kind, targets) in graph.items():
        if kind == "fork" and key in found.stacks:
            closing = found.joins.get(key, set())
            arrived = [arrivals[join].get(key, set()) for join in closing]
            if arrived != [set(targets)] or len(set(targets)) != len(targets) or len(targets) < 2:
                found.conflicts.append(("fork-unbalanced", key))
        elif kind == "join" and key in arrivals:
            if len(arrivals[key]) != 1:
                found.conflicts.append(("join-mixed", key))
            found.waits[key] = frozenset(head for heads in arrivals[key].values() for head in heads)


def _successors(graph: Graph) -> dict[str, frozenset[str]]:
    reach: dict[str, frozenset[str]] = {}
    for key in graph:
        seen: set[str] = set()
        work = [target for target in graph[key][1] if target in graph]
        while work:
            node = work.pop()
            if node not in seen:
                seen.add(node)
                work.extend(target for target in graph[node][1] if target in graph)
        reach[key] = frozenset(seen)
    return reach
