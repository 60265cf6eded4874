"""Signing: signer first, agency second, seen alike by pyHanko and by poppler; PDF/A stays PDF/A."""

import hashlib
import io
import re

import pypdfium2
import pytest
from django.db import transaction
from pyhanko.pdf_utils.reader import PdfFileReader

from congvu.audit.models import Event
from congvu.common.subject import Subject
from congvu.signing import queries, services
from congvu.signing.messages import Box, Changes, SignatureDetail, Standing
from congvu.signing.models import Certificate, SignatureRecord
from congvu.signing.rules import annex_lines, copy_lines, corner_box, seal_box
from congvu.signing.services import verify_pdf
from congvu.signing.tests import world as w

pytestmark = pytest.mark.django_db
A4 = (595.28, 841.89)


def marks(data: bytes) -> tuple[str, str, bool, bool]:
    """Return what a file claims of PDF/A: part, conformance, output intent, no encryption."""
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    xmp = reader.root["/Metadata"].data.decode()
    part = re.search(r"pdfaid:part(?:>|=\")(\d)", xmp)
    conformance = re.search(r"pdfaid:conformance(?:>|=\")(\w)", xmp)
    assert part
    assert conformance
    assert "ns1:" not in xmp
    return part[1], conformance[1], "/OutputIntents" in reader.root, not reader.encrypted


def fonts_embedded(data: bytes, tmp_path) -> bool:
    import subprocess

    path = tmp_path / "fonts.pdf"
    path.write_bytes(data)
    listed = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
    rows = listed.splitlines()[2:]
    assert rows
    return all(re.search(r"\byes +(yes|no) +(yes|no) +\d+ +\d+$", row.strip()) for row in rows)


@pytest.mark.parametrize("kind", ["p256", "rsa"])
def test_signer_then_agency_is_valid_for_both_readers(bare, tmp_path, kind) -> None:
    w.equip_officer(bare, kind=kind)
    w.equip_agency(bare, kind=kind)
    first = w.sign(bare, w.paper())
    second = w.sign_for_agency(bare, first.data)
    assert second.data.startswith(first.data)
    assert first.data.startswith(w.paper())
    said = w.pdfsig(second.data, tmp_path)
    assert said.count("Signature is Valid.") == 2
    assert said.count("Total document signed") == 1
    assert said.count("ETSI.CAdES.detached") == 2
    assert said.index("Signature Field Name: NguoiKy") < said.index("Signature Field Name: CoQuan")
    verdict = verify_pdf(second.data, w.trust())
    assert verdict.standing == Standing.GOOD
    assert [one.changes for one in verdict.signatures] == [Changes.ALLOWED, Changes.NONE]
    assert [one.signer for one in verdict.signatures] == [w.SIGNER, w.AGENCY]
    assert verdict.signatures[0].later == (f"chữ ký của {w.AGENCY}",)


def test_pdfa_marks_and_fonts_are_kept(world, tmp_path) -> None:
    lines = ("Ký bởi: Nguyễn Thị Ánh", "{time}")
    signed = w.sign_for_agency(world, w.sign(world, w.paper(), detail=w.signer_detail(lines=lines)).data)
    assert marks(signed.data) == marks(w.paper()) == ("2", "B", True, True)
    assert fonts_embedded(signed.data, tmp_path)
    reader = PdfFileReader(io.BytesIO(signed.data))
    assert reader.root["/AcroForm"].get("/NeedAppearances") in (None, False)
    for reference in reader.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        assert field["/F"] & 4, "the annotation must be printed (ISO 19005-2, 6.3.2)"
        assert list(field["/AP"]) == ["/N"]


