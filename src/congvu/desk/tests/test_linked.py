"""The card of a stage that another system shares, and everything that is done from it, on both sides."""

import pytest
import time_machine

from congvu.directory.models import Officer
from congvu.dossiers import services
from congvu.dossiers.tests.world import at
from congvu.interchange.models import LinkedDossier
from congvu.interchange.services import sync_directory
from congvu.interchange.services.channels import forget_channels
from congvu.interchange.tests import linked_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(db, tmp_path, settings):
    with time_machine.travel(at("2026-11-25 09:00"), tick=True):
        yield linked_world.build(tmp_path, settings)
        forget_channels()


@pytest.fixture
def clerk(linked, client_for):
    return client_for(Officer.objects.get(pk=linked.world.clerk.officer_id))


@pytest.fixture
def upper(linked, client_for):
    return client_for(Officer.objects.get(pk=linked.world.upper_clerk.officer_id))


def card(page, client, dossier):
    seen = page(f"/ho-so/{dossier.pk}/", client)
    return " ".join(seen.texts("//section[@aria-labelledby='linked-title']"))


def test_both_sides_see_where_the_stage_is_and_do_what_is_theirs(linked, page, clerk, upper):
    dossier = linked.received()
    linked.up()
    origin, receiver = linked.sides()
    copy = receiver.dossier
    text = card(page, clerk, dossier)
    assert "Đã chuyển đến Sở Xây dựng, chờ tiếp nhận" in text
    assert "Quyền quyết định lúc nàySở Xây dựng" in text
    assert "Đề nghị trả lại" in text
    assert "Từ chối, trả lại" in card(page, upper, copy)

    accept = f"/ho-so/lien-thong/{receiver.pk}/tiep-nhan/"
    page(accept, upper)
    assert upper.post(accept).status_code == 302
    ask = f"/ho-so/lien-thong/{receiver.pk}/de-nghi-bo-sung/"
    seen = page.post(ask, {"items": " ", "reason": "Thiếu"}, upper, status=422)
    assert seen.texts("//textarea[@name='reason']") == ["Thiếu"]
    assert upper.post(ask, {"items": "Bản vẽ\n- Văn bằng", "reason": "Thiếu"}).status_code == 302
    page(accept, upper, status=409)
    linked.down()
    text = card(page, clerk, dossier)
    assert "đề nghị công dân bổ sung" in text
    relay = f"/ho-so/lien-thong/{origin.pk}/yeu-cau-cong-dan/"
    seen = page(relay, clerk)
    assert "Bản vẽ" in " ".join(seen.texts("//textarea[@name='items']"))
    asked = {"items": "Bản vẽ\nVăn bằng", "reason": "Thiếu"}
    assert clerk.post(relay, asked).status_code == 302
    assert linked.now(dossier).state == "supplement"
    services.resume_dossier(dossier.pk, actor=linked.world.clerk)
    linked.up()
    linked.decide(linked.now(copy))
    assert "Gửi kết quả về nơi chuyển" in card(page, upper, copy)
    assert upper.post(f"/ho-so/lien-thong/{receiver.pk}/gui-ket-qua/", {"note": ""}).status_code == 302
    linked.down()
    assert "Sở Xây dựng đã gửi kết quả" in card(page, clerk, dossier)
    assert "Đã gửi kết quả về" in card(page, upper, copy)
    page(f"/ho-so/lien-thong/{receiver.pk}/tiep-nhan/", clerk, status=404)


def test_a_stage_is_handed_over_by_hand_to_whom_one_finds(linked, page, clerk):
    sync_directory(linked.commune)
    dossier = services.receive_dossier(linked.world.intake(), actor=linked.world.clerk)
    address = f"/ho-so/{dossier.pk}/chuyen-he-thong-khac/"
    page(address, clerk)
    seen = page(f"{address}?tim=xay+dung", clerk)
    assert seen.texts("//form[@id='act-form']//button") == ["Chuyển hồ sơ"]
    posted = {"step": "b1", "version": "1", "code": "H19.10", "reason": "Xin ý kiến"}
    page.post(address, {**posted, "reason": ""}, clerk, status=422)
    assert clerk.post(address, posted).status_code == 302
    assert LinkedDossier.objects.get().task == "Xin ý kiến"
    assert "Sở Xây dựng" in card(page, clerk, dossier)
    page(address, clerk, status=409)


def test_a_stage_refused_and_one_settled_by_an_ordinary_document(linked, page, clerk, upper):
    dossier = linked.received()
    linked.up()
    _origin, receiver = linked.sides()
    refuse = f"/ho-so/lien-thong/{receiver.pk}/tra-lai/"
    page.post(refuse, {"reason": ""}, upper, status=422)
    assert upper.post(refuse, {"reason": "Không thuộc thẩm quyền"}).status_code == 302
    linked.down()
    assert "Chuyển lại" in card(page, clerk, dossier)
    linked.courier = lambda *args, **more: 0  # nobody carries anything: the other side only has paper
    again = linked.received()
    origin = LinkedDossier.objects.get(dossier=again)
    settle = f"/ho-so/lien-thong/{origin.pk}/ghi-nhan-ket-qua/"
    page(settle, clerk)
    given = {"name": "Công văn trả lời", "notation": "12/SXD-QH", "positive": "1", "text": "Đồng ý"}
    assert clerk.post(settle, given).status_code == 302
    again = linked.now(again)
    assert (again.state, again.results.get().notation) == ("done", "12/SXD-QH")
