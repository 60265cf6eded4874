"""A sheet as PDF/A-2b, set by Typst through the room of printed forms; and its pages as images."""

import io
from datetime import datetime
from functools import cache
from pathlib import Path

import pypdfium2

from congvu.documents.rules.layout.page import tree
from congvu.documents.rules.layout.sheet import Sheet
from congvu.printing.services import typeset

_SOURCE = Path(__file__).resolve().parents[1] / "data" / "layout" / "sheet.typ"


@cache
def _template() -> str:
    return _SOURCE.read_text("utf-8")


def render_sheet_pdf(sheet: Sheet, *, at: datetime) -> bytes:
    """Return `sheet` as a PDF/A-2b file; the same arguments give the same bytes.

    Args:
        at: the creation time written into the file.
    """
    return typeset(_template(), tree(sheet), at=at)


def page_image(pdf: bytes, number: int = 0, *, width: int = 900) -> bytes | None:
    """Return a page as PNG, `width` pixels wide; None past the last page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 <= number < len(document):
            return None
        page = document[number]
        image = page.render(scale=width / page.get_width()).to_pil()
    finally:
        document.close()
    out = io.BytesIO()
    image.convert("L").quantize(32).save(out, "PNG")
    return out.getvalue()


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
