"""Reading order: heads and feet stand in two columns (NĐ 30/2020/NĐ-CP, Phụ lục I), bodies in one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from congvu.documents.messages import Line
from congvu.documents.rules.reading.text import flat, is_caps, person

_LETTERHEAD = re.compile(
    r"cong hoa xa hoi|doc lap|hanh phuc|dang cong san|^s[o0]\s*[:.]|ngay\b.*\bthang\b.*\bnam|noi nhan|"
    r"kinh gui"
    r"|^(tm|kt|tl|tuq|q)\s*\.|^v/v|dai dien ben"
)
_FOOT = re.compile(r"noi nhan")
_POSITION = re.compile(r"chu tich|giam doc|truong|chanh|bi thu|dai dien|thu ky|chu tri|chu toa|nguoi")

Row = list[Line]


def arrange(rows: Sequence[Row]) -> list[Line]:
    """Return the pieces of a page's rows (each from left to right) in reading order.

    A run of rows that stand beside each other in two columns is read column by column; other rows with
    several pieces are rows of a table and become one line each.
    """
    if not rows:
        return []
    left = min(piece.x0 or 0.0 for row in rows for piece in row)
    right = max(piece.x1 or 1.0 for row in rows for piece in row)
    sides = [[side(piece, left, max(right, left + 0.4)) for piece in row] for row in rows]
    out: list[Line] = []
    at = 0
    while at < len(rows):
        end = _block(rows, sides, at)
        if end > at and _is_head_or_foot(rows[at:end]):
            out += _columns(rows[at:end], sides[at:end])
            at = end
        else:
            out.append(_joined(rows[at]))
            at += 1
    return out


def side(piece: Line, left: float, right: float) -> str:
    """Return "left", "right" or "" (across both) for a piece between the page's text margins."""
    width = right - left
    start = ((piece.x0 or 0.0) - left) / width
    end = ((piece.x1 or 1.0) - left) / width
    middle = (start + end) / 2
    if start >= 0.36 and middle > 0.55:
        return "right"
    if middle < 0.45 and end < 0.62:
        return "left"
    return ""


def _block(rows: Sequence[Row], sides: list[list[str]], at: int) -> int:
    """Return the end of the run of rows from `at` that may be two columns (`at` itself when none starts)."""
    end = at
    while (
        end < len(sides)
        and all(sides[end])
        and len(sides[end]) <= 2
        and len(set(sides[end])) == len(sides[end])
    ):
        if end > at and _leaves(rows, sides, at, end):
            break
        end += 1
    found = {one for row in sides[at:end] for one in row}
    return end if found == {"left", "right"} else at


def _leaves(rows: Sequence[Row], sides: list[list[str]], at: int, end: int) -> bool:
    """Tell whether the body starts at row `end`: a lone left piece of neither head nor foot."""
    if len(rows[end]) > 1 or sides[end] == ["right"] or not rows[end][0].gap:
        return False
    seen = [piece.text for row in rows[at:end] for piece in row]
    if not any("right" in one for one in sides[at:end]) or any(_FOOT.search(flat(text)) for text in seen):
        return False
    if person(rows[end][0].text):
        return False
    return not re.match(r"v/v|s[o0]\s*:|- |luu", flat(rows[end][0].text))


def _is_head_or_foot(rows: Sequence[Row]) -> bool:
    return carries_head_or_foot([piece.text for row in rows for piece in row])


def carries_head_or_foot(texts: Sequence[str]) -> bool:
    """Tell whether a block in columns holds the marks of a head, or positions and names of a foot."""
    if any(_LETTERHEAD.search(flat(text)) for text in texts):
        return True
    return any(is_caps(text) and _POSITION.search(flat(text)) for text in texts) and any(
        person(text) for text in texts
    )


