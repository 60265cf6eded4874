"""Where signatures stand on a page that we set: over the signer's name, and the seal beside it."""

import pypdfium2

from congvu.documents.models import OutgoingDocument
from congvu.signing.messages import Box, SignatureDetail
from congvu.signing.queries import image_of
from congvu.signing.rules import corner_box, seal_box
from congvu.signing.services import place_of

_UP, _HEIGHT, _WIDTH = 6.0, 62.0, 130.0
"""Points: how far above the name the picture begins, how high and how wide it is (about 22 × 46 mm)."""


def signer_place(pdf: bytes, name: str) -> tuple[int, Box]:
    """Return page (from 0) and box over the last place where the signer's name stands.

    Raises ActionRefused when the name does not stand on any page.
    """
    found = place_of(pdf, name)
    middle = (found.box.left + found.box.right) / 2
    edge = _size(pdf, found.page)[0]
    low = max(4.0, min(middle - _WIDTH / 2, edge - _WIDTH - 4))
    return found.page, Box(low, found.box.top + _UP, low + _WIDTH, found.box.top + _UP + _HEIGHT)


def _size(pdf: bytes, page: int) -> tuple[float, float]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].get_width(), document[page].get_height()
    finally:
        document.close()


def signer_detail(document: OutgoingDocument, pdf: bytes, officer_id: int) -> SignatureDetail:
    """Return how the signer's signature is shown: the picture of the handwriting over the name (box 7b)."""
    page, box = signer_place(pdf, document.signer_name)
    image = image_of(officer_id=officer_id)
    lines = () if image else (document.signer_name, "{time}")
    return SignatureDetail(page=page, box=box, image=image, lines=lines, reason=document.subject[:200])


def agency_detail(document: OutgoingDocument, pdf: bytes) -> SignatureDetail:
    """Return how the agency's signature is shown: its seal over a third of the signer's picture (box 8)."""
    page, box = signer_place(pdf, document.signer_name)
    image = image_of(agency_id=document.agency_id)
    lines = () if image else (document.agency.name, "{time}")
    return SignatureDetail(page=page, box=seal_box(box), image=image, lines=lines, reason=document.code)


def copy_detail(pdf: bytes, lines: tuple[str, ...]) -> SignatureDetail:
    """Return how the agency's signature of a copy is shown: at the top right of the first page (box 14)."""
    width, height = _size(pdf, 0)
    return SignatureDetail(page=0, box=corner_box(width, height, len(lines)), lines=lines, alone=True)
