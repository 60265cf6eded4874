"""Reading answers in JSON, whoever gives them: what is no answer is an error, never an empty list."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

from congvu.interchange.channels.base import ChannelError
from congvu.interchange.envelopes.edxml.values import ZONE, parse_time


class NoAnswer(ChannelError):  # noqa: N818 — what happened
    """The far side answered something that is no answer of its protocol."""


def object_of(response: httpx.Response, body: bytes | None = None, *, who: str = "Bên kia") -> dict[str, Any]:
    """Return an answer in JSON; raise NoAnswer for anything else, such as a page to sign in.

    Args:
        response: the answer.
        body: its bytes, where they were read already.
        who: what people call the far side.
    """
    raw = response.content if body is None else body
    try:
        answer = json.loads(raw)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    raise NoAnswer(f"{who} trả lời không đúng giao thức (HTTP {response.status_code}): {shown(raw)}")


def rows(answer: Mapping[str, Any], *, who: str = "Bên kia") -> list[Mapping[str, Any]]:
    """Return the list in an answer; raise NoAnswer where there is none: what is missing is not empty."""
    data = answer.get("data")
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise NoAnswer(f"{who} trả lời OK nhưng không có danh sách; không coi là danh sách rỗng.")
    return data


def text(row: Mapping[str, Any], *names: str) -> str:
    """Return the first of the named values that is there, as text."""
    for name in names:
        value = row.get(name)
        if value is not None and value != "":
            return str(value).strip()
    return ""


def moment(value: Any) -> datetime | None:
    """Return a time as far sides write it: milliseconds, ISO 8601, a local text; None when it is none."""
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


def shown(body: bytes) -> str:
    """Return the beginning of an answer, for people."""
    return body[:200].decode("utf-8", "replace").strip() or "(rỗng)"
