"""Verdicts: what holds, what was changed, whom one believes; and no bytes make it fall over."""

import io
from datetime import timedelta

import pypdf
import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvu.signing import services
from congvu.signing.messages import Changes, Revocation, SignatureDetail, Standing, Trust, Verdict
from congvu.signing.services import dev_ca, verify_pdf
from congvu.signing.tests import test_guards as bad
from congvu.signing.tests import world as w

pytestmark = pytest.mark.django_db


def test_a_good_file_reads_like_one(world) -> None:
    issued = w.sign_for_agency(world, w.sign(world, w.paper()).data)
    verdict = verify_pdf(issued.data, w.trust())
    assert verdict.sentence == "Cả 2 chữ ký đều hợp lệ; nội dung nguyên vẹn từ khi ký."
    first, second = verdict.signatures
    assert first.signer == w.SIGNER
    assert first.organisation == w.AGENCY
    assert first.issuer == "CA của bài thử"
    assert (first.reason, first.location) == ("Ký duyệt", "Thử")
    assert first.sentence.startswith(f"{w.SIGNER} ({w.AGENCY}) ký lúc ")
    assert "theo giờ máy của người ký" in first.sentence
    assert f"sau đó có thêm: chữ ký của {w.AGENCY} (được phép)" in first.sentence
    assert second.whole
    assert "bao trùm toàn bộ tệp" in second.sentence
    assert first.at is not None
    assert abs(first.at - timezone.now()) < timedelta(minutes=2)
    assert first.revocation == Revocation.UNKNOWN


@pytest.mark.parametrize("where", [b"/MediaBox", b"/Producer", b"/Reason"])
def test_a_changed_byte_is_told(world, tmp_path, where) -> None:
    signed = w.sign(world, w.paper()).data
    at = signed.index(where) + 1
    changed = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    verdict = verify_pdf(changed, w.trust())
    assert verdict.standing == Standing.BAD or verdict.code == "broken"
    assert "Signature is Valid." not in w.pdfsig(changed, tmp_path)


def test_content_is_changed_and_told_by_both_readers(world, tmp_path) -> None:
    signed = w.sign(world, w.paper()).data
    at = signed.index(b"stream") + 30
    changed = signed[:at] + bytes([signed[at] ^ 255]) + signed[at + 1 :]
    verdict = verify_pdf(changed, w.trust())
    assert verdict.standing == Standing.BAD
    assert verdict.sentence.startswith("KHÔNG HỢP LỆ")
    assert "NỘI DUNG ĐÃ BỊ THAY ĐỔI" in verdict.signatures[0].sentence
    assert "Digest Mismatch" in w.pdfsig(changed, tmp_path)


def test_a_page_added_later_is_no_form_filling(world) -> None:
    issued = w.sign_for_agency(world, w.sign(world, w.paper()).data)
    writer = pypdf.PdfWriter(io.BytesIO(issued.data), incremental=True)
    writer.add_blank_page(300, 300)
    out = io.BytesIO()
    writer.write(out)
    verdict = verify_pdf(out.getvalue(), w.trust())
    assert verdict.standing == Standing.BAD
    assert [one.changes for one in verdict.signatures] == [Changes.FORBIDDEN] * 2
    assert all("VĂN BẢN BỊ SỬA SAU KHI KÝ" in one.sentence for one in verdict.signatures)
    assert all(one.intact for one in verdict.signatures)


def test_without_roots_the_content_is_checked_all_the_same(world) -> None:
    signed = w.sign(world, w.paper()).data
    verdict = verify_pdf(signed)
    assert verdict.standing == Standing.DOUBT
    assert "chưa có gốc tin cậy" in verdict.signatures[0].sentence
    other = verify_pdf(signed, w.trust(dev_ca.new_authority("CA khác")))
    assert other.standing == Standing.DOUBT
    assert "không thuộc gốc tin cậy" in other.signatures[0].sentence
    impostor = verify_pdf(signed, w.trust(dev_ca.new_authority("CA của bài thử")))
    assert impostor.standing != Standing.GOOD


def test_time_and_the_certificates_end(bare) -> None:
    w.equip_officer(bare, valid_to=timezone.now() + timedelta(days=10))
    signed = w.sign(bare, w.paper()).data
    assert verify_pdf(signed, w.trust()).standing == Standing.GOOD
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        [one] = verify_pdf(signed, w.trust()).signatures
        assert one.standing == Standing.GOOD
        assert "đã hết hạn ngày" in one.sentence
        assert "không có dấu thời gian" in one.sentence


def test_a_certificate_that_had_ended_when_it_signed_is_bad(bare, monkeypatch) -> None:
    end = timezone.now() + timedelta(days=1)
    row = w.equip_officer(bare, valid_to=end)
    type(row).objects.filter(pk=row.pk).update(valid_to=end + timedelta(days=400))
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        signed = w.sign(bare, w.paper()).data
        [one] = verify_pdf(signed, w.trust()).signatures
    assert one.standing == Standing.BAD
    assert "KHÔNG CÒN HOẶC CHƯA CÓ HIỆU LỰC khi ký" in one.sentence


