"""Results in portal text: name, "Mã:", code, one after the other."""

import re
from dataclasses import dataclass

from congvu.procedures.messages import FrozenResult
from congvu.procedures.rules.portal_text import drop_tail, is_nothing, one_line, unbullet

NATIONAL = re.compile(r"KQ\.[GH]\d{2}\.\d{6}")
_CODE = re.compile(
    r"Mã:\s*(KQ\.[GH]\d{2}\.\d{6}|\d{3}\.\d{2}\.\d{2}\.[GH]\d{2}-KQ\d{4,6}|[A-Z0-9][A-Z0-9.\-]{2,29}?(?=[A-ZĐ][^A-Z0-9.\-]|[-+*]|\s|$)"
    r"|[a-z0-9]{2,20}(?=[A-ZĐ]|\s*$)|)"
)


@dataclass(frozen=True, slots=True)
class Results:
    """The results read, codes that are not of the national form, and text without a code."""

    items: tuple[FrozenResult, ...]
    odd_codes: tuple[str, ...] = ()
    lost: str = ""


def read_results(text: str) -> Results:
    """Return the results of a "kết quả xử lý" cell."""
    body = drop_tail(text)
    if is_nothing(body):
        return Results(())
    items: list[FrozenResult] = []
    odd: list[str] = []
    at = 0
    for match in _CODE.finditer(body):
        name = unbullet(body[at : match.start()])
        at = match.end()
        if is_nothing(name) and not match[1]:
            continue
        # Lower-case letters only are what somebody typed to fill the box.
        code = "" if match[1].islower() else match[1]
        items.append(FrozenResult(code=code, name=name or match[1]))
        if not NATIONAL.fullmatch(match[1]):
            odd.append(match[1] or name)
    rest = one_line(body[at:])
    if items and rest and " " not in rest and len(rest) <= 30:
        odd, rest = [*odd[:-1], rest], ""
    if not items and rest:
        return Results((FrozenResult("", unbullet(rest)),), (unbullet(rest),))
    return Results(tuple(items), tuple(odd), rest)
