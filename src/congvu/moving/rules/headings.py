"""Where the headings of a sheet stand: below titles, over merged rows; and what is no row of data at all."""

from collections.abc import Sequence

from congvu.common.text import fold, one_line
from congvu.moving.rules.encodings import repaired
from congvu.moving.rules.fields import FIELDS
from congvu.moving.rules.values import Cell, as_text

LOOK = 20
"""So many rows from the top may be titles."""
JOIN = " / "
REASON, ORIGIN = "Lý do lỗi", "Dòng gốc"
"""The columns that a sheet of wrong rows has beside those of its source."""
_KNOWN = {fold(word) for fields in FIELDS.values() for field in fields for word in field.words.split("|")}


def find(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[str, ...], int]:
    """Return the headings and the place (from 0) of the first row of data; no headings when there are none.

    Args:
        rows: the first rows of the sheet.
    """
    scored = [(_score(row), -place) for place, row in enumerate(rows[:LOOK])]
    best, back = max(scored, default=(0, 0))
    if best < 2:
        return (), 0
    last = -back
    if last and _score(rows[last - 1]) >= best:
        last -= 1
    if last + 1 < len(rows) and _is_lower(rows[last], rows[last + 1]):
        return _joined(rows[last], rows[last + 1]), _after_numbers(rows, last + 2)
    if last and _is_upper(rows[last - 1], rows[last]):
        return _joined(rows[last - 1], rows[last]), _after_numbers(rows, last + 1)
    return tuple(_heading(cell) for cell in rows[last]), _after_numbers(rows, last + 1)


def is_noise(cells: Sequence[Cell], headings: Sequence[str]) -> bool:
    """Tell whether a row is none of the data: empty, a month's title, a sum, or the headings once more."""
    texts = [as_text(cell).strip() for cell in cells]
    filled = [text for text in texts if text]
    if not filled:
        return True
    first = fold(filled[0])
    if len(filled) == 1:
        return True
    if first.startswith(("tong cong", "cong:", "tong so", "cong trang", "cong thang")) and len(filled) <= 4:
        return True
    same = sum(
        bool(text) and fold(text) in fold(heading) for text, heading in zip(texts, headings, strict=False)
    )
    return same >= max(2, len(filled) - 1)


def _heading(cell: Cell) -> str:
    return one_line(repaired(as_text(cell))[0])[:120]


def _score(row: Sequence[Cell]) -> int:
    return sum(fold(_heading(cell)) in _KNOWN for cell in row if cell not in (None, ""))


def _is_lower(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Tell whether `lower` holds the parts of merged headings in `upper`."""
    return _parts(upper, lower) and any(cell in (None, "") for cell in upper)


def _is_upper(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Tell whether `upper` holds the groups over `lower`, or the headings that run over both rows."""
    filled = [place for place, cell in enumerate(upper) if cell not in (None, "")]
    return len(filled) > 1 and any(_blank(lower, place) for place in filled) and _parts(upper, lower)


def _parts(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    texts = [as_text(cell).strip() for cell in lower]
    filled = [place for place, text in enumerate(texts) if text]
    if (
        not filled
        or len(filled) >= sum(not _blank(upper, n) for n in range(len(upper))) + len(filled) / 2 + 1
    ):
        return False
    words = all(any(char.isalpha() for char in texts[place]) and len(texts[place]) < 60 for place in filled)
    gaps = any(_blank(upper, place) for place in filled)
    rest = [place for place in range(len(upper)) if not _blank(upper, place) and place not in filled]
    return words and gaps and bool(rest)


def _blank(row: Sequence[Cell], place: int) -> bool:
    return place >= len(row) or row[place] in (None, "")


def _joined(upper: Sequence[Cell], lower: Sequence[Cell]) -> tuple[str, ...]:
    found, group = [], ""
    for place in range(max(len(upper), len(lower))):
        above = _heading(upper[place]) if place < len(upper) else ""
        below = _heading(lower[place]) if place < len(lower) else ""
        group = above or (group if below else "")
        found.append(JOIN.join(part for part in (group, below) if part))
    return tuple(found)


def _after_numbers(rows: Sequence[Sequence[Cell]], place: int) -> int:
    """Pass the row of column numbers (1) (2) (3) … that printed registers have below their headings."""
    if place < len(rows):
        texts = [as_text(cell).strip(" ()") for cell in rows[place] if cell not in (None, "")]
        if len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]:
            return place + 1
    return place
