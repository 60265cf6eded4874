"""Changing a draft's JSON step by step, always keeping its blocks whole: what the editor's buttons do.

Every function takes a spec and returns a new one; the order of `nodes` and the numbers of the steps follow
the flow afterwards.
"""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.workflow.rules.definition import read
from congvu.workflow.rules.graph import reading_order

type Spec = dict[str, Any]
type Row = dict[str, Any]

_NUMBER = re.compile(r"(\D*)\d+\Z")


def blank(level: str) -> Spec:
    """Return the usual steps in the proportion 2/3/2/1 of QĐ 663/QĐ-TTPVHCC Hà Nội (2026), to begin from."""
    work = ["complete", "supplement", "refuse"]
    rows = [
        _step("s1", "s2", _("Tiếp nhận hồ sơ"), "clerk", 2, type="receive", place="received", actions=work),
        _step("s2", "s3", _("Thẩm định, dự thảo kết quả"), "specialist", 3, actions=work),
        _step("s3", "s4", _("Ký duyệt kết quả"), "leader", 2, type="sign", returns_to=["s2"]),
        _step("s4", "s5", _("Cấp số, đóng dấu, phát hành"), "registry", 1, type="issue"),
        _step("s5", "e", _("Trả kết quả"), "clerk", 0, type="return", place="received"),
        {"key": "e", "kind": "end"},
    ]
    return tidy({"level": level, "limit_hours": 8, "start": "s1", "nodes": rows})


def _step(key: str, after: str, name: str = "", role: str = "specialist", hours: int = 1, **more: Any) -> Row:
    row = {
        "key": key,
        "kind": "step",
        "no": "",
        "name": name or _("Bước mới"),
        "type": "appraise",
        "role": role,
        "place": "competent",
        "hours": hours,
        "actions": ["complete"],
        "returns_to": [],
    }
    return row | more | {"next": after}


def _rows(spec: Mapping[str, Any]) -> dict[str, Row]:
    return {row["key"]: row for row in spec["nodes"]}


def _row(spec: Mapping[str, Any], key: str) -> Row:
    row = _rows(spec).get(key)
    if row is None:
        raise ActionRefused(_("Bước này không còn trong bản nháp."), code="gone", status=409)
    return row


def _fresh(spec: Mapping[str, Any], letter: str) -> str:
    taken = _rows(spec)
    number = 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def _targets(row: Row) -> list[str]:
    if row["kind"] == "fork":
        return list(row["next"])
    if row["kind"] == "choice":
        return [*(branch["next"] for branch in row["branches"]), row["else"]]
    return [row["next"]] if "next" in row else []


def _retarget(row: Row, change: Callable[[int, str], str]) -> None:
    """Replace each target of a row by `change(index, target)`."""
    if row["kind"] == "fork":
        row["next"] = [change(index, target) for index, target in enumerate(row["next"])]
    elif row["kind"] == "choice":
        for index, branch in enumerate(row["branches"]):
            branch["next"] = change(index, branch["next"])
        row["else"] = change(len(row["branches"]), row["else"])
    elif "next" in row:
        row["next"] = change(0, row["next"])


def _redirect(spec: Spec, old: str, new: str) -> None:
    for row in spec["nodes"]:
        _retarget(row, lambda index, target: new if target == old else target)
    if spec["start"] == old:
        spec["start"] = new


def tidy(spec: Mapping[str, Any], keep: frozenset[str] = frozenset()) -> Spec:
    """Drop what cannot be reached or has become pointless, and put nodes and numbers in order.

    Args:
        spec: the draft.
        keep: nodes that were out of reach before, which the officer may be about to connect.
    """
    tidied = deepcopy(dict(spec))
    while _simplify(tidied, keep):
        pass
    return _ordered(tidied)


def _lost(spec: Mapping[str, Any]) -> frozenset[str]:
    """Return the nodes that cannot be reached now."""
    definition = read(spec)[0]
    reached = definition.structure.successors.get(definition.start, frozenset()) | {definition.start}
    return frozenset(definition.nodes) - reached


