"""One's own key and picture, and the page that reads the signatures of any PDF in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.signing import services
from congvu.signing.models import Certificate
from congvu.signing.services import dev_ca
from congvu.signing.tests import world as w

pytestmark = pytest.mark.django_db
MINE, CHECK = "/ca-nhan/chu-ky-so/", "/kiem-tra-chu-ky/"


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.SIGNING_KEYS_DIR, settings.SIGNING_SECRETS_DIR = tmp_path / "keys", tmp_path / "secrets"
    settings.SIGNING_TSA_URL, settings.SIGNING_LTV = "", False


@pytest.fixture
def leader(client_for):
    return client_for("leader", full_name=w.SIGNER)


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_an_officer_adds_their_own_key_and_nobody_elses(page, leader, client_for) -> None:
    assert "Chưa có chứng thư số" in page(MINE, leader).text
    sent = {"file": upload(w.key_of("Người Khác"), "a.p12"), "secret": w.PASSPHRASE}
    refused = page.post(f"{MINE}khoa/", sent, leader, status=422)
    assert any("ghi tên “Người Khác”" in error for error in refused.errors)
    sent = {"file": upload(w.key_of(w.SIGNER), "a.p12"), "secret": "sai"}
    refused = page.post(f"{MINE}khoa/", sent, leader, status=422)
    assert any("Mật khẩu tệp khóa không đúng" in error for error in refused.errors)
    assert w.PASSPHRASE not in refused.text
    sent = {"file": upload(w.key_of(w.SIGNER), "a.p12"), "secret": w.PASSPHRASE}
    assert page.post(f"{MINE}khoa/", sent, leader).location == MINE
    seen = page(MINE, leader)
    assert "Đang dùng" in seen.text
    row = Certificate.objects.get()
    assert row.officer_id == leader.officer.pk
    other = client_for("leader")
    page.post(f"{MINE}{row.pk}/ngung/", {}, other, status=403)
    page.post(f"{MINE}{row.pk}/ngung/", {}, leader)
    assert "Ngừng dùng" in page(MINE, leader).text
    assert not Certificate.objects.get().active


def test_a_picture_is_set_and_shown(page, leader) -> None:
    refused = page.post(f"{MINE}hinh/", {"image": upload(b"x", "a.png")}, leader, status=422)
    assert any("ảnh PNG" in error for error in refused.errors)
    page.post(f"{MINE}hinh/", {"image": upload(w.picture(), "a.png")}, leader)
    assert page(MINE, leader).xpath("//img/@src")[0].startswith("data:image/png;base64,")
    assert MINE in page("/ca-nhan/", leader).links().values()


def test_a_signed_file_is_read_in_words(page, client_for) -> None:
    world = w.equipped()
    services.add_anchor(w.authority().pem, actor=w.Actor.system(world.agency.pk))
    reader = client_for("clerk")
    assert CHECK in page(CHECK, reader).xpath("//nav//a/@href")
    issued = w.sign_for_agency(world, w.sign(world, w.paper()).data)
    seen = page.post(CHECK, {"file": upload(issued.data, "quyet-dinh.pdf")}, reader, status=200)
    assert "Cả 2 chữ ký đều hợp lệ" in seen.text
    assert "quyet-dinh.pdf" in seen.text
    assert seen.text.count("Hợp lệ") == 3
    assert "theo giờ máy của người ký" in seen.text
    at = issued.data.index(b"stream") + 30
    changed = issued.data[:at] + bytes([issued.data[at] ^ 255]) + issued.data[at + 1 :]
    seen = page.post(CHECK, {"file": upload(changed, "sua.pdf")}, reader, status=200)
    assert "KHÔNG HỢP LỆ" in seen.text
    assert "NỘI DUNG ĐÃ BỊ THAY ĐỔI" in seen.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Tệp rỗng"),
        (b"<script>alert(1)</script>", "không phải tệp PDF"),
        (b"%PDF-1.7\nhong", "bị hỏng"),
        (None, "không có chữ ký số"),
    ],
)
def test_anything_may_be_uploaded(page, client_for, data, sentence) -> None:
    data = w.paper() if data is None else data
    name = "<b>tep</b>.pdf"
    seen = page.post(CHECK, {"file": upload(data, name)}, client_for("clerk"), status=200)
    assert sentence in seen.text
    assert not seen.xpath("//h2/b")


def test_without_a_file_one_is_asked_for(page, client_for) -> None:
    assert page.post(CHECK, {}, client_for("clerk"), status=422).errors


def test_who_is_not_believed_is_named(page, client_for) -> None:
    world = w.people()
    w.equip_officer(world, by=dev_ca.new_authority("CA lạ"))
    services.add_anchor(w.authority().pem, actor=w.Actor.system(world.agency.pk))
    signed = w.sign(world, w.paper())
    seen = page.post(CHECK, {"file": upload(signed.data, "a.pdf")}, client_for("clerk"), status=200)
    assert "Chưa tin cậy" in seen.text
    assert "CA lạ cấp không thuộc gốc tin cậy" in seen.text
