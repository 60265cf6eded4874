"""The screens of outgoing documents: boxes, draft, page, acts, files, differences, signing many."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.desk.forms.outgoing import parse_receivers, receivers_text
from congvu.directory.models import Officer
from congvu.documents import services
from congvu.documents.models import OutgoingDocument
from congvu.documents.states.outgoing import State
from congvu.documents.tests.paper import equip, office
from congvu.documents.tests.world import at
from congvu.signing.tests.world import PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db, settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.SIGNING_KEYS_DIR = settings.SIGNING_DIR / "keys"
    settings.SIGNING_SECRETS_DIR = settings.SIGNING_DIR / "secrets"
    settings.SIGNING_TSA_URL, settings.SIGNING_LTV = "", False
    with time_machine.travel(at("2026-11-25 09:00"), tick=False):
        yield equip(office())


@pytest.fixture
def enter(desk, client_for):
    def make(name):
        return client_for(Officer.objects.get(pk=getattr(desk, name).officer_id))

    return make


def form(desk, **changes):
    usual = {
        "kind": "CV", "subject": "báo cáo trật tự xây dựng", "urgency": "0", "confidentiality": "0",
        "medium": "electronic", "signer_id": str(desk.leader.officer_id), "signing_form": "",
        "receivers": "Sở Xây dựng (để thực hiện)\nSở Nội vụ tỉnh khác [H44.10]\nÔng Bé",
        "body": "Ủy ban nhân dân phường báo cáo.\nTrân trọng./.", "copies": "1",
    }  # fmt: skip
    return {**usual, **changes}


def test_boxes(page, enter, desk):
    desk.submitted()
    seen = page("/van-ban-di/", enter("author"))
    assert seen.h1 == "Văn bản đi"
    assert len(seen.xpath("//tr[@data-row]")) == 1
    seen = page("/van-ban-di/?hop=cho-kiem-tra", enter("head"))
    assert len(seen.xpath("//tr[@data-row]")) == 1
    for box in ("dang-soan", "cho-duyet", "cho-ky", "cho-cap-so", "da-phat-hanh", "bi-tra-lai", "la"):
        page(f"/van-ban-di/?hop={box}", enter("registry"))
    seen = page("/van-ban-di/?q=khong-co-gi&loai=QĐ", enter("author"))
    assert "Không có văn bản nào khớp" in seen.text


@pytest.mark.parametrize("many", [1, 12])
def test_a_box_costs_the_same_for_many(page, enter, desk, many):
    for n in range(many):
        desk.drafted(subject=f"việc {n}")
    assert page("/van-ban-di/", enter("author")).queries <= 9


def test_drafting_by_form(page, enter, desk):
    author = enter("author")
    seen = page("/van-ban-di/soan/?loai=QĐ", author)
    assert "Điều 1." in seen.text
    seen = page.post("/van-ban-di/soan/", form(desk), author, status=302)
    document = OutgoingDocument.objects.get()
    assert seen.location == f"/van-ban-di/{document.pk}/"
    assert [one.way for one in document.recipients.all()] == ["inside", "interchange", "paper"]
    seen = page(f"/van-ban-di/{document.pk}/", author)
    assert "Chưa thấy lỗi thể thức" in seen.text
    seen = page(f"/van-ban-di/{document.pk}/soan/", author)
    assert "Sở Xây dựng (để thực hiện)" in seen.text
    changed = form(desk, body="Nội dung mới./.", version=str(document.version), note="sửa")
    page.post(f"/van-ban-di/{document.pk}/soan/", changed, author, status=302)
    seen = page(f"/van-ban-di/{document.pk}/khac/2/", author)
    assert seen.xpath("//ins")
    page(f"/van-ban-di/{document.pk}/khac/9/", author, status=404)
    seen = page.post(f"/van-ban-di/{document.pk}/soan/", changed, author, status=422)
    assert "cập nhật" in seen.text


def test_what_is_missing_is_told_at_its_field(page, enter, desk):
    seen = page.post("/van-ban-di/soan/", form(desk, subject=""), enter("author"), status=422)
    assert any("Trích yếu" in one or "bắt buộc" in one or one for one in seen.errors)
    seen = page.post("/van-ban-di/soan/", form(desk, confidentiality="2"), enter("author"), status=422)
    assert "độ mật" in seen.text
    assert not OutgoingDocument.objects.exists()


def test_the_page_is_shown_before_it_is_saved(page, enter, desk):
    author = enter("author")
    seen = page.htmx("/van-ban-di/xem-truoc/", author, data=form(desk))
    assert "data:image/png;base64," in seen.text or seen.xpath("//img")
    answer = author.post("/van-ban-di/xem-truoc/", form(desk))
    assert answer["Content-Type"] == "application/pdf"
    page.htmx("/van-ban-di/xem-truoc/", author, data=form(desk, subject=""), status=422)
    page.post("/van-ban-di/xem-truoc/", form(desk, medium="x"), author, status=422)
    assert not OutgoingDocument.objects.exists()


def test_the_whole_way_by_screens(page, enter, desk):
    document = desk.drafted()
    steps = [
        ("author", "trinh", {"content": str(desk.head.officer_id), "office": "on"}),
        ("head", "dong-y-noi-dung", {"note": "được"}),
        ("registry", "dat-the-thuc", {}),
        ("leader", "ky", {"code": PASSPHRASE}),
        ("registry", "phat-hanh", {"code": PASSPHRASE}),
    ]
    for who, slug, data in steps:
        client = enter(who)
        address = f"/van-ban-di/{document.pk}/{slug}/"
        page(f"/van-ban-di/{document.pk}/", client)
        page(address, client)
        document.refresh_from_db()
        page.post(address, {"version": str(document.version), **data}, client, status=302)
    document.refresh_from_db()
    assert document.state == State.ISSUED
    seen = page(f"/van-ban-di/{document.pk}/", enter("registry"))
    assert "01/UBND-KT" in seen.text
    for slug in ("thu-hoi", "thay-the", "dinh-chinh", "sao"):
        page(f"/van-ban-di/{document.pk}/{slug}/", enter("registry"))
    data = {"version": str(document.version), "form": "SY", "code": PASSPHRASE}
    page.post(f"/van-ban-di/{document.pk}/sao/", data, enter("registry"), status=302)
    copy = document.document_copies.get()
    answer = enter("registry").get(f"/van-ban-di/{document.pk}/ban-sao/{copy.pk}.pdf")
    assert answer.content.startswith(b"%PDF")
    page.post(f"/van-ban-di/{document.pk}/thu-hoi/", {"version": str(document.version), "reason": "sai"},
              enter("registry"), status=302)  # fmt: skip
    seen = page(f"/van-ban-di/{document.pk}/", enter("registry"))
    assert "chưa trả lời" in seen.text


def test_sending_back_by_screen(page, enter, desk):
    document = desk.submitted()
    address = f"/van-ban-di/{document.pk}/tra-lai/"
    seen = page(address, enter("head"))
    assert "người soạn" in seen.text
    page.post(address, {"version": str(document.version), "reason": ""}, enter("head"), status=422)
    page.post(address, {"version": str(document.version), "reason": "sửa lại"}, enter("head"), status=302)
    seen = page(f"/van-ban-di/{document.pk}/", enter("author"))
    assert "sửa lại" in seen.text


def test_a_wrong_passphrase_is_told_on_the_form(page, enter, desk):
    document = desk.to_sign()
    data = {"version": str(document.version), "code": "sai"}
    answer = enter("leader").post(f"/van-ban-di/{document.pk}/ky/", data)
    assert answer.status_code in {409, 422}
    assert "sai" not in answer.content.decode().split("<main")[1].split('name="code"')[1][:80]
    seen = page(f"/van-ban-di/{document.pk}/", enter("leader"))
    assert "đang giữ số 01/UBND-KT" in seen.text


def test_an_act_that_is_not_offered_is_refused(page, enter, desk):
    document = desk.drafted()
    page(f"/van-ban-di/{document.pk}/phat-hanh/", enter("registry"), status=409)
    page(f"/van-ban-di/{document.pk}/ky/", enter("author"), status=403)


def test_files(enter, desk):
    document = desk.drafted()
    author = enter("author")
    assert author.get(f"/van-ban-di/{document.pk}/van-ban.pdf").content.startswith(b"%PDF")
    assert author.get(f"/van-ban-di/{document.pk}/du-thao.docx").content.startswith(b"PK")
    assert author.get(f"/van-ban-di/{document.pk}/trang/1.png")["Content-Type"] == "image/png"
    assert author.get(f"/van-ban-di/{document.pk}/trang/9.png").status_code == 404


def test_nobody_else_sees_it(page, enter, desk, client_for):
    document = desk.drafted()
    stranger = client_for(Officer.objects.get(pk=desk.world.culture_head.officer_id))
    for tail in ("", "van-ban.pdf", "trang/1.png", "khac/1/"):
        assert stranger.get(f"/van-ban-di/{document.pk}/{tail}").status_code == 404


def test_many_are_signed_at_once(page, enter, desk):
    first, second = desk.to_sign(subject="một"), desk.to_sign(subject="hai")
    leader = enter("leader")
    seen = page("/van-ban-di/?hop=cho-ky", leader)
    assert len(seen.xpath("//input[@name='id']")) == 2
    data = {"id": [str(first.pk), str(second.pk)], "code": PASSPHRASE}
    page.post("/van-ban-di/ky-nhieu/", data, leader, status=302)
    assert set(OutgoingDocument.objects.values_list("state", flat=True)) == {State.NUMBERED}
    page.post("/van-ban-di/ky-nhieu/", {}, leader, status=302)


def test_receivers_are_read_from_lines(desk):
    text = "Sở Xây dựng (b/c)\nPhòng Văn hóa - Xã hội\nSở Y tế [h44.05] (để thực hiện)\nÔng Bé"
    found = parse_receivers(text, desk.author)
    assert [(one.agency_id, one.unit_id, one.agency_code, one.role) for one in found] == [
        (desk.world.department.pk, None, "", "report"),
        (desk.world.commune.pk, desk.world.culture.pk, "", "know"),
        (None, None, "h44.05", "act"),
        (None, None, "", "know"),
    ]
    document = desk.drafted(receivers=found)
    assert parse_receivers(receivers_text(document.recipients.all()), desk.author)[0] == found[0]


def test_a_draft_can_be_given_up(page, enter, desk):
    document = desk.drafted()
    page.post(
        f"/van-ban-di/{document.pk}/huy/", {"version": "1", "reason": "thôi"}, enter("author"), status=302
    )
    assert OutgoingDocument.objects.get().state == State.DROPPED
    services.preview(desk.draft(), actor=desk.author)


def test_files_go_with_a_draft(page, enter, desk):
    document = desk.drafted()
    author, address = enter("author"), f"/van-ban-di/{document.pk}/kem-theo/"
    assert "Chưa kèm tệp nào" in page(f"/van-ban-di/{document.pk}/", author).text
    page(address, author)
    seen = page.post(address, {}, author, status=422)
    assert seen.errors
    files = [SimpleUploadedFile("danh-sach.txt", b"mot"), SimpleUploadedFile("xau.exe", b"MZ")]
    seen = page.post(address, {"uploads": files, "title": "Phụ lục I"}, author, status=422)
    assert "xau.exe" in seen.text
    annex = document.annexes.get()
    assert annex.title == "Phụ lục I"
    assert "Phụ lục I" in page(f"/van-ban-di/{document.pk}/", author).text
    answer = author.get(f"{address}{annex.pk}/")
    assert b"".join(answer.streaming_content) == b"mot"
    assert author.get(f"{address}999/").status_code == 404
    page.post(f"{address}{annex.pk}/bo/", {}, author, status=302)
    assert not document.annexes.exists()
