"""The screens of the weekly schedule and its feed."""

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client

from congvu.assignments.models import CalendarFeed, ScheduleItem
from congvu.assignments.tests.world import build
from congvu.desk.services import MOST_FAILURES
from congvu.directory.models import Officer

pytestmark = pytest.mark.django_db
NEW = "/lich-cong-tac/them/"


@pytest.fixture
def office(db, monday, settings):
    settings.CALENDAR_STAMP_SECONDS = 3600
    cache.clear()
    return build()


@pytest.fixture
def enter(office, client_for):
    return lambda name: client_for(Officer.objects.get(pk=getattr(office, name).officer_id))


def typed(office, **changes):
    values = {
        "content": "Họp giao ban", "day": "17/11/2026", "starts": "08:00", "ends": "09:30", "scope": "agency",
        "place": "Phòng họp A", "chair_id": str(office.leader.officer_id), "attendees": "Trưởng các phòng",
        "officer_ids": [str(office.head.officer_id)],
    }  # fmt: skip
    return {**values, **changes}


def test_from_draft_to_the_printed_week(office, enter, page):
    registry, specialist = enter("registry"), enter("specialist")
    form = page(NEW, registry).form()
    done = page.post(NEW, {**form, **typed(office)}, registry)
    assert done.location == "/lich-cong-tac/?tuan=2026-11-16"
    assert "Họp giao ban" not in page("/lich-cong-tac/", specialist).text
    seen = page("/lich-cong-tac/", registry)
    assert "1 mục còn là dự thảo" in seen.text
    page.post("/lich-cong-tac/ban-hanh/", {"tuan": "2026-11-16"}, registry)
    shown = page("/lich-cong-tac/", specialist)
    assert "Họp giao ban" in shown.text
    assert "Đỗ Văn Minh" in shown.text
    assert "Thêm lịch" not in shown.text
    printed = page("/lich-cong-tac/in/?tuan=2026-11-16", specialist)
    assert "Phạm Thị Hoa; Trưởng các phòng" in printed.text
    assert "Họp giao ban" not in page("/lich-cong-tac/?tuan=2026-11-23", specialist).text
    assert "Họp giao ban" in page("/lich-cong-tac/?tuan=2026-11-18&cua=toi", enter("head")).text
    page("/lich-cong-tac/?tuan=rubbish&cua=x", specialist)


def test_conflicts_warn_and_mistakes_are_said_at_their_field(office, enter, page):
    registry = enter("registry")
    form = page(NEW, registry).form()
    page.post(NEW, {**form, **typed(office)}, registry)
    page.post(NEW, {**form, **typed(office, content="Tiếp dân")}, registry)
    assert (
        "Trùng lịch: Phạm Thị Hoa, Đỗ Văn Minh đã có “Họp giao ban”" in page("/lich-cong-tac/", registry).text
    )
    seen = page.post(NEW, {**form, **typed(office, ends="07:00")}, registry, status=422)
    assert "Giờ kết thúc phải sau giờ bắt đầu." in seen.text
    seen = page.post(NEW, {**form, **typed(office, scope="unit", unit_id="")}, registry, status=422)
    assert "Hãy chọn lịch của ai." in seen.text
    assert ScheduleItem.objects.count() == 2


def test_an_entry_is_changed_and_called_off(office, enter, page):
    head = enter("head")
    values = typed(office, scope="unit", unit_id=str(office.office.pk))
    page.post(NEW, {**page(NEW, head).form(), **values}, head)
    item = ScheduleItem.objects.get()
    address = f"/lich-cong-tac/{item.pk}/"
    form = page(address, head).form()
    assert (form["starts"], form["day"], form["officer_ids"]) == (
        "08:00", "17/11/2026", str(office.head.officer_id),
    )  # fmt: skip
    page.post(address, {**form, "place": "Phòng họp B"}, head)
    assert ScheduleItem.objects.get().place == "Phòng họp B"
    page.post(address, form, head, status=422)  # an old page
    page(address, enter("culture_head"), status=404)
    page(address, enter("specialist"), status=403)
    page.post(f"{address}huy/", page(f"{address}huy/", head).form() | {"reason": "Bận"}, head)
    assert ScheduleItem.objects.get().state == "cancelled"
    assert "Hoãn, hủy" in page("/lich-cong-tac/", head).text


def test_the_feed_is_read_by_its_secret_alone(office, enter, page):
    registry = enter("registry")
    page.post(NEW, {**page(NEW, registry).form(), **typed(office)}, registry)
    page.post("/lich-cong-tac/ban-hanh/", {"tuan": "2026-11-16"}, registry)
    client = enter("specialist")
    page("/lich-cong-tac/dong-bo/", client)
    shown = page.post("/lich-cong-tac/dong-bo/", {}, client, status=200)
    (address,) = shown.texts("//code")
    path = address.split("testserver", 1)[1]
    stranger = Client()
    answer = stranger.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == "Họp giao ban"
    assert CalendarFeed.objects.get().used_at is not None
    assert path not in page("/lich-cong-tac/dong-bo/", client).text
    assert stranger.post(path).status_code == 405
    page.post("/lich-cong-tac/dong-bo/", {"thu-hoi": "1"}, client)
    assert stranger.get(path).status_code == 404


def test_who_guesses_is_slowed_down(office, enter, page):
    shown = page.post("/lich-cong-tac/dong-bo/", {}, enter("specialist"), status=200)
    path = shown.texts("//code")[0].split("testserver", 1)[1]
    stranger = Client()
    for number in range(MOST_FAILURES):
        assert stranger.get(f"/lich/1/guess-{number}.ics").status_code == 404
    assert stranger.get(path).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").get(path).status_code == 200
