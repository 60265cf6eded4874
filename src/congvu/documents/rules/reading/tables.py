"""Tables that give work: a row per task, columns named by what they hold."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from congvu.documents.messages import Direction, Found
from congvu.documents.rules.reading import deadlines
from congvu.documents.rules.reading.paragraphs import Paragraph, inside
from congvu.documents.rules.reading.parties import Party, parties_at
from congvu.documents.rules.reading.text import flat

_COLUMNS = (
    ("helpers", re.compile(r"phoi hop")),
    ("due", re.compile(r"thoi han|thoi gian|tien do|han hoan thanh|hoan thanh|moc")),
    ("leads", re.compile(r"chu tri|don vi|co quan|nguoi thuc hien|phu trach|thuc hien|phan cong")),
    ("task", re.compile(r"nhiem vu|noi dung|cong viec|hoat dong|ten viec")),
)


@dataclass(frozen=True, slots=True)
class _Heads:
    """Which column holds what, and how many there are."""

    places: dict[str, int]
    width: int


def read_table(paragraphs: Sequence[Paragraph], issued: date | None) -> list[Direction]:
    """Return the works of the rows of tables; a table without a task and a party column gives none."""
    found: list[Direction] = []
    heads: _Heads | None = None
    for paragraph in paragraphs:
        if not paragraph.table:
            heads = None
            continue
        cells = _cells(paragraph)
        named = _heads(paragraph, cells)
        if named:
            heads = named
        elif heads and len(cells) == heads.width and (one := _row(paragraph, cells, heads, issued)):
            found.append(one)
    return found


def _cells(paragraph: Paragraph) -> list[tuple[int, int]]:
    """Return where each cell starts and ends."""
    cuts = [-3, *(match.start() for match in re.finditer(r" \| ", paragraph.text)), len(paragraph.text)]
    return [(low + 3, high) for low, high in itertools.pairwise(cuts)]


def _heads(paragraph: Paragraph, cells: list[tuple[int, int]]) -> _Heads | None:
    places: dict[str, int] = {}
    for place, (low, high) in enumerate(cells):
        name = next((one for one, words in _COLUMNS if words.search(paragraph.folded[low:high])), "")
        if name and high - low < 40:
            places.setdefault(name, place)
    return _Heads(places, len(cells)) if {"task", "leads"} <= places.keys() else None


def _row(
    paragraph: Paragraph, cells: list[tuple[int, int]], heads: _Heads, issued: date | None
) -> Direction | None:
    low, high = cells[heads.places["task"]]
    leads = _parties(paragraph, cells[heads.places["leads"]])
    if not leads or high - low < 4:
        return None
    helpers = _parties(paragraph, cells[heads.places["helpers"]]) if "helpers" in heads.places else []
    due = None
    if "due" in heads.places:
        start, end = cells[heads.places["due"]]
        due = deadlines.find(paragraph, start, end, issued) or deadlines.bare_day(
            paragraph, start, end, issued
        )
    number = paragraph.text[slice(*cells[0])].strip(" .")
    return Direction(
        number if re.fullmatch(r"[\d.]{1,6}[a-z]?", number) else "",
        Found(paragraph.text[low:high], paragraph.spans(low, high), 0.8),
        "chủ trì",
        tuple(inside(paragraph, one.name, one.start, one.end) for one in leads),
        tuple(inside(paragraph, one.name, one.start, one.end) for one in helpers),
        due,
        confidence=0.75,
    )


def _parties(paragraph: Paragraph, cell: tuple[int, int]) -> list[Party]:
    """Return the parties of a cell; a name that is no known agency is one party."""
    low, high = cell
    text = paragraph.text[:high]
    found, _ = parties_at(text, flat(text), low)
    if found:
        return found
    name = text[low:high].strip(" -.;")
    return [Party(name, low, high)] if len(name) > 2 and name[0].isupper() else []
