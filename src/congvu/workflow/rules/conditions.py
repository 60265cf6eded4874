"""Conditions of choices: small expressions in CEL, compiled once, bounded, and never evaluated as code.

The language is Google's Common Expression Language through `cel-python`'s interpreting runner. Only the names
`data`, `outcome` and `case` and a short list of functions are let in, so that a condition always ends, and
costs a time proportional to its own length (ADR 0008).
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused

MAX_LENGTH = 300
MAX_DEPTH = 12
NAMES = frozenset({"data", "outcome", "case"})
FUNCTIONS = frozenset({"has", "size", "int", "double", "string", "timestamp"})
METHODS = frozenset({"contains", "startsWith", "endsWith", "size"})


class ConditionInvalid(ValueError):  # noqa: N818 — named for what it tells
    """A condition that cannot be compiled; the text is the sentence shown."""


def problem_with(text: str) -> str:
    """Return why `text` is no usable condition, as a sentence, or "" when it is one."""
    try:
        _compile(text)
    except ConditionInvalid as error:
        return str(error)
    return ""


def holds(text: str, context: Mapping[str, Any]) -> bool:
    """Evaluate a condition.

    Args:
        text: the condition in CEL.
        context: plain JSON values for `data`, `outcome` and `case`.

    Raises:
        ActionRefused: the condition does not compile, lacks a datum, compares unlike types, or gives
            something other than true or false.
    """
    from celpy.adapter import json_to_cel
    from celpy.celtypes import BoolType
    from celpy.evaluation import CELEvalError

    try:
        program = _compile(text)
        result = program.evaluate({name: json_to_cel(context.get(name, {})) for name in NAMES})
    except ConditionInvalid as error:
        raise ActionRefused(str(error), code="condition") from error
    except (CELEvalError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise ActionRefused(_explain(text, error), code="condition") from error
    # `has(…)` and the comparisons of cel-python may answer with Python's own bool.
    if not isinstance(result, bool | BoolType):
        message = _("Điều kiện “%(text)s” không cho kết quả đúng hoặc sai.") % {"text": text}
        raise ActionRefused(message, code="condition")
    return bool(result)


def _explain(text: str, error: Exception) -> str:
    reason = str(error.args[0]) if error.args else ""
    if "no such member" in reason:
        name = reason.rpartition("'")[0].rpartition("'")[2]
        return _("Chưa có dữ liệu “%(name)s” mà điều kiện “%(text)s” cần.") % {"name": name, "text": text}
    return _("Không tính được điều kiện “%(text)s” với dữ liệu hiện có.") % {"text": text}


@lru_cache(maxsize=1)
def _environment() -> Any:
    import celpy

    return celpy.Environment(runner_class=celpy.InterpretedRunner)


@lru_cache(maxsize=1024)
def _compile(text: str) -> Any:
    from celpy.celparser import CELParseError

    _bound(text)
    try:
        tree = _environment().compile(text)
    except (CELParseError, RecursionError) as error:
        raise ConditionInvalid(_("Điều kiện “%(text)s” viết sai cú pháp.") % {"text": text}) from error
    for name in _foreign(tree):
        raise ConditionInvalid(
            _("Điều kiện “%(text)s” dùng tên không được phép: “%(name)s”.") % {"text": text, "name": name}
        )
    return _environment().program(tree)


def _bound(text: str) -> None:
    if not text.strip():
        raise ConditionInvalid(_("Điều kiện còn trống."))
    if len(text) > MAX_LENGTH:
        raise ConditionInvalid(_("Điều kiện dài quá %(max)d ký tự.") % {"max": MAX_LENGTH})
    depth = deepest = 0
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise ConditionInvalid(_("Điều kiện lồng quá %(max)d lớp ngoặc.") % {"max": MAX_DEPTH})


def _foreign(tree: Any) -> Iterator[str]:
    """Yield each name that is not on the lists above."""
    allowed = {"ident": NAMES, "ident_arg": FUNCTIONS, "member_dot_arg": METHODS}
    for node in tree.iter_subtrees():
        if node.data in ("dot_ident", "dot_ident_arg", "member_object"):
            yield str(node.data)
        if node.data in allowed:
            names = [str(child) for child in node.children if not hasattr(child, "data")]
            yield from (name for name in names if name not in allowed[node.data])