def _columns(rows: Sequence[Row], sides: list[list[str]]) -> list[Line]:
    """Read the rows' left pieces, then the right ones; what stands alone above and below stays there."""
    marked = [
        (number, replace(piece, column=one))
        for number, (row, row_sides) in enumerate(zip(rows, sides, strict=True))
        for piece, one in zip(row, row_sides, strict=True)
    ]
    rights = [number for number, piece in marked if piece.column == "right"]
    foot = [number for number, piece in marked if _FOOT.search(flat(piece.text))]
    first = min([*rights, *foot])
    if not foot and first and all(len(row) == 1 for row in rows[first - 1 : first + 1]):
        first -= 1
    last = len(rows) if foot else max(rights) + 1
    while last < len(rows) and _belongs(rows[last][0]):
        last += 1
    above = [replace(piece, column="") for number, piece in marked if number < first]
    below = [replace(piece, column="") for number, piece in marked if number >= last]
    inside = [piece for number, piece in marked if first <= number < last]
    one, other = ([piece for piece in inside if piece.column == name] for name in ("left", "right"))
    return [*above, *one, *other, *below]


def _belongs(piece: Line) -> bool:
    """Tell whether a lone left piece under a head goes on with the left column (“V/v …” is often longer)."""
    return not piece.gap and (piece.text[:1].islower() or is_caps(piece.text)) and len(piece.text) < 45


def _joined(row: Row) -> Line:
    if len(row) == 1:
        return row[0]
    first = row[0]
    text = " | ".join(piece.text for piece in row)
    return replace(first, text=text, x1=row[-1].x1, table=True)


# -- columns that a text extractor ran together --------------------------------------------------------

_HEAD_RIGHT = re.compile(
    r"(?<=\S)\s+(?=(cong hoa xa hoi|c[o0]ng h[o0]a xa|doc lap\s*-\s*tu do|dang cong san viet nam|"
    r"socialist republic|independence\s*-))"
)
_CODE_THEN_DATE = re.compile(
    r"^(s[o0]\s*[:.]?\s*[^,]*?/\s*[\w&/.\-–]+(?:\s?-\s?[\w&]+)*)\s+(?=[^\W\d].{1,40},?\s*ngay\b)"
)
_AUTHORITY = re.compile(r"(?<=\S)\s+(?=(TM|KT|TL|TUQ|Q)\s?\.\s?[A-ZÀ-ỸĐ]{2})")
_CAPS_TAIL = re.compile(r"(?<=[;:.,)])\s+(?=[A-ZÀ-ỸĐ]{2,}(?:\s+[A-ZÀ-ỸĐ]{2,})*\s*$)")


_NAME_TAIL = re.compile(r"(?<=[;.,:)])\s+(?=(?:[A-ZÀ-ỸĐ][\w'’]*\s+){1,5}[A-ZÀ-ỸĐ][\w'’]*$)")


def unmerge(lines: Iterable[Line]) -> list[Line]:
    """Cut lines in which an extractor ran the two columns of the head or the foot together."""
    out: list[Line] = []
    in_foot = False
    for line in lines:
        in_foot = in_foot or bool(re.match(r"noi nhan\b", flat(line.text)))
        place = None if line.column or line.table else _seam(line.text, in_foot)
        if place is None:
            out.append(line)
        else:
            left, right = line.cut(0, place), line.cut(place)
            out += [replace(left, column="left"), replace(right, column="right", gap=False)]
    return out


def _seam(text: str, in_foot: bool) -> int | None:
    """Return where the right column starts in `text`, or None when it is one column."""
    folded = flat(text)
    head = _HEAD_RIGHT.search(folded)
    if head and (is_caps(text[: head.start()]) or head.start() < 60):
        return head.end()
    code = _CODE_THEN_DATE.match(folded)
    if code and re.search(r"ngay\b.{0,14}(thang|/|\.)", folded[code.end() :]):
        return code.end()
    if in_foot:
        name = _NAME_TAIL.search(text)
        if name and name.start() > 5 and person(text[name.end() :]):
            return name.end()
        authority = _AUTHORITY.search(text) or _CAPS_TAIL.search(text)
        if (
            authority
            and authority.start() > 5
            and not re.search(r"luu\s*:?\s*$", folded[: authority.start()].rstrip(" .:;,"))
        ):
            return authority.end()
    return None
