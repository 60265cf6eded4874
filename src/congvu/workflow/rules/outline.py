"""A definition as a table: the accessible twin of the picture, and the list that the editor shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.workflow.rules import vocabulary
from congvu.workflow.rules.definition import Choice, Definition, Fork, Join, Node, Step
from congvu.workflow.rules.graph import reading_order
from congvu.workflow.rules.layout import place_text


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a node, where the editor can put something new.

    Args:
        index: its place among the node's targets.
        label: what tells it from the node's other ways, "" when there is only one.
        removable: whether it is a branch that can be taken out.
    """

    index: int
    label: str = ""
    removable: bool = False


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One node as a person reads it.

    Args:
        key: the node.
        kind: step, fork, join, choice or end.
        no: the step's number.
        name: its name, or what the gateway does.
        work: the kind of work.
        role: who does it.
        place: in which agency.
        time: working hours, waits, and what counts towards the limit.
        actions: the actions offered.
        after: what comes next, as a sentence.
        returns: numbers of the steps it may send back to.
        depth: how many parallel blocks it lies in.
        note: the note of the author.
        ways: its ways out.
    """

    key: str
    kind: str
    no: str = ""
    name: str = ""
    work: str = ""
    role: str = ""
    place: str = ""
    time: str = ""
    actions: tuple[str, ...] = ()
    after: str = ""
    returns: tuple[str, ...] = ()
    depth: int = 0
    note: str = ""
    ways: tuple[Way, ...] = ()


def outline(definition: Definition, names: Mapping[str, str] | None = None) -> tuple[OutlineRow, ...]:
    """Return the rows of a definition in reading order.

    Args:
        definition: the definition, incomplete ones included.
        names: names of agencies by their key in `agency:<key>`.
    """
    return tuple(_row(definition, key, names or {}) for key in reading_order(definition))


def _row(definition: Definition, key: str, names: Mapping[str, str]) -> OutlineRow:
    node = definition.nodes[key]
    depth = len(definition.structure.stacks.get(key, ()))
    if not isinstance(node, Step):
        after, ways = _after(definition, node), _ways(definition, node)
        return OutlineRow(key, node.kind, name=_what(node), after=after, depth=depth, ways=ways)
    return OutlineRow(
        key,
        node.kind,
        node.no,
        node.name,
        str(vocabulary.STEP_TYPES.get(node.type, node.type)),
        str(vocabulary.ROLES.get(node.role, node.role)),
        place_text(node.place, names),
        " · ".join(_times(node)),
        tuple(str(vocabulary.ACTIONS.get(action, action)) for action in node.actions),
        _after(definition, node),
        tuple(short(definition, target) for target in node.returns_to),
        depth,
        node.note,
        _ways(definition, node),
    )


def _ways(definition: Definition, node: Node) -> tuple[Way, ...]:
    match node:
        case Fork():
            labels = [
                _("Nhánh %(number)d (%(first)s)") % {"number": number, "first": short(definition, target)}
                for number, target in enumerate(node.next, 1)
            ]
            return tuple(Way(index, text, removable=True) for index, text in enumerate(labels))
        case Choice():
            named = [branch.label or branch.when or "…" for branch in node.branches]
            ways = [Way(index, text, removable=True) for index, text in enumerate(named)]
            return (*ways, Way(len(named), _("Còn lại")))
        case Step() | Join():
            return (Way(0),)
    return ()


def _what(node: Node) -> str:
    texts = {
        "fork": _("Các nhánh bắt đầu cùng lúc"),
        "join": _("Chờ đủ các nhánh"),
        "choice": _("Chọn một nhánh"),
        "end": _("Kết thúc"),
    }
    return getattr(node, "name", "") or texts[node.kind]


def _times(step: Step) -> Iterator[str]:
    if step.hours:
        yield _("%(hours)d giờ") % {"hours": step.hours}
    if step.wait:
        unit = str(vocabulary.WAIT_UNITS[step.wait.unit])
        yield _("chờ %(amount)d %(unit)s") % {"amount": step.wait.amount, "unit": unit}
    if step.silence_is_consent:
        yield _("im lặng là đồng ý")
    if step.stops_clock:
        yield _("không tính vào thời hạn")


def short(definition: Definition, key: str) -> str:
    """Return how a sentence names a node that something leads to."""
    node = definition.nodes.get(key)
    if isinstance(node, Step):
        return _("bước %(no)s") % {"no": node.no or key}
    if node is None:
        return _("(chưa có)")
    kinds = {
        "fork": _("tách nhánh %s"),
        "join": _("gộp nhánh %s"),
        "choice": _("lựa chọn %s"),
        "end": _("kết thúc"),
    }
    text = kinds[node.kind]
    return text % key if "%s" in text else text


def _after(definition: Definition, node: Node) -> str:
    match node:
        case Step() | Join():
            return short(definition, node.next)
        case Fork():
            return _("cùng lúc: ") + ", ".join(short(definition, target) for target in node.next)
        case Choice():
            ways = [
                _("%(when)s → %(next)s")
                % {"when": branch.label or branch.when or "…", "next": short(definition, branch.next)}
                for branch in node.branches
            ]
            return "; ".join([*ways, _("còn lại → %s") % short(definition, node.otherwise)])
    return ""
