"""A sheet as texts ready to be set: what both the PDF and the Word file put on the page, line by line."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from congvu.documents.rules.layout.body import ended
from congvu.documents.rules.layout.notation import full_code
from congvu.documents.rules.layout.shapes import SHAPES, key_of_name
from congvu.documents.rules.layout.sheet import Block, Sheet

BLANK_NUMBER = " " * 10
_NAME_WIDTH = 29
_TITLE_WIDTH = 58
_ABOUT_WIDTH = 34


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: the lines of its title, what it belongs to, its text."""

    title: tuple[str, ...]
    bound: str
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The texts of a sheet.

    Args:
        superior, issuer: lines of box 2.
        number: "Số: 05/TB-UBND", with room for the number while it is not given; "" for types without.
        day: place and day.
        about: lines of “V/v …”; empty for titled types.
        kind, subject: lines of box 5a; empty for công văn.
        to, bases, recipients: with the ends that the decree wants.
        annexes: what begins on new pages.
    """

    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    number: str
    day: str
    about: tuple[str, ...]
    kind: str
    subject: tuple[str, ...]
    to: tuple[str, ...]
    bases: tuple[str, ...]
    recipients: tuple[str, ...]
    body: tuple[Block, ...]
    annexes: tuple[Annex, ...]


def page_of(sheet: Sheet) -> Page:
    """Return the texts of `sheet`."""
    shape = SHAPES[key_of_name(sheet.kind)]
    body, annexes = _parted(sheet)
    number = ""
    if sheet.notation:
        number = f"Số: {full_code(sheet.number or BLANK_NUMBER, sheet.notation)}"
    return Page(
        superior=wrapped(sheet.superior.upper(), _NAME_WIDTH),
        issuer=named(sheet.agency),
        number=number,
        day=day_line(sheet.place, sheet.on, sheet.year),
        about=() if shape.titled else wrapped(f"V/v {sheet.subject}", _ABOUT_WIDTH),
        kind=shape.kind.name.upper() if shape.titled else "",
        subject=() if not shape.titled else wrapped(sheet.subject, _TITLE_WIDTH),
        to=ended(sheet.to) if len(sheet.to) > 1 else sheet.to,
        bases=ended(sheet.bases),
        recipients=ended(sheet.recipients),
        body=body,
        annexes=annexes,
    )


def day_line(place: str, day: date | None, year: int = 0) -> str:
    """Return “Đồng Nai, ngày 09 tháng 01 năm 2026”: days below 10 and months 1, 2 take a zero."""
    if day is None:
        return f"{place}, ngày      tháng      năm {year or ''}".rstrip()
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def named(agency: str) -> tuple[str, ...]:
    """Return an agency's name in capitals: a committee's place on its own line, long names in even ones."""
    upper = agency.upper()
    for words in ("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN"):
        if upper.startswith(f"{words} "):
            return (words, *wrapped(upper.removeprefix(f"{words} "), _NAME_WIDTH))
    return wrapped(upper, _NAME_WIDTH)


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Return `text` in lines of nearly one length, none much longer than `width` letters."""
    words = text.split()
    if not words:
        return ()
    count = -(-len(text) // width)
    if count == 1:
        return (" ".join(words),)
    aim = len(text) / count
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and len(lines) < count - 1 and len(longer) > aim + 3:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line)


def _parted(sheet: Sheet) -> tuple[tuple[Block, ...], tuple[Annex, ...]]:
    """Part the main text from the annexes that follow it."""
    starts = [number for number, block in enumerate(sheet.body) if block.kind == "annex"]
    if not starts:
        return sheet.body, ()
    ends = [*starts[1:], len(sheet.body)]
    code = full_code(sheet.number or "     ", sheet.notation)
    day = day_line("", sheet.on, sheet.year).removeprefix(", ")
    bound = f"(Kèm theo {sheet.kind} số {code} {day} của {sheet.agency})"
    return sheet.body[: starts[0]], tuple(
        Annex(_annex_title(sheet.body[start].text), bound, sheet.body[start + 1 : end])
        for start, end in zip(starts, ends, strict=True)
    )


def _annex_title(text: str) -> tuple[str, ...]:
    first, _, rest = text.partition(":")
    if rest:
        return (first.strip().upper(), *wrapped(rest.strip().upper(), _TITLE_WIDTH))
    return wrapped(text.upper(), _TITLE_WIDTH)


def widths(rows: tuple[tuple[str, ...], ...]) -> list[int]:
    """Return how wide the columns of a table are, in parts: by their longest cells, within bounds."""
    return [max(3, min(24, max(len(row[column]) for row in rows))) for column in range(len(rows[0]))]


def tree(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as plain texts, as the Typst template reads it."""
    page = page_of(sheet)
    return {
        "title": f"{sheet.kind} {sheet.subject}".strip(),
        "agency": sheet.agency,
        "superior": page.superior,
        "issuer": page.issuer,
        "number": page.number,
        "day": page.day,
        "about": page.about,
        "kind": page.kind,
        "subject": page.subject,
        "authority": sheet.authority.upper(),
        "enacts": sheet.enacts,
        "to": page.to,
        "bases": page.bases,
        "body": [_node(block) for block in page.body],
        "annexes": [
            {"title": one.title, "bound": one.bound, "body": [_node(block) for block in one.body]}
            for one in page.annexes
        ],
        "signatures": [
            {"authority": [line.upper() for line in one.authority], "name": one.name}
            for one in sheet.signatures
        ],
        "recipients": page.recipients,
        "urgency": sheet.urgency.upper(),
        "secrecy": sheet.secrecy.upper(),
        "scope": sheet.scope.upper(),
        "drafter": sheet.drafter,
        "address": sheet.address,
        "copy": sheet.copy,
        "room": 26,
    }


def _node(block: Block) -> dict[str, Any]:
    if block.rows:
        return {"kind": block.kind, "rows": block.rows, "widths": widths(block.rows), "runs": ()}
    runs = [{"text": run.text, "bold": run.bold, "italic": run.italic} for run in block.runs]
    return {"kind": block.kind, "runs": runs}
