"""The screens of case files: list, page, acts, catalogue, hand-over, filing from other pages."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.casefiles import services
from congvu.casefiles.models import CaseFile, CaseItem, Catalogue, Handover
from congvu.casefiles.tests.world import NOW, build, pdf_of
from congvu.directory.models import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CALENDAR_STAMP_SECONDS = 3600
    with time_machine.travel(NOW, tick=False):
        yield build()


@pytest.fixture
def login(office, client_for):
    def make(name):
        return client_for(Officer.objects.get(pk=getattr(office, name).officer_id))

    return make


def test_the_list_shows_what_one_may_see(page, office, login):
    case_file = office.opened()
    seen = page("/ho-so-cong-viec/", login("keeper"))
    assert case_file.title in seen.text
    assert "Đang lập" in seen.text
    assert case_file.title not in page("/ho-so-cong-viec/", login("stranger")).text
    assert case_file.title not in page("/ho-so-cong-viec/?hop=due", login("keeper")).text
    assert case_file.title in page("/ho-so-cong-viec/?q=nang+bac", login("keeper")).text
    assert "không khớp" not in page("/ho-so-cong-viec/?q=khong-co", login("keeper")).text
    page("/ho-so-cong-viec/?nam=abc", login("keeper"), status=422)


def test_the_list_costs_the_same_for_one_and_for_thirty(page, office, login):
    client = login("keeper")
    office.opened()
    page("/ho-so-cong-viec/", client)
    few = page("/ho-so-cong-viec/", client).queries
    for number in range(2, 34):
        office.opened(notation=f"{number:02}")
    many = page("/ho-so-cong-viec/", client)
    assert many.queries == few <= 6
    older = many.links()["Cũ hơn"]
    assert "01.TCCB" in page(f"/ho-so-cong-viec/{older}", client).text


def test_late_ones_are_marked(page, office, login):
    office.closed()
    with time_machine.travel("2027-07-02 09:00+07:00", tick=False):
        assert "Quá hạn" in page("/ho-so-cong-viec/?hop=due", login("keeper")).text


def test_opening_beside_the_catalogue(page, office, login):
    client = login("keeper")
    form = page("/ho-so-cong-viec/mo/", client).form()
    seen = page.post("/ho-so-cong-viec/mo/", {**form, "title": "Việc đột xuất"}, client, status=422)
    assert seen.errors
    typed = {**form, "title": "Việc đột xuất", "notation": "31.VP", "retention": "06"}
    page.post("/ho-so-cong-viec/mo/", typed, client, status=302)
    assert CaseFile.objects.get().notation == "31.VP"


def test_the_page_of_a_case_file(page, office, login):
    case_file = office.opened()
    file = office.paper("x")
    item = office.filed(case_file, 1, files=[(file.name, file.pk, "")])
    gone = office.filed(case_file, 2)
    services.remove_item(gone.pk, actor=office.keeper, reason="Bản nháp")
    address = f"/ho-so-cong-viec/{case_file.pk}/"
    seen = page(address, login("keeper"))
    for words in (case_file.code, item.summary, "Bản nháp", "Kết thúc hồ sơ", "Vĩnh viễn"):
        assert words in seen.text
    assert seen.queries <= 20
    page(address, login("neighbour"), status=404)
    page(address, login("stranger"), status=404)
    assert "Không có văn bản nào khớp" in page(f"{address}?q=khac", login("keeper")).text
    response = login("keeper").get(f"{address}tep/{file.pk}/")
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert login("stranger").get(f"{address}tep/{file.pk}/").status_code == 404
    other = office.paper("y")
    assert login("keeper").get(f"{address}tep/{other.pk}/").status_code == 404


def test_the_page_costs_the_same_for_one_and_for_many_documents(page, office, login):
    case_file = office.opened()
    client = login("keeper")
    address = f"/ho-so-cong-viec/{case_file.pk}/"
    office.filed(case_file, 1)
    page(address, client)
    few = page(address, client).queries
    for pk in range(2, 22):
        office.filed(case_file, pk)
    assert page(address, client).queries == few


def test_adding_a_document_with_its_file(page, office, login):
    case_file = office.opened()
    client = login("keeper")
    address = f"/ho-so-cong-viec/{case_file.pk}/them-van-ban/"
    form = page(address, client).form()
    typed = {**form, "title": "Báo cáo quý I", "type_name": "Báo cáo", "on": "31/03/2026"}
    upload = SimpleUploadedFile("bao-cao.pdf", pdf_of(3), "application/pdf")
    page.post(address, {**typed, "uploads": upload}, client, status=302)
    item = CaseItem.objects.get()
    assert (item.pages, item.files.get().name) == (3, "bao-cao.pdf")
    bad = SimpleUploadedFile("x.exe", b"MZ" + b"\0" * 100)
    form = page(address, client).form()
    seen = page.post(address, {**typed, "version": form["version"], "uploads": bad}, client, status=422)
    assert ".exe" in seen.text
    assert CaseItem.objects.count() == 1


def test_somebody_elses_change_is_a_conflict(page, office, login):
    case_file = office.opened()
    client = login("keeper")
    address = f"/ho-so-cong-viec/{case_file.pk}/sua/"
    form = page(address, client).form()
    office.filed(case_file, 1)
    page.post(address, {**form, "title": "Khác"}, client, status=409)
    assert CaseFile.objects.get().title != "Khác"


def test_closing_shows_the_checklist_first(page, office, login):
    case_file = office.opened()
    item = office.filed(case_file, 1, pages=0)
    client = login("keeper")
    address = f"/ho-so-cong-viec/{case_file.pk}/ket-thuc/"
    seen = page(address, client)
    assert "Chưa ghi số trang" in seen.text
    typed = {**seen.form(), "ended_on": "30/06/2026"}
    assert "Chưa kết thúc được" in page.post(address, typed, client, status=422).text
    describe = f"/ho-so-cong-viec/van-ban/{item.pk}/bien-muc/"
    page.post(describe, {**page(describe, client).form(), "pages": "4"}, client, status=302)
    typed = {**page(address, client).form(), "ended_on": "30/06/2026"}
    page.post(address, typed, client, status=302)
    done = CaseFile.objects.get()
    assert (done.state, done.page_total, done.due_on) == ("closed", 4, date(2027, 6, 30))


def test_moving_and_removing_documents(page, office, login):
    here, there = office.opened(), office.opened(notation="02")
    one, two = office.filed(here, 1), office.filed(here, 2)
    client = login("keeper")
    address = f"/ho-so-cong-viec/van-ban/{one.pk}/chuyen/"
    form = page(address, client).form()
    page.post(address, {**form, "to_id": str(there.pk), "reason": "Nhầm"}, client, status=302)
    assert there.items.get().summary == one.summary
    address = f"/ho-so-cong-viec/van-ban/{two.pk}/loai/"
    page.post(address, {**page(address, client).form(), "reason": ""}, client, status=422)
    page.post(address, {**page(address, client).form(), "reason": "Trùng"}, client, status=302)
    page(address, client, status=404)


def test_a_rule_is_set_from_the_page(page, office, login):
    case_file = office.opened()
    client = login("keeper")
    address = f"/ho-so-cong-viec/{case_file.pk}/quy-tac/"
    form = page(address, client).form()
    typed = {**form, "subject_label": "dossiers.dossier", "match": "procedure", "value": "1.001193"}
    page.post(address, typed, client, status=302)
    assert "1.001193" in page(f"/ho-so-cong-viec/{case_file.pk}/", client).text


def test_from_the_catalogue_to_the_archive(page, office, login):
    keeper, archivist = login("keeper"), login("archivist")
    assert "01.TCCB" in page("/ho-so-cong-viec/danh-muc/", keeper).text
    page.post(f"/ho-so-cong-viec/danh-muc/2026/dong/{office.entry.pk}/mo/", {}, keeper, status=302)
    case_file = CaseFile.objects.get()
    office.filed(case_file, 1)
    services.close_case_file(case_file.pk, actor=office.keeper)
    assert case_file.title in page("/ho-so-cong-viec/nop-luu/", keeper).text
    page.post("/ho-so-cong-viec/nop-luu/de-nghi/", {}, keeper, status=422)
    page.post("/ho-so-cong-viec/nop-luu/de-nghi/", {"chon": [case_file.pk]}, keeper, status=302)
    handover = Handover.objects.get()
    address = f"/ho-so-cong-viec/nop-luu/{handover.pk}/"
    assert "Ghi kết quả kiểm tra" not in page(address, keeper).text
    assert "Ghi kết quả kiểm tra" in page(address, archivist).text
    line = handover.lines.get()
    page.post(f"{address}kiem-tra/", {f"ket_qua_{line.pk}": "good"}, archivist, status=302)
    page.post(f"{address}nhan/", {}, archivist, status=302)
    pack = f"/ho-so-cong-viec/{case_file.pk}/luu-tru/"
    page.post(pack, page(pack, archivist).form(), archivist, status=302)
    case_file.refresh_from_db()
    assert case_file.state == "archived"
    package = case_file.packages.get()
    response = archivist.get(f"/ho-so-cong-viec/{case_file.pk}/tep/{package.stored_id}/")
    assert zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).testzip() is None
    assert "Đạt" in page(f"/ho-so-cong-viec/{case_file.pk}/", archivist).text
    page(address, login("stranger"), status=404)
    page(address, login("neighbour"), status=404)


def test_returning_needs_a_reason(page, office, login):
    handover = services.propose_handover([office.closed().pk], actor=office.keeper)
    address = f"/ho-so-cong-viec/nop-luu/{handover.pk}/"
    page.post(f"{address}tra-lai/", {"reason": ""}, login("archivist"), status=422)
    page.post(f"{address}tra-lai/", {"reason": "Thiếu"}, login("archivist"), status=302)
    assert "Thiếu" in page(address, login("keeper")).text
    assert str(handover) in page("/ho-so-cong-viec/nop-luu/?hop=xong", login("keeper")).text


def test_next_years_catalogue_is_drafted_written_and_issued(page, office, login):
    archivist, leader = login("archivist"), login("leader")
    base = "/ho-so-cong-viec/danh-muc/2027/"
    assert "chưa lập" in page(base, archivist).text
    page.post(f"{base}lap/", {}, archivist, status=302)
    form = page(f"{base}dong/", archivist).form()
    heading = Catalogue.objects.get(year=2027).entries.get(is_heading=True)
    typed = {**form, "kind": "file", "parent_id": str(heading.pk), "title": "Hồ sơ mới", "retention": "06"}
    page.post(f"{base}dong/", typed, archivist, status=302)
    seen = page(base, archivist)
    assert "02.TCCB" in seen.text
    entry = Catalogue.objects.get(year=2027).entries.get(notation="02.TCCB")
    page(f"{base}dong/{entry.pk}/", archivist)
    page.post(f"{base}dong/{entry.pk}/bo/", {}, archivist, status=302)
    page.post(f"{base}ban-hanh/", {"decision_no": ""}, leader, status=422)
    form = page(f"{base}ban-hanh/", leader).form()
    page.post(f"{base}ban-hanh/", {**form, "decision_no": "01/QĐ-UBND"}, leader, status=302)
    page.post(f"{base}khoa/", {}, archivist, status=302)
    assert Catalogue.objects.get(year=2027).state == "closed"


def test_tables_carry_the_names_of_the_decree(office, login):
    case_file = office.closed()
    handover = services.propose_handover([case_file.pk], actor=office.keeper)
    client = login("keeper")
    for address, first, cell in (
        (f"/ho-so-cong-viec/{case_file.pk}/muc-luc.xlsx", "FileCode", case_file.code),
        (f"/ho-so-cong-viec/nop-luu/{handover.pk}/in/xlsx/", "FileCode", case_file.code),
        ("/ho-so-cong-viec/danh-muc/2026/danh-muc.xlsx", "FileNotation", None),
    ):
        book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content)))
        sheet = book.active
        assert sheet.cell(2, 1).value == first
        assert sheet.cell(3, 1).value == cell
    names = [cell.value for cell in sheet[2]]
    assert names == ["FileNotation", "Title", "Maintenance", "Creator", "Description"]


@pytest.mark.parametrize("form", ["bien-ban", "muc-luc"])
def test_forms_are_printed(office, login, form):
    handover = services.propose_handover([office.closed().pk], actor=office.keeper)
    seen = login("keeper").get(f"/ho-so-cong-viec/nop-luu/{handover.pk}/in/{form}/")
    assert seen.content.startswith(b"%PDF")
    assert login("keeper").get(f"/ho-so-cong-viec/nop-luu/{handover.pk}/in/khac/").status_code == 404
    assert login("keeper").get("/ho-so-cong-viec/danh-muc/2026/danh-muc.pdf").content.startswith(b"%PDF")


def test_another_page_files_its_thing(page, office, login):
    case_file, other = office.opened(), office.opened(notation="02")
    client = login("keeper")
    address = f"/ho-so-cong-viec/dua-vao/casefiles.casefile/{other.pk}/"
    form = page(address, client).form()
    page.post(address, {**form, "case_file_id": str(case_file.pk)}, client, status=302)
    item = case_file.items.get()
    assert (item.summary, item.subject_pk) == (other.title, other.pk)
    assert "Đã ở trong hồ sơ" in page(address, client).text
    page.post(address, {**form, "case_file_id": str(case_file.pk)}, client, status=302)
    assert case_file.items.count() == 1
    page(f"/ho-so-cong-viec/dua-vao/casefiles.casefile/{other.pk}/", login("neighbour"), status=404)
    page("/ho-so-cong-viec/dua-vao/khong.co/1/", client, status=404)
