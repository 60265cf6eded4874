"""Where a signature goes: found by a field's name, a named destination, or words on the page."""

import io
import threading

import pypdfium2
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from congvu.common.errors import ActionRefused
from congvu.signing.messages import Box, Place

_lock = threading.Lock()  # PDFium works for one thread at a time


def place_of(pdf: bytes, anchor: str, *, last: bool = True) -> Place:
    """Return the page and box that an anchor names.

    Args:
        pdf: the document.
        anchor: the name of a form field or of a destination (a heading's label in Typst), or words as they
            are printed on one line, such as the signer's name.
        last: of several places with these words take the last one (the signer's name stands at the end).

    Raises:
        ActionRefused: nothing in the document is called so.
    """
    found = _field(pdf, anchor) or _destination(pdf, anchor) or _words(pdf, anchor, last)
    if found is None:
        words = _("Không tìm thấy chỗ ký “%(anchor)s” trong văn bản.")
        raise ActionRefused(words % {"anchor": anchor}, code="no-anchor")
    return found


def _field(pdf: bytes, name: str) -> Place | None:
    """Return the place of a form field."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    root = reader.root
    if "/AcroForm" not in root or "/Fields" not in root["/AcroForm"]:
        return None
    for reference in root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if str(field.get("/T", "")) == name and "/Rect" in field and "/P" in field:
            left, bottom, right, top = (float(value) for value in field["/Rect"])
            page = _number(reader, field.raw_get("/P").idnum)
            return None if page is None else Place(page, Box(left, bottom, right, top))
    return None


def _number(reader: PdfFileReader, object_id: int) -> int | None:
    walk = getattr(reader, "find_page_for_modification")  # noqa: B009 — untyped in pyHanko
    for number in range(int(reader.root["/Pages"]["/Count"])):
        if walk(number)[0].idnum == object_id:
            return number
    return None


def _destination(pdf: bytes, name: str) -> Place | None:
    """Return the place of a named destination: a point, given the page's width to its right as a box."""
    try:
        reader = PdfReader(io.BytesIO(pdf))
        target = reader.named_destinations.get(name)
        page = None if target is None else reader.get_destination_page_number(target)
        if target is None or page is None:
            return None
        left, top = float(target.left or 0), float(target.top or 0)
        return Place(page, Box(left, top, float(reader.pages[page].mediabox.right), top))
    except (PyPdfError, ValueError, KeyError, TypeError):
        return None


def _words(pdf: bytes, words: str, last: bool) -> Place | None:
    """Return the place of words on a page."""
    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            numbers = range(len(document))
            for number in reversed(numbers) if last else numbers:
                boxes = _boxes(document[number].get_textpage(), words)
                if boxes:
                    return Place(number, boxes[-1 if last else 0])
        finally:
            document.close()
    return None


def _boxes(text: pypdfium2.PdfTextPage, words: str) -> list[Box]:
    search = text.search(words, match_case=True)
    found = []
    while (hit := search.get_next()) is not None:
        start, count = hit
        chars = [text.get_charbox(index) for index in range(start, start + count)]
        lefts, bottoms, rights, tops = zip(*chars, strict=True)
        found.append(Box(min(lefts), min(bottoms), max(rights), max(tops)))
    return found
