"""The PDFs of the forms: pages, text, safety, sameness."""

import pypdfium2
import pytest

from congvu.printing.messages import FORMS
from congvu.printing.services import render_pdf

pytestmark = pytest.mark.django_db


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize("code", FORMS)
def test_each_form_renders_and_twice_the_same(code, demo):
    pdf = render_pdf(code, demo[code])
    assert pdf.startswith(b"%PDF-")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages(pdf)[0]
    assert render_pdf(code, demo[code]) == pdf
