"""A definition as a graph for drawing and exporting: nodes in reading order, flows with labels.

Where several ways reach the same fork, or several ways of one branch the same join, a merging gateway is put
in between: BPMN's parallel gateway waits for every incoming flow, our fork for one, our join once a branch.
"""

from dataclasses import dataclass, replace

from congvu.workflow.rules.definition import Choice, Definition, Node

BEGIN = "begin"


@dataclass(frozen=True, slots=True)
class Flow:
    """One arrow.

    Args:
        source: key it leaves.
        target: key it enters.
        label: what is written on it.
        when: its condition in CEL, "" when it has none.
        default: whether it is the remaining way of a choice.
    """

    source: str
    target: str
    label: str = ""
    when: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn: kinds by key in reading order ("begin" and "merge" besides the definition's), flows."""

    kinds: dict[str, str]
    flows: tuple[Flow, ...]
    back: frozenset[Flow]


def reading_order(definition: Definition) -> tuple[str, ...]:
    """Return the keys from the start on, branch after branch; what cannot be reached comes last."""
    seen: set[str] = set()
    finished: list[str] = []
    work: list[tuple[str, bool]] = [(definition.start, False)]
    while work:
        key, done = work.pop()
        if done:
            finished.append(key)
        elif key in definition.nodes and key not in seen:
            seen.add(key)
            work.append((key, True))
            # The last target is finished first, so that the first one comes first when reversed.
            work.extend((target, False) for target in definition.nodes[key].targets)
    order = finished[::-1]
    return (*order, *(key for key in definition.nodes if key not in seen))


def graph_of(definition: Definition) -> Graph:
    """Return the graph of a definition, incomplete ones included."""
    kinds = {BEGIN: BEGIN} | {key: definition.nodes[key].kind for key in reading_order(definition)}
    flows = [Flow(BEGIN, definition.start)] if definition.start in definition.nodes else []
    for key in reading_order(definition):
        known = (flow for flow in _leaving(definition.nodes[key]) if flow.target in definition.nodes)
        flows.extend(known)
    flows = _merged(definition, kinds, flows)
    return Graph(kinds, tuple(flows), _back(kinds, flows))


def _leaving(node: Node) -> list[Flow]:
    if not isinstance(node, Choice):
        return [Flow(node.key, target) for target in node.targets]
    ways = [Flow(node.key, branch.next, branch.label, branch.when) for branch in node.branches]
    return [*ways, Flow(node.key, node.otherwise, default=True)]


def _merged(definition: Definition, kinds: dict[str, str], flows: list[Flow]) -> list[Flow]:
    structure = definition.structure
    ways: dict[str, list[Flow]] = {}
    for flow in flows:
        stack = structure.stacks.get(flow.source, ())
        if kinds[flow.target] == "fork":
            ways.setdefault(f"merge_{flow.target}", []).append(flow)
        elif kinds[flow.target] == "join" and kinds[flow.source] != "fork" and stack:
            ways.setdefault(f"merge_{flow.target}_{stack[-1][1]}", []).append(flow)
    for merge, arriving in ways.items():
        if len(arriving) > 1:
            kinds[merge] = "merge"
            for flow in arriving:
                flows[flows.index(flow)] = replace(flow, target=merge)
            flows.append(Flow(merge, arriving[0].target))
    return flows


def _back(kinds: dict[str, str], flows: list[Flow]) -> frozenset[Flow]:
    """Find the flows that lead back to where the walk came from."""
    leaving: dict[str, list[Flow]] = {key: [] for key in kinds}
    for flow in flows:
        leaving[flow.source].append(flow)
    back: set[Flow] = set()
    state: dict[str, int] = {}
    for root in kinds:
        work: list[tuple[str, bool]] = [(root, False)]
        while work:
            key, done = work.pop()
            if done:
                state[key] = 2
            elif key not in state:
                state[key] = 1
                work.append((key, True))
                for flow in leaving[key]:
                    if state.get(flow.target) == 1:
                        back.add(flow)
                    elif flow.target not in state:
                        work.append((flow.target, False))
    return frozenset(back)
