"""Many dossiers at once: the preview changes nothing, the result page tells each one's fate."""

import pytest

from congvu.dossiers import services
from congvu.dossiers.models import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(world):
    made = [services.receive_dossier(world.intake(), actor=world.clerk) for _ in range(3)]
    services.complete_step(made[2].pk, "s1", actor=world.clerk)
    return made


def address(made, word):
    return f"/hang-loat/?viec={word}" + "".join(f"&chon={one.pk}" for one in made)


def test_preview_then_results(world, three, login, page):
    client = login("clerk")
    seen = page(address(three, "complete") + "&chon=999", client)
    assert seen.h1 == "Hoàn thành bước: xem trước"
    assert "Sẽ thực hiện với 2 hồ sơ. Bỏ ra 2 hồ sơ." in seen.text
    assert "Không có bước nào do bạn xử lý" in seen.text
    assert Step.objects.filter(state="done").count() == 1
    done = page.post("/hang-loat/", {**seen.form(), "note": "Đủ"}, client, status=200)
    assert done.h1 == "Hoàn thành bước: kết quả"
    assert "Đã thực hiện với 2 hồ sơ" in done.text
    assert Step.objects.filter(state="done").count() == 3
    again = page.post("/hang-loat/", {**seen.form(), "note": "Đủ"}, client, status=200)
    assert "Đã thực hiện với 0 hồ sơ" in again.text


def test_assigning_many_names_one_officer(world, three, login, page):
    leader = login("leader")
    seen = page(address(three, "assign"), leader)
    form = {**seen.form(), "officer_id": ""}
    assert "bắt buộc" in page.post("/hang-loat/", form, leader, status=422).text
    form["officer_id"] = str(world.specialist.officer_id)
    seen = page.post("/hang-loat/", form, leader, status=200)
    assert "không giữ vai trò xử lý bước này" in seen.text  # two of them are still a clerk's work
    assert Step.objects.get(state="open", assignee_id=world.specialist.officer_id).key == "s2"


def test_the_inbox_leads_there_without_scripts(world, three, login, page):
    client = login("clerk")
    seen = page("/", client)
    (form,) = seen.xpath("//form[@data-selection]")
    assert (form.get("method"), form.get("action")) == ("get", "/hang-loat/")
    assert "complete" in seen.xpath("//input[@name='chon']/@data-actions")[0].split()
    assert seen.xpath("//button[@name='viec']/@value") == ["take_over", "assign", "complete", "return_result"]


@pytest.mark.parametrize("query", ["", "viec=complete", "viec=sign&chon=1", "viec=complete&chon=abc"])
def test_nothing_chosen_leads_back(world, login, page, query):
    assert page(f"/hang-loat/?{query}", login("clerk"), status=302).location == "/"


def test_too_many_are_refused_in_words(world, login, page):
    query = "&".join(f"chon={number}" for number in range(201))
    assert "tối đa 200" in page(f"/hang-loat/?viec=complete&{query}", login("clerk"), status=422).text
