"""Programs that call the interface: entered, their secret shown once, their webhooks, in a browser."""

import pytest
from playwright.sync_api import expect

from congvu.api.models import WebhookSubscription
from congvu.api.services import create_client, webhooks
from congvu.api.services.clients import ClientFacts
from congvu.directory.queries import actor_for
from congvu.directory.tests.factories import OfficerFactory, PostFactory, UnitFactory


@pytest.fixture
def officer(transactional_db, settings, tmp_path):
    settings.SEALING_KEYS_FILE = tmp_path / "keys"
    unit = UnitFactory(name="Văn phòng Ủy ban nhân dân")
    return PostFactory(unit=unit, roles=["administrator"], officer=OfficerFactory()).officer


def test_an_administrator_keeps_programs(browse, client_for, officer, shot, axe) -> None:
    tab = browse(client_for(officer))
    tab.goto("/quan-tri/phan-mem/")
    tab.get_by_role("link", name="Thêm phần mềm").first.click()
    axe(tab)
    shot(tab, "phan-mem-them")
    tab.get_by_label("Tên phần mềm").fill("Phần mềm kế toán xã")
    tab.get_by_label("Đơn vị chịu trách nhiệm").select_option(index=1)
    tab.get_by_label("Xem văn bản đi, đến của cơ quan").check()
    tab.get_by_role("button", name="Thêm").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Khóa bí mật của phần mềm")
    axe(tab)
    shot(tab, "phan-mem-khoa")
    tab.get_by_role("link", name="Đã chép xong").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Phần mềm kế toán xã")
    axe(tab)
    shot(tab, "phan-mem")


@pytest.mark.parametrize("size", ["1366", "390"])
def test_the_screens_fit(browse, client_for, officer, shot, axe, size) -> None:
    actor = actor_for(officer)
    facts = ClientFacts("Phần mềm một cửa", ("documents.read", "dossiers.read", "webhooks.manage"))
    program, _secret = create_client(facts, actor=actor, unit_id=actor.unit_id)
    address = "https://he-thong.example.gov.vn/cong-vu/su-kien/nhan"
    hook, _secret = webhooks.subscribe(program, url=address, kinds=["incoming", "dossier"], actor=actor)
    webhooks.ping(WebhookSubscription.objects.all(), hook.pk, actor=actor)
    tab = browse(client_for(officer), size=size)
    for name, path in {
        "phan-mem-danh-sach": "/quan-tri/phan-mem/",
        "phan-mem-mot": f"/quan-tri/phan-mem/{program.pk}/",
        "phan-mem-su-kien": f"/quan-tri/phan-mem/{program.pk}/su-kien/{hook.pk}/",
        "phan-mem-sua": f"/quan-tri/phan-mem/{program.pk}/sua/",
        "api-tai-lieu": "/api/v1/reference/",
    }.items():
        tab.goto(path)
        assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        axe(tab)
        shot(tab, name)
