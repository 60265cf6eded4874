"""A sheet as a Word file that officers can go on editing: one layout for the 29 types."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from congvu.documents.rules.layout.page import Page, page_of, widths
from congvu.documents.rules.layout.sheet import Block, Run, Sheet, Signature

FONT = "Times New Roman"
LEFT, RIGHT, CENTRE, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
_TEXT_WIDTH = 165
_FIXED = datetime(2020, 3, 5, tzinfo=UTC)
"""The day of the decree stands in the file's properties, so that the same sheet gives the same bytes."""


def render_docx(sheet: Sheet) -> bytes:
    """Return `sheet` as the bytes of a Word file."""
    page = page_of(sheet)
    document = docx.Document()
    _settings(document, sheet)
    if sheet.copy:
        _line(document.paragraphs[0] if document.paragraphs else document.add_paragraph(), sheet.copy, RIGHT)
    _head(document, sheet, page)
    _title(document, sheet, page)
    _to(document, page)
    for base in page.bases:
        _body_line(document, [Run(base, italic=True)])
    if sheet.enacts:
        _line(document.add_paragraph(), sheet.enacts, CENTRE, bold=True, after=6)
    _blocks(document, page.body)
    _foot(document, sheet, page)
    for annex in page.annexes:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for text in annex.title:
            _line(document.add_paragraph(), text, CENTRE, bold=True)
        _line(document.add_paragraph(), annex.bound, CENTRE, italic=True, after=6)
        _blocks(document, annex.body)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _settings(document: Document, sheet: Sheet) -> None:
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    for name, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = number.add_run()
        run.font.size = Pt(13)
        mark = OxmlElement("w:fldChar" if name else "w:instrText")
        if name:
            mark.set(qn("w:fldCharType"), name)
        else:
            mark.text = text
        run._r.append(mark)
    if sheet.address:
        _line(section.first_page_footer.paragraphs[0], sheet.address, CENTRE, size=11)
    facts = document.core_properties
    facts.title, facts.author, facts.language = f"{sheet.kind} {sheet.subject}"[:250], sheet.agency, "vi-VN"
    facts.comments, facts.created, facts.modified = "", _FIXED, _FIXED


