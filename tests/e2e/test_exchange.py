"""The screens of the interchange in Chromium: a document's whereabouts, the boxes, a connection set up."""

import pytest
import time_machine
from playwright.sync_api import expect

from congvu.directory.models import Officer
from congvu.directory.tests.factories import make_actor
from congvu.documents.tests.world import at
from congvu.interchange.models import InboundMessage, OutboundMessage
from congvu.interchange.services.channels import forget_channels
from congvu.interchange.tests.axis import SECRET, running
from congvu.interchange.tests.world import COMMUNE, DEPARTMENT, FAR, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def joined(tmp_path):
    with time_machine.travel(at("2026-11-25 09:00"), tick=True), running() as axis:
        yield build(*axis, tmp_path)
        forget_channels()


def signed_in(client_for, actor):
    return client_for(Officer.objects.get(pk=actor.officer_id))


def test_a_clerk_sees_where_each_document_is_and_sends_again(browse, joined, client_for, shot, axe):
    joined.axis.agencies = {DEPARTMENT: "Sở Xây dựng", COMMUNE: "UBND phường"}
    document = joined.issued(DEPARTMENT, FAR)
    joined.work()
    joined.poll()
    joined.work()
    joined.poll(joined.commune)
    tab = browse(signed_in(client_for, joined.desk.registry))
    tab.goto(f"/van-ban-di/{document.pk}/")
    axe(tab)
    shot(tab, "lien-thong-van-ban")
    tab.goto("/lien-thong/")
    axe(tab)
    shot(tab, "lien-thong-gui")
    tab.get_by_role("link", name="Kẹt").click()
    tab.locator("main tbody a").click()
    axe(tab)
    shot(tab, "lien-thong-goi-di")
    joined.axis.agencies[FAR] = "Sở Nội vụ tỉnh khác"
    tab.get_by_role("button", name="Gửi lại").click()
    expect(tab.get_by_text("Đã cho gửi lại")).to_be_visible()
    joined.work()
    assert set(OutboundMessage.objects.filter(kind="edoc").values_list("state", flat=True)) == {
        "arrived",
        "on-axis",
    }


def test_a_clerk_settles_what_stands_in_quarantine(browse, joined, client_for, shot, axe):
    joined.axis.put(DEPARTMENT, joined.package(attachments=()))
    joined.axis.put(DEPARTMENT, b"khong phai edxml")
    joined.axis.put(DEPARTMENT, joined.package(document_id="d13", number="13"))
    joined.poll()
    tab = browse(signed_in(client_for, joined.desk.world.upper_registry))
    tab.goto("/lien-thong/nhan/")
    axe(tab)
    shot(tab, "lien-thong-nhan")
    tab.goto("/lien-thong/cach-ly/")
    shot(tab, "lien-thong-cach-ly")
    tab.locator("main tbody a").last.click()
    axe(tab)
    shot(tab, "lien-thong-goi-den")
    tab.get_by_label("Lý do bỏ qua").fill("Nơi gửi đã gửi lại bản đủ tệp")
    tab.get_by_role("button", name="Bỏ qua").click()
    expect(tab.get_by_text("Đã bỏ qua gói này")).to_be_visible()
    assert InboundMessage.objects.filter(state="skipped").count() == 1


def test_a_connection_is_set_up_and_checked_live(browse, joined, client_for, shot, axe):
    admin = make_actor("administrator", unit=joined.desk.world.office)
    tab = browse(signed_in(client_for, admin))
    tab.goto("/quan-tri/lien-thong/")
    axe(tab)
    shot(tab, "ket-noi")
    tab.get_by_role("link", name="Thêm kết nối").first.click()
    axe(tab)
    shot(tab, "ket-noi-moi")
    tab.locator("#id_name").fill("Trục dự phòng")
    tab.locator("#id_agency").select_option(label=joined.desk.world.commune.name)
    tab.locator("#id_address").fill(joined.address)
    tab.locator("#id_system_id").fill(COMMUNE)
    tab.locator("#id_secret").fill(SECRET)
    tab.get_by_role("button", name="Lưu").click()
    tab.get_by_role("button", name="Kiểm tra kết nối").click()
    expect(tab.get_by_text("Kết nối chưa hoạt động")).to_be_visible()
    axe(tab)
    shot(tab, "ket-noi-kiem-tra")
