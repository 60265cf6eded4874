"""What is refused before a signature: person, certificate, file, place, order; nothing is recorded then."""

import io
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused
from congvu.directory.queries import actor_for
from congvu.directory.tests.factories import AgencyFactory, PostFactory, UnitFactory
from congvu.signing import queries, services
from congvu.signing.messages import Box, SignatureDetail
from congvu.signing.models import Certificate, SignatureRecord, TrustAnchor
from congvu.signing.services import dev_ca, drawings
from congvu.signing.tests import world as w

pytestmark = pytest.mark.django_db


def refused(sentence: str) -> Any:
    return pytest.raises(ActionRefused, match=sentence)


@pytest.fixture(autouse=True)
def _nothing_is_recorded_by_a_refusal():
    yield
    assert not SignatureRecord.objects.filter(role="refused").exists()


def test_nobody_signs_as_somebody_else(world) -> None:
    other = actor_for(PostFactory(unit=UnitFactory(agency=world.agency), roles=["leader"]).officer)
    with refused("của chính mình"):
        w.sign(world, w.paper(), actor=other)
    stranger = actor_for(PostFactory(unit=UnitFactory(agency=AgencyFactory()), roles=["registry"]).officer)
    with refused("cơ quan mình"):
        w.sign_for_agency(world, w.paper(), actor=stranger)
    with pytest.raises(PermissionDenied):
        w.sign(world, w.paper(), actor=world.registry, officer_id=world.registry.officer_id)
    with pytest.raises(PermissionDenied):
        w.sign_for_agency(world, w.paper(), actor=world.leader)
    with pytest.raises(ValueError):
        w.sign(world, w.paper(), officer_id=None, agency_id=world.agency.pk)
    assert not SignatureRecord.objects.exists()


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        (None, "no-certificate", "Chưa có chứng thư số"),
        ({"valid_to": -1, "valid_from": -9}, "expired", "đã hết hạn ngày"),
        ({"valid_from": 3}, "not-yet-valid", "chỉ có hiệu lực từ ngày"),
        ({"revoked_at": -1}, "revoked", "đã bị thu hồi"),
        ({"active": False}, "retired", "đã ngừng dùng"),
    ],
)
def test_a_certificate_that_does_not_hold_signs_nothing(world, change, code, sentence) -> None:
    mine = Certificate.objects.filter(officer_id=world.leader.officer_id)
    now = timezone.now()
    if change is None:
        mine.delete()
    else:
        values = {
            name: now + timedelta(days=day) if name != "active" else day for name, day in change.items()
        }
        mine.update(**values)
    with refused(sentence) as caught:
        w.sign(world, w.paper())
    assert (caught.value.code, caught.value.status) == (code, 409)


def encrypted() -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(w.paper(standard="1.7"))))
    writer.encrypt("chủ", "người đọc")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def xfa() -> bytes:
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(w.paper(standard="1.7")))
    from pyhanko.pdf_utils import generic

    form = generic.DictionaryObject({"/Fields": generic.ArrayObject(), "/XFA": generic.ArrayObject()})
    writer.root["/AcroForm"] = writer.add_object(form)
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked() -> bytes:
    """Return a document that its first signature closed for every change."""
    signer = SimpleSigner.load_pkcs12_data(
        w.key_of(w.SIGNER), other_certs=[], passphrase=w.PASSPHRASE.encode()
    )
    meta = PdfSignatureMetadata(field_name="Khoa", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    out: Any = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(w.paper())), meta, signer)
    return bytes(out.getvalue())


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "not-pdf"),
        (lambda: b"<html>van-ban.pdf</html>", "not-pdf"),
        (lambda: b"%PDF-1.7\n" + b"x" * 500, "broken"),
        (lambda: w.paper()[:9000], "broken"),
        (lambda: b"PK\x03\x04" + w.paper()[2000:], "not-pdf"),
        (encrypted, "encrypted"),
        (xfa, "xfa"),
        (locked, "locked"),
    ],
)
def test_files_that_cannot_be_signed_are_refused(world, make, code) -> None:
    with pytest.raises(ActionRefused) as caught:
        w.sign(world, make())
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    ("detail", "code"),
    [
        ({"page": 7}, "no-page"),
        ({"page": -9}, "no-page"),
        ({"box": Box(500, 10, 700, 60)}, "off-page"),
        ({"box": Box(-80, 10, 60, 60)}, "off-page"),
        ({"box": Box(100, 60, 100, 60)}, "off-page"),
        ({"box": Box(200, 60, 100, 90)}, "off-page"),
    ],
)
def test_places_that_nobody_sees_are_refused(world, detail, code) -> None:
    with pytest.raises(ActionRefused) as caught:
        w.sign(world, w.paper(), detail=w.signer_detail(**detail))
    assert caught.value.code == code


def test_the_order_is_signer_then_agency(world) -> None:
    with refused("cơ quan ký số sau người ký"):
        w.sign_for_agency(world, w.paper())
    issued = w.sign_for_agency(world, w.sign(world, w.paper()).data)
    with refused("người ký trước, cơ quan sau"):
        w.sign(world, issued.data)
    with refused("đã được ký"):
        w.sign(world, w.sign(world, w.paper()).data, detail=w.signer_detail(field_name="NguoiKy"))
    two = w.sign(world, w.sign(world, w.paper()).data)
    assert two.field_name == "NguoiKy2"
    copy = w.sign_for_agency(world, issued.data, detail=SignatureDetail(alone=True))
    assert copy.field_name == "CoQuan2"


