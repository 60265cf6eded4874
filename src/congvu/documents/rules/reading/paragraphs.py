"""Paragraphs and their numbers: broken lines are joined again, items know what they stand under."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from congvu.documents.messages import Found, Line, Span
from congvu.documents.rules.reading.text import flat, is_caps

_MARKERS = (
    (1, re.compile(r"^(?P<no>[IVX]{1,5})\s?[.)/]\s+")),
    (1, re.compile(r"^(?:Phần|Chương|Mục|PHẦN|CHƯƠNG|MỤC)\s+(?P<no>[IVX\d]+)\b\s*[.:]?\s*")),
    (2, re.compile(r"^(?:Điều|ĐIỀU|Khoản)\s+(?P<no>\d{1,3})\s*[.:]?\s*", re.IGNORECASE)),
    (4, re.compile(r"^(?P<no>\d{1,2}\.\d{1,2}(?:\.\d{1,2})*)\s?[.)/]?\s+")),
    (3, re.compile(r"^(?P<no>\d{1,2})\s?[.)/]\s*(?=[^\d\s])")),
    (5, re.compile(r"^(?P<no>[a-zđ])\s?[).]\s+")),
    (8, re.compile(r"^(?:[-–—*•●]\s*)?\+\s*(?P<no>)")),
    (7, re.compile(r"^[-–—*•●▪]\s*(?P<no>)(?=\S)")),
)
PLAIN = 6
_ENDED = re.compile(r"[.;:!?/]['\"”’)]?\s*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body or of an annex.

    Args:
        text: on one line, without the mark that opens it.
        folded: the same, folded character for character.
        pieces: its lines, each with the place of its first character in `text`.
        item: number such as "2" or "2.a"; "" when it has none.
        level: 1 (part) to 8 ("+"); 6 for a paragraph without a mark.
        annex: whether it stands in an annex.
        table: whether it is a row of a table.
    """

    text: str
    folded: str
    pieces: tuple[tuple[Line, int], ...]
    item: str
    level: int
    annex: bool = False
    table: bool = False

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Return where the characters from `start` to `end` stand on the pages."""
        last = len(self.text) if end is None else end
        found = []
        for line, at in self.pieces:
            low, high = max(start, at), min(last, at + len(line.text))
            if low < high:
                found.append(line.span(low - at, high - at))
        return tuple(found)


def inside(paragraph: Paragraph, name: str, start: int, end: int, sure: float = 0.85) -> Found:
    """Return the value `name` that stands from `start` to `end` in a paragraph."""
    return Found(name, paragraph.spans(start, end), sure)


def gather(lines: Sequence[Line], annexes: Sequence[Line] = ()) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the body's lines and of the annexes'."""
    found = [*_numbered(_joined(lines), annex=False), *_numbered(_joined(annexes), annex=True)]
    return tuple(found)


def marker(text: str) -> tuple[int, str, int]:
    """Return level, number and length of the mark that opens `text` (6, "" and 0 when none does)."""
    for level, pattern in _MARKERS:
        match = pattern.match(text)
        if match:
            return level, match["no"], match.end()
    return PLAIN, "", 0


def _joined(lines: Sequence[Line]) -> Iterable[list[Line]]:
    """Group lines into paragraphs."""
    indent = _indent(lines)
    group: list[Line] = []
    for line in lines:
        if group and not _starts(group[-1], line, indent):
            group.append(line)
            continue
        if group:
            yield group
        group = [line]
    if group:
        yield group


def _indent(lines: Sequence[Line]) -> tuple[float, float]:
    """Return the left and right edge of full lines, as parts of the page's width."""
    full = [line for line in lines if line.x0 is not None and line.x1 is not None and line.x1 - line.x0 > 0.4]
    if not full:
        return 0.0, 1.0
    lefts = sorted(line.x0 or 0.0 for line in full)
    rights = sorted(line.x1 or 1.0 for line in full)
    return lefts[0], rights[-1 - len(rights) // 10]


def _starts(above: Line, line: Line, edges: tuple[float, float]) -> bool:
    """Tell whether `line` opens a paragraph."""
    if line.table or above.table:
        return True
    if marker(line.text)[2] and not (above.text.endswith((",", "-")) and marker(line.text)[0] == 3):
        return not _inside_number(above, line)
    ended = bool(_ENDED.search(above.text))
    if line.gap and line.page == above.page:
        return ended or not line.text[:1].islower() or bool(line.bold) != bool(above.bold)
    if len(above.text) > 130 or line.x0 is None or above.x1 is None:
        return ended or (line.text[:1].isupper() and len(above.text) < 40)
    if is_caps(line.text) != is_caps(above.text):
        return True
    indented = line.x0 - edges[0] > 0.015
    short = edges[1] - above.x1 > 0.12
    capital = line.text[:1].isupper()
    if short and (indented or ended or (capital and not above.text.endswith((",", "-")))):
        return True
    return ended and (indented or (capital and edges[1] == 1.0))


def _inside_number(above: Line, line: Line) -> bool:
    """A year or a day may be the first word of a wrapped line: “năm / 2015.”"""
    tail = flat(above.text)[-12:]
    return bool(re.match(r"\d", line.text)) and bool(
        re.search(r"\b(nam|ngay|thang|so|dieu|khoan|quy|muc)\s*$", tail)
    )


def _numbered(groups: Iterable[list[Line]], *, annex: bool) -> Iterable[Paragraph]:
    path: dict[int, str] = {}
    for group in groups:
        level, number, length = marker(group[0].text)
        if level < PLAIN and number:
            path = {one: name for one, name in path.items() if one < level}
            path[level] = number
        pieces: list[tuple[Line, int]] = []
        text = ""
        for line in [group[0].cut(length), *group[1:]]:
            text += " " if text else ""
            pieces.append((line, len(text)))
            text += line.text
        item = _item(path, level, number)
        yield Paragraph(text, flat(text), tuple(pieces), item, level, annex, group[0].table)


def _item(path: dict[int, str], level: int, number: str) -> str:
    """Return the number with those it stands under: “2.a”; “1.2” already says its own."""
    if level >= PLAIN or not number:
        return ""
    above = [name for one, name in sorted(path.items()) if one < level and one >= 2]
    if level == 4 and above and number.startswith(f"{above[-1]}."):
        above = above[:-1]
    return ".".join([*above, number])
