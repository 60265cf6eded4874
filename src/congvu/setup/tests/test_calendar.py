"""The calendar screens: shown, changed through services, refused with the sentence at its field."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.audit.models import Event
from congvu.calendars import queries, services
from congvu.calendars.models import LegalRule, SpecialDay
from congvu.directory.messages import Actor
from congvu.directory.tests.factories import AgencyFactory, UnitFactory

YEAR = "/quan-tri/lich/?nam=2026&lich=chung"
pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def province(db):
    return AgencyFactory(name="Ủy ban nhân dân thành phố Đồng Nai")


@pytest.fixture
def commune(province):
    return AgencyFactory(parent=province, name="Ủy ban nhân dân xã Bàu Hàm")


@pytest.fixture
def seeded(province):
    return services.seed(actor=Actor.system(province.pk))


@pytest.fixture
def top(client_for, province):
    return client_for("administrator", unit=UnitFactory(agency=province))


@pytest.fixture
def below(client_for, commune):
    return client_for("administrator", unit=UnitFactory(agency=commune))


def test_year_says_each_special_day_in_a_word(page, top):
    seen = page(YEAR, top)
    assert seen.h1 == "Lịch làm việc 2026"
    assert len(seen.xpath("//div[@class='month']")) == 12
    make_up = seen.xpath("//td[contains(@class, 'working')]")
    assert [cell.get("title") for cell in make_up] == [
        "Làm bù cho ngày 02/01/2026",
        "Làm bù cho ngày 31/08/2026",
    ]
    assert all("làm bù" in "".join(cell.itertext()) for cell in make_up)
    assert "Công văn 12729/VPCP-KGVX" in seen.text


def test_year_costs_the_same_with_many_days(page, top, province):
    page(YEAR, top)  # the snapshot is read once
    first = page(YEAR, top).queries
    for number in range(1, 29):
        SpecialDay.objects.create(day=date(2026, 7, number), kind="off", name="Nghỉ")
    assert page(YEAR, top).queries == first <= 8


def test_years_without_end_or_meaning_show_this_year(page, top):
    for text in ("abc", "0001", "99999", "²"):
        assert page(f"/quan-tri/lich/?nam={text}", top).h1.startswith("Lịch làm việc 20")


def test_day_is_added_and_removed(page, top):
    sent = {
        "day": "04/03/2026",
        "kind": "off",
        "name": "Ngày bầu cử",
        "legal_basis": "NQ 1",
        "swapped_with": "",
    }
    assert page.post(YEAR, sent, top).location == "/quan-tri/lich/?nam=2026&lich=chung"
    day = SpecialDay.objects.get(day=date(2026, 3, 4))
    assert not queries.schedule_for(None).is_working_day(day.day)
    page.post(f"/quan-tri/lich/ngay/{day.pk}/bo/?nam=2026&lich=chung", {}, top)
    assert queries.schedule_for(None).is_working_day(day.day)
    seen = page(YEAR, top)
    assert "Đã bỏ khỏi lịch" in seen.text
    page.post(f"/quan-tri/lich/ngay/{day.pk}/khoi-phuc/?nam=2026&lich=chung", {}, top)
    assert not queries.schedule_for(None).is_working_day(day.day)
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds[-3:] == ["calendar.day_added", "calendar.day_removed", "calendar.day_restored"]


def test_make_up_day_follows_the_hours_of_the_day_it_replaces(page, top):
    sent = {"day": "07/03/2026", "kind": "working", "name": "Làm bù", "swapped_with": "06/03/2026"}
    page.post(YEAR, sent, top)
    assert SpecialDay.objects.get(day=date(2026, 3, 7)).as_weekday == 4


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"day": "02/09/2026"}, "đã có trong lịch"),
        ({"day": "31/02/2026"}, "ngày hợp lệ"),
        ({"name": ""}, "bắt buộc"),
    ],
)
def test_bad_day_is_refused_at_its_field_and_nothing_is_lost(page, top, change, sentence):
    sent = {"day": "04/03/2026", "kind": "off", "name": "Ngày thử", "legal_basis": "Căn cứ thử"} | change
    before = SpecialDay.objects.count()
    seen = page.post(YEAR, sent, top, status=422)
    assert any(sentence in error for error in seen.errors), seen.errors
    assert seen.form(-1)["legal_basis"] == "Căn cứ thử"
    assert SpecialDay.objects.count() == before


def test_removing_twice_is_a_conflict(page, top):
    day = SpecialDay.objects.get(day=date(2026, 11, 24))
    page.post(f"/quan-tri/lich/ngay/{day.pk}/bo/", {}, top)
    page.post(f"/quan-tri/lich/ngay/{day.pk}/bo/", {}, top, status=409)


def test_commune_changes_its_own_calendar_only(page, below, commune):
    common = page(YEAR, below)
    assert not common.xpath("//main//form")
    sent = {"day": "04/03/2026", "kind": "off", "name": "Nghỉ do bão"}
    page.post(YEAR, sent, below, status=403)
    page.post("/quan-tri/lich/?nam=2026&lich=rieng", sent, below)
    assert not queries.schedule_for(commune.pk).is_working_day(date(2026, 3, 4))
    assert queries.schedule_for(None).is_working_day(date(2026, 3, 4))
    own = page("/quan-tri/lich/?nam=2026&lich=rieng", below)
    assert "riêng của cơ quan" in own.text
    assert len(own.xpath("//table[contains(@class, 'rows')]//form")) == 1  # the common days stay


def test_hours_are_shown_and_set(page, below, commune):
    url = "/quan-tri/lich/gio/?lich=rieng"
    seen = page(url, below)
    assert "07:30–11:30, 13:00–17:00" in seen.text
    sent = seen.form() | {"valid_from": "01/03/2027", "hours-5": "7h30-11h30", "legal_basis": "QĐ 5"}
    page.post(url, sent, below)
    own = queries.schedule_for(commune.pk)
    assert own.spans(date(2027, 3, 6)) == ((450, 690),)
    assert own.spans(date(2027, 3, 1)) == ((450, 690), (780, 1020))


@pytest.mark.parametrize("text", ["sáng", "11:30-07:30", "07:30", "07:30-11:30, 11:00-12:00", "25:00-26:00"])
def test_impossible_hours_are_refused_at_their_day(page, below, text):
    url = "/quan-tri/lich/gio/?lich=rieng"
    sent = page(url, below).form() | {"valid_from": "01/03/2027", "hours-2": text}
    seen = page.post(url, sent, below, status=422)
    assert seen.xpath("//*[@id='id_hours-2_error']")


def test_rules_are_listed_with_basis(page, top):
    seen = page("/quan-tri/lich/quy-tac/", top)
    assert "Giờ chốt chuyển hồ sơ trong ngày" in seen.text
    assert "Điều 18 NĐ 118/2025/NĐ-CP" in seen.text
    assert "03 ngày làm việc" in seen.text


def test_rule_gets_a_new_value_and_may_be_cancelled_before_it_begins(page, top, time_machine):
    time_machine.move_to(date(2026, 11, 25))
    url = "/quan-tri/lich/quy-tac/appraisal.return/"
    sent = {
        "value": "2",
        "unit": "wday",
        "legal_basis": "Luật mới",
        "certainty": "H",
        "valid_from": "01/01/2027",
    }
    page.post(url, sent, top)
    row = LegalRule.objects.get(code="appraisal.return", value="2")
    seen = page(url, top)
    assert "chưa có hiệu lực" in seen.text
    page.post(f"{url}{row.pk}/bo/", {}, top)
    assert not LegalRule.objects.filter(pk=row.pk).exists()


def test_every_rule_has_its_own_form(page, top):
    for code in queries.rule_titles():
        seen = page(f"/quan-tri/lich/quy-tac/{code}/", top)
        assert seen.xpath("//form//*[@name='value']")
    page("/quan-tri/lich/quy-tac/khong.co/", top, status=404)


def test_unsuitable_value_is_refused(page, top):
    url = "/quan-tri/lich/quy-tac/handover.cutoff/"
    sent = {"value": "25:00", "legal_basis": "Luật", "certainty": "H", "valid_from": "01/01/2027"}
    seen = page.post(url, sent, top, status=422)
    assert any("15:00" in error for error in seen.errors)
    assert LegalRule.objects.filter(code="handover.cutoff").count() == 3


def test_commune_reads_rules_and_changes_none(page, below):
    url = "/quan-tri/lich/quy-tac/handover.cutoff/"
    assert not page(url, below).xpath("//main//form")
    sent = {"value": "16:00", "legal_basis": "Luật", "certainty": "H", "valid_from": "01/01/2027"}
    page.post(url, sent, below, status=403)


def upload(text, name="2027.csv"):
    return {"file": SimpleUploadedFile(name, text.encode())}


CSV = (
    "ngày,loại,tên,căn cứ,làm thay ngày\n"
    "03/09/2027,nghỉ,Quốc khánh,Công văn 1/VPCP,\n"
    "13/03/2027,làm bù,Làm bù,Công văn 1/VPCP,12/03/2027\n"
)


def test_file_is_checked_first_then_written_as_checked(page, top):
    url = "/quan-tri/lich/nhap/?lich=chung"
    checked = page.post(url, upload(CSV), top, status=200)
    assert "Chưa ghi gì" in checked.text
    assert not SpecialDay.objects.filter(day=date(2027, 3, 13)).exists()
    sent = checked.form(0) | {"apply": "1"}
    assert page.post(url, sent, top).location.endswith("nam=2027")
    assert SpecialDay.objects.get(day=date(2027, 3, 13)).as_weekday == 4
    assert SpecialDay.objects.get(day=date(2027, 9, 3)).legal_basis == "Công văn 1/VPCP"
    again = page.post(url, upload(CSV), top, status=200)
    assert "không có gì để ghi" in again.text


def test_wrong_rows_are_named_and_nothing_is_written(page, top):
    text = CSV + "32/01/2027,nghỉ,Sai,,\n04/04/2027,chơi,Sai,,\n03/09/2027,nghỉ,Lặp,,\n"
    seen = page.post("/quan-tri/lich/nhap/?lich=chung", upload(text), top, status=200)
    for line in ("Dòng 3: Ngày phải ghi", "Dòng 4: Loại phải là", "Dòng 5: Ngày này đã có ở dòng 1"):
        assert line in seen.text
    assert not seen.xpath("//button[@name='apply']")
    assert not SpecialDay.objects.filter(day=date(2027, 3, 13)).exists()


def test_no_file_and_huge_file_are_refused(page, top):
    url = "/quan-tri/lich/nhap/?lich=chung"
    assert page.post(url, {}, top, status=422).errors
    assert page.post(url, upload("x" * 600_000), top, status=422).errors


def test_others_may_not_open_the_calendar(page, client_for):
    for url in ("", "gio/", "quy-tac/", "quy-tac/extension.max/", "nhap/"):
        page(f"/quan-tri/lich/{url}", client_for("clerk"), status=403)
