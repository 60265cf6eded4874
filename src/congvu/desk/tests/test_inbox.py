"""The inbox: groups, filters, boxes, pages, saved filters, and what it costs."""

import pytest

from congvu.directory.tests.factories import UnitFactory
from congvu.dossiers import services
from congvu.dossiers.tests.world import at

pytestmark = pytest.mark.django_db


def receive(world, count=1, **changes):
    return [services.receive_dossier(world.intake(**changes), actor=world.clerk) for _ in range(count)]


def test_what_waits_is_shown_with_its_urgency(world, login, page, monday):
    (late,) = receive(world)
    monday.move_to(at("2026-11-25 09:00"))
    receive(world, summary="mới")
    seen = page("/", login("clerk"))
    assert seen.h1 == "Việc cần xử lý"
    groups = seen.texts("//tr[@class='group']/th")
    assert groups == ["Quá hạn 1", "Sắp đến hạn 1"] or groups == ["Quá hạn 1", "Còn hạn 1"]
    assert f"/ho-so/{late.pk}/" in seen.xpath("//a[@data-open]/@href")[0]
    assert "quá" in seen.text


def test_one_row_and_thirty_cost_the_same(world, login, page):
    client = login("clerk")
    receive(world)
    page("/", client)
    one = page("/", client).queries
    receive(world, 29)
    many = page("/", client)
    assert len(many.xpath("//tr[@data-row]")) == 30
    assert many.queries == one <= 8


def test_a_leader_over_many_units_pays_no_more(world, login, page):
    for _ in range(6):
        UnitFactory(parent=world.office, agency=world.commune)
    receive(world)
    client = login("leader")
    assert len(client.actor.unit_ids) == 7
    for box in ("", "?hop=phong", "?hop=co-quan"):
        page(f"/{box}", client)
        assert page(f"/{box}", client).queries <= 8


def test_boxes_follow_the_reach_of_the_role(world, login, page):
    (dossier,) = receive(world)
    services.take_over(dossier.pk, "s1", actor=world.clerk)
    assert page("/?hop=phong", login("clerk")).xpath("//tr[@data-row]")
    seen = page("/?hop=co-quan", login("leader"))
    assert len(seen.xpath("//tr[@data-row]")) == 1
    assert "Nguyễn Thị Lan" in seen.text
    assert "Toàn cơ quan" not in page("/", login("clerk")).text
    assert not page("/?hop=co-quan", login("stranger")).xpath("//tr[@data-row]")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("tu-khoa=buoi", 2), ("tu-khoa=khong-co", 0), ("kenh=3", 1), ("kenh=1", 1), ("loai-buoc=receive", 2),
        ("loai-buoc=sign", 0), ("thu-tuc=1.001193", 2), ("thu-tuc=9.9", 0), ("nhom=overdue", 0),
        ("nhom=khong-co", 2), ("kenh=%00", 2), ("moi=rac&cu=rac", 2), ("hop=la", 2),
    ],
)  # fmt: skip
def test_filters_narrow_and_nonsense_counts_as_nothing(world, login, page, query, rows):
    receive(world)
    receive(world, channel="3")
    assert len(page(f"/?{query}", login("clerk")).xpath("//tr[@data-row]")) == rows


def test_pages_go_on_and_back_without_a_gap(world, login, page):
    receive(world, 53)
    client = login("clerk")
    first = page("/", client)
    ids = first.xpath("//tr[@data-row]/@id")
    older = page("/" + first.xpath("//a[@rel='next']/@href")[0], client)
    rest = older.xpath("//tr[@data-row]/@id")
    assert (len(ids), len(rest), len({*ids, *rest})) == (50, 3, 53)
    back = page("/" + older.xpath("//a[@rel='prev']/@href")[0], client)
    assert back.xpath("//tr[@data-row]/@id") == ids


def test_htmx_gets_the_list_alone(world, login, page):
    receive(world)
    seen = page.htmx("/?kenh=1", login("clerk"))
    assert seen.xpath("//div[@id='waiting']")
    assert not seen.xpath("//h1")


def test_a_filter_is_kept_used_and_forgotten(world, login, page):
    receive(world)
    client = login("clerk")
    seen = page.post("/bo-loc/", {"name": " Bưu chính ", "query": "?kenh=3&ma=la"}, client)
    assert seen.location == "/?kenh=3"
    shown = page("/", client)
    assert shown.links()["Bưu chính"] == "/?kenh=3"
    assert "Bưu chính" not in page("/", login("specialist")).links()
    address = shown.xpath("//form[contains(@action, '/xoa/')]/@action")[0]
    page.post(address, {}, login("specialist"))
    assert "Bưu chính" in page("/", client).links()
    page.post(address, {}, client)
    assert "Bưu chính" not in page("/", client).links()


def test_a_filter_without_a_name_and_the_thirteenth_are_refused(world, login, page):
    client = login("clerk")
    page.post("/bo-loc/", {"name": " ", "query": ""}, client)
    assert "Hãy đặt tên" in page("/", client).text
    for number in range(13):
        page.post("/bo-loc/", {"name": f"Lọc {number}", "query": "?kenh=1"}, client)
    assert "Đã lưu 12 bộ lọc" in page("/", client).text


def test_nothing_waits(world, login, page):
    assert "Không có việc nào đang chờ" in page("/", login("clerk")).text
    assert "khớp bộ lọc" in page("/?kenh=2", login("clerk")).text
