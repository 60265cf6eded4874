"""Pure rules of signing: boxes of pictures, the signing time, names of fields."""

from collections.abc import Collection
from datetime import datetime, timedelta, timezone

from congvu.signing.messages import Box

HANOI = timezone(timedelta(hours=7))
MILLIMETRE = 72 / 25.4
SEAL_MM = 36
"""Diameter of an agency's seal in millimetres; the picture is shown in its true size (NĐ 30/2020, PL I)."""

EXPIRY_WARNING_DAYS = 30
FIELD_NAMES = {"signer": "NguoiKy", "agency": "CoQuan"}
"""How signature fields are called: by them a later signature knows who has signed already."""

NOTE_WIDTH, NOTE_LINE, NOTE_MARGIN = 200.0, 12.5, 14.0


def signing_time(moment: datetime) -> str:
    """Return "25-11-2026 09:05:00 +07:00", as signatures show their time (NĐ 30/2020/NĐ-CP, PL I)."""
    return f"{moment.astimezone(HANOI):%d-%m-%Y %H:%M:%S} +07:00"


def seal_box(signer: Box, diameter: float = SEAL_MM * MILLIMETRE) -> Box:
    """Return where the seal stands: over about a third of the signer's picture, on its left.

    Args:
        signer: the box of the signer's picture.
        diameter: the seal's in points; a box too near to the paper's edge moves in from it.
    """
    right = signer.left + signer.width / 3
    left = max(0.0, right - diameter)
    bottom = max(0.0, (signer.bottom + signer.top) / 2 - diameter / 2)
    return Box(left, bottom, left + diameter, bottom + diameter)


def corner_box(width: float, height: float, lines: int) -> Box:
    """Return the box of a note in the upper right corner of a page (annexes and copies).

    Args:
        width: the page's, in points.
        height: the page's.
        lines: how many lines of 10-point type the note has.
    """
    right, top = width - NOTE_MARGIN, height - NOTE_MARGIN
    return Box(max(0.0, right - NOTE_WIDTH), max(0.0, top - lines * NOTE_LINE), right, top)


def fitted(box: Box, width: int, height: int) -> Box:
    """Return the largest box of a picture's shape in the middle of `box`."""
    scale = min(box.width / width, box.height / height)
    shown_width, shown_height = width * scale, height * scale
    left = box.left + (box.width - shown_width) / 2
    bottom = box.bottom + (box.height - shown_height) / 2
    return Box(left, bottom, left + shown_width, bottom + shown_height)


def new_field_name(role: str, taken: Collection[str]) -> str:
    """Return a name for the field of the next signature in a role: "NguoiKy", "NguoiKy2" …"""
    base = FIELD_NAMES[role]
    number = 1
    while (name := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return name


def role_of_field(name: str) -> str:
    """Return the role that a field's name speaks of, or "" for fields that others made."""
    return next((role for role, base in FIELD_NAMES.items() if name.startswith(base)), "")


def copy_lines(form: str, agency: str) -> tuple[str, ...]:
    """Return what an electronic copy shows: its form ("SAO Y", "SAO LỤC", "TRÍCH SAO"), agency and time."""
    return (form.upper(), agency, "{time}")


def annex_lines(notation: str) -> tuple[str, ...]:
    """Return what a separate annex shows: number and notation of the document, and the time."""
    return (f"Kèm theo văn bản số {notation}" if notation else "", "{time}")


def expiry_words(valid_to: datetime, now: datetime) -> str:
    """Return "còn 12 ngày" when a certificate ends soon, "đã hết hạn" when it has, else ""."""
    if valid_to <= now:
        return "đã hết hạn"
    days = (valid_to - now).days
    if days > EXPIRY_WARNING_DAYS:
        return ""
    return f"còn {days} ngày" if days else "hết hạn trong hôm nay"
