"""Assigned work in Chromium: by keyboard from the list to a report, both sizes, without scripts."""

import pytest
import time_machine
from playwright.sync_api import expect

from congvu.assignments import services
from congvu.assignments.messages import Origin, ScheduleDraft
from congvu.assignments.models import Assignment, Report
from congvu.assignments.tests.world import at, build, day, report
from congvu.directory.models import Officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(db):
    """A commune in the middle of its work, on Wednesday 18/11/2026."""
    with time_machine.travel(at("2026-11-09 09:00"), tick=False) as clock:
        world = build()
        notice = Origin(
            "document", None, "189/TB-UBND", day("2026-11-06"), "Kết luận về giải ngân vốn đầu tư công"
        )
        given = [
            world.give(lead=world.to_officer(), due_on=day("2026-11-13"), urgency=2, origin=notice,
                       content="Tổng hợp, báo cáo tình hình giải ngân vốn đầu tư công 10 tháng đầu năm"),
            world.give(due_on=day("2026-11-20"), origin=notice, partners=(world.to_unit(world.culture),),
                       content="Rà soát các dự án chậm tiến độ trên địa bàn, đề xuất điều chuyển vốn"),
            world.give(lead=world.to_officer(), due_on=day("2026-11-18"), content="Chuẩn bị họp giao ban"),
            world.give(lead=world.to_unit(world.culture), due_on=day("2026-12-10"), frequency="week",
                       content="Tổ chức Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư"),
            world.give(lead=world.to_officer(), due_on=None, every="month",
                       content="Cập nhật số liệu dân cư vào phần mềm của tỉnh"),
        ]  # fmt: skip
        services.report_progress(
            given[1].pk, report("Đã rà soát 5/8 dự án", percent=60, difficulties="Thiếu hồ sơ"),
            actor=world.specialist,
        )  # fmt: skip
        services.sub_assign(
            given[1].pk, [world.draft(lead=world.to_officer(), content="Lập biểu tổng hợp dự án",
                                      due_on=day("2026-11-19"))], actor=world.head,
        )  # fmt: skip
        services.request_extension(
            given[3].pk, report("Chờ kinh phí", new_due_on=day("2026-12-20")), actor=world.culture_head
        )
        world.done(world.give(content="Trả lời kiến nghị cử tri"))
        clock.move_to(at("2026-11-16 08:00"))
        for hour, what in (
            (8, "Họp giao ban tuần"),
            (8, "Tiếp công dân định kỳ"),
            (14, "Làm việc với Sở Xây dựng"),
        ):
            services.save_item(
                ScheduleDraft(what, at(f"2026-11-18 {hour:02}:00"), at(f"2026-11-18 {hour + 2:02}:00"),
                              place="Phòng họp A" if hour == 8 else "Sở Xây dựng",
                              chair_id=world.leader.officer_id, officer_ids=(world.head.officer_id,),
                              attendees="Trưởng các phòng"), actor=world.registry,
            )  # fmt: skip
        world.given = given
    with time_machine.travel(at("2026-11-18 09:30"), tick=True):
        yield world


@pytest.fixture
def desk(office, browse, client_for):
    """Return an opener of tabs for the people of the office."""

    def open_for(name, address="/nhiem-vu/", **options):
        tab = browse(client_for(Officer.objects.get(pk=getattr(office, name).officer_id)), **options)
        tab.goto(address)
        if options.get("scripts", True):
            tab.wait_for_selector("html[data-ready]")
        return tab

    return open_for


def looked_at(tab, name, shot, axe):
    """Check a screen with axe-core at both sizes, and take its pictures."""
    axe(tab)
    shot(tab, name)
    tab.set_viewport_size({"width": 390, "height": 844})
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390, tab.url
    tab.set_viewport_size({"width": 1366, "height": 768})