def _head(document: Document, sheet: Sheet, page: Page) -> None:
    """Set boxes 1 to 4, 5b, 10 and 11: a table of two columns without lines."""
    table = _columns(document, (70, 95), rows=2)
    left, right = table.rows[0].cells
    for text in page.superior:
        _line(_next(left), text, CENTRE, size=13)
    for text in page.issuer:
        _line(_next(left), text, CENTRE, size=13, bold=True)
    _rule(left, 24)
    _line(_next(right), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", CENTRE, size=13, bold=True)
    _line(_next(right), "Độc lập - Tự do - Hạnh phúc", CENTRE, size=14, bold=True)
    _rule(right, 60)
    left, right = table.rows[1].cells
    if page.number:
        _line(_next(left), page.number, CENTRE, size=13)
    for text in page.about:
        _line(_next(left), text, CENTRE, size=12)
    for words in (sheet.secrecy.upper(), sheet.urgency.upper()):
        if words:
            _frame(_line(_next(left), words, CENTRE, size=13, bold=True, before=4))
    _line(_next(right), page.day, CENTRE, size=14, italic=True)
    if sheet.scope:
        _frame(_line(document.add_paragraph(), sheet.scope.upper(), CENTRE, size=13, bold=True))


def _title(document: Document, sheet: Sheet, page: Page) -> None:
    if page.kind:
        _line(document.add_paragraph(), page.kind, CENTRE, bold=True, before=14)
    for text in page.subject:
        _line(document.add_paragraph(), text, CENTRE, bold=True)
    if page.subject:
        _drawn(document.add_paragraph(), 38)
    if sheet.authority:
        _line(document.add_paragraph(), sheet.authority.upper(), CENTRE, bold=True, before=6, after=6)


def _to(document: Document, page: Page) -> None:
    if len(page.to) == 1:
        _line(document.add_paragraph(), f"Kính gửi: {page.to[0]}", CENTRE, before=8, after=6)
    elif page.to:
        _line(document.add_paragraph(), "Kính gửi:", LEFT, before=8, indent=24)
        for text in page.to:
            _line(document.add_paragraph(), f"- {text}", LEFT, indent=24)


def _blocks(document: Document, blocks: Iterable[Block]) -> None:
    for block in blocks:
        if block.rows:
            _grid(document, block.rows)
        elif block.kind == "head":
            _line(document.add_paragraph(), block.text, CENTRE, bold=True, before=6, after=6)
        elif block.kind == "part":
            _body_line(document, [Run(run.text, True, run.italic) for run in block.runs])
        else:
            _body_line(document, block.runs)


def _body_line(document: Document, runs: Iterable[Run]) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = BOTH
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_after = Mm(10), Pt(6)
    for run in runs:
        _run(paragraph, run.text, 14, bold=run.bold, italic=run.italic)


def _grid(document: Document, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    parts = widths(tuple(tuple(row) for row in rows))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = table.cell(number, column)
            cell.width = Mm(_TEXT_WIDTH * parts[column] / sum(parts))
            _line(cell.paragraphs[0], text, CENTRE if number == 0 else LEFT, size=13, bold=number == 0)
    document.add_paragraph()


def _foot(document: Document, sheet: Sheet, page: Page) -> None:
    """Set boxes 7, 9b and 12: recipients left, who signs right; several sign beside each other."""
    _line(document.add_paragraph(), "", LEFT, size=8)
    if len(sheet.signatures) > 1:
        each = _TEXT_WIDTH // len(sheet.signatures)
        table = _columns(document, (each,) * len(sheet.signatures))
        for one, cell in zip(sheet.signatures, table.rows[0].cells, strict=True):
            _sign(cell, one)
        if page.recipients:
            _receivers(_columns(document, (_TEXT_WIDTH // 2, _TEXT_WIDTH // 2)).rows[0].cells[0], sheet, page)
        return
    left, right = _columns(document, (76, 89)).rows[0].cells
    _receivers(left, sheet, page)
    for one in sheet.signatures:
        _sign(right, one)


def _receivers(cell: _Cell, sheet: Sheet, page: Page) -> None:
    if not page.recipients:
        return
    _line(_next(cell), "Nơi nhận:", LEFT, size=12, bold=True, italic=True)
    for text in page.recipients:
        _line(_next(cell), f"- {text}", LEFT, size=11)
    if sheet.drafter:
        _line(_next(cell), sheet.drafter, LEFT, size=11, before=4)


def _sign(cell: _Cell, signature: Signature) -> None:
    for text in signature.authority:
        _line(_next(cell), text.upper(), CENTRE, bold=True)
    for _ in range(4):
        _line(_next(cell), "", CENTRE, size=16, fresh=True)
    _line(_next(cell), signature.name, CENTRE, bold=True)


def _columns(document: Document, parts: Sequence[int], rows: int = 1) -> Table:
    table: Table = document.add_table(rows, len(parts))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row in table.rows:
        keep = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(keep)
        for cell, width in zip(row.cells, parts, strict=True):
            cell.width = Mm(width)
    return table


def _next(cell: _Cell) -> Paragraph:
    """Return the cell's empty first paragraph, or a new one."""
    first: Paragraph = cell.paragraphs[0]
    return first if len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()


def _line(
    paragraph: Paragraph,
    text: str,
    align: WD_ALIGN_PARAGRAPH,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    indent: float = 0,
    fresh: bool = False,
) -> Paragraph:
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if indent:
        form.left_indent = Mm(indent)
    if text or fresh:
        _run(paragraph, text, size, bold=bold, italic=italic)
    return paragraph


def _run(paragraph: Paragraph, text: str, size: float, *, bold: bool, italic: bool) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = FONT, Pt(size)
    run.bold, run.italic = bold or None, italic or None


def _rule(cell: _Cell, millimetres: float) -> None:
    _drawn(_next(cell), millimetres)


def _drawn(paragraph: Paragraph, millimetres: float) -> None:
    """Draw a line of that length: the lower border of an empty paragraph that is pushed in on both sides."""
    paragraph.alignment = CENTRE
    form = paragraph.paragraph_format
    parent: Any = paragraph._p.getparent()
    width = _TEXT_WIDTH
    if parent.tag == qn("w:tc"):
        width = round(int(parent.width or Mm(80)) / Mm(1))
    side = Mm(max(0, (width - millimetres) / 2 - 2))
    form.left_indent = form.right_indent = side
    form.space_after = Pt(2)
    form.line_spacing = Pt(2)
    _border(paragraph, ("bottom",))


def _frame(paragraph: Paragraph) -> None:
    _border(paragraph, ("top", "left", "bottom", "right"))


def _border(paragraph: Paragraph, sides: Iterable[str]) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
