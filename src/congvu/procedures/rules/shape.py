"""The catalogue as JSON: what `export` writes and `import` reads (schema in docs/adr/0011)."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from congvu.procedures.messages import (
    FrozenCase,
    FrozenComponent,
    FrozenFee,
    FrozenLegalBasis,
    FrozenProcedure,
    FrozenResult,
    FrozenTime,
    ReviewNote,
    RowError,
)
from congvu.procedures.rules.people import LEVELS

SCHEMA = "congvu.catalogue/1"
_UNITS = ("", "hour", "wday", "day", "month")
_CHOICES: dict[tuple[type, str], tuple[str, ...]] = {
    (FrozenTime, "channel"): ("1", "2", "3"),
    (FrozenTime, "unit"): _UNITS,
    (FrozenTime, "on_supplement"): ("pause", "restart"),
    (FrozenFee, "channel"): ("", "1", "2", "3"),
}
_LONGEST: dict[tuple[type, str], int] = {
    (FrozenFee, "name"): 300,
    (FrozenFee, "per"): 60,
    (FrozenComponent, "group"): 500,
    (FrozenComponent, "form_file"): 300,
    (FrozenCase, "name"): 500,
    (FrozenProcedure, "code"): 40,
    (FrozenProcedure, "name"): 1000,
    (FrozenProcedure, "field"): 200,
    (FrozenProcedure, "field_code"): 30,
    (FrozenProcedure, "decision"): 100,
    (FrozenProcedure, "kind"): 100,
}
_PARTS: dict[tuple[type, str], type] = {
    (FrozenProcedure, "cases"): FrozenCase,
    (FrozenProcedure, "results"): FrozenResult,
    (FrozenProcedure, "legal_bases"): FrozenLegalBasis,
    (FrozenProcedure, "review_notes"): ReviewNote,
    (FrozenCase, "times"): FrozenTime,
    (FrozenCase, "fees"): FrozenFee,
    (FrozenCase, "components"): FrozenComponent,
}
_RENAMED = {"time_rows": "times"}
_OWN = frozenset({"version_id", "procedure_id", "number", "status", "valid_to"})
_REQUIRED: dict[type, frozenset[str]] = {
    FrozenProcedure: frozenset({"code", "name", "field"}),
    FrozenTime: frozenset({"channel"}),
    FrozenFee: frozenset({"name"}),
    FrozenComponent: frozenset({"name"}),
    FrozenResult: frozenset({"name"}),
    FrozenLegalBasis: frozenset({"number"}),
    ReviewNote: frozenset({"field", "reason"}),
}
_INTEGERS = {"amount", "originals", "copies", "no"}
_FLAGS = {"required", "shown_only", "instant", "blocking", "done"}
_LARGEST = {"amount": 10**12, "originals": 99, "copies": 99, "no": 9999}


def to_json(content: FrozenProcedure) -> dict[str, Any]:
    """Return a procedure as plain JSON values; parts that say nothing are left out."""
    made: dict[str, Any] = _object(content)
    return made


def document(contents: Iterable[FrozenProcedure]) -> dict[str, Any]:
    """Return the whole export."""
    return {"schema": SCHEMA, "procedures": [to_json(content) for content in contents]}


def _object(value: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for attribute in fields(value):
        if attribute.name in _hidden(type(value)):
            continue
        item = getattr(value, attribute.name)
        if item in ("", None, ()) or (item == attribute.default and isinstance(item, bool)):
            continue
        made[_RENAMED.get(attribute.name, attribute.name)] = _value(item)
    return made


def _hidden(kind: type) -> frozenset[str]:
    """Return what belongs to the database, or is told by the order, and so stays out of files."""
    if kind is FrozenProcedure:
        return _OWN
    return frozenset({"id", "no"}) if kind is FrozenComponent else frozenset({"id"})


def _value(item: Any) -> Any:
    if isinstance(item, tuple):
        return [part if isinstance(part, str) else _object(part) for part in item]
    if isinstance(item, date):
        return item.isoformat()
    return item


class UnreadableError(ValueError):
    """A value that cannot be read; `where` is its path in the document."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(message)
        self.where = where
        self.message = message


