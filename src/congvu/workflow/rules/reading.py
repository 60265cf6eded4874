"""Reading a definition's JSON row by row; every row that cannot be read gets its own sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from congvu.workflow.rules.definition import Branch, Choice, Definition, End, Fork, Join, Node, Step, Wait
from congvu.workflow.rules.problems import Problem
from congvu.workflow.rules.vocabulary import KEY, WAIT_UNITS

MAX_NODES = 200


class _Row:
    """One entry of `nodes`, and the problems met while reading it."""

    def __init__(self, number: int, values: Mapping[str, Any], problems: list[Problem]) -> None:
        self.number = number
        self.values = values
        self.problems = problems
        self.key = str(values.get("key", ""))

    def refuse(self, field: str, expected: str) -> None:
        message = _("Dòng %(row)d (%(key)s): trường “%(field)s” phải là %(expected)s.") % {
            "row": self.number,
            "key": self.key or "?",
            "field": field,
            "expected": expected,
        }
        self.problems.append(Problem("row", self.key, message))

    def text(self, field: str, default: str = "") -> str:
        value = self.values.get(field, default)
        if isinstance(value, str):
            return value.strip()
        self.refuse(field, _("chuỗi ký tự"))
        return default

    def flag(self, field: str, default: bool = False) -> bool:
        value = self.values.get(field, default)
        if isinstance(value, bool):
            return value
        self.refuse(field, _("đúng hoặc sai"))
        return default

    def count(self, field: str) -> int:
        value = self.values.get(field, 0)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000:
            return value
        self.refuse(field, _("số nguyên từ 0 đến 10.000"))
        return 0

    def names(self, field: str) -> tuple[str, ...]:
        value = self.values.get(field, [])
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            return tuple(name.strip() for name in value)
        self.refuse(field, _("danh sách chuỗi ký tự"))
        return ()

    def wait(self) -> Wait | None:
        value = self.values.get("wait")
        if value is None:
            return None
        amount = value.get("amount") if isinstance(value, Mapping) else None
        if isinstance(value, Mapping) and isinstance(amount, int) and amount > 0:
            unit = value.get("unit", "day")
            if unit in WAIT_UNITS:
                return Wait(amount, str(unit))
        self.refuse("wait", _("số lượng và đơn vị (hour, wday, day, month)"))
        return None


def _step(row: _Row) -> Step:
    kind = row.text("type", "appraise")
    return Step(
        key=row.key,
        next=row.text("next"),
        no=row.text("no"),
        name=row.text("name"),
        role=row.text("role"),
        place=row.text("place", "competent"),
        hours=row.count("hours"),
        type=kind,
        unit=row.text("unit"),
        actions=row.names("actions"),
        returns_to=row.names("returns_to"),
        outcomes=row.names("outcomes"),
        silence_is_consent=row.flag("silence_is_consent"),
        # The applicant's own time to pay is never the authority's (NĐ 118/2025, land law alike).
        stops_clock=row.flag("stops_clock", kind == "payment"),
        wait=row.wait(),
        note=row.text("note"),
    )


def _fork(row: _Row) -> Fork:
    return Fork(row.key, row.names("next"))


def _join(row: _Row) -> Join:
    return Join(row.key, row.text("next"))


def _choice(row: _Row) -> Choice:
    branches = row.values.get("branches", [])
    read: list[Branch] = []
    if not isinstance(branches, list):
        row.refuse("branches", _("danh sách nhánh"))
        branches = []
    for branch in branches:
        values = branch if isinstance(branch, Mapping) else {}
        when, target, label = values.get("when"), values.get("next"), values.get("label", "")
        if isinstance(when, str) and isinstance(target, str) and isinstance(label, str):
            limit = _limit(values, row.problems)
            read.append(Branch(when.strip(), target.strip(), label.strip(), limit))
        else:
            row.refuse("branches", _("danh sách nhánh gồm điều kiện và bước tiếp theo"))
    return Choice(row.key, tuple(read), row.text("else"), row.text("name"))


def _end(row: _Row) -> End:
    return End(row.key, row.text("name"))


READERS: dict[str, Callable[[_Row], Node]] = {
    "step": _step,
    "fork": _fork,
    "join": _join,
    "choice": _choice,
    "end": _end,
}


def _read_row(row: _Row) -> Node | None:
    if not KEY.match(row.key):
        row.refuse("key", _("chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ, tối đa 30 ký tự"))
        return None
    reader = READERS.get(row.text("kind"))
    if reader is None:
        row.refuse("kind", _("một trong step, fork, join, choice, end"))
        return None
    return reader(row)


def read_spec(spec: Any) -> tuple[Definition, list[Problem]]:
    """Read what can be read of `spec` and list what could not (see `definition.read`)."""
    problems: list[Problem] = []
    nodes: dict[str, Node] = {}
    values = spec if isinstance(spec, Mapping) else {}
    rows = values.get("nodes")
    if not isinstance(rows, list) or not rows:
        problems.append(Problem("empty", "", _("Quy trình chưa có bước nào.")))
        rows = []
    if len(rows) > MAX_NODES:
        problems.append(Problem("size", "", _("Quy trình có quá %(max)d nút.") % {"max": MAX_NODES}))
        rows = rows[:MAX_NODES]
    for number, entry in enumerate(rows, 1):
        row = _Row(number, entry if isinstance(entry, Mapping) else {}, problems)
        node = _read_row(row)
        if node is None:
            continue
        if node.key in nodes:
            message = _("Dòng %(row)d: mã nút “%(key)s” bị trùng.") % {"row": number, "key": node.key}
            problems.append(Problem("duplicate-key", node.key, message))
            continue
        nodes[node.key] = node
    return Definition(_start(values), nodes, _level(values), _limit(values, problems)), problems


def _start(values: Mapping[str, Any]) -> str:
    start = values.get("start", "")
    return start if isinstance(start, str) else ""


def _level(values: Mapping[str, Any]) -> str:
    level = values.get("level", "")
    return level if isinstance(level, str) else ""


def _limit(values: Mapping[str, Any], problems: list[Problem]) -> int | None:
    limit = values.get("limit_hours")
    if limit is None or (isinstance(limit, int) and not isinstance(limit, bool) and limit > 0):
        return limit
    problems.append(Problem("row", "", _("Thời hạn pháp luật (limit_hours) phải là số giờ làm việc dương.")))
    return None
