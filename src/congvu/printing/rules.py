"""Pure rules of printing: Vietnamese dates and sums, text that fonts can show, safe templates."""

import re
import struct
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MISSING_GLYPH = "?"
_IMPORT = re.compile(r"#?\b(?:import|include)\b(.*)")
_LOCAL = re.compile(r'\s*"/[a-z0-9/-]+\.typ"')


def long_date(day: date) -> str:
    """Return "ngày 07 tháng 9 năm 2026": days below 10 and months 1 and 2 take a zero (NĐ 30/2020, PL I)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def short_date(day: date) -> str:
    """Return "07/09/2026", for tables."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def money(amount: int) -> str:
    """Return `amount` in đồng as "1.500.000 đồng"."""
    return f"{amount:,} đồng".replace(",", ".")


def date_view(day: date) -> dict[str, str]:
    """Return the texts of a day that templates print: long and short."""
    return {"long": long_date(day), "short": short_date(day)}


def time_view(moment: datetime) -> dict[str, str]:
    """Return the texts of a moment in Vietnam's time: text, day (long), short, clock and date (short)."""
    local = moment.astimezone(HANOI)
    clock = f"{local:%H:%M}"
    return {
        "text": f"{local.hour:02} giờ {local.minute:02} phút, {long_date(local)}",
        "day": long_date(local),
        "short": f"{clock} {short_date(local)}",
        "clock": clock,
        "date": short_date(local),
    }


def view(value: Any, show: Callable[[str], str]) -> Any:
    """Return what a template may print of `value`: a tree of texts; `show` cleans each."""
    if isinstance(value, str):
        return show(value)
    if isinstance(value, datetime):
        return time_view(value)
    if isinstance(value, date):
        return date_view(value)
    if isinstance(value, tuple):
        return [view(item, show) for item in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    tree = {item.name: view(getattr(value, item.name), show) for item in fields(value)}
    for item in fields(value):
        if "money" in item.metadata:
            amount = getattr(value, item.name)
            tree[f"{item.name}_text"] = "" if amount is None else money(amount)
    return tree


def printable(text: str, coverage: frozenset[int]) -> str:
    """Return `text` in NFC without control characters, each character that no font can show as "?".

    PDF/A forbids missing glyphs, so that one emoji in a name would otherwise stop the form.
    """
    normal = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    if normal.isascii() and normal.isprintable():
        return normal
    return "".join(_shown(char, coverage) for char in normal)


def _shown(char: str, coverage: frozenset[int]) -> str:
    if char == "\n":
        return char
    if char == "\t":
        return " "
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return ""
    return char if ord(char) in coverage else MISSING_GLYPH


def font_coverage(font: bytes) -> frozenset[int]:
    """Return the code points that a TrueType font's `cmap` (formats 4 and 12) gives a glyph.

    Raises:
        ValueError: when `font` is no TrueType font or has no Unicode map.
    """
    try:
        return frozenset(code for table in _cmaps(font) for code in _codes(font, table))
    except struct.error as error:
        raise ValueError("not a readable TrueType font") from error


def _cmaps(font: bytes) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(tables))
    cmap = next((offset for tag, _sum, offset, _size in records if tag == b"cmap"), None)
    if cmap is None:
        raise ValueError("the font has no character map")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for i in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * i)
        if platform in (0, 3):
            yield cmap + offset


def _codes(font: bytes, at: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == 12:
        (groups,) = struct.unpack_from(">I", font, at + 12)
        for i in range(groups):
            first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * i)
            yield from range(first, last + 1)
    elif kind == 4:
        (double,) = struct.unpack_from(">H", font, at + 6)
        ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
        starts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
        for first, last in zip(starts, ends, strict=True):
            yield from range(first, last + 1 if last != 0xFFFF else first)


def lookup_payload(dossier_code: str, secret: str = "", url: str = "") -> str:
    """Return what the QR says: the look-up address with code and secret, or both (TT 01/2018 Đ.16, 19)."""
    if url:
        return f"{url}?{urlencode({'ma': dossier_code, 'khoa': secret} if secret else {'ma': dossier_code})}"
    return f"{dossier_code}|{secret}" if secret else dossier_code


def template_problems(source: str) -> list[str]:
    """Return why `source` may not become a template; an empty list when it may.

    A template may import local files by a literal path only: packages would be fetched from the network.
    """
    problems = []
    for number, line in enumerate(source.splitlines(), 1):
        found = _IMPORT.search(line)
        if found and not _LOCAL.match(found[1]):
            problems.append(f"dòng {number}: chỉ được nạp tệp trong kho biểu mẫu")
        if "plugin(" in line or "@preview" in line or "@local" in line:
            problems.append(f"dòng {number}: không được dùng gói ngoài")
    return problems
