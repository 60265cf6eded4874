"""Pages of a stored PDF as pictures beside a form: nothing of the file itself reaches the browser."""

import io
from dataclasses import dataclass

import pypdfium2 as pdfium

from congvu.documents.services.pdf_source import PDFIUM
from congvu.files.models import StoredFile
from congvu.files.queries import open_blob

MOST_BYTES = 60 * 1024 * 1024
MOST_PAGES = 500
WIDTH = 1000
"""Pixels across a page: letters of 13 points stay legible when enlarged on a phone."""
MOST_PIXELS = 4_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's number and its size when it is WIDTH wide."""

    number: int
    width: int
    height: int


def sheets_of(file: StoredFile, *, most: int = 30) -> list[Sheet]:
    """Return the pages of a PDF; none for what is no PDF, or cannot be opened."""
    if file.blob.media_type != "application/pdf" or file.blob.size > MOST_BYTES:
        return []
    try:
        with PDFIUM:
            document = pdfium.PdfDocument(_bytes(file))
            try:
                sizes = [document[number].get_size() for number in range(min(len(document), most))]
            finally:
                document.close()
    except (pdfium.PdfiumError, FileNotFoundError):
        return []
    return [
        Sheet(number, WIDTH, max(1, round(WIDTH * height / width)) if width else WIDTH)
        for number, (width, height) in enumerate(sizes, start=1)
    ]


def page_image(file: StoredFile, number: int) -> bytes | None:
    """Return page `number` (from 1) of a PDF as PNG, None when there is no such page."""
    if file.blob.media_type != "application/pdf" or file.blob.size > MOST_BYTES or number > MOST_PAGES:
        return None
    try:
        with PDFIUM:
            return _picture(_bytes(file), number)
    except (pdfium.PdfiumError, FileNotFoundError):
        return None


def _picture(data: bytes, number: int) -> bytes | None:
    document = pdfium.PdfDocument(data)
    try:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        width, height = page.get_size()
        if not width or not height:
            return None
        scale = WIDTH / width
        if width * height * scale * scale > MOST_PIXELS:
            scale = (MOST_PIXELS / (width * height)) ** 0.5
        stream = io.BytesIO()
        page.render(scale=scale).to_pil().save(stream, "PNG", compress_level=3)
        return stream.getvalue()
    finally:
        document.close()


def _bytes(file: StoredFile) -> bytes:
    with open_blob(file) as stream:
        return stream.read(MOST_BYTES)