def test_every_screen_looks_right_and_is_accessible(desk, office, shot, axe) -> None:
    tab = desk("specialist")
    looked_at(tab, "nhiem-vu", shot, axe)
    tab = desk("head", f"/nhiem-vu/{office.given[1].pk}/")
    looked_at(tab, "nhiem-vu-trang", shot, axe)
    for place, name in (("hoan-thanh/", "nhiem-vu-hoan-thanh"), ("giao-con/", "nhiem-vu-giao-con")):
        tab.goto(f"/nhiem-vu/{office.given[1].pk}/{place}")
        tab.wait_for_selector("html[data-ready]")
        looked_at(tab, name, shot, axe)
    tab = desk("leader", f"/nhiem-vu/{office.given[1].pk}/dinh-chinh/")
    looked_at(tab, "nhiem-vu-dinh-chinh", shot, axe)
    tab.get_by_label("Nội dung nhiệm vụ").fill("Rà soát các dự án chậm tiến độ, đề xuất điều chuyển vốn")
    tab.get_by_label("Lý do đính chính").fill("Ghi thừa phạm vi địa bàn")
    tab.get_by_role("button", name="Đính chính").click()
    tab.wait_for_selector("html[data-ready]")
    looked_at(tab, "nhiem-vu-da-dinh-chinh", shot, axe)
    tab.goto("/nhiem-vu/giao/")
    tab.wait_for_selector("html[data-ready]")
    looked_at(tab, "nhiem-vu-giao", shot, axe)
    for address, name in (
        ("/nhiem-vu/?hop=cho-duyet", "nhiem-vu-cho-duyet"),
        (f"/nhiem-vu/{office.given[3].pk}/duyet/", "nhiem-vu-duyet"),
        ("/nhiem-vu/thong-ke/?phia=given&theo=unit", "nhiem-vu-thong-ke"),
        ("/lich-cong-tac/?tuan=2026-11-16", "lich-cong-tac"),
        ("/lich-cong-tac/them/", "lich-cong-tac-them"),
        ("/lich-cong-tac/dong-bo/", "lich-cong-tac-dong-bo"),
    ):
        tab.goto(address)
        tab.wait_for_selector("html[data-ready]")
        looked_at(tab, name, shot, axe)
    tab.goto("/nhiem-vu/thong-ke/?phia=given&theo=unit&dang=in")
    shot(tab, "nhiem-vu-thong-ke-in")


def test_by_keyboard_from_the_list_to_the_report(desk, office) -> None:
    tab = desk("specialist")
    tab.keyboard.press("j")
    tab.keyboard.press("o")
    tab.wait_for_url(f"**/nhiem-vu/{office.given[0].pk}/")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("1/NV-2026")
    link = tab.get_by_role("link", name="Báo cáo hoàn thành")
    link.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/hoan-thanh/")
    tab.get_by_label("Kết quả thực hiện").focus()
    tab.keyboard.type("Đã gửi báo cáo 45/BC-UBND")
    tab.get_by_role("button", name="Báo cáo hoàn thành").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#toasts")).to_contain_text("chờ duyệt")
    assert Report.objects.filter(assignment=office.given[0], kind="done", state="at_unit").exists()


def test_a_leader_approves_on_a_phone(desk, office) -> None:
    tab = desk("leader", "/nhiem-vu/?hop=cho-duyet", size="390")
    tab.get_by_role("link", name="Tổ chức Ngày hội").click()
    tab.get_by_role("link", name="Duyệt", exact=True).click()
    expect(tab.get_by_text("Chờ kinh phí")).to_be_visible()
    tab.get_by_role("button", name="Duyệt").click()
    expect(tab.locator("#toasts")).to_contain_text("Đã duyệt")
    assert Assignment.objects.get(pk=office.given[3].pk).due_on == day("2026-12-20")


def test_work_is_given_without_scripts(desk, office) -> None:
    tab = desk("leader", "/nhiem-vu/giao/", scripts=False)
    tab.get_by_label("Nội dung nhiệm vụ").fill("Báo cáo công tác phòng cháy")
    tab.get_by_label("Hạn hoàn thành").fill("25/11/2026")
    for summary in ("Văn phòng HĐND và UBND", "Phòng Văn hóa – Xã hội"):
        tab.get_by_label(f"Chủ trì: {summary}").check()
    tab.get_by_role("button", name="Giao việc").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Nhiệm vụ")
    assert Assignment.objects.filter(content="Báo cáo công tác phòng cháy").count() == 2
