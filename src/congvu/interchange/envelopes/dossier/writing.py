"""Writing ho-so.json: fixed order of names, nothing empty, moments with their zone."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from congvu.interchange.envelopes.dossier.errors import DossierError
from congvu.interchange.envelopes.dossier.message import FORMAT, VERSION, Message

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_ALWAYS = frozenset({"positive", "sequence", "seen", "size", "no", "quantity", "case_no"})
"""Names that stand there whatever their value."""


def write(message: Message) -> bytes:
    """Return a message as UTF-8 JSON; the same message gives the same bytes.

    Raises:
        DossierError: a moment without a zone, or form data that is no JSON.
    """
    tree: dict[str, Any] = {"format": FORMAT, "version": VERSION, **_plain(message)}
    try:
        text = json.dumps(tree, ensure_ascii=False, indent=1, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise DossierError("Dữ liệu biểu mẫu không ghi được thành JSON.", code="data") from error
    return (text + "\n").encode("utf-8", "replace")


def tree_of(message: Message) -> dict[str, Any]:
    """Return a message as plain JSON values, as the sender keeps it."""
    tree: dict[str, Any] = json.loads(write(message))
    return tree


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((one.name, getattr(value, one.name)) for one in fields(value))
        return {name: _plain(own) for name, own in pairs if name in _ALWAYS or not _empty(own)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise DossierError("Thời điểm không có múi giờ.", code="zone")
        return value.astimezone(ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == () or value == {}
