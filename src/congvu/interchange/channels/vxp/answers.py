"""Reading the answers of an axis: the envelope around them, and what its codes mean."""

from typing import Any

import httpx

from congvu.interchange.channels.answers import NoAnswer, moment, object_of, shown, text
from congvu.interchange.channels.answers import rows as rows_of
from congvu.interchange.channels.base import Busy, Refused, Unreachable

__all__ = ["RETRIED", "NoAnswer", "envelope", "moment", "rows", "text"]

# The official list of codes was never published; these are transient ones met on provincial axes.
RETRIED = frozenset({"20", "21", "100", "500", "502", "503", "504"})
TOO_OFTEN = "29"
AXIS = "Trục"


def envelope(response: httpx.Response, body: bytes, retried: frozenset[str] = RETRIED) -> dict[str, Any]:
    """Return the answer of an axis.

    Raises:
        Refused: it said FAIL for good.
        Unreachable: it said FAIL, and it may go better later; Busy when it was asked too often.
        NoAnswer: anything else.
    """
    answer = object_of(response, body, who=AXIS)
    status = str(answer.get("status", "")).upper()
    code = str(answer.get("ErrorCode", "") or "")
    words = str(answer.get("ErrorDesc", "") or "")
    if status == "OK" and code in {"", "0"}:
        return answer
    if status not in {"OK", "FAIL"}:
        raise NoAnswer(f"{AXIS} trả lời không đúng giao thức (HTTP {response.status_code}): {shown(body)}")
    told = f"{AXIS} từ chối, mã {code or 'không ghi'}: {words or 'không nêu lý do'}"
    if code == TOO_OFTEN:
        raise Busy(told)
    if code in retried:
        raise Unreachable(told)
    raise Refused(code or "fail", told)


def rows(answer: dict[str, Any]) -> list[Any]:
    """Return the list in an answer of an axis."""
    return list(rows_of(answer, who=AXIS))
