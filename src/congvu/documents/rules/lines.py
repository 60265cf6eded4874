"""What an act on one recipient line means for the tree of lines: pure.

Observed practice of document systems (documents.md 4.2): completion closes everything below and climbs only
through chủ trì; a return takes back what was sent on, and comes back to the sender.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from congvu.documents.states.incoming import WITH_SOMEBODY, LineRole, LineState

_ENDED = frozenset({LineState.DONE, LineState.RETURNED, LineState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Node:
    """A line as far as the tree's rules need it.

    Args:
        id: its key.
        parent: the key of the line that it was sent from, or None.
        role: as what.
        state: where it stands.
        unit: the unit.
        personal: whether it is an officer's.
        reply: whether an answering document is asked.
    """

    id: int
    parent: int | None
    role: LineRole
    state: LineState
    unit: int = 0
    personal: bool = False
    reply: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """New states by line, in the order in which they follow, and whether the document is finished."""

    states: dict[int, LineState]
    finished: bool = False


def roles_problem(roles: Iterable[str]) -> str:
    """Return why a document cannot be sent to recipients with these roles at once, "" when it can.

    One direction names one who leads ("two-leads" otherwise), and nobody cooperates without one ("no-lead").

    Legal source: NĐ 30/2020/NĐ-CP Điều 23 khoản 2 (xác định rõ đơn vị hoặc cá nhân chủ trì).
    """
    given = list(roles)
    leads = given.count(LineRole.LEAD)
    if leads > 1:
        return "two-leads"
    return "no-lead" if LineRole.COOPERATE in given and not leads else ""


class _Tree:
    """Lines under change."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = {node.id: node for node in nodes}
        self.changed: dict[int, LineState] = {}

    def below(self, key: int | None) -> list[Node]:
        return [node for node in self.nodes.values() if node.parent == key]

    def set(self, key: int, state: LineState) -> None:
        self.nodes[key] = replace(self.nodes[key], state=state)
        self.changed[key] = state

    def close_below(self, key: int, state: LineState) -> None:
        """Set everything below that is with somebody to `state`, level by level."""
        for node in self.below(key):
            if node.state in WITH_SOMEBODY:
                self.set(node.id, state)
            self.close_below(node.id, state)

    def close_helpers(self, key: int | None) -> None:
        """Close what is left to those who cooperate; whoever is only informed still has it to read."""
        for node in self.below(key):
            if node.state in WITH_SOMEBODY and node.role == LineRole.COOPERATE:
                self.set(node.id, LineState.DONE)
                self.close_below(node.id, LineState.DONE)

    def leads_ended(self, key: int | None) -> bool:
        leads = [node for node in self.below(key) if node.role == LineRole.LEAD]
        return all(node.state in _ENDED for node in leads) and any(
            node.state == LineState.DONE for node in leads
        )


def completed(nodes: Iterable[Node], key: int, *, replied: bool = False) -> Outcome:
    """Return what completing line `key` means.

    Everything below is done. When it leads, and every sibling that leads has ended, the line above is done
    as well and its helpers are closed, and so on; a line above that owes an answer waits for one.

    Args:
        nodes: all lines of the document.
        key: the line.
        replied: whether the answer that was asked for is attached.
    """
    tree = _Tree(nodes)
    tree.set(key, LineState.DONE)
    tree.close_below(key, LineState.DONE)
    node = tree.nodes[key]
    while node.role == LineRole.LEAD and tree.leads_ended(node.parent):
        if node.parent is None:
            tree.close_helpers(None)
            return Outcome(tree.changed, finished=True)
        above = tree.nodes[node.parent]
        if above.state not in WITH_SOMEBODY or (above.reply and not replied):
            break
        tree.set(above.id, LineState.DONE)
        tree.close_helpers(above.id)
        node = tree.nodes[above.id]
    return Outcome(tree.changed)


def returned(nodes: Iterable[Node], key: int, deserted: Collection[int] = ()) -> Outcome:
    """Return what giving line `key` back means.

    What was sent on from it is taken back. Unless it only cooperates (or is only informed), the line that it
    was sent from comes back to its holder; a unit in which nobody could act passes it one level higher.

    Args:
        nodes: all lines of the document.
        key: the line.
        deserted: units without anybody who may act.
    """
    tree = _Tree(nodes)
    node = tree.nodes[key]
    tree.close_below(key, LineState.WITHDRAWN)
    tree.set(key, LineState.RETURNED)
    while node.role == LineRole.LEAD and node.parent is not None:
        above = tree.nodes[node.parent]
        if above.state not in WITH_SOMEBODY:
            break
        if above.personal or above.unit not in deserted:
            tree.set(above.id, LineState.BOUNCED)
            break
        tree.close_below(above.id, LineState.WITHDRAWN)
        tree.set(above.id, LineState.RETURNED)
        node = above
    return Outcome(tree.changed)


def withdrawn(nodes: Iterable[Node], key: int) -> Outcome:
    """Return what taking line `key` back means: it and everything below; its sender has the work again."""
    tree = _Tree(nodes)
    tree.set(key, LineState.WITHDRAWN)
    tree.close_below(key, LineState.WITHDRAWN)
    above = tree.nodes[key].parent
    if above is None or tree.nodes[above].state != LineState.FORWARDED:
        return Outcome(tree.changed)
    if all(node.state in {LineState.WITHDRAWN, LineState.RETURNED} for node in tree.below(above)):
        tree.set(above, LineState.TODO)
    return Outcome(tree.changed)


def reopened(nodes: Iterable[Node]) -> Outcome:
    """Return what opening a finished document again means: whoever led it has it to do again."""
    tree = _Tree(nodes)
    for node in tree.below(None):
        if node.role == LineRole.LEAD and node.state == LineState.DONE:
            tree.set(node.id, LineState.TODO)
    return Outcome(tree.changed)


def finished(nodes: Iterable[Node]) -> Outcome:
    """Return what ending the whole document means: nobody has it to work on any more."""
    tree = _Tree(nodes)
    for node in list(tree.nodes.values()):
        if node.state in WITH_SOMEBODY and node.role != LineRole.INFORM:
            tree.set(node.id, LineState.DONE)
    return Outcome(tree.changed, finished=True)


def cleared(nodes: Iterable[Node]) -> bool:
    """Tell whether nobody leads the document any more, so that it is the registry's again."""
    return not any(
        node.parent is None
        and node.role != LineRole.INFORM
        and node.state not in {LineState.RETURNED, LineState.WITHDRAWN}
        for node in nodes
    )