def _ordered(tidied: Spec) -> Spec:
    order = reading_order(read(tidied)[0])
    rows = _rows(tidied)
    tidied["nodes"] = [rows[key] for key in order if key in rows]
    steps = [row for row in tidied["nodes"] if row["kind"] == "step"]
    found = (_NUMBER.match(row["no"]) for row in steps if row["no"])
    prefixes = {match.group(1) if match else "" for match in found}
    prefix = prefixes.pop() if len(prefixes) == 1 else ""
    for number, row in enumerate(steps, 1):
        row["no"] = f"{prefix}{number}"
        row["returns_to"] = [key for key in row.get("returns_to", []) if key in rows]
    return tidied


def _simplify(spec: Spec, keep: frozenset[str]) -> bool:
    """Make one simplification; tell whether there was one to make."""
    lost = _lost(spec) - keep
    if lost:
        spec["nodes"] = [row for row in spec["nodes"] if row["key"] not in lost]
        return True
    for row in spec["nodes"]:
        if row["kind"] == "fork" and _thin_fork(spec, row):
            return True
        if row["kind"] == "choice":
            kept = [branch for branch in row["branches"] if branch["next"] != row["else"]]
            if kept != row["branches"] or not kept:
                row["branches"] = kept
                if not kept:
                    _drop(spec, row, row["else"])
                return True
    return False


def _thin_fork(spec: Spec, row: Row) -> bool:
    """Take out branches that lead straight to a join; a fork with one branch left goes, its join too."""
    rows = _rows(spec)
    kept = [target for target in row["next"] if rows.get(target, {}).get("kind") != "join"]
    if len(kept) >= 2:
        changed = len(kept) != len(row["next"])
        row["next"] = kept
        return changed
    join = _join_of(spec, row["key"])
    only = kept[0] if kept else join
    _drop(spec, row, only)
    if join in rows:
        _drop(spec, rows[join], rows[join]["next"])
    return True


def _join_of(spec: Spec, fork: str) -> str:
    return next(iter(read(spec)[0].structure.joins.get(fork, set())), "")


def _drop(spec: Spec, row: Row, successor: str) -> None:
    _redirect(spec, row["key"], successor)
    spec["nodes"].remove(row)


def insert(spec: Mapping[str, Any], after: str, index: int, kind: str) -> tuple[Spec, str]:
    """Put something new on a way out of a node.

    Args:
        spec: the draft.
        after: key of the node, or "" to begin with the new thing.
        index: which of its ways out (branches in order, then the remaining way of a choice).
        kind: "step", "parallel" (two branches and their join) or "choice" (one branch).

    Returns:
        The new draft, and the key of the new node.
    """
    changed = deepcopy(dict(spec))
    targets = [changed["start"]] if not after else _targets(_row(changed, after))
    if not 0 <= index < len(targets):
        raise ActionRefused(_("Không thêm được vào chỗ này."), code="place")
    rows = _NEW[kind](changed, targets[index])
    changed["nodes"] += rows
    key = rows[0]["key"]
    if after:
        _retarget(_row(changed, after), lambda at, target: key if at == index else target)
    else:
        changed["start"] = key
    return _ordered(changed), key


def _new_step(spec: Spec, target: str) -> list[Row]:
    return [_step(_fresh(spec, "s"), target)]


def _new_parallel(spec: Spec, target: str) -> list[Row]:
    fork, join = _fresh(spec, "f"), _fresh(spec, "j")
    first = _step(_fresh(spec, "s"), join, _("Nhánh song song 1"))
    second = _step(_fresh({"nodes": [*spec["nodes"], first]}, "s"), join, _("Nhánh song song 2"))
    return [
        {"key": fork, "kind": "fork", "next": [first["key"], second["key"]]},
        first,
        second,
        {"key": join, "kind": "join", "next": target},
    ]


