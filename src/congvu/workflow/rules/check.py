"""Everything that must hold before a definition is published, each failure as a sentence at its node."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from django.utils.translation import gettext as _

from congvu.workflow.rules import vocabulary
from congvu.workflow.rules.conditions import problem_with
from congvu.workflow.rules.definition import Branch, Choice, Definition, Node, Step
from congvu.workflow.rules.engine import return_problem
from congvu.workflow.rules.problems import Problem
from congvu.workflow.rules.soundness import Stuck, explore

type RolesFilled = Callable[[Step], Sequence[str]]
"""Given a step, the names of the agencies concerned in which nobody holds its role."""


def check(
    definition: Definition,
    legal_hours: int | None = None,
    roles_filled: RolesFilled | None = None,
) -> list[Problem]:
    """List what keeps a definition from being published; an empty list means that it may be.

    Args:
        definition: the definition, possibly incomplete.
        legal_hours: the legal time limit in working hours; the definition's own holds besides.
        roles_filled: tells for a step in which agencies nobody holds its role; None skips that check.
    """
    shape = list(chain(_start(definition), _targets(definition)))
    problems = [*shape, *_words(definition), *_numbers(definition), *_choices(definition)]
    if not shape:
        paths = [*_paths(definition), *_blocks(definition)]
        problems += paths or _runs(definition)
        problems += [*_returns(definition), *_hours(definition, legal_hours)]
    if roles_filled is not None:
        problems += _roles(definition, roles_filled)
    return problems


def label(node: Node) -> str:
    """Return how a sentence names a node."""
    if isinstance(node, Step):
        return _("bước %(no)s “%(name)s”") % {"no": node.no, "name": node.name or node.key}
    kinds = {
        "fork": _("điểm tách song song “%s”"),
        "join": _("điểm gộp “%s”"),
        "choice": _("điểm lựa chọn “%s”"),
        "end": _("điểm kết thúc “%s”"),
    }
    return kinds[node.kind] % (getattr(node, "name", "") or node.key)


def _at(code: str, node: Node, message: str, **values: str) -> Problem:
    sentence = message % {"node": label(node), **values}
    return Problem(code, node.key, sentence[:1].upper() + sentence[1:])


def _start(definition: Definition) -> Iterator[Problem]:
    if definition.start not in definition.nodes:
        yield Problem("start", "", _("Chưa chọn bước bắt đầu."))
    if not any(node.kind == "end" for node in definition.nodes.values()):
        yield Problem("no-end", "", _("Quy trình chưa có điểm kết thúc."))


def _targets(definition: Definition) -> Iterator[Problem]:
    for node in definition.nodes.values():
        if isinstance(node, Choice) and not node.otherwise:
            yield _at("choice-else", node, _("%(node)s chưa có nhánh “còn lại”."))
        for target in node.targets:
            if target in definition.nodes or (isinstance(node, Choice) and not target):
                continue
            message = _("%(node)s dẫn tới bước không tồn tại: %(target)s.")
            yield _at("unknown-target", node, message, target=target or _("(chưa chọn)"))


def _words(definition: Definition) -> Iterator[Problem]:
    if definition.level and definition.level not in vocabulary.LEVELS:
        yield Problem("level", "", _("Cấp thực hiện không hợp lệ."))
    for step in definition.steps:
        if not step.name:
            yield _at("name", step, _("%(node)s chưa có tên."))
        if step.type not in vocabulary.STEP_TYPES:
            yield _at("type", step, _("%(node)s có loại công việc không hợp lệ."))
        if step.role not in vocabulary.ROLES:
            yield _at("role", step, _("%(node)s chưa có vai trò thực hiện hợp lệ."))
        if not vocabulary.PLACE.match(step.place):
            yield _at("place", step, _("%(node)s chưa có nơi thực hiện hợp lệ."))
        if any(action not in vocabulary.ACTIONS for action in step.actions):
            yield _at("action", step, _("%(node)s cho phép thao tác không có trong danh mục."))
        if any(not vocabulary.KEY.match(outcome) for outcome in step.outcomes):
            yield _at(
                "outcome", step, _("%(node)s có kết quả không viết bằng chữ thường không dấu, gạch dưới.")
            )
        if step.type == "publish" and step.wait is None:
            yield _at("wait", step, _("%(node)s là bước niêm yết nên phải ghi số ngày niêm yết."))
        if step.silence_is_consent and step.type != "opinion":
            yield _at("consent", step, _("%(node)s: chỉ bước lấy ý kiến mới được coi im lặng là đồng ý."))


def _numbers(definition: Definition) -> Iterator[Problem]:
    counts = Counter(step.no for step in definition.steps if step.no)
    for step in definition.steps:
        if not step.no:
            yield _at("number", step, _("%(node)s chưa có số thứ tự."))
        elif counts[step.no] > 1:
            yield _at("duplicate-number", step, _("%(node)s trùng số thứ tự với bước khác."))


def _choices(definition: Definition) -> Iterator[Problem]:
    for node in definition.nodes.values():
        if not isinstance(node, Choice):
            continue
        if not node.branches:
            yield _at("choice-empty", node, _("%(node)s chưa có nhánh nào có điều kiện."))
        for branch in node.branches:
            reason = problem_with(branch.when)
            if reason:
                yield Problem("condition", node.key, f"{label(node).capitalize()}: {reason}")


def _paths(definition: Definition) -> Iterator[Problem]:
    structure = definition.structure
    ends = {node.key for node in definition.nodes.values() if node.kind == "end"}
    for node in definition.nodes.values():
        if node.key != definition.start and not structure.follows(definition.start, node.key):
            yield _at("unreachable", node, _("Không có đường đi tới %(node)s."))
        elif node.key not in ends and not structure.successors[node.key] & ends:
            yield _at("no-way-out", node, _("Từ %(node)s không có đường đi tới điểm kết thúc."))


def _blocks(definition: Definition) -> Iterator[Problem]:
    sentences = {
        "join-without-fork": _("%(node)s không nằm sau điểm tách song song nào."),
        "crossing": _(
            "Các nhánh song song chồng chéo tại %(node)s: mỗi nhánh phải đi qua điểm gộp của mình."
        ),
        "end-inside-branch": _(
            "%(node)s nằm trong nhánh song song: các nhánh phải gộp lại trước khi kết thúc."
        ),
        "fork-unbalanced": _("%(node)s cần ít nhất hai nhánh khác nhau, cùng về một điểm gộp."),
        "join-mixed": _("%(node)s gộp các nhánh của nhiều điểm tách khác nhau."),
    }
    for code, key in dict.fromkeys(definition.structure.conflicts):
        yield _at(code, definition.nodes[key], sentences[code])


def _runs(definition: Definition) -> list[Problem]:
    """Play every way through (up to a bound): no dead end, one token a step, nothing left over at the end."""
    try:
        explore(definition)
    except Stuck as stuck:
        message = _("Chạy thử quy trình bị kẹt: %(reason)s") % {"reason": str(stuck)}
        return [Problem("unsound", stuck.node, message)]
    return []


def _returns(definition: Definition) -> Iterator[Problem]:
    sentences = {
        "target": _("%(node)s trả về một bước không tồn tại."),
        "later": _("%(node)s trả về một bước không đứng trước nó."),
        "branch": _("%(node)s trả về một bước của nhánh song song khác."),
    }
    for step in definition.steps:
        for target in step.returns_to:
            code = return_problem(definition, step.key, target)
            if code:
                yield _at(f"return-{code}", step, sentences[code])


def longest_hours(definition: Definition) -> int:
    """Return the working hours along the longest path that count towards the legal limit.

    Parallel branches count by the longest of them; a way back to an earlier step counts once; steps that stop
    the clock do not count.
    """
    hours = {step.key: 0 if step.stops_clock else step.hours for step in definition.steps}
    best: dict[str, int] = {}
    open_: set[str] = set()

    def longest(key: str) -> int:
        if key in best:
            return best[key]
        if key in open_ or key not in definition.nodes:
            return 0
        open_.add(key)
        best[key] = hours.get(key, 0) + max(map(longest, definition.nodes[key].targets), default=0)
        open_.discard(key)
        return best[key]

    return longest(definition.start)


def _hours(definition: Definition, legal_hours: int | None) -> Iterator[Problem]:
    for step in definition.steps:
        # The limit ends with the result; handing it over waits for the applicant (NĐ 118/2025).
        if not step.hours and step.wait is None and step.type != "return":
            yield _at("hours", step, _("%(node)s chưa có số giờ thực hiện."))
    limits = [hours for hours in (definition.limit_hours, legal_hours) if hours is not None]
    limit = min(limits, default=None)
    message = _("Tổng thời gian %(total)d giờ làm việc vượt thời hạn pháp luật %(limit)d giờ làm việc.")
    total = longest_hours(definition)
    if limit is not None and total > limit:
        yield Problem("over-limit", "", message % {"total": total, "limit": limit})
    for choice, branch in _limited(definition):
        taken = replace(choice, branches=(), otherwise=branch.next)
        total = longest_hours(replace(definition, nodes={**definition.nodes, choice.key: taken}))
        if branch.limit_hours is not None and total > branch.limit_hours:
            way = _("Nhánh “%(label)s”: ") % {"label": (branch.label or branch.when).replace("%", "%%")}
            sentence = way + message[:1].lower() + message[1:]
            values = {"total": total, "limit": branch.limit_hours}
            yield Problem("over-limit", choice.key, sentence % values)


def _limited(definition: Definition) -> Iterator[tuple[Choice, Branch]]:
    for node in definition.nodes.values():
        if isinstance(node, Choice):
            yield from ((node, branch) for branch in node.branches if branch.limit_hours is not None)


def _roles(definition: Definition, roles_filled: RolesFilled) -> Iterator[Problem]:
    for step in definition.steps:
        missing = roles_filled(step)
        if missing:
            message = _("%(node)s: chưa có người giữ vai trò tại %(agencies)s.")
            yield _at("role-vacant", step, message, agencies=_listed(missing))


def _listed(names: Sequence[str], most: int = 3) -> str:
    text = ", ".join(names[:most])
    rest = len(names) - most
    return text + _(" và %(count)d cơ quan khác") % {"count": rest} if rest > 0 else text
