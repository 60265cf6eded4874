"""A document's text beside a form: PDF pages as pictures, other texts as lines, with what was read marked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from congvu.common.errors import ActionRefused
from congvu.documents import services
from congvu.documents.models import IncomingDocument, IncomingFile
from congvu.documents.services.page_images import Sheet, sheets_of
from congvu.files.queries import may_show

LINE_HEIGHT = 0.017
MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle on a page, in pixels of a sheet: where a value stands."""

    name: str
    x: int
    y: int
    width: int
    height: int
    first: bool = False


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A page as a picture with its marks."""

    sheet: Sheet
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of a line; `name` is the value that it is part of, or ""."""

    text: str
    name: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a document's main file.

    Args:
        file: the file, None when there is none.
        sheets: pages of a PDF.
        lines: lines of another text, in parts.
        picture: whether the file is a picture that the browser shows itself.
        sentence: why nothing is shown.
    """

    file: IncomingFile | None
    sheets: list[MarkedSheet] = field(default_factory=list)
    lines: list[list[TextPart]] = field(default_factory=list)
    picture: bool = False
    sentence: str = ""


def preview_of(document: IncomingDocument, main: IncomingFile | None) -> Preview:
    """Return the preview of a document's text."""
    if main is None:
        return Preview(None)
    sheets = sheets_of(main.file)
    if sheets:
        spans, seen = list(_spans(document.reading)), set[str]()
        return Preview(main, [MarkedSheet(sheet, _marks(sheet, spans, seen)) for sheet in sheets])
    if main.file.blob.media_type.startswith("image/"):
        return Preview(main, picture=may_show(main.file))
    try:
        layout = services.read_file(main.file).layout
    except ActionRefused as refusal:
        return Preview(main, sentence=refusal.message)
    except FileNotFoundError:
        return Preview(main)
    by_line: dict[int, list[tuple[int, int, str]]] = {}
    for name, span in _spans(document.reading):
        by_line.setdefault(span["line"], []).append((span["start"], span["end"], name))
    met: set[str] = set()
    lines = [
        list(_parts(line.text, by_line.get(line.index, []), line.offset, met))
        for line in layout.lines[:MOST_LINES]
    ]
    return Preview(main, lines=lines)


def _spans(reading: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in reading.get("values", {}).items():
        for span in value["spans"]:
            yield name, span
    for number, one in enumerate(reading.get("directions", ()), start=1):
        for span in one["content"]["spans"]:
            yield f"direction-{number}", span


def _marks(sheet: Sheet, spans: list[tuple[str, dict[str, Any]]], seen: set[str]) -> list[Mark]:
    found = []
    for name, span in spans:
        if span["page"] != sheet.number or span.get("y") is None or span.get("x0") is None:
            continue
        x, right = span["x0"] * sheet.width, (span["x1"] or span["x0"]) * sheet.width
        found.append(
            Mark(
                name,
                round(x) - 4,
                round(span["y"] * sheet.height) - 3,
                max(20, round(right - x)) + 8,
                round(LINE_HEIGHT * sheet.height) + 6,
                name not in seen,
            )
        )
        seen.add(name)
    return found


def _parts(text: str, spans: list[tuple[int, int, str]], offset: int, seen: set[str]) -> Iterator[TextPart]:
    at = 0
    for start, end, name in sorted(spans):
        begin, stop = max(at, start - offset), min(len(text), end - offset)
        if stop <= begin:
            continue
        if begin > at:
            yield TextPart(text[at:begin])
        yield TextPart(text[begin:stop], name, name not in seen)
        seen.add(name)
        at = stop
    if at < len(text) or not text:
        yield TextPart(text[at:])
