"""A document as a Word file: head and foot in tables or by tabulators, numbers typed or counted by Word."""

import io
import re

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from congvu.documents.tests.corpus import as_text
from congvu.documents.tests.corpus.model import Doc


def word(doc: Doc, *, tabs: bool = False, counted: bool = False, boxed: bool = False) -> bytes:
    """Return a DOCX.

    Args:
        tabs: head and foot by tabulators instead of tables.
        counted: the numbers of items are counted by Word, not typed.
        boxed: the marks of urgency and secrecy stand in a text box.
    """
    file = docx.Document()
    marks = [one.upper() for one in (doc.urgency, doc.secrecy) if one]
    shown = doc.but(urgency="", secrecy="") if boxed else doc
    left, right = as_text.head_columns(shown)
    if boxed and marks:
        _box(file.add_paragraph(), marks[0])
    _pair(file, left, right, bold=set(doc.issuer) | {as_text.NATION, as_text.MOTTO}, tabs=tabs)
    file.add_paragraph()
    body = as_text.middle(doc)
    count = 0 if doc.code == "CV" else 2 if doc.subject else 1
    for text in body[:count]:
        _add(file, text, bold=True, centre=True)
    for original, text in zip(
        [None] * (len(body) - count - len(doc.body)) + list(doc.body), body[count:], strict=True
    ):
        if isinstance(original, list):
            grid = file.add_table(rows=1, cols=len(original))
            for cell, value in zip(grid.rows[0].cells, original, strict=True):
                cell.text = value
        else:
            _item(file, text, counted=counted)
    file.add_paragraph()
    low, lower = as_text.foot_columns(doc)
    _pair(
        file, low, lower, bold={one for lines, name, _ in doc.signers for one in (*lines, name)}, tabs=False
    )
    for text in [*as_text.below_foot(doc), *doc.annex]:
        file.add_paragraph(text)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _add(file, text: str, *, bold: bool = False, centre: bool = False) -> None:
    paragraph = file.add_paragraph()
    paragraph.add_run(text).bold = bold
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _item(file, text: str, *, counted: bool) -> None:
    match = re.match(r"(\d)\. ", text) if counted else None
    dash = counted and text.startswith("- ")
    paragraph = file.add_paragraph(style="List Number" if match else "List Bullet" if dash else None)
    paragraph.add_run(text[match.end() if match else 2 if dash else 0 :]).italic = text.startswith("Căn cứ")


def _pair(file, left: list[str], right: list[str], *, bold: set[str], tabs: bool) -> None:
    if tabs:
        for one, other in as_text._zip(left, right):
            if one or other:
                file.add_paragraph(f"{one}\t\t{other}" if other else one)
        return
    grid = file.add_table(rows=1, cols=2)
    for cell, lines in zip(grid.rows[0].cells, (left, right), strict=True):
        cell.paragraphs[0].text = ""
        for number, text in enumerate(lines):
            paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
            paragraph.add_run(text).bold = text in bold


def _box(paragraph, text: str) -> None:
    run = OxmlElement("w:r")
    run.append(
        parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">'
            "<v:shape><v:textbox><w:txbxContent>"
            f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
        )
    )
    paragraph._p.append(run)
    assert run.tag == qn("w:r")
