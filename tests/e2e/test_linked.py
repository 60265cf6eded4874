"""A dossier between two systems, on both desks: the card, the words that are asked, and what comes back."""

import pytest
import time_machine

from congvu.directory.models import Officer
from congvu.dossiers import services
from congvu.dossiers.tests.world import at
from congvu.interchange.services.channels import forget_channels
from congvu.interchange.tests import linked_world


@pytest.fixture
def linked(transactional_db, tmp_path, settings):
    with time_machine.travel(at("2026-11-25 09:00"), tick=True):
        yield linked_world.build(tmp_path, settings)
        forget_channels()


def test_a_stage_goes_there_and_comes_back(browse, linked, client_for, shot, axe):
    world = linked.world
    dossier = linked.received()
    linked.up()
    _origin, receiver = linked.sides()
    aside = "about:blank"  # pages that are open ask who else is there, and the test itself writes
    upper = browse(client_for(Officer.objects.get(pk=world.upper_clerk.officer_id)))
    upper.goto("/ho-so/")
    upper.get_by_text(dossier.code).first.click()
    axe(upper)
    shot(upper, "lien-thong-nhan")
    upper.locator("#content").get_by_role("link", name="Tiếp nhận", exact=True).click()
    upper.locator("#act-form").get_by_role("button", name="Tiếp nhận").click()
    upper.get_by_role("link", name="Đề nghị bổ sung").click()
    upper.get_by_label("Nội dung cần bổ sung").fill("Bản vẽ thiết kế\nVăn bằng")
    upper.get_by_label("Lý do").fill("Thiếu bản vẽ")
    axe(upper)
    shot(upper, "lien-thong-bo-sung")
    upper.get_by_role("button", name="Đề nghị bổ sung").click()
    upper.get_by_text("Chờ Ủy ban nhân dân phường Trảng Bom yêu cầu").wait_for()
    upper.goto(aside)
    linked.down()

    clerk = browse(client_for(Officer.objects.get(pk=world.clerk.officer_id)))
    clerk.goto(f"/ho-so/{dossier.pk}/")
    axe(clerk)
    shot(clerk, "lien-thong-chuyen")
    clerk.get_by_role("link", name="Yêu cầu công dân bổ sung").click()
    assert clerk.get_by_label("Nội dung cần bổ sung").input_value() == "Bản vẽ thiết kế\nVăn bằng"
    clerk.get_by_role("button", name="Yêu cầu công dân bổ sung").click()
    clerk.get_by_text("Đang tạm dừng tính thời hạn").wait_for()
    clerk.goto(aside)
    services.resume_dossier(dossier.pk, actor=world.clerk)
    linked.up()
    linked.decide(linked.now(receiver.dossier))
    upper.goto(f"/ho-so/{receiver.dossier_id}/")
    upper.get_by_role("link", name="Gửi kết quả về nơi chuyển").click()
    upper.get_by_role("button", name="Gửi kết quả về nơi chuyển").click()
    upper.get_by_text("Đã gửi kết quả về Ủy ban").first.wait_for()
    upper.goto(aside)
    linked.down()
    clerk.goto(f"/ho-so/{dossier.pk}/")
    clerk.get_by_text("Sở Xây dựng đã gửi kết quả").wait_for()
    shot(clerk, "lien-thong-xong")
    clerk.goto(f"/ho-so/{dossier.pk}/chuyen-he-thong-khac/")
    shot(clerk, "lien-thong-tim")
