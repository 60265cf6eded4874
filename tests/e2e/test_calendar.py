"""The calendar screens in a browser: both sizes, accessible, by keyboard, without scripts."""

import pytest
from playwright.sync_api import expect

from congvu.calendars import services
from congvu.calendars.models import SpecialDay
from congvu.directory.messages import Actor
from congvu.directory.tests.factories import UnitFactory

YEAR = "/quan-tri/lich/?nam=2026&lich=chung"
SCREENS = {
    "lich-nam": YEAR,
    "lich-gio": "/quan-tri/lich/gio/",
    "lich-quy-tac": "/quan-tri/lich/quy-tac/",
    "lich-mot-quy-tac": "/quan-tri/lich/quy-tac/handover.cutoff/",
    "lich-nhap": "/quan-tri/lich/nhap/",
}


@pytest.fixture
def administrator(client_for):
    client = client_for("administrator", unit=UnitFactory())
    services.seed(actor=Actor.system(client.actor.agency_id))
    return client


@pytest.mark.parametrize("name", SCREENS)
def test_screens_are_accessible_at_both_sizes(browse, administrator, shot, axe, name) -> None:
    tab = browse(administrator)
    tab.goto(SCREENS[name])
    tab.wait_for_selector("html[data-ready]")
    axe(tab)
    shot(tab, name)
    tab.set_viewport_size({"width": 390, "height": 844})
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_day_is_added_with_the_keyboard_alone(browse, administrator) -> None:
    tab = browse(administrator)
    tab.goto(YEAR)
    tab.wait_for_selector("html[data-ready]")
    tab.locator("#id_day").focus()
    for text in ("04032026", None, "Ngày bầu cử"):
        if text:
            tab.keyboard.type(text)
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Đã đưa ngày 04/03/2026 vào lịch")).to_be_visible()
    assert SpecialDay.objects.get(day="2026-03-04").name == "Ngày bầu cử"


def test_file_is_checked_and_written_without_scripts(browse, administrator, shot) -> None:
    tab = browse(administrator, scripts=False)
    tab.goto("/quan-tri/lich/nhap/?lich=chung")
    heading = "ngày,loại,tên,căn cứ,làm thay ngày"
    text = f"{heading}\n12/03/2027,nghỉ,Nghỉ,CV 1,\n13/03/2027,làm bù,Bù,CV 1,12/03/2027\n"
    file = {"name": "2027.csv", "mimeType": "text/csv", "buffer": text.encode()}
    tab.set_input_files("input[type=file]", files=[file])
    tab.get_by_role("button", name="Kiểm tra tệp").click()
    expect(tab.get_by_text("Chưa ghi gì", exact=False)).to_be_visible()
    shot(tab, "lich-nhap-kiem-tra")
    tab.get_by_role("button", name="Ghi vào lịch").click()
    expect(tab.get_by_role("heading", name="Lịch làm việc 2027")).to_be_visible()
    assert SpecialDay.objects.get(day="2027-03-13").as_weekday == 4
