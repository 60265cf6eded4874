"""What cells of old registers mean: dates in every spelling, numbers, choices."""

import math
import re
from datetime import date, datetime, timedelta

_SERIAL = date(1899, 12, 30)
_WRITTEN = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_PARTS = re.compile(r"(\d{1,4})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{1,4})")
_TIME = re.compile(r"(\d{1,2})\s*[:hg]\s*(\d{2})?")
_NUMBER = re.compile(r"0*(\d{1,6})\s*([A-Za-z]{1,2}\d?|bis)?", re.IGNORECASE)
_INT = re.compile(r"(\d{1,9})(?:[.,]0+)?\s*(?:trang|tờ|bản|tr|t)?\.?", re.IGNORECASE)
_CODE = re.compile(r"\s*(\d{1,6}[A-Za-z]?)\s*[/\-]\s*(\S.*)")
ORDERS = {"dmy": "ngày/tháng/năm", "mdy": "tháng/ngày/năm", "ymd": "năm-tháng-ngày"}

type Cell = str | int | float | bool | None


def as_text(value: Cell) -> str:
    """Return a cell as a person sees it: whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    return str(value)


def as_day(value: Cell, order: str = "dmy", *, today: date) -> date | None:
    """Return a cell as a date; None for an empty one.

    Args:
        value: an Excel serial number, an ISO date, or text such as "5/3/23", "ngày 5 tháng 3 năm 2023".
        order: "dmy", "mdy" or "ymd", for texts of three numbers.
        today: two-digit years are not taken for more than a year after it.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    text = as_text(value).strip().strip("'")
    if not text or set(text) <= set("-./ "):
        return None
    written = _WRITTEN.search(text)
    if written:
        return date(int(written[3]), int(written[2]), int(written[1]))
    found = _PARTS.match(text)
    if found:
        return _from_parts([found[1], found[2], found[3]], order, today)
    if re.fullmatch(r"\d{8}", text):
        return _from_eight(text)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _from_number(float(text))
    raise ValueError(text)


def _from_number(value: float) -> date:
    if not math.isfinite(value):
        raise ValueError(value)
    if 10_000 <= value < 80_000:
        return _SERIAL + timedelta(days=int(value))
    text = str(int(value))
    if len(text) == 8:
        return _from_eight(text)
    raise ValueError(text)


def _from_eight(text: str) -> date:
    if 1900 <= int(text[:4]) <= 2200:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return date(int(text[4:]), int(text[2:4]), int(text[:2]))


def _from_parts(parts: list[str], order: str, today: date) -> date:
    if len(parts[0]) > 2:
        order = "ymd"
    if order == "ymd":
        year, month, day = parts
    elif order == "mdy":
        month, day, year = parts
    else:
        day, month, year = parts
    return date(_year(year, today), int(month), int(day))


def _year(text: str, today: date) -> int:
    if len(text) == 4:
        return int(text)
    if len(text) != 2:
        raise ValueError(text)
    near = 2000 + int(text)
    return near if near <= today.year + 1 else near - 100


def as_moment(value: Cell, order: str = "dmy", *, today: date) -> tuple[date, tuple[int, int] | None] | None:
    """Return a cell as a day and, where it says one, the hour and minute; None for an empty one."""
    day = as_day(value, order, today=today)
    if day is None:
        return None
    if isinstance(value, float) and value % 1:
        minutes = round(value % 1 * 24 * 60) % (24 * 60)
        return day, (minutes // 60, minutes % 60)
    rest = as_text(value)
    found = re.search(r"(\d{1,2}):(\d{2})", rest)
    if found and int(found[1]) < 24 and int(found[2]) < 60 and (found[1], found[2]) != ("00", "00"):
        return day, (int(found[1]), int(found[2]))
    return day, None


def order_of(samples: list[str]) -> str:
    """Return how the dates of a column are written: "mdy" or "ymd" when the samples prove it, else "dmy"."""
    first = second = wide = 0
    for text in samples:
        found = _PARTS.match(text.strip())
        if not found:
            continue
        if len(found[1]) > 2:
            wide += 1
        else:
            first, second = max(first, int(found[1])), max(second, int(found[2]))
    if wide and not first:
        return "ymd"
    return "mdy" if second > 12 >= first > 0 else "dmy"


def as_number(value: Cell) -> tuple[int, str] | None:
    """Return a register's number and its suffix, such as 45 and "a"; None for an empty cell.

    Raises:
        ValueError: it is none.
    """
    text = as_text(value).strip().strip(".")
    if not text:
        return None
    found = _NUMBER.fullmatch(text)
    if not found or int(found[1]) == 0:
        raise ValueError(text)
    return int(found[1]), (found[2] or "").lower()


def as_int(value: Cell) -> int | None:
    """Return a count such as "12" or "12 trang"; None for an empty cell.

    Raises:
        ValueError: it is none.
    """
    text = as_text(value).strip()
    if not text or text in {"-", "–"}:
        return None
    found = _INT.fullmatch(text)
    if not found:
        raise ValueError(text)
    return int(found[1])


def split_code(text: str) -> tuple[str, str]:
    """Return number and notation of "123/QĐ-UBND"; "" for what is not there."""
    found = _CODE.fullmatch(text)
    if found:
        return found[1], found[2].strip()
    bare = text.strip()
    if re.fullmatch(r"\d{1,6}[A-Za-z]?", bare):
        return bare, ""
    return "", bare.strip("/ ")


def is_iso(text: str) -> bool:
    """Tell whether a text is a date as the readers write one."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
