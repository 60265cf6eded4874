"""Printing: the forms of a dossier and the register."""

import io

import pypdfium2
import pytest
from openpyxl import load_workbook

from congvu.dossiers import services
from congvu.dossiers.models import IssuedForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    return services.receive_dossier(world.intake(), actor=world.clerk)


def plain(text):
    """Letters and digits alone: lines of a printed form break where they like, and hyphens do not."""
    return "".join(char for char in text if char.isalnum())


def words(response):
    document = pypdfium2.PdfDocument(response.content)
    return plain("".join(page.get_textpage().get_text_range() for page in document))


def test_the_receipt_is_issued_once_and_printed_the_same_again(page, login, dossier):
    clerk = login("clerk")
    first = page(f"/ho-so/{dossier.pk}/in/receipt/", clerk).response
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"].startswith("inline")
    text = words(first)
    for part in (dossier.code, "Trần Thị Bưởi", dossier.secret):
        assert plain(part) in text
    assert page(f"/ho-so/{dossier.pk}/in/receipt/", clerk).response.content == first.content
    assert IssuedForm.objects.filter(dossier=dossier, form="receipt").count() == 1


def test_the_same_form_as_a_page(page, login, dossier):
    seen = page(f"/ho-so/{dossier.pk}/in/receipt.html", login("clerk"))
    assert dossier.code in seen.text
    assert "GIẤY TIẾP NHẬN HỒ SƠ" in seen.h1


def test_what_has_not_happened_cannot_be_printed(page, login, dossier):
    seen = page(f"/ho-so/{dossier.pk}/in/apology/", login("clerk"), status=409)
    assert "Chưa có căn cứ" in seen.text
    page(f"/ho-so/{dossier.pk}/in/transfer-slip/", login("clerk"), status=409)
    page(f"/ho-so/{dossier.pk}/in/register/", login("clerk"), status=404)
    page(f"/ho-so/{dossier.pk}/in/receipt/", login("stranger"), status=404)
    assert not IssuedForm.objects.exists()


def test_the_other_forms_print_once_there_is_cause(page, login, world, dossier):
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.request_supplement(dossier.pk, actor=world.specialist, items=["Sổ đỏ"], reason="Thiếu giấy tờ")
    clerk = login("clerk")
    assert "Sổđỏ" in words(page(f"/ho-so/{dossier.pk}/in/supplement/", clerk).response)
    slip = words(page(f"/ho-so/{dossier.pk}/in/control-slip/", clerk).response)
    assert "Tiếpnhậnhồsơ" in slip


def test_the_register_is_shown_printed_and_sent(page, login, dossier):
    clerk = login("clerk")
    seen = page("/so-theo-doi/", clerk)
    assert dossier.code in seen.text
    span = "tu=16/11/2026&den=16/11/2026"
    assert "1 hồ sơ" in page(f"/so-theo-doi/?{span}", clerk).text
    pdf = page(f"/so-theo-doi/?{span}&khoa=on&dang=pdf", clerk).response
    assert plain(dossier.code) in words(pdf)
    assert dossier.code in page(f"/so-theo-doi/?{span}&dang=trang", clerk).text
    content = b"".join(page(f"/so-theo-doi/?{span}&dang=xlsx", clerk).response.streaming_content)
    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert rows[2][1] == dossier.code
    assert "Không tiếp nhận hồ sơ nào" in page("/so-theo-doi/?tu=01/11/2026&den=02/11/2026", clerk).text


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        ("tu=16/11/2026&den=15/11/2026", "từ ngày bắt đầu"),
        ("tu=01/01/2025&den=16/11/2026", "tối đa 366 ngày"),
        ("tu=01/11/2026&den=30/11/2026&khoa=on", "chưa khóa sổ được"),
        ("tu=99/99/2026&den=", ""),
    ],
)
def test_an_impossible_span_is_refused_in_words(page, login, world, span, sentence):
    seen = page(f"/so-theo-doi/?{span}&dang=pdf", login("clerk"), status=422)
    assert seen.errors
    assert sentence in seen.text
