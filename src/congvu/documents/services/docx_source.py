"""Word files as a layout: paragraphs, tables of the head and foot, numbers that Word counts, text boxes."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import nsmap, qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from congvu.documents.messages import Layout, Line
from congvu.documents.rules.reading.columns import carries_head_or_foot
from congvu.documents.rules.reading.text import flat, is_rule, tidy

BROKEN = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    etree.LxmlError,
    KeyError,
    ValueError,
    AttributeError,
    OSError,
)
_LETTERHEAD = re.compile(
    r"cong hoa xa hoi|doc lap\s*-|dang cong san|(^|\s)s[o0]\s*:|ngay .*thang|noi nhan|(^|\s)(tm|kt|tl|tuq|"
    r"q)\s?\.|dai dien ben|kinh gui|v/v"
)
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class BrokenDocxError(Exception):
    """The file is no Word document that can be read."""


@dataclass
class _Numbers:
    """The counters of Word's automatic numbering, per list and level."""

    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def label(self, document: Document, paragraph: Paragraph) -> str:
        """Return the number or bullet that Word draws before `paragraph`, with a space, or ""."""
        found = _list_of(paragraph)
        if found is None:
            return ""
        list_id, level = found
        style, pattern, start = _level(document, list_id, level)
        for key in [key for key in self.counts if key[0] == list_id and key[1] > level]:
            del self.counts[key]
        self.counts[list_id, level] = self.counts.get((list_id, level), start - 1) + 1
        if style == "bullet":
            return "- " if not pattern.startswith("+") else "+ "
        if style == "none" or not pattern:
            return ""

        def one(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            kind = style if at == level else _level(document, list_id, at)[0]
            return _written(self.counts.get((list_id, at), 1), kind)

        return re.sub(r"%(\d)", one, pattern) + " "


def read_docx(data: bytes) -> Layout:
    """Return the layout of a Word document.

    Raises BrokenDocxError for bytes that python-docx cannot open; macros and bombs were sniffed before.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        lines = [*_header(document), *_body(document)]
    except BROKEN as error:
        raise BrokenDocxError(str(error)) from error
    return Layout(tuple(replace(line, index=index) for index, line in enumerate(lines)), source="docx")


def _header(document: Document) -> Iterator[Line]:
    """Yield the first page's header: some offices set the whole head there."""
    if not document.sections:
        return
    section = document.sections[0]
    part = section.first_page_header if section.different_first_page_header_footer else section.header
    if part.is_linked_to_previous:
        return
    for block in part.iter_inner_content():
        if isinstance(block, Paragraph):
            yield from (replace(line, margin=True) for line in _lines(block, "", 1))
        else:
            yield from (replace(line, margin=False) for line in _table(block, document, _Numbers(), 1))


def _body(document: Document) -> Iterator[Line]:
    numbers = _Numbers()
    page = 1
    gap = False
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block, document, numbers, page)
            gap = True
            continue
        if block._p.xpath("./w:r/w:br[@w:type='page'] | ./w:pPr/w:pageBreakBefore") and page < 10_000:
            page += 1
        empty = True
        for line in _lines(block, numbers.label(document, block), page):
            empty = False
            yield replace(line, gap=True) if gap and not line.gap else line
            gap = False
        gap = gap or empty


def _lines(paragraph: Paragraph, label: str, page: int) -> Iterator[Line]:
    """Yield a paragraph's lines: line breaks part them; text boxes come first."""
    for box in _boxes(paragraph):
        text = tidy("".join(node.text or "" for node in box.iter(qn("w:t"))))
        if text:
            yield Line(text, page, gap=True)
    bold, italic = _weight(paragraph)
    first = True
    for part in paragraph.text.split("\n"):
        pieces = [tidy(piece) for piece in re.split(r"\t+| {6,}", part)] if label == "" else [tidy(part)]
        pieces = [piece for piece in pieces if piece]
        text = " ".join(pieces)
        if not text or is_rule(text):
            continue
        if len(pieces) == 2 and _LETTERHEAD.search(flat(part)):
            yield Line(pieces[0], page, bold=bold, italic=italic, gap=first, column="left")
            yield Line(pieces[1], page, bold=bold, italic=italic, gap=first, column="right")
        else:
            yield Line(f"{label}{text}" if first else text, page, bold=bold, italic=italic, gap=first)
        first = False


def _boxes(paragraph: Paragraph) -> Iterator[Any]:
    """Yield the paragraphs of text boxes, those kept twice for older programs once."""
    for content in paragraph._p.iter(qn("w:txbxContent")):
        if not any(str(above.tag).endswith("}Fallback") for above in content.iterancestors()):
            yield from content.iter(qn("w:p"))


