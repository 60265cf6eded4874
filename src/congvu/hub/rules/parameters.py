"""Reading parameters as clients write them: lists of codes, days, headers that were sent twice."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from congvu.interchange.envelopes.edxml.values import ZONE, parse_date, parse_time

_OLD = re.compile(r"^([0-9A-Z]{3})\.([0-9A-Z]{2})\.([0-9A-Z]{2})\.([A-Z][0-9]{2})$")
_BETWEEN = re.compile(r"[;,|\s]+")


def codes(text: str) -> list[str] | None:
    """Return the recipients of a `to` header: a JSON list, or codes with separators; None when unreadable."""
    text = text.strip()
    if not text:
        return []
    if text[0] in '["':
        try:
            found = json.loads(text)
        except ValueError:
            return None
        found = [found] if isinstance(found, str) else found
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            return None
    else:
        found = _BETWEEN.split(text)
    return list(dict.fromkeys(plain for one in found if (plain := normal(one))))


def normal(code: str) -> str:
    """Return a code as it is compared: upper case, without spaces."""
    return "".join(code.split()).upper()


def guessed(code: str) -> str:
    """Return the code of QĐ 20/2020 that a code of QCVN 102 means by rule, or "": only a guess."""
    match = _OLD.match(code)
    if match is None:
        return ""
    return ".".join(part for part in reversed(match.groups()) if part.strip("0"))


def since(text: str) -> datetime | None:
    """Return the moment that `fromdate` begins with; None when it is no time."""
    return _moment(text)


def until(text: str) -> datetime | None:
    """Return the moment before which `todate` ends: a day without a time counts whole (it is inclusive)."""
    found = _moment(text)
    if found is None:
        return None
    return found + (timedelta(days=1) if _is_day(text) else timedelta(seconds=1))


def _is_day(text: str) -> bool:
    return not text.strip().isdigit() and ":" not in text


def _moment(text: str) -> datetime | None:
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) >= 9:
        try:
            return datetime.fromtimestamp(int(text) / (1000 if len(text) > 11 else 1), UTC)
        except (ValueError, OverflowError, OSError):
            return None
    if parse_date(text) is not None:
        try:
            exact = datetime.fromisoformat(text.replace("/", "-"))
        except ValueError:
            return parse_time(text)
        return exact if exact.tzinfo else exact.replace(tzinfo=ZONE)
    return None


def undoubled(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers where one that came twice with the same value (docId and docid) counts once."""
    return {name: _once(value) for name, value in headers.items()}


def _once(value: str) -> str:
    for gap in (",", ", "):
        width = len(gap)
        half = (len(value) - width) // 2
        if half > 0 and len(value) == 2 * half + width and value == f"{value[:half]}{gap}{value[:half]}":
            return value[:half]
    return value
