"""A simple layered layout: columns by the longest way from the start, a lane for each place and role.

The picture on screen and the diagram inside the BPMN file are drawn from the same numbers (in pixels).
"""

import textwrap
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.workflow.rules import vocabulary
from congvu.workflow.rules.definition import Definition, Step
from congvu.workflow.rules.graph import Flow, Graph, graph_of

STEP = (168, 84)
GATE = (44, 44)
EVENT = (36, 36)
GAP = 46
LABEL_GAP = 150
TURN = 14
ROW = 112
LANE_HEAD = 132
MARGIN = 12
LETTERS = 25
LINES = 3
LANE_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Box:
    """One node drawn: its rectangle, and the lines of text that fit in."""

    key: str
    kind: str
    x: int
    y: int
    width: int
    height: int
    lane: int
    no: str = ""
    lines: tuple[str, ...] = ()
    foot: str = ""
    title: str = ""

    @property
    def texts(self) -> list[tuple[int, str]]:
        """The lines, each with the height of its baseline inside the box."""
        return [(38 + 16 * number, text) for number, text in enumerate(self.lines)]

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Line:
    """One arrow drawn: its corners, and where its label stands."""

    flow: Flow
    points: tuple[tuple[int, int], ...]
    label: str = ""
    label_at: tuple[int, int] = (0, 0)

    @property
    def path(self) -> str:
        """The corners as SVG path data."""
        return "M" + " L".join(f"{x},{y}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Lane:
    """A band of the picture: who works where."""

    place: str
    role: str
    y: int
    height: int
    lines: tuple[str, ...]
    keys: tuple[str, ...]
    role_lines: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn, in pixels."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    lane_head: int = LANE_HEAD

    @property
    def lane_width(self) -> int:
        """Width of each lane."""
        return self.width - 2 * MARGIN


def draw(definition: Definition, names: Mapping[str, str] | None = None) -> Picture:
    """Lay a definition out; what cannot be reached from the start stands at the left.

    Args:
        definition: the definition, incomplete ones included.
        names: names of agencies by their key in `agency:<key>`.
    """
    graph = graph_of(definition)
    columns = _columns(graph)
    lane_of, lanes = _lanes(definition, graph)
    slots: dict[tuple[int, int], list[str]] = defaultdict(list)
    for key in sorted(graph.kinds, key=lambda key: columns[key]):
        slots[lane_of[key], columns[key]].append(key)
    depth = [
        max(len(keys) for (lane, _), keys in slots.items() if lane == number) for number in range(len(lanes))
    ]
    tops = [MARGIN + sum(depth[:number]) * ROW for number in range(len(lanes))]
    places = {key: (lane, row) for (lane, _), keys in slots.items() for row, key in enumerate(keys)}
    grid = _grid(graph, columns, sorted(places, key=lambda key: places[key]))
    boxes = {
        key: _box(definition, kind, key, grid, tops[places[key][0]] + places[key][1] * ROW, places[key][0])
        for key, kind in graph.kinds.items()
    }
    bands = []
    for number, (place, role) in enumerate(lanes):
        who, where = _who(place, role, names or {})
        keys = tuple(key for key, lane in lane_of.items() if lane == number)
        height = depth[number] * ROW
        bands.append(Lane(place, role, tops[number], height, (*who, *where), keys, len(who)))
    height = MARGIN * 2 + sum(depth) * ROW
    return Picture(grid.end + MARGIN, height, tuple(bands), tuple(boxes.values()), _lines(graph, boxes, grid))


def place_text(place: str, names: Mapping[str, str]) -> str:
    """Return the words for a place; `names` are those of agencies by key."""
    kind, _colon, value = place.partition(":")
    if kind == "agency":
        return names.get(value, value)
    if kind == "outside":
        return _("%(code)s, hệ thống khác") % {"code": value}
    return str(vocabulary.PLACES.get(place, place))


def _who(place: str, role: str, names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    words = [str(vocabulary.ROLES.get(role, role)), place_text(place, names)]
    first, second = (textwrap.wrap(text, LANE_LETTERS) for text in words)
    return first[:3], second[:2]


def _columns(graph: Graph) -> dict[str, int]:
    entering: dict[str, list[str]] = {key: [] for key in graph.kinds}
    for flow in graph.flows:
        if flow not in graph.back:
            entering[flow.target].append(flow.source)
    columns: dict[str, int] = {}

    def column(key: str) -> int:
        if key not in columns:
            columns[key] = max((column(source) + 1 for source in entering[key]), default=0)
        return columns[key]

    for key in graph.kinds:
        column(key)
    return columns


def _lanes(definition: Definition, graph: Graph) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Give each step the lane of its place and role; gateways and events stay with what leads to them."""
    lanes: list[tuple[str, str]] = []
    lane_of: dict[str, int] = {}
    for key in graph.kinds:
        node = definition.nodes.get(key)
        if isinstance(node, Step):
            who = (node.place, node.role)
            if who not in lanes:
                lanes.append(who)
            lane_of[key] = lanes.index(who)
    if not lanes:
        lanes.append(("", ""))
    before = {flow.target: flow.source for flow in reversed(graph.flows) if flow not in graph.back}
    for key in graph.kinds:
        chain = key
        while chain not in lane_of and chain in before:
            chain = before[chain]
        lane_of.setdefault(key, lane_of.get(chain, 0))
    return {key: lane_of[key] for key in graph.kinds}, lanes


def _size(kind: str) -> tuple[int, int]:
    if kind == "step":
        return STEP
    return EVENT if kind in ("begin", "end") else GATE


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where columns begin and end, and where arrows turn: by the node they leave, or the one they enter."""

    columns: dict[str, int]
    lefts: list[int]
    rights: list[int]
    turns: dict[str, int]
    bends: dict[str, int]

    @property
    def end(self) -> int:
        return self.rights[-1] + GAP


def _grid(graph: Graph, columns: dict[str, int], order: list[str]) -> _Grid:
    """Measure the columns; those with choices or several branching nodes get more room to their right.

    Args:
        graph: what is drawn.
        columns: the column of each node.
        order: the nodes from top to bottom.
    """
    count = max(columns.values()) + 1
    widest, labelled = [0] * count, [False] * count
    branching: list[list[str]] = [[] for _column in range(count)]
    joining: list[list[str]] = [[] for _column in range(count + 1)]
    for key in order:
        kind, column = graph.kinds[key], columns[key]
        widest[column] = max(widest[column], _size(kind)[0])
        labelled[column] |= kind == "choice"
        if kind in ("fork", "choice"):
            branching[column].append(key)
        if kind in ("join", "merge"):
            joining[column].append(key)
    left, lefts, rights = LANE_HEAD + MARGIN + GAP // 2, [], []
    for column in range(count):
        lefts.append(left)
        rights.append(left + widest[column])
        extra = TURN * (max(len(branching[column]) - 1, 0) + max(len(joining[column + 1]) - 1, 0))
        left = rights[-1] + extra + (LABEL_GAP if labelled[column] else GAP)
    turns = {
        key: rights[column] + TURN * (number + 1)
        for column, keys in enumerate(branching)
        for number, key in enumerate(reversed(keys))
    }
    bends = {
        key: lefts[column] - TURN * (number + 1)
        for column, keys in enumerate(joining)
        for number, key in enumerate(keys)
    }
    return _Grid(columns, lefts, rights, turns, bends)


def _box(definition: Definition, kind: str, key: str, grid: _Grid, top: int, lane: int) -> Box:
    width, height = _size(kind)
    column = grid.columns[key]
    x = grid.lefts[column] + (grid.rights[column] - grid.lefts[column] - width) // 2
    y = top + (ROW - height) // 2
    node = definition.nodes.get(key)
    if not isinstance(node, Step):
        return Box(key, kind, x, y, width, height, lane, title=getattr(node, "name", ""))
    words = textwrap.wrap(node.name or key, LETTERS)
    if len(words) > LINES:
        rest = textwrap.shorten(" ".join(words[LINES - 1 :]), LETTERS, placeholder="…")
        words = [*words[: LINES - 1], rest]
    return Box(key, kind, x, y, width, height, lane, node.no, tuple(words), _foot(node), node.name)


def _foot(step: Step) -> str:
    parts = [_("%(hours)d giờ") % {"hours": step.hours}] if step.hours else []
    if step.wait:
        unit = str(vocabulary.WAIT_UNITS[step.wait.unit])
        parts.append(_("chờ %(amount)d %(unit)s") % {"amount": step.wait.amount, "unit": unit})
    return " · ".join(parts)


def _lines(graph: Graph, boxes: dict[str, Box], grid: _Grid) -> tuple[Line, ...]:
    lines: list[Line] = []
    channels: dict[int, int] = defaultdict(int)
    for flow in graph.flows:
        source, target = boxes[flow.source], boxes[flow.target]
        label = flow.label or flow.when or (_("còn lại") if flow.default else "")
        back = flow in graph.back
        if back or _hidden(source, target, boxes):
            points = _around(source, target, channels, grid, back=back)
        else:
            points = _direct(source, target, grid)
        lines.append(Line(flow, points, textwrap.shorten(label, 20, placeholder="…"), _label_at(points)))
    return tuple(lines)


def _label_at(points: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """Write above the first level stretch after the arrow has left its fellows."""
    (x, y), (turn_x, turn_y) = points[0], points[1]
    if len(points) == 2 or turn_x - x > LABEL_GAP:
        return x + 6, y - 6
    if y == turn_y:
        return turn_x + 6, points[2][1] - 6
    return x + 6, turn_y - 5


def _hidden(source: Box, target: Box, boxes: dict[str, Box]) -> bool:
    """Tell whether another box stands on the level way out of `source` to the column of `target`."""
    level = source.middle[1]
    return any(
        source.x + source.width < box.x < target.x and box.y <= level <= box.y + box.height
        for box in boxes.values()
    )


def _direct(source: Box, target: Box, grid: _Grid) -> tuple[tuple[int, int], ...]:
    start = (source.x + source.width, source.middle[1])
    end = (target.x, target.middle[1])
    if start[1] == end[1]:
        return start, end
    column = grid.columns[target.key]
    bend = grid.bends.get(target.key, grid.lefts[column] - TURN)
    if column == grid.columns[source.key] + 1:
        bend = grid.turns.get(source.key, bend)
    return start, (bend, start[1]), (bend, end[1]), end


def _around(
    source: Box, target: Box, channels: dict[int, int], grid: _Grid, *, back: bool
) -> tuple[tuple[int, int], ...]:
    """Go through the free band below the row of `source`; each further arrow there a little higher."""
    bottom = source.y + source.height
    band = source.middle[1] + ROW // 2
    level = band - 2 - 4 * (channels[band] % 3)
    channels[band] += 1
    start = (source.middle[0], bottom)
    if back:
        end = (target.middle[0], target.y + target.height if target.y < level else target.y)
        return start, (start[0], level), (end[0], level), end
    bend = grid.bends.get(target.key, grid.lefts[grid.columns[target.key]] - TURN)
    return start, (start[0], level), (bend, level), (bend, target.middle[1]), (target.x, target.middle[1])