def test_the_seal_lies_over_a_third_of_the_signature(world) -> None:
    box = seal_box(w.SIGN_BOX)
    assert box.right == pytest.approx(w.SIGN_BOX.left + w.SIGN_BOX.width / 3)
    assert box.width == box.height == pytest.approx(102.05, abs=0.01)
    assert (box.bottom + box.top) / 2 == pytest.approx((w.SIGN_BOX.bottom + w.SIGN_BOX.top) / 2)
    assert seal_box(Box(10, 10, 40, 30)).left == 0
    signed = w.sign_for_agency(
        world, w.sign(world, w.paper()).data, detail=SignatureDetail(box=box, image=w.seal())
    )
    page = pypdfium2.PdfDocument(signed.data)
    page.init_forms()
    image = page[0].render(scale=1, may_draw_forms=True).to_pil().convert("RGB")

    def colours(box: Box) -> set[str]:
        part = image.crop((int(box.left), int(A4[1] - box.top), int(box.right), int(A4[1] - box.bottom)))
        found = set()
        for red, green, blue in part.get_flattened_data():
            if red > 120 and green < 110 and blue < 110:
                found.add("red")
            if blue > 110 and red < 110:
                found.add("blue")
        return found

    assert colours(box) >= {"red"}
    assert colours(Box(box.right, w.SIGN_BOX.bottom, w.SIGN_BOX.right, w.SIGN_BOX.top)) == {"blue"}


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (copy_lines("Sao y", w.AGENCY), ["SAO Y", w.AGENCY]),
        (annex_lines("15/QĐ-UBND"), ["Kèm theo văn bản số 15/QĐ-UBND"]),
        (("Một dòng rất dài " * 12,), ["Một dòng rất dài Một dòng"]),
    ],
)
def test_notes_stand_in_the_upper_right_corner(world, lines, shown) -> None:
    box = corner_box(*A4, len(lines))
    detail = SignatureDetail(box=box, lines=lines, alone=True)
    signed = w.sign_for_agency(world, w.paper(), detail=detail)
    page = pypdfium2.PdfDocument(signed.data)
    page.init_forms()
    flat = page[0]
    flat.flatten()
    text = page[0].get_textpage().get_text_bounded(box.left, box.bottom, box.right, box.top)
    for words in shown:
        assert words in text
    if "{time}" in lines:
        assert re.search(r"\d\d-\d\d-20\d\d \d\d:\d\d:\d\d \+07:00", text)
        assert f"{signed.signed_at:%d-%m-%Y %H:%M:%S} +07:00" in text


def test_a_signature_may_be_invisible_and_on_any_page(world, tmp_path) -> None:
    signed = w.sign(world, w.paper(3), detail=w.signer_detail(page=-1))
    signed = w.sign_for_agency(world, signed.data, detail=SignatureDetail())
    assert w.pdfsig(signed.data, tmp_path).count("Signature is Valid.") == 2
    assert verify_pdf(signed.data, w.trust()).standing == Standing.GOOD


def test_the_record_stands_and_falls_with_the_transaction(world) -> None:
    subject = Subject("documents.outgoingdocument", 7)

    def interrupted() -> None:
        with transaction.atomic():
            w.sign(world, w.paper(), subject=subject)
            raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError):
        interrupted()
    assert not SignatureRecord.objects.exists()
    signed = w.sign(world, w.paper(), subject=subject)
    row = SignatureRecord.objects.get(pk=signed.record_id)
    assert row.sha256_before == hashlib.sha256(w.paper()).hexdigest()
    assert row.sha256_after == hashlib.sha256(signed.data).hexdigest() == signed.sha256
    assert (row.role, row.officer_id, row.level) == ("signer", world.leader.officer_id, "B-B")
    assert list(queries.records_of(subject)) == [row]
    assert queries.record_of_file(signed.sha256) == row
    event = Event.objects.filter(kind="signature.made").get()
    assert (event.subject_label, event.subject_pk) == ("documents.outgoingdocument", 7)
    again = services.record_signature(signed, actor=world.leader, subject=subject)
    assert again.record_id == row.pk
    assert Event.objects.filter(kind="signature.made").count() == 1


def test_making_writes_nothing(world) -> None:
    made = services.make_signature(
        w.paper(), role="signer", detail=w.signer_detail(), actor=world.leader,
        officer_id=world.leader.officer_id, secret=w.SECRET,
    )  # fmt: skip
    assert made.record_id is None
    assert not SignatureRecord.objects.exists()
    assert verify_pdf(made.data, w.trust()).standing == Standing.GOOD


def test_the_picked_certificate_lasts_longest(world) -> None:
    from datetime import timedelta

    from django.utils import timezone

    w.equip_officer(world, valid_to=timezone.now() + timedelta(days=3))
    signed = w.sign(world, w.paper())
    picked = Certificate.objects.get(pk=signed.certificate_id)
    assert picked.valid_to > timezone.now() + timedelta(days=300)


def test_signing_waits_where_a_loop_runs_too(world) -> None:
    import asyncio

    made = w.sign(world, w.paper())

    async def inside() -> Standing:
        return verify_pdf(made.data, w.trust()).standing

    assert asyncio.run(inside()) == Standing.GOOD
