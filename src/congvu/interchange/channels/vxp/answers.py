"""Reading the answers of an axis: what is no answer is an error, never an empty list."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

from congvu.interchange.channels.base import ChannelError, Refused, Unreachable
from congvu.interchange.envelopes.edxml.values import ZONE, parse_time

# The official list of codes was never published; these are transient ones met on provincial axes.
RETRIED = frozenset({"20", "21", "100", "500", "502", "503", "504"})


class NoAnswer(ChannelError):  # noqa: N818 — what happened
    """The far side answered something that is no answer of this protocol."""


def envelope(response: httpx.Response, body: bytes, retried: frozenset[str] = RETRIED) -> dict[str, Any]:
    """Return the answer of an axis.

    Raises:
        Refused: it said FAIL for good.
        Unreachable: it said FAIL, and it may go better later.
        NoAnswer: anything else.
    """
    answer = _parsed(response, body)
    status = str(answer.get("status", "")).upper()
    code = str(answer.get("ErrorCode", "") or "")
    words = str(answer.get("ErrorDesc", "") or "")
    if status == "OK" and code in {"", "0"}:
        return answer
    if status not in {"OK", "FAIL"}:
        raise NoAnswer(f"Trục trả lời không đúng giao thức (HTTP {response.status_code}): {_shown(body)}")
    told = f"Trục từ chối, mã {code or 'không ghi'}: {words or 'không nêu lý do'}"
    if code in retried:
        raise Unreachable(told)
    raise Refused(code or "fail", told)


def _parsed(response: httpx.Response, body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    raise NoAnswer(f"Trục trả lời không đúng giao thức (HTTP {response.status_code}): {_shown(body)}")


def rows(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the list in an answer; raise NoAnswer where there is none: what is missing is not empty."""
    data = answer.get("data")
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise NoAnswer("Trục trả lời OK nhưng không có danh sách; không coi là danh sách rỗng.")
    return data


def text(row: Mapping[str, Any], *names: str) -> str:
    """Return the first of the named values that is there, as text."""
    for name in names:
        value = row.get(name)
        if value is not None and value != "":
            return str(value).strip()
    return ""


def moment(value: Any) -> datetime | None:
    """Return a time as axes write it: milliseconds, ISO 8601, or a local text; None when it is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, tz=UTC)
        except (ValueError, OverflowError, OSError):
            return None
    told = str(value or "").strip()
    if not told:
        return None
    if told.isdigit():
        return moment(int(told))
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return parse_time(told)
    return found if found.tzinfo else found.replace(tzinfo=ZONE)


def _shown(body: bytes) -> str:
    return body[:200].decode("utf-8", "replace").strip() or "(rỗng)"
