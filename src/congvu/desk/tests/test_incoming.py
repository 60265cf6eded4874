"""The registry's and the leaders' screens of incoming documents, page by page."""

import io
from uuid import uuid4

import pypdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.directory.models import Officer
from congvu.documents.messages import Addressee, Registration
from congvu.documents.models import FavouriteGroup, IncomingDocument
from congvu.documents.services import direct, present, register_incoming, save_group
from congvu.documents.tests.corpus.as_pdf import pdf
from congvu.documents.tests.corpus.texts_a import TEXTS
from congvu.documents.tests.world import World, at, build

LETTER = """ỦY BAN NHÂN DÂN
THÀNH PHỐ ĐỒNG NAI
SỞ XÂY DỰNG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 1254/SXD-QLXD
V/v báo cáo trật tự xây dựng quý IV năm 2026

Đồng Nai, ngày 23 tháng 11 năm 2026

Kính gửi: Ủy ban nhân dân các xã, phường.

Sở Xây dựng đề nghị Ủy ban nhân dân các xã, phường báo cáo tình hình trật tự xây dựng trước ngày 05/12/2026./.

Nơi nhận:
- Như trên;
- Lưu: VT, QLXD.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

Lê Hồng Phong
"""


@pytest.fixture
def world(db, settings):
    settings.CALENDAR_STAMP_SECONDS = 3600
    with time_machine.travel(at("2026-11-25 09:00"), tick=False):
        yield build()


@pytest.fixture
def login(world, client_for):
    def make(name):
        return client_for(Officer.objects.get(pk=getattr(world, name).officer_id))

    return make


