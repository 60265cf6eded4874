"""The screens of assigned work: lists, the page, acts, giving, statistics; their cost and their refusals."""

from urllib.parse import parse_qs, urlparse

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.assignments import services
from congvu.assignments.messages import Wording
from congvu.assignments.models import Assignment, Report
from congvu.assignments.states import MOVES
from congvu.assignments.tests.world import at, build, day, report
from congvu.common import subjects
from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard
from congvu.desk.views.task_acts import TABLE
from congvu.directory.models import Officer

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def office(db, monday, settings):
    settings.CALENDAR_STAMP_SECONDS = 3600
    return build()


@pytest.fixture
def enter(office, client_for):
    """Return a maker of clients for the people of the office."""
    return lambda name: client_for(Officer.objects.get(pk=getattr(office, name).officer_id))


@pytest.fixture
def act(page):
    """Return a doer: opens the act's screen, fills the form that stands there, sends it."""

    def do(client, one, slug, *, status=302, **typed):
        address = f"/nhiem-vu/{one.pk}/{slug}/"
        form = page(address, client).form()
        return page.post(address, {**form, **typed}, client, status=status)

    return do


def state_of(one):
    return Assignment.objects.get(pk=one.pk).state


def test_every_move_has_an_act_but_giving_parts_which_has_a_form_of_its_own():
    assert {act.action for act in TABLE} == set(MOVES) - {"sub_assign"}
    assert len({act.slug for act in TABLE}) == len({act.url_name for act in TABLE}) == len(TABLE)


def test_the_list_groups_by_urgency_and_filters(office, enter, page, monday):
    for due in ("2026-11-16", "2026-11-17", "2026-12-15", None):
        office.give(lead=office.to_officer(), due_on=day(due) if due else None)
    seen = page("/nhiem-vu/", enter("specialist"))
    assert seen.h1 == "Nhiệm vụ"
    groups = seen.texts("//tr[@class='group']/th")
    assert groups == ["Hôm nay 1", "Sắp đến hạn 1", "Còn hạn 1", "Không thời hạn 1"]
    assert "Giao việc" not in seen.text
    assert "Chờ duyệt" not in seen.text
    monday.move_to(at("2026-11-18 09:00"))
    assert len(page("/nhiem-vu/?nhom=overdue", enter("specialist")).xpath("//tr[@data-row]")) == 2
    assert not page("/nhiem-vu/?tu-khoa=khong+co", enter("specialist")).xpath("//tr[@data-row]")
    assert len(page("/nhiem-vu/?tu-khoa=giai+ngan", enter("specialist")).xpath("//tr[@data-row]")) == 4
    fragment = page.htmx("/nhiem-vu/?nhom=none", enter("specialist"))
    assert len(fragment.xpath("//tr[@data-row]")) == 1


def test_one_row_and_thirty_cost_the_same(office, enter, page):
    client = enter("specialist")
    office.give(lead=office.to_officer())
    page("/nhiem-vu/", client)
    one = page("/nhiem-vu/", client).queries
    for _ in range(29):
        office.give(lead=office.to_officer())
    many = page("/nhiem-vu/", client)
    assert len(many.xpath("//tr[@data-row]")) == 30
    assert many.queries == one <= 7


def test_a_page_costs_the_same_with_many_reports_and_parts(office, enter, page):
    client = enter("head")
    one = office.give()

    def grow(times):
        for _ in range(times):
            services.report_progress(one.pk, report(difficulties="Khó"), actor=office.head)
            services.sub_assign(
                one.pk, [office.draft(lead=office.to_officer(), due_on=day("2026-11-20"))], actor=office.head
            )

    grow(1)
    page(f"/nhiem-vu/{one.pk}/", client)
    few = page(f"/nhiem-vu/{one.pk}/", client).queries
    grow(9)
    many = page(f"/nhiem-vu/{one.pk}/", client)
    assert len(many.xpath("//ul[@class='task-tree']/li")) == 10
    assert many.queries == few <= 16


