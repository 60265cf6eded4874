"""How values are written on screens: times, money, counts, working time, markup (pure)."""

from collections.abc import Iterable
from datetime import date, datetime
from html import escape
from typing import Any

from django.utils.safestring import SafeString

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
NBSP = "\u00a0"


class Markup:
    """HTML with named places; what fills them is escaped, safe strings apart.

    It says the same as `format_html`, at a quarter of its cost: a list draws fifty rows of a dozen values.

    Args:
        html: with places such as `{code}`; nothing of it may come from outside.
    """

    __slots__ = ("html",)

    def __init__(self, html: str) -> None:
        self.html = html

    def __call__(self, **values: Any) -> SafeString:
        """Return the HTML with its places filled."""
        return SafeString(self.html.format_map({name: _safe(value) for name, value in values.items()}))


def _safe(value: Any) -> str:
    if type(value) is int:
        return str(value)
    text = value if isinstance(value, str) else str(value)
    return text if isinstance(text, SafeString) else escape(text)


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Return pieces of HTML one after another."""
    return SafeString("".join(parts))


def day(value: date) -> str:
    """Return dd/mm/yyyy."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def day_long(value: date) -> str:
    """Return the weekday and date: "thứ Ba 24/11/2026"."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def moment(value: datetime) -> str:
    """Return the full moment: "14:05, thứ Ba 24/11/2026" (value in local time)."""
    return f"{value.hour:02d}:{value.minute:02d}, {day_long(value)}"


def moment_short(value: datetime, today: date) -> str:
    """Return the shortest clear moment: "14:05", "14:05 24/11", or with the year when it differs."""
    clock = f"{value.hour:02d}:{value.minute:02d}"
    if value.date() == today:
        return clock
    if value.year == today.year:
        return f"{clock} {value.day:02d}/{value.month:02d}"
    return f"{clock} {day(value.date())}"


def ago(seconds: float) -> str:
    """Return how long ago: "vừa xong", "5 phút trước", "3 giờ trước", "2 ngày trước"."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "vừa xong"
    if minutes < 60:
        return f"{minutes} phút trước"
    if minutes < 24 * 60:
        return f"{minutes // 60} giờ trước"
    return f"{minutes // (24 * 60)} ngày trước"


def work_time(minutes: int, day_minutes: int = 480) -> str:
    """Return an amount of working time in its two largest units: "2 ngày 3 giờ", "45 phút".

    Args:
        minutes: working minutes, not negative.
        day_minutes: working minutes in one working day (8 hours unless the agency differs).
    """
    days, rest = divmod(minutes, day_minutes)
    hours, rest_minutes = divmod(rest, 60)
    parts = [(days, "ngày"), (hours, "giờ"), (rest_minutes, "phút")]
    shown = [(amount, unit) for amount, unit in parts if amount][:2]
    if days and len(shown) == 2 and shown[1][1] == "phút":
        shown = shown[:1]
    return " ".join(f"{amount} {unit}" for amount, unit in shown) or "0 phút"


def work_left(minutes: int, day_minutes: int = 480) -> str:
    """Return "còn 3 giờ làm việc" or "quá 2 ngày làm việc" for signed working minutes."""
    word = "còn" if minutes >= 0 else "quá"
    return f"{word} {work_time(abs(minutes), day_minutes)} làm việc"


def money(amount: int) -> str:
    """Return đồng with points between thousands: "1.351.000 đ"."""
    return f"{amount:,d}".replace(",", ".") + f"{NBSP}đ"


def number(amount: int) -> str:
    """Return a whole number with points between thousands."""
    return f"{amount:,d}".replace(",", ".")


def capped(count: int, cap: int = 1000) -> str:
    """Return the count, or "1000+" from the cap on (lists are never counted whole)."""
    return f"{cap}+" if count >= cap else str(count)


def file_size(size: int) -> str:
    """Return a file size as officers write it: "850 KB", "1,4 MB"."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")
