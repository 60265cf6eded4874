"""Where signatures go, and the fields that are filled in between signer and agency."""

import pypdfium2
import pytest

from congvu.common.errors import ActionRefused
from congvu.signing import services
from congvu.signing.messages import Box, Changes, ReservedField, SignatureDetail, Standing
from congvu.signing.services import verify_pdf
from congvu.signing.tests import world as w
from congvu.signing.tests.test_signing import fonts_embedded, marks

pytestmark = pytest.mark.django_db
NUMBER = ReservedField("So", 0, Box(100, 700, 180, 718))
DATE = ReservedField("Ngay", 0, Box(300, 700, 520, 718), align="centre")


def test_places_are_found_by_words_destination_and_field(world) -> None:
    words = services.place_of(w.paper(2), "KT. CHỦ TỊCH")
    assert words.page == 1
    assert 60 < words.box.left < 80
    assert 5 < words.box.height < 20
    first = services.place_of(w.paper(2), "Kính gửi", last=False)
    last = services.place_of(w.paper(2), "Kính gửi")
    assert (first.page, last.page) == (0, 1)
    label = services.place_of(w.paper(2), "ky-ten")
    assert label.page == 1
    assert label.box.left == pytest.approx(70.87, abs=0.1)
    reserved = services.reserve_fields(w.paper(2), [NUMBER])
    assert services.place_of(reserved, "So") == services.place_of(reserved, "So", last=False)
    assert services.place_of(reserved, "So").box == NUMBER.box
    with pytest.raises(ActionRefused, match="Không tìm thấy chỗ ký"):
        services.place_of(w.paper(), "không có chỗ này")


def test_number_and_date_come_after_the_signer_and_before_the_agency(world, tmp_path) -> None:
    reserved = services.reserve_fields(w.paper(), [NUMBER, DATE])
    signed = w.sign(world, reserved)
    date = "Trảng Bom, ngày 25 tháng 11 năm 2026"
    numbered = services.fill_fields(signed.data, {"So": "07/QĐ-UBND", "Ngay": date})
    issued = w.sign_for_agency(world, numbered)
    verdict = verify_pdf(issued.data, w.trust())
    assert verdict.standing == Standing.GOOD
    assert verdict.signatures[0].changes == Changes.ALLOWED
    assert set(verdict.signatures[0].later) == {f"chữ ký của {w.AGENCY}", "điền ô “So”", "điền ô “Ngay”"}
    assert w.pdfsig(issued.data, tmp_path).count("Signature is Valid.") == 2
    assert marks(issued.data) == ("2", "B", True, True)
    assert fonts_embedded(issued.data, tmp_path)
    page = pypdfium2.PdfDocument(issued.data)
    page.init_forms()
    page[0].flatten()
    text = page[0].get_textpage().get_text_range()
    assert "07/QĐ-UBND" in text
    assert date in text


def test_fields_are_filled_in_once_and_reserved_before_signing(world) -> None:
    reserved = services.reserve_fields(w.paper(), [NUMBER])
    filled = services.fill_fields(reserved, {"So": "07/QĐ-UBND"})
    with pytest.raises(ActionRefused, match="không có ô “So” còn trống"):
        services.fill_fields(filled, {"So": "08/QĐ-UBND"})
    with pytest.raises(ActionRefused, match="không có ô “Khac”"):
        services.fill_fields(w.paper(), {"Khac": "x"})
    with pytest.raises(ActionRefused, match="đã được ký"):
        services.reserve_fields(w.sign(world, w.paper()).data, [NUMBER])
    with pytest.raises(ActionRefused, match="ngoài trang giấy"):
        services.reserve_fields(w.paper(), [ReservedField("So", 0, Box(500, 10, 700, 30))])


def test_the_agency_locks_what_was_reserved(world) -> None:
    reserved = services.reserve_fields(w.paper(), [NUMBER])
    issued = w.sign_for_agency(world, w.sign(world, reserved).data)
    late = services.fill_fields(issued.data, {"So": "07/QĐ-UBND"})
    verdict = verify_pdf(late, w.trust())
    assert verdict.standing == Standing.BAD
    assert verdict.signatures[1].changes == Changes.FORBIDDEN
    assert "BỊ SỬA SAU KHI KÝ" in verdict.signatures[1].sentence


def test_a_prepared_signature_field_is_used(world) -> None:
    from io import BytesIO

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    writer = IncrementalPdfFileWriter(BytesIO(w.paper()))
    append_signature_field(writer, SigFieldSpec("OKy", on_page=0, box=(300, 300, 460, 360)))
    out = BytesIO()
    writer.write(out)
    place = services.place_of(out.getvalue(), "OKy")
    detail = SignatureDetail(box=place.box, image=w.picture(), field_name="OKy")
    signed = w.sign(world, out.getvalue(), detail=detail)
    assert [one.field_name for one in verify_pdf(signed.data).signatures] == ["OKy"]