def test_the_whole_way_from_giving_to_the_end(office, enter, page, act):
    leader, head, specialist = enter("leader"), enter("head"), enter("specialist")
    form = page("/nhiem-vu/giao/", leader).form()
    keys = [office.to_unit().who, office.to_unit(office.culture).who]
    typed = {
        **form, "content": "Tổng hợp báo cáo quý IV", "chu_tri": keys, "phoi_hop": [office.to_school().who],
        "due_on": "20/11/2026", "source_kind": "document", "source_code": "12/TB-UBND",
        "source_on": "13/11/2026",
    }  # fmt: skip
    assert page.post("/nhiem-vu/giao/", typed, leader).location == "/nhiem-vu/?hop=da-giao"
    assert Assignment.objects.count() == 2
    page.post("/nhiem-vu/giao/", typed, leader)  # the same form sent twice
    assert Assignment.objects.count() == 2
    one = Assignment.objects.get(lead_unit=office.office)
    assert one.partners.get().agency_id == office.school.pk

    act(head, one, "giao-con", content="Lấy số liệu", chu_tri=[office.to_officer().who], due_on="18/11/2026")
    part = Assignment.objects.get(parent=one)
    act(specialist, part, "bao-cao", content="Đã có số liệu", percent="40", difficulties="Thiếu số của thuế")
    assert "tiến độ 40%" in page(f"/nhiem-vu/{part.pk}/", specialist).text
    file = SimpleUploadedFile("so-lieu.pdf", PDF, "application/pdf")
    act(specialist, part, "hoan-thanh", content="Xong", uploads=file)
    sent = Report.objects.get(kind="done")
    seen = page(f"/nhiem-vu/{part.pk}/tep/{sent.files.get().file_id}/", head, check=False)
    assert seen.status == 200
    act(head, part, "duyet")
    assert state_of(part) == "ended"
    act(head, one, "hoan-thanh", content="Đã tổng hợp")
    assert "Chờ duyệt" in page("/nhiem-vu/", leader).text
    waiting = page("/nhiem-vu/?hop=cho-duyet", leader)
    assert len(waiting.xpath("//tr[@data-row]")) == 1
    assert "Đã tổng hợp" in page(f"/nhiem-vu/{one.pk}/duyet/", leader).text
    act(leader, one, "duyet", note="Tốt")
    assert state_of(one) == "ended"
    ended = page(f"/nhiem-vu/{one.pk}/", leader)
    assert "Hoàn thành đúng hạn" in ended.text
    assert "Báo cáo hoàn thành" not in [text.strip() for text in ended.texts("//a[@class='btn btn-primary']")]


def test_what_is_wrong_is_said_at_its_field_and_typing_stays(office, enter, page, act):
    leader = enter("leader")
    form = page("/nhiem-vu/giao/", leader).form()
    seen = page.post(
        "/nhiem-vu/giao/", {**form, "content": "Giữ chữ này", "due_on": "20/11/2026"}, leader, status=422
    )
    assert "Hãy chọn ít nhất một đơn vị" in seen.text
    assert "Giữ chữ này" in seen.text
    typed = {**form, "content": "Việc", "chu_tri": [office.to_unit().who], "due_on": "10/11/2026"}
    assert "không được trước hôm nay" in page.post("/nhiem-vu/giao/", typed, leader, status=422).text
    one = office.give()
    seen = act(enter("head"), one, "gia-han", new_due_on="31/12/2026", content="Bận", status=422)
    assert "không quá 30 ngày" in seen.text
    parent = office.give()
    services.sub_assign(
        parent.pk, [office.draft(lead=office.to_officer(), due_on=day("2026-11-20"))], actor=office.head
    )
    seen = act(leader, parent, "dong", reason="Không cần nữa", status=422)
    assert "nhiệm vụ con chưa kết thúc" in seen.text
    act(leader, parent, "dong", reason="Không cần nữa", confirmed="on")
    assert state_of(parent) == "closed"


def test_an_old_page_is_told_who_was_faster(office, enter, page):
    one = office.give()
    address = f"/nhiem-vu/{one.pk}/hoan-thanh/"
    form = page(address, enter("head")).form()
    services.urge(one.pk, "Nhanh lên", actor=office.leader)
    services.report_progress(one.pk, report(), actor=office.specialist)
    seen = page.post(address, {**form, "content": "Xong rồi"}, enter("head"), status=409)
    assert "Lê Văn Hùng" in seen.text
    assert "Xong rồi" in seen.text
    assert page.post(address, seen.form(), enter("head")).location == f"/nhiem-vu/{one.pk}/"


def test_what_cannot_be_done_now_has_no_button_and_no_screen(office, enter, page):
    one = office.give()
    assert f"/nhiem-vu/{one.pk}/duyet/" not in page(f"/nhiem-vu/{one.pk}/", enter("leader")).links()
    page(f"/nhiem-vu/{one.pk}/duyet/", enter("leader"), status=409)
    page(f"/nhiem-vu/{one.pk}/giao-con/", enter("leader"), status=409)
    page(f"/nhiem-vu/{one.pk}/", enter("stranger"), status=404)
    page(f"/nhiem-vu/{one.pk}/bao-cao/", enter("stranger"), status=404)
    page("/nhiem-vu/giao/", enter("specialist"), status=403)
    form = {"version": str(one.version), "reason": "x"}
    page.post(f"/nhiem-vu/{one.pk}/huy/", form, enter("head"), status=409)
    assert state_of(one) == "in_progress"


def test_following_and_transfer_from_the_page(office, enter, page, act):
    one = office.give()
    seen = page(f"/nhiem-vu/{one.pk}/", enter("colleague"))
    address = f"/nhiem-vu/{one.pk}/theo-doi/"
    page.post(address, {"version": str(one.version)}, enter("colleague"))
    assert "Thôi theo dõi" in page(f"/nhiem-vu/{one.pk}/", enter("colleague")).text
    assert "Thôi theo dõi" not in seen.text
    act(enter("leader"), one, "chuyen", lead="Phòng Văn hóa – Xã hội", reason="Đúng chức năng")
    assert state_of(one) == "transferred"
    moved = page(f"/nhiem-vu/{one.pk}/", enter("specialist"))
    assert "Nhận việc" not in moved.text
    page.post(f"/nhiem-vu/{one.pk}/nhan-viec/", {"version": "2"}, enter("culture_head"))
    assert state_of(one) == "in_progress"