def test_what_was_changed_after_the_signer_is_not_sealed(world) -> None:
    signed = w.sign(world, w.paper()).data
    at = signed.index(b"/MediaBox")
    broken = signed[: at + 11] + b"1" + signed[at + 12 :]
    with refused("đã bị thay đổi sau khi Nguyễn Thị Ánh ký"):
        w.sign_for_agency(world, broken)
    writer = pypdf.PdfWriter(io.BytesIO(signed), incremental=True)
    writer.add_blank_page(300, 300)
    out = io.BytesIO()
    writer.write(out)
    with refused("đã bị thay đổi sau khi"):
        w.sign_for_agency(world, out.getvalue())


# Certificates, pictures, roots


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: dev_ca.issue(w.authority(), "Người Khác"), "ghi tên “Người Khác”"),
        (lambda: dev_ca.issue(w.authority(), w.SIGNER, valid_from=timezone.now() - timedelta(days=9),
                              valid_to=timezone.now() - timedelta(days=1)), "đã hết hạn"),
        (lambda: (w.authority().key, w.authority().certificate), "không dùng để ký"),
    ],
)  # fmt: skip
def test_certificates_that_fit_nobody_are_refused(bare, make, sentence) -> None:
    key, certificate = make()
    data = dev_ca.key_file(key, certificate, w.authority(), w.PASSPHRASE)
    with refused(sentence):
        services.add_pkcs12(data, w.PASSPHRASE, actor=bare.admin, officer_id=bare.leader.officer_id)


def test_weak_keys_are_refused(bare) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    with pytest.MonkeyPatch.context() as patch:
        weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
        patch.setattr(dev_ca, "new_key", lambda kind: weak)
        data = w.key_of(w.SIGNER)
    with refused("quá yếu"):
        services.add_pkcs12(data, w.PASSPHRASE, actor=bare.admin, officer_id=bare.leader.officer_id)


def test_only_the_owner_and_their_administrator_keep_certificates(world) -> None:
    data = w.key_of(w.SIGNER)
    mine = services.add_pkcs12(data, w.PASSPHRASE, actor=world.leader, officer_id=world.leader.officer_id)
    with refused("đã có trong hệ thống"):
        services.add_pkcs12(data, w.PASSPHRASE, actor=world.leader, officer_id=world.leader.officer_id)
    with pytest.raises(PermissionDenied):
        services.add_pkcs12(data, w.PASSPHRASE, actor=world.leader, agency_id=world.agency.pk)
    stranger = actor_for(
        PostFactory(unit=UnitFactory(agency=AgencyFactory()), roles=["administrator"]).officer
    )
    with pytest.raises(Http404):
        services.add_pkcs12(data, w.PASSPHRASE, actor=stranger, officer_id=world.leader.officer_id)
    for act in (services.retire_certificate, services.revoke_certificate):
        with pytest.raises(Http404):
            act(mine.pk, actor=stranger, reason="thử")
    services.retire_certificate(mine.pk, actor=world.leader, reason="đổi khóa")
    with refused("đã ngừng dùng"):
        services.retire_certificate(mine.pk, actor=world.admin, reason="đổi khóa")
    services.revoke_certificate(mine.pk, actor=world.admin, reason="lộ khóa")
    with refused("đã được ghi nhận"):
        services.revoke_certificate(mine.pk, actor=world.admin, reason="lộ khóa")
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[-3:] == ["certificate.added", "certificate.retired", "certificate.revoked"]


def test_a_picture_holds_from_a_day_until_the_next(world) -> None:
    today = timezone.localdate()
    owner = {"officer_id": world.leader.officer_id}
    assert queries.image_of(**owner) == b""
    first = services.add_image(w.picture(), actor=world.admin, valid_from=today - timedelta(days=9), **owner)
    second = services.add_image(drawings.handwriting("Khác"), actor=world.leader, **owner)
    assert queries.image_of(**owner) == bytes(second.png)
    assert queries.image_of(**owner, on=today - timedelta(days=1)) == bytes(first.png)
    with refused("từ ngày muộn hơn"):
        services.add_image(w.picture(), actor=world.admin, valid_from=today - timedelta(days=3), **owner)
    again = services.add_image(w.picture(), actor=world.admin, **owner)
    assert queries.own_images(world.leader.officer_id).count() == 2
    assert queries.image_of(**owner) == bytes(again.png)


def png(mode: str, colour: Any, size: tuple[int, int] = (20, 20)) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-png"),
        (b"GIF89a", "not-png"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "bad-png"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 3_000_000, "not-png"),
        (png("RGB", (255, 0, 0)), "not-transparent"),
        (png("RGBA", (255, 0, 0, 0)), "not-transparent"),
        (png("L", 0, (5000, 5000)), "bad-png"),
    ],
)
def test_pictures_that_do_not_fit_are_refused(world, data, code) -> None:
    with pytest.raises(ActionRefused) as caught:
        services.add_image(data, actor=world.admin, agency_id=world.agency.pk)
    assert caught.value.code == code


def test_roots_are_the_whole_sites(world) -> None:
    with pytest.raises(PermissionDenied):
        services.add_anchor(w.authority().pem, actor=world.admin)
    world.officer.__class__.objects.filter(pk=world.admin.officer_id).update(is_staff=True)
    row = services.add_anchor(w.authority().pem, actor=world.admin, name="Gốc thử")
    assert queries.trust().anchors == (row.pem.encode(),)
    with refused("đã được tin cậy"):
        services.add_anchor(w.authority().pem, actor=world.admin)
    _key, leaf = dev_ca.issue(w.authority(), "Lá")
    from cryptography.hazmat.primitives.serialization import Encoding

    for data, sentence in (
        (b"x", "không phải chứng thư số"),
        (leaf.public_bytes(Encoding.DER), "không phải của tổ chức cấp"),
    ):
        with refused(sentence):
            services.add_anchor(data, actor=world.admin)
    assert TrustAnchor.objects.count() == 1