def upload(name: str = "cong-van.txt", data: bytes = LETTER.encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def registered(world: World, **facts) -> IncomingDocument:
    document = world.arrived(facts=facts)
    return register_incoming(document.pk, Registration(world.book.pk), actor=world.registry)


def send_form(seen, name: str) -> dict[str, str]:
    """Return what the browser would send with the form that has a field `name`."""
    forms = [seen.form(index) for index in range(len(seen.xpath("//main//form[@method='post']")))]
    return next(form for form in forms if name in form)


def taken_in(page, clerk, name: str, data: bytes, origin: str = "file") -> IncomingDocument:
    sent = {"origin": origin, "main": upload(name, data), "key": str(uuid4())}
    page.post("/van-ban-den/nhap/", sent, clerk, status=302)
    return IncomingDocument.objects.latest("pk")


def given(world: World, **facts) -> IncomingDocument:
    """Return a document presented to the leader."""
    document = registered(world, **facts)
    leader = Addressee(world.leader.unit_id or 0, world.leader.officer_id)
    present(document.pk, [leader], text="Kính trình", actor=world.registry)
    document.refresh_from_db()
    return document


def test_a_file_is_taken_in_read_confirmed_and_registered(page, login, world) -> None:
    clerk = login("registry")
    page("/van-ban-den/nhap/", clerk)
    document = taken_in(page, clerk, "cong-van.txt", LETTER.encode())
    seen = page(f"/van-ban-den/{document.pk}/vao-so/", clerk)
    assert "Đọc rõ" in seen.text
    assert seen.xpath("//mark[@id='o-number']")
    data = send_form(seen, "book")
    assert (data["number"], data["notation"], data["issued_on"]) == ("1254", "SXD-QLXD", "23/11/2026")
    assert data["signer_name"] == "Lê Hồng Phong"
    assert data["issuer_name"] == "Sở Xây dựng"  # as the directory writes it, not in capitals
    document.refresh_from_db()
    assert document.number == ""
    done = page.post(f"/van-ban-den/{document.pk}/vao-so/", data, clerk, status=302)
    assert done.location == f"/van-ban-den/{document.pk}/trinh/"
    document.refresh_from_db()
    assert (document.code, document.arrival_number) == ("1254/SXD-QLXD", 1)
    assert document.issuer == world.department
    page(f"/van-ban-den/{document.pk}/trinh/", clerk)
    page(f"/van-ban-den/{document.pk}/sua/", clerk)


def test_a_pdf_stands_beside_the_form_with_its_marks(page, login, world) -> None:
    clerk = login("registry")
    document = taken_in(page, clerk, "quyet-dinh.pdf", pdf(TEXTS[1]), "email")
    seen = page(f"/van-ban-den/{document.pk}/vao-so/", clerk)
    assert seen.xpath("//*[local-name()='rect'][@data-mark='number']")
    assert seen.queries <= 30
    address = f"/van-ban-den/{document.pk}/tep/{document.files.get().file_id}/"
    picture = clerk.get(f"{address}trang/1.png")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert clerk.get(f"{address}trang/1.png", headers={"If-None-Match": picture["ETag"]}).status_code == 304
    assert clerk.get(f"{address}trang/9.png").status_code == 404
    assert clerk.get(address).status_code == 200
    stranger = login("stranger")
    assert stranger.get(f"{address}trang/1.png").status_code == 404
    assert stranger.get(address).status_code == 404
    assert page.post(f"/van-ban-den/{document.pk}/doc/", {}, clerk, status=302).location.endswith("/vao-so/")


def test_what_cannot_be_read_is_said_and_entered_by_hand(page, login, world) -> None:
    clerk = login("registry")
    document = taken_in(page, clerk, "trang.txt", b"  \n \n")
    seen = page(f"/van-ban-den/{document.pk}/vao-so/", clerk)
    assert "không có chữ nào" in seen.text
    page.post("/van-ban-den/nhap/", {"origin": "email", "key": str(uuid4())}, clerk, status=422)
    page.post(
        "/van-ban-den/nhap/",
        {"origin": "email", "main": upload("x.pdf", b"<html><body>x</body></html>"), "key": str(uuid4())},
        clerk,
        status=422,
    )
    assert IncomingDocument.objects.count() == 1


def test_the_clerk_is_told_of_a_twin_a_faster_colleague_and_a_late_one(page, login, world) -> None:
    clerk = login("registry")
    first = registered(world)
    second = world.arrived()
    seen = page(f"/van-ban-den/{second.pk}/vao-so/", clerk)
    assert "Có thể trùng với" in seen.text
    data = send_form(seen, "book")
    seen = page.post(f"/van-ban-den/{second.pk}/vao-so/", data, clerk, status=409)
    assert "đã được Vũ Thị Mai tiếp nhận" in seen.text
    assert "despite" in send_form(seen, "book")
    seen = page(f"/van-ban-den/{second.pk}/noi-trung/", clerk)
    done = page.post(
        f"/van-ban-den/{second.pk}/noi-trung/", {**seen.form(), "other_id": str(first.pk)}, clerk, status=302
    )
    assert done.location == f"/van-ban-den/{second.pk}/"
    third = world.arrived(facts={"number": "7"})
    data = send_form(page(f"/van-ban-den/{third.pk}/vao-so/", clerk), "book")
    register_incoming(third.pk, Registration(world.book.pk), actor=world.second_registry)
    done = page.post(f"/van-ban-den/{third.pk}/vao-so/", data, clerk, status=302)
    assert "Ngô Thị Cúc tiếp nhận lúc 09:00 25/11/2026, số đến 2" in page(done.location, clerk).text


def test_registering_goes_on_to_the_next_document_that_waits(page, login, world) -> None:
    clerk = login("registry")
    first, second = (world.arrived(facts={"number": str(no)}) for no in (1, 2))
    data = send_form(page(f"/van-ban-den/{first.pk}/vao-so/", clerk), "book")
    done = page.post(f"/van-ban-den/{first.pk}/vao-so/", {**data, "tiep": "1"}, clerk, status=302)
    assert done.location == f"/van-ban-den/{second.pk}/vao-so/"
    data = send_form(page(done.location, clerk), "book")
    done = page.post(f"/van-ban-den/{second.pk}/vao-so/", {**data, "tiep": "1"}, clerk, status=302)
    assert done.location == "/van-ban-den/"
    wrong = world.arrived(facts={"number": "3"})
    data = send_form(page(f"/van-ban-den/{wrong.pk}/vao-so/", clerk), "book")
    seen = page.post(
        f"/van-ban-den/{wrong.pk}/vao-so/", {**data, "arrived_on": "22/11/2026"}, clerk, status=422
    )
    assert any("trước ngày ban hành" in error for error in seen.errors)


@pytest.mark.parametrize("many", [1, 30])
def test_a_box_costs_the_same_for_one_and_for_thirty(page, login, world, many) -> None:
    clerk = login("registry")
    for number in range(many):
        world.arrived(facts={"number": str(number + 1)})
    page("/van-ban-den/", clerk)
    seen = page("/van-ban-den/", clerk)
    assert len(seen.xpath("//tr[@data-row]")) == many
    assert seen.queries <= 7


def test_boxes_show_each_officer_what_is_theirs(page, login, world) -> None:
    document = given(world)
    leader = login("leader")
    seen = page("/van-ban-den/", leader)
    assert seen.texts("//tr[@data-row]//a[@data-open]") == ["1254/SXD-QLXD"]
    assert page("/van-ban-den/?hop=tat-ca&trang-thai=processing&tu-khoa=trat+tu", leader).xpath(
        "//tr[@data-row]"
    )
    assert not page("/van-ban-den/?hop=tat-ca&tu-khoa=khong+co", leader).xpath("//tr[@data-row]")
    page.htmx("/van-ban-den/?hop=tat-ca&khan=1", leader)
    for box in (
        "cho-tiep-nhan",
        "cho-trinh",
        "cho-xu-ly",
        "de-biet",
        "de-nghi-tra-lai",
        "da-xu-ly",
        "da-tra-lai",
    ):
        page(f"/van-ban-den/?hop={box}", login("registry"))
    assert login("stranger").get(f"/van-ban-den/{document.pk}/").status_code == 404


def test_a_leader_directs_with_a_group_in_one_press(page, login, world) -> None:
    document = given(world)
    save_group(
        "Xây dựng",
        [Addressee(world.land.pk), Addressee(world.culture.pk, role="cooperate")],
        text="Phòng Kinh tế chủ trì tham mưu",
        actor=world.leader,
    )
    leader = login("leader")
    seen = page(f"/van-ban-den/{document.pk}/", leader)
    quick = send_form(seen, "due_on")
    group = FavouriteGroup.objects.get()
    page.post(
        f"/van-ban-den/{document.pk}/chuyen-nhanh/",
        {**quick, "nhom": str(group.pk), "due_on": "30/11/2026"},
        leader,
        status=302,
    )
    made = document.directions.get(kind="direction")
    assert (made.text, made.due_at) == ("Phòng Kinh tế chủ trì tham mưu", at("2026-11-30 17:00"))
    assert made.lines.count() == 2
    seen = page(f"/van-ban-den/{document.pk}/", leader)
    assert "Phòng Kinh tế, Hạ tầng và Đô thị" in seen.text
    again = page.post(
        f"/van-ban-den/{document.pk}/chuyen-nhanh/", {**quick, "nhom": str(group.pk)}, leader, status=302
    )
    assert "vừa được Đỗ Văn Minh cập nhật" in page(again.location, leader).text


def test_units_and_officers_work_through_their_pages(page, login, world) -> None:
    document = given(world)
    leader, head, specialist = login("leader"), login("head"), login("specialist")
    address = f"/van-ban-den/{document.pk}/chi-dao/"
    data = page(address, leader).form()
    seen = page.post(address, data, leader, status=422)
    assert seen.errors
    data |= {"text": "Giao phòng", f"to-{world.land.pk}-0": "lead", "due_on": "01/12/2026"}
    page.post(address, data, leader, status=302)
    line = document.lines.get(unit=world.land)
    page.post(
        f"/van-ban-den/dong/{line.pk}/tiep-nhan/",
        page(f"/van-ban-den/dong/{line.pk}/tiep-nhan/", head).form(),
        head,
        status=302,
    )
    data = page(f"/van-ban-den/dong/{line.pk}/chuyen/", head).form()
    data |= {f"to-{world.land.pk}-{world.specialist.officer_id}": "lead"}
    page.post(f"/van-ban-den/dong/{line.pk}/chuyen/", data, head, status=302)
    mine = document.lines.get(officer_id=world.specialist.officer_id)
    page(f"/van-ban-den/{document.pk}/", specialist)
    data = page(f"/van-ban-den/dong/{mine.pk}/hoan-thanh/", specialist).form()
    seen = page.post(
        f"/van-ban-den/dong/{mine.pk}/hoan-thanh/", {**data, "reply": "999/XX"}, specialist, status=422
    )
    assert any("Không tìm thấy" in error for error in seen.errors)
    page.post(
        f"/van-ban-den/dong/{mine.pk}/hoan-thanh/", {**data, "result": "Đã báo cáo"}, specialist, status=302
    )
    document.refresh_from_db()
    assert document.state == "done"
    seen = page(f"/van-ban-den/dong/{mine.pk}/hoan-thanh/", specialist, status=409)
    assert "Hiện không thể" in seen.text


def test_a_stale_form_keeps_what_was_typed(page, login, world) -> None:
    document = given(world)
    leader = login("leader")
    address = f"/van-ban-den/{document.pk}/chi-dao/"
    data = page(address, leader).form() | {"text": "Chữ đã gõ", f"to-{world.land.pk}-0": "lead"}
    direct(document.pk, text="Ý kiến khác", actor=world.deputy)
    seen = page.post(address, data, leader, status=409)
    again = seen.form()
    assert (again["text"], again[f"to-{world.land.pk}-0"]) == ("Chữ đã gõ", "lead")
    page.post(address, again, leader, status=302)


def test_many_are_directed_and_registered_at_once(page, login, world) -> None:
    clerk, leader = login("registry"), login("leader")
    waiting = [world.arrived(facts={"number": str(no)}) for no in (1, 2)]
    chosen = "&".join(f"chon={one.pk}.{one.version}" for one in waiting)
    data = page(f"/van-ban-den/nhieu/?viec=register&{chosen}", clerk).form()
    seen = page.post("/van-ban-den/nhieu/vao-so/", data, clerk, status=200)
    assert "Số đến 2" in seen.text
    documents = list(IncomingDocument.objects.order_by("pk"))
    for document in documents:
        present(
            document.pk, [Addressee(world.leader.unit_id or 0, world.leader.officer_id)], actor=world.registry
        )
        document.refresh_from_db()
    chosen = "&".join(f"chon={one.pk}.{one.version}" for one in documents)
    data = page(f"/van-ban-den/nhieu/?viec=direct&{chosen}", leader).form()
    page.post("/van-ban-den/nhieu/chi-dao/", data, leader, status=422)
    data |= {"text": "Giao phòng", f"to-{world.land.pk}-0": "lead"}
    seen = page.post("/van-ban-den/nhieu/chi-dao/", data, leader, status=200)
    assert seen.text.count("Đã cho ý kiến") == 2
    assert page("/van-ban-den/nhieu/", leader, status=302).location == "/van-ban-den/"


def test_groups_are_kept_and_forgotten(page, login, world) -> None:
    leader = login("leader")
    data = page("/van-ban-den/nhom/", leader).form()
    page.post("/van-ban-den/nhom/", {**data, "name": "Nhóm"}, leader, status=422)
    data |= {"name": "Nhóm A", f"to-{world.land.pk}-0": "lead"}
    page.post("/van-ban-den/nhom/", data, leader, status=302)
    group = FavouriteGroup.objects.get()
    page("/van-ban-den/nhom/", leader)
    page.post(f"/van-ban-den/nhom/{group.pk}/xoa/", {}, leader, status=302)
    assert not FavouriteGroup.objects.exists()


def test_stamp_slip_and_registers_are_printed(page, login, world) -> None:
    clerk = login("registry")
    document = taken_in(page, clerk, "quyet-dinh.pdf", pdf(TEXTS[1]))
    facts = world.facts(subject="Trích yếu để in")
    register_incoming(document.pk, Registration(world.book.pk, facts=facts), actor=world.registry)
    given(world, number="9")
    for form in ("dau-den", "phieu-giai-quyet", "ban-co-dau"):
        sent = clerk.get(f"/van-ban-den/{document.pk}/in/{form}.pdf")
        assert sent["Content-Type"] == "application/pdf"
        assert len(pypdf.PdfReader(io.BytesIO(sent.content)).pages) >= 1
    stamp = pypdf.PdfReader(
        io.BytesIO(clerk.get(f"/van-ban-den/{document.pk}/in/dau-den.pdf").content)
    ).pages[0]
    assert (
        round(float(stamp.mediabox.width) / 72 * 25.4),
        round(float(stamp.mediabox.height) / 72 * 25.4),
    ) == (50, 35)
    page("/so-van-ban/", clerk)
    book = clerk.get(f"/so-van-ban/{world.book.pk}/?dang=pdf")
    text = "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(book.content)).pages)
    for words in ("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "Tên loại và trích yếu", "Trích yếu để in", "Từ số 1 đến số 2"):
        assert words in text
    for kind in ("xlsx", "pl6"):
        assert clerk.get(f"/so-van-ban/{world.book.pk}/?dang={kind}").status_code == 200
    page(f"/so-van-ban/{world.book.pk}/?tu_so=5&den_so=2", clerk, status=422)
    page.post(f"/so-van-ban/{world.book.pk}/khoa/", {}, clerk, status=302)
    closed = clerk.get(f"/so-van-ban/{world.book.pk}/?dang=pdf")
    last = pypdf.PdfReader(io.BytesIO(closed.content)).pages[-1].extract_text()
    assert "PHẦN KẾT THÚC" in last
    assert "có 2 văn bản, 0 số hủy" in last
    page.post("/so-van-ban/mo/", {"nam": "2027"}, clerk, status=302)


def test_two_leads_for_many_are_told_at_the_field_and_the_typing_stays(page, login, world) -> None:
    document = given(world)
    leader = login("leader")
    where = f"/van-ban-den/nhieu/?viec=direct&chon={document.pk}.{document.version}"
    data = {**page(where, leader).form(), "text": "Cùng chủ trì"}
    two = {f"to-{unit.pk}-0": "lead" for unit in (world.land, world.culture)}
    seen = page.post("/van-ban-den/nhieu/chi-dao/", {**data, **two}, leader, status=422)
    assert any("chỉ có một nơi chủ trì" in error for error in seen.errors)
    assert "Cùng chủ trì" in seen.text
    assert document.lines.count() == 1
