"""Reading ho-so.json: unknown names are passed over, what is missing has a default, kinds in any spelling."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from congvu.interchange.envelopes.dossier.errors import DossierError, NotOurs
from congvu.interchange.envelopes.dossier.message import (
    FORMAT,
    Clock,
    Component,
    Facts,
    File,
    Message,
    Outcome,
    Party,
    Pause,
    Person,
    Procedure,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MOST_BYTES, MOST_ROWS, LONGEST, DEEPEST = 8 * 1024 * 1024, 2000, 20_000, 40
KINDS = frozenset(
    {
        "hand-over", "accepted", "refused", "progress", "supplement-request", "supplement-given", "clock",
        "recall", "result", "withdrawn",
    }
)  # fmt: skip
_HASH = re.compile(r"[0-9a-f]{64}\Z")

type Tree = dict[str, Any]


def read(data: bytes) -> Message:
    """Return the message in `data`.

    Raises:
        NotOurs: no JSON object of this format, or of another major version.
        DossierError: of this format, but without what it needs; nothing else is ever raised.
    """
    return of_tree(_tree(data))


def of_tree(tree: Tree) -> Message:
    """Return the message in JSON values; raises as `read`."""
    if _text(tree, "format") != FORMAT:
        raise NotOurs("Tệp không phải tin liên thông hồ sơ.", code="format")
    version = _text(tree, "version")
    if version.partition(".")[0] != "1":
        raise NotOurs(f"Tin liên thông hồ sơ phiên bản “{version}” chưa được hỗ trợ.", code="version")
    kind = _text(tree, "kind").casefold().replace("_", "-").replace(" ", "-")
    if kind not in KINDS:
        raise DossierError(f"Loại tin liên thông hồ sơ “{kind[:40]}” không rõ.", code="kind")
    message = Message(
        kind=kind,
        id=_uuid(tree, "id"),
        stage=_uuid(tree, "stage"),
        sequence=_positive(tree, "sequence"),
        seen=max(0, _number(tree, "seen") or 0),
        sender=_party(tree, "sender"),
        receiver=_party(tree, "receiver"),
        dossier_code=_needed(tree, "dossier_code"),
        sent_at=_moment(tree, "sent_at") or _missing("sent_at"),
        stage_name=_text(tree, "stage_name"),
        by=_text(tree, "by"),
        text=_text(tree, "text"),
        legal_basis=_text(tree, "legal_basis"),
        items=tuple(_str(one) for one in _rows(tree, "items") if _str(one)),
        facts=_optional(tree, "facts", _facts),
        clock=_optional(tree, "clock", _clock),
        outcome=_optional(tree, "outcome", _outcome),
        files=tuple(_file(one) for one in _objects(tree, "files")),
    )
    _require_content(message)
    return message


def _require_content(message: Message) -> None:
    if message.kind == "hand-over" and message.facts is None:
        raise DossierError("Tin chuyển hồ sơ không có nội dung hồ sơ.", code="facts")
    if message.kind == "result" and message.outcome is None:
        raise DossierError("Tin kết quả không có nội dung kết quả.", code="outcome")
    if message.kind == "supplement-request" and not message.items:
        raise DossierError("Đề nghị bổ sung không ghi nội dung cần bổ sung.", code="items")
    if message.kind in {"refused", "withdrawn"} and not message.text.strip():
        raise DossierError("Tin từ chối hoặc rút hồ sơ không ghi lý do.", code="reason")


def _tree(data: bytes) -> Tree:
    if len(data) > MOST_BYTES:
        raise NotOurs("Tệp ho-so.json quá lớn.", code="size")
    try:
        tree = json.loads(data.decode("utf-8-sig"), parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        raise NotOurs("Tệp ho-so.json không phải JSON.", code="json") from error
    if not isinstance(tree, dict) or _depth(tree) > DEEPEST:
        raise NotOurs("Tệp ho-so.json không phải một đối tượng JSON.", code="json")
    return tree


def _constant(name: str) -> float:
    raise ValueError(name)


def _depth(value: Any) -> int:
    deepest, rows = 0, [(value, 1)]
    while rows:
        one, level = rows.pop()
        deepest = max(deepest, level)
        if level > DEEPEST:
            break
        children = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        rows += [(child, level + 1) for child in children]
    return deepest


def _missing(name: str) -> Any:
    raise DossierError(f"Tin liên thông hồ sơ thiếu hoặc sai “{name}”.", code=name)


def _str(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode()[:LONGEST].strip()


def _text(tree: Tree, name: str) -> str:
    return _str(tree.get(name, ""))


def _needed(tree: Tree, name: str) -> str:
    return _text(tree, name) or _missing(name)


def _number(tree: Tree, name: str) -> int | None:
    text = _text(tree, name)
    return int(text) if re.fullmatch(r"-?[0-9]{1,12}", text) else None


def _positive(tree: Tree, name: str) -> int:
    number = _number(tree, name)
    return number if number is not None and 0 < number < 1_000_000 else _missing(name)


def _uuid(tree: Tree, name: str) -> UUID:
    try:
        return UUID(_text(tree, name))
    except ValueError:
        return _missing(name)  # type: ignore[no-any-return]


def _moment(tree: Tree, name: str) -> datetime | None:
    """Return a moment; one without a zone is meant in Việt Nam."""
    text = _text(tree, name)
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=ZONE)).astimezone(ZONE)
    except (ValueError, OverflowError):
        return None


def _day(tree: Tree, name: str) -> date | None:
    try:
        return date.fromisoformat(_text(tree, name)[:10])
    except ValueError:
        return None


def _flag(tree: Tree, name: str, default: bool) -> bool:
    value = tree.get(name)
    if isinstance(value, bool):
        return value
    return {"true": True, "1": True, "false": False, "0": False}.get(_str(value).casefold(), default)


def _rows(tree: Tree, name: str) -> list[Any]:
    found = tree.get(name, [])
    rows = found if isinstance(found, list) else [found]
    if len(rows) > MOST_ROWS:
        raise DossierError(f"Tin liên thông hồ sơ có quá nhiều mục “{name}”.", code=name)
    return rows


def _objects(tree: Tree, name: str) -> list[Tree]:
    return [one for one in _rows(tree, name) if isinstance(one, dict)]


def _optional[T](tree: Tree, name: str, of: Callable[[Tree], T]) -> T | None:
    found = tree.get(name)
    return of(found) if isinstance(found, dict) else None


def _party(tree: Tree, name: str) -> Party:
    found = tree.get(name)
    if not isinstance(found, dict):
        return Party(_needed(tree, name).upper())
    return Party(_needed(found, "code").upper(), _text(found, "name"))


def _person(tree: Tree) -> Person:
    return Person(
        name=_needed(tree, "name"),
        id_kind=_text(tree, "id_kind") or "cccd",
        id_number=_text(tree, "id_number"),
        kind=_text(tree, "kind") or "citizen",
        born_on=_day(tree, "born_on"),
        address=_text(tree, "address"),
        phone=_text(tree, "phone"),
    )


def _procedure(tree: Tree) -> Procedure:
    number = _number(tree, "case_no") or 1
    return Procedure(_needed(tree, "code"), _text(tree, "name"), number, _text(tree, "case_name"))


def _facts(tree: Tree) -> Facts:
    data = tree.get("data")
    owner = _optional(tree, "owner", _person)
    procedure = _optional(tree, "procedure", _procedure)
    return Facts(
        procedure=procedure or _missing("procedure"),
        owner=owner or _missing("owner"),
        submitter=_optional(tree, "submitter", _person),
        authorisation=_text(tree, "authorisation"),
        channel=_text(tree, "channel") or "1",
        summary=_text(tree, "summary"),
        return_by=_text(tree, "return_by") or "counter",
        submitted_at=_moment(tree, "submitted_at"),
        accepted_at=_moment(tree, "accepted_at"),
        data=data if isinstance(data, dict) else {},
        components=tuple(_component(no, one) for no, one in enumerate(_objects(tree, "components"), 1)),
    )


def _component(no: int, tree: Tree) -> Component:
    return Component(
        no=_number(tree, "no") or no,
        name=_needed(tree, "name"),
        kind=_text(tree, "kind") or "electronic",
        quantity=_number(tree, "quantity") or 1,
        note=_text(tree, "note"),
    )


def _file(tree: Tree) -> File:
    sha256 = _text(tree, "sha256").casefold()
    return File(
        name=_needed(tree, "name"),
        sha256=sha256 if _HASH.match(sha256) else _missing("sha256"),
        size=max(0, _number(tree, "size") or 0),
        media_type=_text(tree, "media_type"),
        component=_number(tree, "component"),
    )


def _pause(tree: Tree) -> Pause:
    return Pause(
        starts_at=_moment(tree, "starts_at") or _missing("starts_at"),
        ends_at=_moment(tree, "ends_at"),
        reason=_text(tree, "reason"),
        legal_basis=_text(tree, "legal_basis"),
        kind="restart" if _text(tree, "kind") == "restart" else "pause",
    )


def _clock(tree: Tree) -> Clock:
    return Clock(
        stage_due_at=_moment(tree, "stage_due_at"),
        dossier_due_at=_moment(tree, "dossier_due_at"),
        pauses=tuple(_pause(one) for one in _objects(tree, "pauses")),
    )


def _outcome(tree: Tree) -> Outcome:
    return Outcome(
        name=_needed(tree, "name"),
        positive=_flag(tree, "positive", True),
        code=_text(tree, "code"),
        content=_text(tree, "content"),
        number=_number(tree, "number"),
        notation=_text(tree, "notation"),
        signer=_text(tree, "signer"),
        signed_at=_moment(tree, "signed_at"),
        issued_at=_moment(tree, "issued_at"),
        legal_basis=_text(tree, "legal_basis"),
    )
