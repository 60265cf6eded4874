"""The page of a dossier: what it shows, what it offers to whom, what it costs."""

import pytest
from django.core.files.base import ContentFile

from congvu.dossiers import services
from congvu.dossiers.tests.world import at
from congvu.files.services import store

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def dossier(world):
    return services.receive_dossier(world.intake(), actor=world.clerk)


def buttons(seen):
    nodes = seen.xpath(
        "//section[contains(@class, 'next-panel')]//a | //section[contains(@class, 'next-panel')]//button"
    )
    return [" ".join("".join(node.itertext()).split()) for node in nodes]


def test_everything_stands_on_the_page(world, dossier, login, page):
    client = login("clerk")
    page(f"/ho-so/{dossier.pk}/", client)
    seen = page(f"/ho-so/{dossier.pk}/", client)
    assert seen.h1 == dossier.code
    for text in ("Trần Thị Bưởi", "075190012345", "Giấy chứng sinh", "16.000 đ", "BL-1", "Tiếp nhận hồ sơ",
                 "Hẹn trả kết quả", "tiếp nhận hồ sơ H19"):  # fmt: skip
        assert text in seen.text, text
    assert buttons(seen)[:2] == ["Chuyển xử lý", "Nhận việc"]
    assert seen.queries <= 12


def test_the_fullest_page_stays_within_its_budget(world, dossier, login, page, monday, settings):
    settings.NOTICE_COUNT_SECONDS = 60
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.add_note(dossier.pk, actor=world.specialist, text="Đã gọi điện cho công dân")
    services.request_supplement(dossier.pk, actor=world.specialist, items=["Bản sao CCCD"], reason="Thiếu")
    services.resume_dossier(dossier.pk, actor=world.specialist)
    services.issue_form(dossier.pk, "supplement", actor=world.specialist)
    draft = store(ContentFile(PDF, "du-thao.pdf"), actor=world.specialist)
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Giấy khai sinh", file=draft)
    client = login("leader")
    page(f"/ho-so/{dossier.pk}/", client)
    seen = page(f"/ho-so/{dossier.pk}/", client)
    for text in ("Đã gọi điện", "Bản sao CCCD", "Giấy khai sinh", "du-thao.pdf", "Mẫu 02"):
        assert text in seen.text, text
    assert buttons(seen)[0] == "Ký duyệt"
    assert seen.queries <= 12, "\n".join(seen.sql)


def test_out_of_scope_is_not_there(world, dossier, login, page):
    for place in ("", "dien-bien/", "han/", "ai-xem/", "quy-trinh/", "ghi-chu/", "tep/1/"):
        page(f"/ho-so/{dossier.pk}/{place}", login("stranger"), status=404)
    page("/ho-so/999999/", login("clerk"), status=404)


def test_a_dossier_at_somebody_elses_offers_nothing(world, dossier, login, page):
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    seen = page(f"/ho-so/{dossier.pk}/", login("clerk"))
    assert "Hoàn thành bước" not in buttons(seen)
    assert "Hoàn tác bước vừa xong" in buttons(seen)


def test_neighbours_follow_the_officers_list(world, login, page, monday):
    found = []
    for hour in (8, 9, 10):
        monday.move_to(at(f"2026-11-17 {hour:02d}:00"))
        found.append(services.receive_dossier(world.intake(), actor=world.clerk).pk)
    client = login("clerk")
    links = page("/", client).xpath("//a[@data-open]/@href")
    assert [int(link.split("/")[2]) for link in links] == found
    first = page(links[0], client)
    second = page(first.xpath("//main//a[@rel='next']/@href")[0], client, status=302)
    assert second.location == links[1]
    third = page(page(second.location, client).xpath("//main//a[@rel='next']/@href")[0], client, status=302)
    assert third.location == links[2]
    back = page(page(third.location, client).xpath("//main//a[@rel='prev']/@href")[0], client, status=302)
    assert back.location == links[1]
    end = page(page(links[2], client).xpath("//main//a[@rel='next']/@href")[0], client, status=302)
    assert end.location == "/"
    assert "Đã hết hồ sơ" in page("/", client).text


def test_presence_names_the_others(world, dossier, login, page):
    assert page.post(f"/ho-so/{dossier.pk}/co-mat/", {}, login("clerk"), status=200).html == ""
    page.post(f"/ho-so/{dossier.pk}/co-mat/", {}, login("stranger"), status=404)
    seen = page.post(f"/ho-so/{dossier.pk}/co-mat/", {}, login("leader"), status=200)
    assert seen.html == "Nguyễn Thị Lan cũng đang xem hồ sơ này"


def test_files_are_sent_to_those_who_may_see_the_dossier(world, dossier, login, page):
    file = store(ContentFile(PDF, "chung-sinh.pdf"), actor=world.clerk)
    other = store(ContentFile(PDF + b"x", "khac.pdf"), actor=world.clerk)
    services.attach_file(dossier.pk, file, actor=world.clerk)
    client = login("clerk")
    shown = page(f"/ho-so/{dossier.pk}/tep/{file.pk}/?xem=1", client).response
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert b"".join(shown.streaming_content) == PDF
    saved = page(f"/ho-so/{dossier.pk}/tep/{file.pk}/", client).response
    assert saved.headers["Content-Disposition"].startswith("attachment")
    page(f"/ho-so/{dossier.pk}/tep/{other.pk}/", client, status=404)
    page(f"/ho-so/{dossier.pk}/tep/{file.pk}/", login("stranger"), status=404)


def test_the_timeline_goes_on(world, dossier, login, page):
    for number in range(60):
        services.add_note(dossier.pk, actor=world.clerk, text=f"Ghi chú {number}")
    client = login("clerk")
    seen = page(f"/ho-so/{dossier.pk}/dien-bien/", client)
    assert len(seen.xpath("//ol[@class='timeline-list']/li")) == 50
    rest = page(f"/ho-so/{dossier.pk}/dien-bien/" + seen.xpath("//a[@rel='next']/@href")[0], client)
    assert len(rest.xpath("//ol[@class='timeline-list']/li")) == 11
    page(f"/ho-so/{dossier.pk}/dien-bien/?truoc=abc", client)


def test_why_this_deadline_names_each_fact(world, dossier, login, page):
    seen = page(f"/ho-so/{dossier.pk}/han/", login("clerk"))
    assert seen.h1 == "Vì sao có hạn này"
    reasons = seen.texts("//ol[@class='reasons']/li")
    assert reasons[0].startswith("Tiếp nhận hồ sơ hợp lệ lúc 09:00 thứ Hai 16/11/2026")
    assert reasons[-1].startswith("Hạn trả kết quả: ")
    assert any("Căn cứ:" in reason for reason in reasons)


def test_who_may_see_it_and_why(world, dossier, login, page):
    services.follow_dossier(dossier.pk, actor=world.clerk)
    seen = page(f"/ho-so/{dossier.pk}/ai-xem/", login("clerk"))
    rows = seen.texts("//tbody/tr")
    assert any("Trung tâm Phục vụ hành chính công" in row and "Tiếp nhận" in row for row in rows)
    assert any("Đỗ Văn Minh" in row and "toàn cơ quan" in row for row in rows)


def test_the_picture_marks_where_it_stands(world, dossier, login, page):
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    seen = page(f"/ho-so/{dossier.pk}/quy-trinh/", login("clerk"))
    assert len(seen.xpath("//*[contains(@class, 'process-box-done')]")) == 1
    assert len(seen.xpath("//*[contains(@class, 'process-box-current')]")) == 1
    assert seen.texts("//tbody/tr")[1].endswith("Đang làm")