def test_revoked_after_signing_by_a_known_list(bare) -> None:
    from cryptography import x509

    from congvu.signing.tests.test_providers import crl

    row = w.equip_officer(bare, crl_url="http://127.0.0.1:9/crl.der")
    signed = w.sign(bare, w.paper()).data
    revoked = crl(x509.load_pem_x509_certificate(row.pem.encode()))
    [one] = verify_pdf(signed, Trust(anchors=w.trust().anchors, revocations=(revoked,))).signatures
    assert one.revocation == Revocation.REVOKED
    assert one.standing == Standing.BAD
    [fine] = verify_pdf(signed, Trust(anchors=w.trust().anchors, revocations=(crl(),))).signatures
    assert (fine.revocation, fine.standing) == (Revocation.GOOD, Standing.GOOD)


@pytest.mark.parametrize(
    ("make", "code", "sentence"),
    [
        (lambda: b"", "empty", "Tệp rỗng"),
        (lambda: b"\x00" * 5000, "not-pdf", "không phải tệp PDF"),
        (lambda: b"<html>x.pdf</html>", "not-pdf", "không phải tệp PDF"),
        (lambda: b"%PDF-1.7\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF", "broken", "bị hỏng"),
        (lambda: w.paper()[:9000], "broken", "bị hỏng"),
        (lambda: w.paper()[:-40], "broken", "bị hỏng"),
        (bad.encrypted, "encrypted", "đặt mật khẩu"),
        (w.paper, "unsigned", "không có chữ ký số"),
        (bad.xfa, "unsigned", "không có chữ ký số"),
    ],
)
def test_files_without_a_verdict_are_named(make, code, sentence) -> None:
    verdict = verify_pdf(make(), w.trust())
    assert (verdict.standing, verdict.code) == (Standing.NONE, code)
    assert sentence in verdict.sentence
    assert verdict.signatures == ()
    assert bool(verdict.notes) == (make is bad.xfa)


_SIGNED: dict[str, bytes] = {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_bytes_make_it_fall_over(data: st.DataObject, world) -> None:
    signed = _SIGNED.setdefault("one", w.sign_for_agency(world, w.sign(world, w.paper()).data).data)
    kind = data.draw(st.sampled_from(["cut", "flip", "join", "noise"]))
    if kind == "cut":
        changed = signed[: data.draw(st.integers(0, len(signed)))]
    elif kind == "flip":
        raw = bytearray(signed)
        for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=8)):
            raw[at] ^= data.draw(st.integers(1, 255))
        changed = bytes(raw)
    elif kind == "join":
        at = data.draw(st.integers(0, len(signed)))
        changed = signed[:at] + data.draw(st.binary(max_size=60)) + signed[at:]
    else:
        changed = b"%PDF-1.7\n" + data.draw(st.binary(max_size=400))
    verdict = verify_pdf(changed, w.trust())
    assert isinstance(verdict, Verdict)
    assert verdict.sentence.endswith(".")
    if changed != signed and changed[: len(signed)] != signed:
        assert verdict.standing != Standing.GOOD or _harmless(signed, changed)


def _harmless(signed: bytes, changed: bytes) -> bool:
    """Tell whether only the container of a signature was touched: it is not signed itself."""
    different = [at for at, (a, b) in enumerate(zip(signed, changed, strict=False)) if a != b]
    return len(signed) == len(changed) and all(
        signed[signed.rindex(b"<", 0, at) : at].count(b">") == 0 for at in different
    )


def test_the_command_prints_the_verdict(world, tmp_path, capsys) -> None:
    services.add_anchor(w.authority().pem, actor=w.Actor.system(world.agency.pk))
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(w.sign_for_agency(world, w.sign(world, w.paper()).data).data)
    call_command("verify_pdf", str(path))
    said = capsys.readouterr().out
    assert said.startswith("✓ Cả 2 chữ ký đều hợp lệ")
    assert f"  ✓ NguoiKy: {w.SIGNER}" in said
    path.write_bytes(w.paper())
    with pytest.raises(SystemExit):
        call_command("verify_pdf", str(path))
    assert "– Tệp PDF này không có chữ ký số." in capsys.readouterr().out


def test_the_development_authority_equips_once(settings, bare, capsys) -> None:
    settings.DEMO = True
    call_command("dev_ca")
    said = capsys.readouterr().out
    assert w.SIGNER in said
    assert w.AGENCY in said
    call_command("dev_ca", "--quiet")
    assert "+0" in capsys.readouterr().out
    secret = dev_ca.passphrase_here()
    signed = w.sign(bare, w.paper(), secret=w.Secret(secret))
    issued = w.sign_for_agency(
        bare, signed.data, detail=SignatureDetail(box=w.SIGN_BOX, image=w.seal()), secret=w.Secret()
    )
    from congvu.signing import queries

    assert verify_pdf(issued.data, queries.trust()).standing == Standing.GOOD
    assert queries.image_of(agency_id=bare.agency.pk)
    settings.DEMO = False
    with pytest.raises(Exception, match="DEMO=1"):
        call_command("dev_ca")