def test_each_number_of_the_statistics_leads_to_as_many_rows(office, enter, page, monday):
    office.done(office.give())
    office.give(lead=office.to_officer(), due_on=day("2026-11-17"))
    office.give(lead=office.to_unit(office.culture), due_on=None)
    monday.move_to(at("2026-11-19 09:00"))
    leader = enter("leader")
    for by in ("unit", "agency", "officer", "giver", "source"):
        seen = page(f"/nhiem-vu/thong-ke/?phia=lead&theo={by}&tu=01/11/2026&den=30/11/2026", leader)
        cells = seen.xpath("//table//td/a")
        assert len(cells) > 6
        for cell in cells:
            found = page(cell.get("href"), leader)
            assert len(found.xpath("//tr[@data-row]")) == int(cell.text), (by, cell.get("href"))
    assert parse_qs(urlparse(cells[0].get("href")).query)["tu"] == ["2026-11-01"]
    page("/nhiem-vu/thong-ke/?tu=02/11/2026&den=01/11/2026", leader, status=422)
    assert (
        page("/nhiem-vu/thong-ke/", leader).queries == page("/nhiem-vu/thong-ke/?theo=giver", leader).queries
    )


def test_work_is_given_from_what_the_officer_sees(office, enter, page):
    source = Subject("test.paper", 3)
    shown = SubjectCard(source, "Về việc giải ngân", "7/CV-UBND", "/", day("2026-11-12"), "", "Văn bản đến")
    subjects.register(
        "test.paper", lambda pks, actor: {3: shown} if actor.agency_wide else {}, capability="document.view"
    )
    form = page("/nhiem-vu/giao/?nguon=test.paper:3", enter("leader")).form()
    assert (form["source_code"], form["source_on"], form["subject"]) == (
        "7/CV-UBND",
        "12/11/2026",
        str(source),
    )
    assert page("/nhiem-vu/giao/?nguon=test.paper:3", enter("head")).form()["source_code"] == ""
    page.post("/nhiem-vu/giao/", {**form, "chu_tri": [office.to_unit().who]}, enter("leader"))
    one = Assignment.objects.get()
    assert (one.source_label, one.source_pk) == ("test.paper", 3)
    assert "Về việc giải ngân" in page(f"/nhiem-vu/{one.pk}/", enter("leader")).text


def test_given_work_is_corrected_with_a_reason_and_the_page_shows_what_it_was(
    office, enter, act, page
) -> None:
    one = office.give(partners=(office.to_unit(office.culture),))
    leader = enter("leader")
    form = page(f"/nhiem-vu/{one.pk}/dinh-chinh/", leader).form()
    assert form["partners"] == office.to_unit(office.culture).who
    assert form["content"] == one.content
    act(leader, one, "dinh-chinh", content="Việc đã sửa lời", reason="", status=422)
    act(leader, one, "dinh-chinh", content="Việc đã sửa lời", reason="Ghi thiếu", due_on="30/11/2026")
    seen = page(f"/nhiem-vu/{one.pk}/", enter("head"))
    assert "Việc đã sửa lời" in seen.text
    assert "Rà soát, báo cáo tình hình giải ngân vốn đầu tư công" in seen.texts("//del")[-1]
    assert "Ghi thiếu" in seen.text
    assert "đính chính nhiệm vụ: nội dung, thời hạn" in seen.text
    same = page(f"/nhiem-vu/{one.pk}/dinh-chinh/", leader).form()
    done = page.post(f"/nhiem-vu/{one.pk}/dinh-chinh/", {**same, "reason": "Thử"}, leader, status=422)
    assert "Chưa có gì thay đổi." in done.text
    page(f"/nhiem-vu/{one.pk}/dinh-chinh/", enter("head"), status=409)
    page(f"/nhiem-vu/{one.pk}/sua/", leader, status=409)


def test_a_draft_gets_another_lead_without_a_reason(office, enter, act, page) -> None:
    one = office.give(hidden=True)
    leader = enter("leader")
    act(leader, one, "sua", lead_name="Không có ai", status=422)
    act(leader, one, "sua", lead_name="Phòng Văn hóa – Xã hội", partners=[])
    assert Assignment.objects.get(pk=one.pk).lead_unit == office.culture
    late = page(f"/nhiem-vu/{one.pk}/sua/", leader).form()
    services.edit_assignment(one.pk, Wording("Người khác vừa sửa"), actor=office.leader)
    seen = page.post(f"/nhiem-vu/{one.pk}/sua/", {**late, "content": "Lời của tôi"}, leader, status=409)
    assert "Lời của tôi" in seen.text
    assert "Đỗ Văn Minh" in seen.text