def read_document(data: Any) -> tuple[list[FrozenProcedure], list[RowError]]:
    """Return the procedures of an export and, for those that cannot be read, why.

    Raises:
        UnreadableError: when it is no such document at all.
    """
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        raise UnreadableError("schema", f"Tệp không phải danh mục thủ tục ({SCHEMA}).")
    rows = data.get("procedures")
    if not isinstance(rows, list):
        raise UnreadableError("procedures", "Thiếu danh sách “procedures”.")
    found: list[FrozenProcedure] = []
    errors: list[RowError] = []
    seen: set[str] = set()
    for index, row in enumerate(rows):
        where = f"procedures[{index}]"
        code = str(row.get("code", "")) if isinstance(row, Mapping) else ""
        try:
            content = from_json(row, where)
            if content.code in seen:
                raise UnreadableError(f"{where}.code", "Mã thủ tục lặp lại trong tệp.")
        except UnreadableError as problem:
            errors.append(RowError(problem.where, code, problem.message))
            continue
        seen.add(content.code)
        found.append(content)
    return found, errors


def from_json(row: Any, where: str = "") -> FrozenProcedure:
    """Return the procedure that a JSON object describes.

    Raises:
        UnreadableError: for a wrong type, an unknown name, a value outside its list or range.
    """
    content = _read(FrozenProcedure, row, where)
    assert isinstance(content, FrozenProcedure)
    unknown = [level for level in content.levels if level not in LEVELS.values()]
    if unknown:
        raise UnreadableError(f"{where}.levels", f"Không có cấp thực hiện “{unknown[0]}”.")
    return content


def _read(kind: type, row: Any, where: str, no: int = 1) -> Any:
    if not isinstance(row, Mapping):
        raise UnreadableError(where, "Phải là một đối tượng.")
    names = {_RENAMED.get(item.name, item.name) for item in fields(kind)} - _hidden(kind)
    for name in row:
        if name not in names:
            raise UnreadableError(f"{where}.{name}", f"Không có mục “{name}”.")
    for name in _REQUIRED.get(kind, ()):
        if not str(row.get(name) or "").strip():
            raise UnreadableError(f"{where}.{name}", "Không được để trống.")
    values = {name: _item(kind, name, row[name], f"{where}.{name}") for name in row}
    if "times" in values:
        values["time_rows"] = values.pop("times")
    if kind in (FrozenCase, FrozenComponent):
        values.setdefault("no", no)
    if kind is FrozenResult:
        values.setdefault("code", "")
    return kind(**values)


def _item(kind: type, name: str, value: Any, where: str) -> Any:
    part = _PARTS.get((kind, name))
    if part is not None:
        return tuple(
            _read(part, item, f"{where}[{index}]", index + 1)
            for index, item in enumerate(_list(value, where))
        )
    if name in ("levels", "addressees"):
        return tuple(_text(item, where) for item in _list(value, where))
    if name == "valid_from":
        return _date(value, where)
    if name in _INTEGERS:
        return _integer(value, where, _LARGEST[name], optional=name == "amount")
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise UnreadableError(where, "Phải là đúng hoặc sai.")
        return value
    return _checked(kind, name, _text(value, where), where)


def _checked(kind: type, name: str, text: str, where: str) -> str:
    choices = _CHOICES.get((kind, name))
    if choices is not None and text not in choices:
        raise UnreadableError(
            where, f"“{text}” không thuộc: {', '.join(choice or '(trống)' for choice in choices)}."
        )
    longest = _LONGEST.get((kind, name))
    if longest is not None and len(text) > longest:
        raise UnreadableError(where, f"Dài quá {longest} ký tự.")
    return text


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise UnreadableError(where, "Phải là một danh sách.")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise UnreadableError(where, "Phải là chữ.")
    return value


def _date(value: Any, where: str) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise UnreadableError(where, f"“{value}” không phải ngày (năm-tháng-ngày).") from None


def _integer(value: Any, where: str, largest: int, *, optional: bool) -> int | None:
    if value is None and optional:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnreadableError(where, "Phải là số nguyên.")
    if not 0 <= value <= largest:
        raise UnreadableError(where, f"Phải từ 0 đến {largest}.")
    return value
