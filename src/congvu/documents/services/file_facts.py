"""What an uploaded Word file is like: fonts, sizes, margins; and its main text in the plain syntax."""

import io
import re
from collections import Counter
from typing import Any

import docx
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from congvu.documents.rules.layout.file_check import FileFacts
from congvu.documents.services.docx_source import BROKEN, BrokenDocxError

_EMU = 36_000
_ARTICLE = re.compile(r"^\*\*(Điều \d+[a-zđ]?\..*?)\*\*")
_HEADS = ("CỘNG HÒA", "CỘNG HOÀ")


def facts_of_docx(data: bytes) -> FileFacts:
    """Return the facts of a Word file; raise BrokenDocxError for bytes that cannot be opened."""
    try:
        document = docx.Document(io.BytesIO(data))
        return _facts(document)
    except BROKEN as error:
        raise BrokenDocxError(str(error)) from error


def _facts(document: Document) -> FileFacts:
    fonts: Counter[str] = Counter()
    sizes: Counter[float] = Counter()
    normal: Any = document.styles["Normal"]
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            letters = sum(char.isalnum() for char in run.text)
            fonts[_inherited(run, paragraph, normal, "name") or ""] += letters
            size = _inherited(run, paragraph, normal, "size")
            if size is not None:
                sizes[round(size.pt, 1)] += letters
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    margins = tuple(int(side) / _EMU for side in sides if side is not None)
    paper = None
    if section.page_width is not None and section.page_height is not None:
        paper = (int(section.page_width) / _EMU, int(section.page_height) / _EMU)
    lines = tuple(one.text for one in document.paragraphs if one.text.strip())
    whole = (margins[0], margins[1], margins[2], margins[3]) if len(margins) == 4 else None
    return FileFacts(fonts, sizes, whole, paper, lines)


def _inherited(run: Any, paragraph: Paragraph, normal: Any, name: str) -> Any:
    """Return what a run's font is set to: by itself, its style, the paragraph's styles, the normal style."""
    own = getattr(run.font, name)
    style: Any = paragraph.style
    while own is None and style is not None:
        own = getattr(style.font, name)
        style = style.base_style
    return own if own is not None else getattr(normal.font, name)


def body_of_docx(data: bytes) -> str:
    """Return the main text of a Word file in the plain syntax: what stands between head and foot.

    The head ends with the last table or line that carries quốc hiệu, number or title; the foot begins at
    “Nơi nhận”. A file without them is taken whole.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = list(document.iter_inner_content())
    except BROKEN as error:
        raise BrokenDocxError(str(error)) from error
    start = next((n + 1 for n, one in enumerate(blocks) if _is_head(one)), 0)
    end = next((n for n, one in enumerate(blocks) if n >= start and _is_foot(one)), len(blocks))
    lines: list[str] = []
    for block in blocks[start:end]:
        lines += _rows(block) if isinstance(block, Table) else _plain(block)
    return "\n".join(_without_title(lines))


def _words(block: Paragraph | Table) -> str:
    if isinstance(block, Paragraph):
        return block.text
    return "\n".join(cell.text for row in block.rows for cell in row.cells)


def _is_head(block: Paragraph | Table) -> bool:
    return isinstance(block, Table) and any(words in _words(block).upper() for words in _HEADS)


def _is_foot(block: Paragraph | Table) -> bool:
    return "nơi nhận" in _words(block).casefold()


def _rows(table: Table) -> list[str]:
    return ["|" + "|".join(" ".join(cell.text.split()) for cell in row.cells) for row in table.rows]


def _plain(paragraph: Paragraph) -> list[str]:
    parts = []
    for run in paragraph.runs:
        text = run.text
        if text.strip() and run.bold and not text.isupper():
            text = f"**{text.strip()}**" + (" " if text.endswith(" ") else "")
        parts.append(text)
    line = " ".join("".join(parts).replace("****", "").split())
    line = _ARTICLE.sub(r"\1", line)
    whole = paragraph.text.strip()
    if whole and line.startswith("**") and line.endswith("**") and line.count("**") == 2:
        line = whole
    return [line] if line else []


def _without_title(lines: list[str]) -> list[str]:
    """Drop the lines of title, summary, “Kính gửi” and legal bases: the draft's fields say them."""
    kept = 0
    for number, line in enumerate(lines[:24]):
        bare = line.strip("* ")
        if bare.startswith(("Căn cứ", "Theo đề nghị", "Kính gửi", "QUYẾT ĐỊNH", "QUYẾT NGHỊ", "V/v")) or (
            bare.isupper() and number < 4
        ):
            kept = number + 1
    return lines[kept:]
