"""The arithmetic of the chain: canonical text, digests, links. Pure, so that an outsider can repeat it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True)
class Content:
    """What an event's digest covers; `sealed` holds the salted digests of its personal values."""

    agency: int
    day: date
    at: datetime
    kind: str
    subject: str
    officer: int | None
    officer_name: str
    post_title: str
    acting_for: int | None
    reason: str
    data: Mapping[str, Any]
    sealed: Mapping[str, str]


def plain(value: Any) -> Any:
    """Return `value` as JSON that every database gives back unchanged.

    Dates, decimals, enumerations and other printable values become text. Raise TypeError for floats (their
    text differs between databases: use Decimal) and for keys that are no strings.
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date | Decimal):
        return str(value)
    if isinstance(value, float):
        raise TypeError("a float cannot be audited exactly: use Decimal")
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys of audited data are strings")
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=canonical)
    return str(value)


def stamp(at: datetime) -> str:
    """Return an aware moment as ISO text in UTC with microseconds."""
    if at.tzinfo is None:
        raise ValueError("a moment without time zone cannot be audited")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(value: Any) -> str:
    """Return JSON with sorted keys, no spaces and no escapes beyond what JSON demands."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def digest(content: Content) -> str:
    """Return the digest of an event's content."""
    return sha256(
        canonical(
            {
                "v": VERSION,
                "agency": content.agency,
                "day": content.day.isoformat(),
                "at": stamp(content.at),
                "kind": content.kind,
                "subject": content.subject,
                "officer": content.officer,
                "officer_name": content.officer_name,
                "post_title": content.post_title,
                "acting_for": content.acting_for,
                "reason": content.reason,
                "data": content.data,
                "sealed": content.sealed,
            }
        )
    )


def seal(salt: str, value: Any) -> str:
    """Return the salted digest that stands for a personal value in the hashed content."""
    return sha256(f"{salt}:{canonical(value)}")


def link(before: str, content_digest: str) -> str:
    """Return the hash of an event from the hash of the event before it and its own digest."""
    return sha256(before + content_digest)


def links(before: str, digests: Iterable[str]) -> list[str]:
    """Return the hashes of consecutive events that follow the hash `before`."""
    hashes = []
    for one in digests:
        before = link(before, one)
        hashes.append(before)
    return hashes


def genesis(agency: int) -> str:
    """Return the hash that an agency's very first event follows."""
    return sha256(f"congvu:audit:{agency}")
