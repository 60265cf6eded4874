"""The certificates' screens of administrators: what ends soon, an owner's keys and pictures, every change."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from congvu.directory.models import Officer
from congvu.directory.tests.factories import AgencyFactory, OfficerFactory, PostFactory, UnitFactory
from congvu.signing.models import Certificate, SignatureImage, TrustAnchor
from congvu.signing.tests import world as w

pytestmark = pytest.mark.django_db
C = "/quan-tri/chung-thu-so/"


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.SIGNING_KEYS_DIR, settings.SIGNING_SECRETS_DIR = tmp_path / "keys", tmp_path / "secrets"
    settings.SIGNING_PKCS11_MODULE = ""
    settings.SIGNING_CSC = {"thu": {"url": "https://ky-so.example.vn", "version": "v1", "auth": "oauth2"}}


@pytest.fixture
def root():
    return AgencyFactory(name=w.AGENCY)


@pytest.fixture
def admin(client_for, root):
    return client_for("administrator", unit=UnitFactory(agency=root), full_name="Lê Quản Trị")


@pytest.fixture
def leader(root) -> Officer:
    officer = OfficerFactory(full_name=w.SIGNER, search_text="nguyen thi anh anh.nt")
    PostFactory(unit=UnitFactory(agency=root), officer=officer, roles=["leader"])
    return officer


def upload(data: bytes, name: str = "khoa.p12") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def send_key(page, admin, owner: str, **more: Any) -> Any:
    name = w.SIGNER if "can-bo" in owner else w.AGENCY
    sent = {"file": upload(w.key_of(name, **more)), "secret": w.PASSPHRASE}
    return page.post(f"{C}{owner}/khoa/", sent, admin)


def test_a_key_is_proven_entered_and_listed(page, admin, leader, root) -> None:
    empty = page(C, admin)
    assert "Chưa có chứng thư số nào" in empty.text
    assert "1 người được ký nhưng chưa có chứng thư số" in empty.text
    owner = f"can-bo/{leader.pk}"
    url = f"{C}{owner}/khoa/"
    assert page(url, admin).xpath("//form[@enctype='multipart/form-data']")
    refused = page.post(url, {"file": upload(w.key_of(w.SIGNER)), "secret": "sai"}, admin, status=422)
    assert any("Mật khẩu tệp khóa không đúng" in error for error in refused.errors)
    refused = page.post(url, {"file": upload(b"x"), "secret": "sai"}, admin, status=422)
    assert any("không phải tệp khóa" in error for error in refused.errors)
    refused = page.post(url, {"secret": "sai"}, admin, status=422)
    assert refused.errors
    assert not Certificate.objects.exists()
    made = send_key(page, admin, owner)
    assert made.location == f"{C}{owner}/"
    seen = page(made.location, admin)
    for text in (w.SIGNER, "CA của bài thử", "Đang dùng", "ECDSA secp256r1", "Tệp khóa PKCS#12"):
        assert text in seen.text
    assert w.PASSPHRASE not in seen.text
    send_key(page, admin, f"co-quan/{root.pk}")
    listed = page(C, admin)
    assert {w.SIGNER, w.AGENCY} <= set(listed.texts("//a[@data-open]"))
    assert "người được ký nhưng chưa có" not in listed.text
    assert page(f"{C}?q=nguyen anh", admin).texts("//a[@data-open]") == [w.SIGNER]
    assert "Chưa có chứng thư số nào" in page(f"{C}?q=khong", admin).text


def test_what_ends_soon_stands_first(page, admin, leader) -> None:
    send_key(page, admin, f"can-bo/{leader.pk}", valid_to=timezone.now() + timedelta(days=12, hours=1))
    seen = page(C, admin)
    assert "Sắp hết hạn trong 30 ngày" in seen.text
    assert "Còn 12 ngày" in seen.text
    Certificate.objects.update(valid_to=timezone.now() - timedelta(minutes=1))
    assert "Đã hết hạn" in page(C, admin).text


def test_the_list_costs_the_same_for_one_and_thirty(page, admin, leader, root) -> None:
    def add(number: int) -> None:
        now = timezone.now()
        Certificate.objects.create(
            officer=leader, provider="pkcs12", reference=f"{number}", subject=w.SIGNER, issuer="CA",
            serial=f"{number}", fingerprint=f"{number}", key_kind="RSA 2048", pem="", valid_from=now,
            valid_to=now + timedelta(days=900), added_at=now,
        )  # fmt: skip

    add(0)
    before = page(C, admin).queries
    for number in range(1, 30):
        add(number)
    assert page(C, admin).queries == before <= 12


def test_pictures_are_shown_and_replaced(page, admin, root) -> None:
    owner = f"{C}co-quan/{root.pk}/"
    today = f"{timezone.localdate():%d/%m/%Y}"
    refused = page.post(
        f"{owner}hinh/", {"image": upload(b"GIF", "a.gif"), "valid_from": today}, admin, status=422
    )
    assert any("ảnh PNG" in error for error in refused.errors)
    page.post(f"{owner}hinh/", {"image": upload(w.seal(), "dau.png"), "valid_from": today}, admin)
    seen = page(owner, admin)
    [source] = seen.xpath("//img/@src")
    assert source.startswith("data:image/png;base64,")
    assert SignatureImage.objects.get().agency == root


def test_a_key_elsewhere_is_entered_by_its_certificate(page, admin, leader) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    from congvu.signing.services import dev_ca

    _key, certificate = dev_ca.issue(w.authority(), w.SIGNER)
    url = f"{C}can-bo/{leader.pk}/thiet-bi/"
    assert page(url, admin).xpath("//select[@name='provider']/option/@value") == ["csc"]
    sent = {"provider": "csc", "reference": "thu/khoa-01"}
    refused = page.post(url, sent | {"file": upload(b"x", "a.pem")}, admin, status=422)
    assert any("không phải chứng thư số" in error for error in refused.errors)
    page.post(url, sent | {"file": upload(certificate.public_bytes(Encoding.PEM), "a.pem")}, admin)
    row = Certificate.objects.get()
    assert (row.provider, row.reference) == ("csc", "thu/khoa-01")


def test_certificates_are_retired_and_revoked_with_a_reason(page, admin, leader) -> None:
    send_key(page, admin, f"can-bo/{leader.pk}")
    row = Certificate.objects.get()
    page.post(f"{C}{row.pk}/ngung/", {"reason": ""}, admin, status=422)
    page.post(f"{C}{row.pk}/ngung/", {"reason": "Đổi khóa"}, admin)
    assert "Ngừng dùng" in page(f"{C}can-bo/{leader.pk}/", admin).text
    page.post(f"{C}{row.pk}/thu-hoi/", {"reason": "Lộ khóa"}, admin)
    assert "Bị thu hồi" in page(f"{C}can-bo/{leader.pk}/", admin).text


def test_roots_are_for_the_whole_sites_administrators(page, admin) -> None:
    url = f"{C}goc/moi/"
    sent = {"name": "", "file": upload(w.authority().pem, "goc.pem")}
    page.post(url, sent, admin, status=403)
    Officer.objects.filter(pk=admin.officer.pk).update(is_staff=True)
    sent["file"] = upload(w.authority().pem, "goc.pem")
    page.post(url, sent, admin)
    assert TrustAnchor.objects.get().name == "CA của bài thử"
    assert "CA của bài thử" in page(C, admin).text


def test_outside_the_branch_nothing_is_there(page, admin, client_for) -> None:
    stranger = PostFactory(roles=["leader"]).officer
    other = AgencyFactory()
    for owner in (f"can-bo/{stranger.pk}", f"co-quan/{other.pk}", "kho/1"):
        page(f"{C}{owner}/", admin, status=404)
        page(f"{C}{owner}/khoa/", admin, status=404)
    page(C, client_for("leader"), status=403)
