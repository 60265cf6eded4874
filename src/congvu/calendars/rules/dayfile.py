"""Reading a year's special days from CSV or JSON text: every row is judged, none is guessed."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from congvu.common.text import clean, fold

MAX_ROWS = 2000
COLUMNS = ("ngày", "loại", "tên", "căn cứ", "làm thay ngày")
_KINDS: dict[str, Literal["off", "working"]] = {
    "off": "off",
    "nghi": "off",
    "nghi le": "off",
    "nghi bu": "off",
    "working": "working",
    "lam bu": "working",
    "lam viec": "working",
}
_NAMES = {
    "ngay": "day",
    "day": "day",
    "loai": "kind",
    "kind": "kind",
    "ten": "name",
    "name": "name",
    "can cu": "basis",
    "basis": "basis",
    "lam thay ngay": "swap",
    "swap": "swap",
    "as_weekday": "as_weekday",
}


@dataclass(frozen=True, slots=True)
class DayRow:
    """A special day as read from a file.

    Args:
        row: the line or item number, from 1 (the heading not counted).
        as_weekday: weekday whose hours a make-up day follows.
    """

    row: int
    day: date
    kind: Literal["off", "working"]
    name: str
    basis: str
    as_weekday: int | None


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row; row 0 is the file itself."""

    row: int
    field: str
    message: str


def read_days(content: bytes, filename: str) -> tuple[list[DayRow], list[RowError]]:
    """Read a file of special days.

    Args:
        content: UTF-8 text (with or without BOM): CSV with a heading, comma or semicolon; or JSON, a list of
            objects or an object with `days`.
        filename: its ending decides between JSON and CSV.
    """
    try:
        text = content.decode("utf-8-sig")
        items = _json_items(text) if filename.lower().endswith(".json") else _csv_items(text)
    except UnicodeDecodeError:
        return [], [RowError(0, "", _("Tệp không phải văn bản UTF-8."))]
    except (ValueError, csv.Error) as error:
        return [], [RowError(0, "", _("Không đọc được tệp: %(why)s.") % {"why": error})]
    if not items:
        return [], [RowError(0, "", _("Tệp không có dòng nào."))]
    if len(items) > MAX_ROWS:
        return [], [RowError(0, "", _("Tệp có quá %(max)s dòng.") % {"max": MAX_ROWS})]
    rows: list[DayRow] = []
    errors: list[RowError] = []
    seen: dict[date, int] = {}
    for number, item in enumerate(items, start=1):
        row, problems = _row(number, item)
        if row is not None and row.day in seen:
            text = _("Ngày này đã có ở dòng %(row)s.") % {"row": seen[row.day]}
            problems = [RowError(number, "day", text)]
        errors += problems
        if row is not None and not problems:
            seen[row.day] = number
            rows.append(row)
    return rows, errors


def _json_items(text: str) -> list[dict[str, str]]:
    data = json.loads(text)
    if isinstance(data, dict):
        data = data.get("days")
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise ValueError(_("cần một danh sách các ngày"))
    return [_fields(item) for item in data]


def _csv_items(text: str) -> list[dict[str, str]]:
    heading = text.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text), delimiter=";" if heading.count(";") > heading.count(",") else ","
    )
    names = [_NAMES.get(fold(name or "")) for name in reader.fieldnames or ()]
    if "day" not in names or "kind" not in names:
        raise ValueError(_("dòng đầu phải có các cột: %(columns)s") % {"columns": ", ".join(COLUMNS)})
    return [_fields(item) for item in reader if any(str(value or "").strip() for value in item.values())]


def _fields(item: dict[Any, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in item.items():
        known = _NAMES.get(fold(str(name or "")))
        if known and value is not None:
            found[known] = clean(str(value))
    return found


def _row(number: int, item: dict[str, str]) -> tuple[DayRow | None, list[RowError]]:
    errors: list[RowError] = []
    day = _date(item.get("day", ""))
    if day is None:
        errors.append(RowError(number, "day", _("Ngày phải ghi dạng 02/09/2026 hoặc 2026-09-02.")))
    kind = _KINDS.get(fold(item.get("kind", "")))
    if kind is None:
        errors.append(RowError(number, "kind", _("Loại phải là “nghỉ” hoặc “làm bù”.")))
    name = item.get("name", "")
    if not name or len(name) > 200:
        errors.append(RowError(number, "name", _("Thiếu tên ngày, hoặc tên dài quá 200 chữ.")))
    basis = item.get("basis", "")
    if len(basis) > 300:
        errors.append(RowError(number, "basis", _("Căn cứ dài quá 300 chữ.")))
    as_weekday, problem = _weekday(item)
    if problem:
        errors.append(RowError(number, "swap", problem))
    if errors or day is None or kind is None:
        return None, errors
    return DayRow(number, day, kind, name, basis, as_weekday if kind == "working" else None), []


def _weekday(item: dict[str, str]) -> tuple[int | None, str]:
    if item.get("swap"):
        swapped = _date(item["swap"])
        if swapped is None:
            return None, _("Ngày được làm thay phải ghi dạng 31/08/2026.")
        return swapped.weekday(), ""
    if item.get("as_weekday"):
        text = item["as_weekday"]
        return (int(text), "") if text in "0123456" else (None, _("Thứ phải từ 0 (thứ Hai) đến 6."))
    return None, ""


def _date(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007 — a calendar day has no zone
        except ValueError:
            continue
        return day if 1990 <= day.year <= 2200 else None
    return None
