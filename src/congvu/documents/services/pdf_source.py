"""PDF files as a layout: characters with their places become words, rows, and columns."""

import ctypes
import itertools
import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from congvu.documents.messages import Layout, Line
from congvu.documents.rules.reading.columns import Row, arrange
from congvu.documents.rules.reading.text import is_rule, tidy

MOST_PAGES = 500
PDFIUM = Lock()
"""The library keeps state of the whole process: one thread at a time."""
_ERRORS = {raw.FPDF_ERR_PASSWORD: "encrypted"}


class UnreadablePdfError(Exception):
    """The PDF cannot be opened; `code` is "encrypted" or "broken"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Char:
    char: str
    left: float
    right: float
    top: float
    base: float
    size: float
    bold: bool
    italic: bool


def read_pdf(data: bytes) -> Layout:
    """Return the layout of a PDF's text; a PDF of pictures gives a layout without lines.

    Raises UnreadablePdfError for a PDF with a password or a broken one.
    """
    with PDFIUM:
        return _read(data)


def _read(data: bytes) -> Layout:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = (
            "encrypted"
            if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "assword" in str(error)
            else "broken"
        )
        raise UnreadablePdfError(code) from error
    try:
        lines: list[Line] = []
        for number in range(min(len(document), MOST_PAGES)):
            lines += _page(document[number], number + 1)
        pages = len(document)
    except pdfium.PdfiumError as error:
        raise UnreadablePdfError("broken") from error
    finally:
        document.close()
    return Layout(
        tuple(replace(line, index=index) for index, line in enumerate(lines)), pages=pages, source="pdf"
    )


def _page(page: pdfium.PdfPage, number: int) -> list[Line]:
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        rows = _rows(list(_chars(text)))
    finally:
        text.close()
        page.close()
    out: list[Row] = []
    above: float | None = None
    for row in rows:
        base = max(char.base for char in row)
        size = statistics.median(char.size for char in row)
        gap = above is not None and above - base > 2.1 * size
        pieces = [_line(piece, number, width, height, gap) for piece in _pieces(row)]
        kept = [piece for piece in pieces if piece.text and not is_rule(piece.text)]
        if kept:
            out.append(kept)
            above = base
    return arrange(out)


def _chars(text: pdfium.PdfTextPage) -> Iterator[_Char]:
    """Yield the page's characters with their boxes, upright ones only."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    fonts: dict[tuple[str, int], tuple[bool, bool]] = {}
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in {0, 0xFFFE, 0xFFFF, 10, 13}:
            continue
        if raw.FPDFText_IsGenerated(text, index) == 1 or _slanted(raw.FPDFText_GetCharAngle(text, index)):
            continue
        raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        size = raw.FPDFText_GetFontSize(text, index) or 10.0
        tall = top.value - bottom.value
        if size <= 2:
            size = max(tall * 1.4, 6.0)
        bold, italic = _style(text, index, fonts)
        yield _Char(
            chr(code) if code < 0x110000 else " ",
            left.value,
            right.value,
            top.value,
            y.value,
            size,
            bold,
            italic,
        )


def _slanted(angle: float) -> bool:
    """Stamps lie aslant over the text; pages that were turned lie at right angles."""
    rest = angle % (math.pi / 2)
    return min(rest, math.pi / 2 - rest) > 0.03


def _style(
    text: pdfium.PdfTextPage, index: int, fonts: dict[tuple[str, int], tuple[bool, bool]]
) -> tuple[bool, bool]:
    """Tell bold and italics by the font's name and weight."""
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, buffer, 128, flags)
    name = buffer.value.decode("utf-8", "replace").lower()
    weight = raw.FPDFText_GetFontWeight(text, index)
    key = (name, weight)
    if key not in fonts:
        fonts[key] = (
            "bold" in name or "black" in name or weight >= 600,
            "ital" in name or "oblique" in name or bool(flags.value & 64),
        )
    return fonts[key]


def _rows(chars: list[_Char]) -> list[list[_Char]]:
    """Group characters whose baselines agree, from the top down, each row from left to right."""
    rows: list[list[_Char]] = []
    heights: list[float] = []
    for char in sorted(
        (one for one in chars if not one.char.isspace()), key=lambda one: (-one.base, one.left)
    ):
        if rows and abs(heights[-1] - char.base) <= 0.3 * char.size:
            rows[-1].append(char)
        else:
            rows.append([char])
            heights.append(char.base)
    return [sorted(row, key=lambda one: (one.left, one.right)) for row in rows]


def _pieces(row: list[_Char]) -> list[list[_Char]]:
    """Cut a row where a gap is too wide for a space, even in justified text."""
    size = statistics.median(char.size for char in row)
    found = [[row[0]]]
    for before, char in itertools.pairwise(row):
        if char.left - before.right > 1.6 * size:
            found.append([])
        found[-1].append(char)
    return found


def _line(chars: list[_Char], page: int, width: float, height: float, gap: bool) -> Line:
    text = chars[0].char
    for before, char in itertools.pairwise(chars):
        if char.left - before.right > 0.16 * max(before.size, 1.0):
            text += " "
        text += char.char
    letters = [char for char in chars if char.char.isalnum()] or chars
    return Line(
        tidy(text),
        page,
        bold=sum(char.bold for char in letters) >= 0.8 * len(letters),
        italic=sum(char.italic for char in letters) >= 0.8 * len(letters),
        size=round(statistics.median(char.size for char in chars), 1),
        x0=round(chars[0].left / width, 4),
        x1=round(chars[-1].right / width, 4),
        y=round(1 - max(char.top for char in chars) / height, 4),
        gap=gap,
    )