def _new_choice(spec: Spec, target: str) -> list[Row]:
    step = _step(_fresh(spec, "s"), target, _("Bước khi đúng điều kiện"))
    branch = {"when": "", "next": step["key"], "label": ""}
    return [
        {"key": _fresh(spec, "c"), "kind": "choice", "branches": [branch], "else": target, "name": ""},
        step,
    ]


_NEW: dict[str, Callable[[Spec, str], list[Row]]] = {
    "step": _new_step,
    "parallel": _new_parallel,
    "choice": _new_choice,
}


def add_branch(spec: Mapping[str, Any], key: str) -> Spec:
    """Give a fork or a choice one more branch, with a new step in it."""
    changed = deepcopy(dict(spec))
    row = _row(changed, key)
    if row["kind"] == "fork":
        step = _step(_fresh(changed, "s"), _join_of(changed, key), _("Nhánh mới"))
        row["next"].append(step["key"])
    elif row["kind"] == "choice":
        step = _step(_fresh(changed, "s"), row["else"], _("Nhánh mới"))
        row["branches"].append({"when": "", "next": step["key"], "label": ""})
    else:
        raise ActionRefused(_("Chỉ điểm tách hoặc điểm lựa chọn mới có nhánh."), code="kind")
    changed["nodes"].append(step)
    return _ordered(changed)


def remove_branch(spec: Mapping[str, Any], key: str, index: int) -> Spec:
    """Take a branch out of a fork or a choice, with everything that only it leads to."""
    changed = deepcopy(dict(spec))
    row = _row(changed, key)
    branches = row["next"] if row["kind"] == "fork" else row.get("branches", [])
    if row["kind"] not in ("fork", "choice") or not 0 <= index < len(branches):
        raise ActionRefused(_("Nhánh này không còn trong bản nháp."), code="gone", status=409)
    del branches[index]
    return tidy(changed, _lost(spec))


def remove(spec: Mapping[str, Any], key: str) -> Spec:
    """Take a step out; what led to it leads to what came after it."""
    changed = deepcopy(dict(spec))
    row = _row(changed, key)
    if row["kind"] != "step":
        raise ActionRefused(_("Hãy xóa từng nhánh hoặc từng bước."), code="kind")
    if sum(other["kind"] == "step" for other in changed["nodes"]) == 1:
        raise ActionRefused(_("Quy trình phải còn ít nhất một bước."), code="last")
    _drop(changed, row, row["next"])
    return tidy(changed, _lost(spec))


def move(spec: Mapping[str, Any], key: str, up: bool) -> Spec:
    """Swap a step with the step right before (`up`) or right after it on the same way."""
    changed = deepcopy(dict(spec))
    row = _row(changed, key)
    first, second = (_only_before(changed, key), row) if up else (row, _only_after(changed, row))
    if not first or not second or _only_before(changed, second["key"]) is not first:
        raise ActionRefused(_("Bước này không chuyển tiếp theo hướng đó được."), code="edge")
    if first["kind"] != "step" or second["kind"] != "step":
        raise ActionRefused(_("Bước này không chuyển tiếp theo hướng đó được."), code="edge")
    after = second["next"]
    _redirect(changed, first["key"], second["key"])
    second["next"], first["next"] = first["key"], after
    return _ordered(changed)


def _only_after(spec: Spec, row: Row) -> Row | None:
    return _rows(spec).get(row["next"]) if row["kind"] == "step" else None


def _only_before(spec: Spec, key: str) -> Row | None:
    before = [row for row in spec["nodes"] if key in _targets(row)]
    return before[0] if len(before) == 1 else None


def update(spec: Mapping[str, Any], key: str, values: Mapping[str, Any]) -> Spec:
    """Set fields of one node; its place in the flow stays."""
    changed = deepcopy(dict(spec))
    row = _row(changed, key)
    row.update({name: value for name, value in values.items() if name not in ("key", "kind")})
    return _ordered(changed)