def _weight(paragraph: Paragraph) -> tuple[bool, bool]:
    """Tell whether (nearly) all letters of a paragraph are bold, and italic, styles included."""
    letters = bold = italic = 0
    style: Any = paragraph.style
    for run in paragraph.runs:
        size = sum(char.isalnum() for char in run.text)
        letters += size
        bold += size * bool(_set(run.bold, run.style, style, "bold"))
        italic += size * bool(_set(run.italic, run.style, style, "italic"))
    return letters > 0 and bold >= 0.8 * letters, letters > 0 and italic >= 0.8 * letters


def _set(own: bool | None, run_style: Any, style: Any, name: str) -> bool | None:
    for at in (run_style, style):
        while own is None and at is not None:
            own = getattr(at.font, name, None)
            at = at.base_style
    return own


def _table(table: Table, document: Document, numbers: _Numbers, page: int) -> Iterator[Line]:
    """Yield a table: column by column where it carries the head or the foot, else one line per row."""
    cells = [_row_cells(row) for row in table.rows]
    text = "\n".join(cell.text for row in cells for cell in row)
    wide = max((len(row) for row in cells), default=0)
    if wide <= 3 and len(cells) <= 12 and carries_head_or_foot(text.split("\n")):
        for place in range(wide):
            for row in cells:
                if place < len(row):
                    side = "" if wide == 1 else "left" if place == 0 else "right"
                    yield from _cell(row[place], document, numbers, page, side)
        return
    for row in cells:
        parts = [tidy(cell.text) for cell in row]
        if any(parts):
            yield Line(" | ".join(parts), page, table=wide > 1)


def _row_cells(row: Any) -> list[_Cell]:
    """Return a row's cells, each merged one once."""
    found: list[_Cell] = []
    for cell in row.cells:
        if not found or cell._tc is not found[-1]._tc:
            found.append(cell)
    return found


def _cell(cell: _Cell, document: Document, numbers: _Numbers, page: int, side: str) -> Iterator[Line]:
    gap = False
    for block in cell.iter_inner_content():
        if isinstance(block, Table):
            yield from (
                replace(line, column=line.column or side) for line in _table(block, document, numbers, page)
            )
            continue
        lines = list(_lines(block, numbers.label(document, block), page))
        yield from (replace(line, column=side, gap=gap) for line in lines)
        gap = not lines


def _list_of(paragraph: Paragraph) -> tuple[str, int] | None:
    """Return the list and level of Word's numbering on a paragraph, its style asked too."""
    properties = paragraph._p.xpath("./w:pPr/w:numPr")
    style: Any = paragraph.style
    while not properties and style is not None:
        properties = style.element.xpath("./w:pPr/w:numPr")
        style = style.base_style
    if not properties:
        return None
    ids = properties[0].xpath("./w:numId/@w:val")
    levels = properties[0].xpath("./w:ilvl/@w:val")
    if not ids or ids[0] == "0":
        return None
    return str(ids[0]), int(levels[0]) if levels else 0


def _find(element: Any, path: str) -> list[Any]:
    """Ask lxml itself: python-docx knows prefixes on the elements of its own classes only."""
    found: list[Any] = etree.ElementBase.xpath(element, path, namespaces=nsmap)
    return found


def _level(document: Document, list_id: str, level: int) -> tuple[str, str, int]:
    """Return number format, pattern such as "%1." and first number of a list's level."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return "none", "", 1
    abstract = _find(root, f"./w:num[@w:numId='{int(list_id)}']/w:abstractNumId/@w:val")
    if not abstract:
        return "none", "", 1
    found = _find(root, f"./w:abstractNum[@w:abstractNumId='{int(abstract[0])}']/w:lvl[@w:ilvl='{level}']")
    if not found:
        return "none", "", 1
    one = found[0]
    style = (_find(one, "./w:numFmt/@w:val") or ["decimal"])[0]
    pattern = (_find(one, "./w:lvlText/@w:val") or [""])[0]
    start = (_find(one, "./w:start/@w:val") or ["1"])[0]
    return str(style), str(pattern), int(start)


def _written(number: int, style: str) -> str:
    if style in {"lowerLetter", "upperLetter"}:
        letter = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26]
        return letter.upper() if style == "upperLetter" else letter
    if style in {"lowerRoman", "upperRoman"}:
        text, rest = "", number
        for value, letters in _ROMAN:
            text += letters * (rest // value)
            rest %= value
        return text.upper() if style == "upperRoman" else text
    return str(number)
