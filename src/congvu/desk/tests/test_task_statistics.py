"""The statistics on paper and in a table: the same numbers as on the screen, and as the lists behind them."""

import io
import re

import pytest
from openpyxl import load_workbook

from congvu.assignments.rules import BUCKET_NAMES
from congvu.assignments.tests.world import at, build, day
from congvu.audit.models import Event
from congvu.directory.models import Officer

pytestmark = pytest.mark.django_db
WHEN = "tu=01/11/2026&den=30/11/2026"


@pytest.fixture
def office(db, monday, settings):
    settings.CALENDAR_STAMP_SECONDS = 3600
    found = build()
    found.done(found.give(partners=(found.to_unit(found.culture),)))
    found.give(lead=found.to_officer(), due_on=day("2026-11-17"))
    found.give(lead=found.to_unit(found.culture), due_on=None)
    found.give(content="=cmd|' /C calc'!A0", lead=found.to_officer(found.culture_specialist))
    monday.move_to(at("2026-11-19 09:00"))
    return found


@pytest.fixture
def leader(office, client_for):
    return client_for(Officer.objects.get(pk=office.leader.officer_id))


def sheet_of(seen):
    """Return the rows under the headings of the table that was sent."""
    content = b"".join(seen.response.streaming_content)
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=3)]


def numbers(cells) -> list[int]:
    return [int(re.sub(r"\D", "", cell)) for cell in cells]


@pytest.mark.parametrize("by", ["agency", "unit", "officer", "giver", "source"])
def test_screen_sheet_and_paper_say_the_same(office, leader, page, by) -> None:
    where = f"/nhiem-vu/thong-ke/?phia=lead&theo={by}&{WHEN}"
    seen = page(where, leader)
    shown = {
        name: numbers(row.xpath("string(.)") for row in line.xpath("./td"))
        for line in seen.xpath("//table[contains(@class,'numbers')]/tbody/tr")
        for name in [line.xpath("string(./th)").strip()]
    }
    total = numbers(seen.texts("//tfoot//td"))
    taken = [[cell.value for cell in row] for row in sheet_of(page(f"{where}&dang=xlsx", leader))]
    assert {row[1]: row[2:] for row in taken[:-1]} == shown
    assert taken[-1][1:] == ["Cộng", *total] == ["Cộng", 4, *(total[1:])]
    paper = page(f"{where}&dang=in", leader)
    rows = paper.xpath("//table[@class='ruled numbers']/tbody/tr")
    printed = [numbers(row.xpath("string(.)") for row in line.xpath("./*[@class='num']")) for line in rows]
    assert printed == [*shown.values(), total]
    assert "giao từ ngày 01/11/2026" in paper.text


def test_the_list_behind_a_number_is_sent_with_as_many_lines(office, leader, page) -> None:
    seen = page(f"/nhiem-vu/thong-ke/?phia=lead&theo=unit&{WHEN}", leader)
    for link in seen.xpath("//table[contains(@class,'numbers')]//td/a"):
        behind = page(link.get("href"), leader)
        forms = behind.xpath("//form[contains(@action,'/xuat/')]")
        if link.text == "0":
            assert not forms
            assert not behind.xpath("//tr[@data-row]")
            continue
        (form,) = forms
        rows = sheet_of(page.post(form.get("action"), {}, leader, status=200))
        assert len(rows) == int(link.text) == len(behind.xpath("//tr[@data-row]"))
    assert {row[13].value for row in rows} <= set(BUCKET_NAMES.values())
    event = Event.objects.filter(kind="assignment.list_exported").last()
    assert event.data["count"] == len(rows)
    assert event.data["filters"]["side"] == "lead"


def test_nothing_typed_becomes_a_formula_and_partners_stand_in_the_list(office, leader, page) -> None:
    rows = sheet_of(page.post("/nhiem-vu/tat-ca/xuat/?phia=lead", {}, leader, status=200))
    nasty = next(row[2] for row in rows if str(row[2].value).startswith("="))
    assert (nasty.data_type, nasty.quotePrefix) == ("s", True)
    assert [row[7].value for row in rows if row[7].value] == ["Phòng Văn hóa – Xã hội"]
    page("/nhiem-vu/tat-ca/xuat/?phia=lead", leader, status=405)


def test_one_goes_from_agency_to_unit_to_officer(office, leader, page) -> None:
    seen = page(f"/nhiem-vu/thong-ke/?phia=lead&theo=agency&{WHEN}", leader)
    (agency,) = seen.xpath("//tbody//th/a")
    seen = page(agency.get("href"), leader)
    units = {link.text: link.get("href") for link in seen.xpath("//tbody//th/a")}
    assert set(units) == {office.office.name, office.culture.name}
    seen = page(units[office.culture.name], leader)
    assert seen.texts("//tbody//th") == ["Bùi Văn Nam (Phòng Văn hóa – Xã hội)", "Phòng Văn hóa – Xã hội"]
    assert "Chỉ của Phòng Văn hóa – Xã hội" in " ".join(seen.text.split())
    assert numbers(seen.texts("//tfoot//td"))[0] == 2
    kept = {box.get("name"): box.get("value") for box in seen.xpath("//main//form[@method='get']//input")}
    assert (kept["unit"], kept["tu"]) == (str(office.culture.pk), "01/11/2026")


def test_the_spans_of_published_results_are_one_press_away(office, leader, page) -> None:
    seen = page("/nhiem-vu/thong-ke/", leader)
    names = ["Quý IV/2026", "Quý III/2026", "6 tháng cuối năm 2026", "Năm 2026"]
    tabs = seen.xpath("//nav[@aria-label='Kỳ thống kê']//a")
    assert [tab.xpath("normalize-space()") for tab in tabs] == ["Mọi thời gian", *names]
    totals = [sum(numbers(page(tab.get("href"), leader).texts("//tfoot//td"))[:1]) for tab in tabs]
    assert totals == [4, 4, 0, 4, 4]
    current = page(tabs[1].get("href"), leader).xpath("//nav[@aria-label='Kỳ thống kê']//a[@aria-current]")
    assert [one.xpath("normalize-space()") for one in current] == ["Quý IV/2026"]
