"""The start screen in Chromium: a leader's busy day at both sizes; sign and direct on a telephone."""

import pytest
import time_machine
from playwright.sync_api import expect

from congvu.directory.models import Officer
from congvu.documents.messages import Addressee, Registration
from congvu.documents.models import IncomingDocument, OutgoingDocument
from congvu.documents.services import present, register_incoming, save_group
from congvu.documents.tests.paper import equip, office
from congvu.documents.tests.world import at
from congvu.signing.tests.world import PASSPHRASE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(db, settings, tmp_path):
    """Sixty documents with the leader, one to sign, some just arrived."""
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.SIGNING_KEYS_DIR = settings.SIGNING_DIR / "keys"
    settings.SIGNING_SECRETS_DIR = settings.SIGNING_DIR / "secrets"
    settings.SIGNING_TSA_URL, settings.SIGNING_LTV = "", False
    with time_machine.travel(at("2026-11-25 09:00"), tick=True):
        found = equip(office())
        world = found.world
        to_leader = [Addressee(world.leader.unit_id, world.leader.officer_id)]
        for number in range(60):
            document = world.arrived(
                facts={"number": str(number + 1), "subject": f"Báo cáo trật tự tháng {number % 12 + 1}"}
            )
            if number % 10:
                register_incoming(document.pk, Registration(book_id=world.book.pk), actor=world.registry)
                present(document.pk, to_leader, actor=world.registry)
        found.to_sign(subject="trả lời kiến nghị của cử tri phường Trảng Bom")
        found.signed(subject="báo cáo công tác cải cách hành chính quý IV năm 2026")
        yield found


def test_the_day_of_a_leader_and_of_the_registry(desk, browse, client_for, shot, axe):
    for name in ("leader", "registry"):
        tab = browse(client_for(Officer.objects.get(pk=getattr(desk, name).officer_id)))
        tab.goto("/hom-nay/")
        expect(tab.get_by_role("heading", name="Hôm nay")).to_be_visible()
        axe(tab)
        shot(tab, f"hom-nay-{name}")


def test_a_leader_directs_in_two_clicks_and_signs_on_a_telephone(desk, browse, client_for):
    save_group("Xây dựng", [Addressee(desk.world.land.pk)], text="Chủ trì tham mưu", actor=desk.leader)
    tab = browse(client_for(Officer.objects.get(pk=desk.leader.officer_id)), size="390")
    tab.goto("/hom-nay/")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    todo = tab.get_by_role("region", name="Văn bản đến chờ cho ý kiến")
    todo.locator("a.row-title").first.click()
    tab.wait_for_url("**/van-ban-den/*/")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    pk = int(tab.url.rstrip("/").rsplit("/", 1)[1])
    tab.get_by_role("button", name="Xây dựng").click()
    expect(tab.locator(".direction").first).to_contain_text("Chủ trì tham mưu")
    assert IncomingDocument.objects.get(pk=pk).lines.filter(unit=desk.world.land).exists()
    tab.goto("/hom-nay/")
    tab.get_by_role("region", name="Văn bản chờ tôi ký").get_by_role("link", name="Ký").click()
    tab.wait_for_url("**/ky/")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.locator("input[type=password]").fill(PASSPHRASE)
    tab.locator("main form button.btn-primary").click()
    tab.wait_for_url("**/van-ban-di/*/")
    signed = OutgoingDocument.objects.get(subject__startswith="trả lời kiến nghị")
    assert signed.signed_file is not None
