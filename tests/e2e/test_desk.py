"""The officers' desk in Chromium: keyboard, a step completed, conflicts, both sizes, without scripts."""

import re

import pytest
import time_machine
from playwright.sync_api import expect

from congvu.desk.tests.busy import NOW, busy
from congvu.directory.models import Officer
from congvu.dossiers import services
from congvu.dossiers.models import Step
from congvu.dossiers.tests.world import at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(db):
    """The busy commune on Wednesday 25/11/2026 at 9:40; the clock goes on."""
    with time_machine.travel(at(NOW), tick=True):
        world, made = busy()
        world.made = made
        yield world


@pytest.fixture
def desk(shop, browse, client_for):
    """Return an opener of tabs for the people of the commune."""

    def open_for(name, address="/", **options):
        officer = Officer.objects.get(pk=getattr(shop, name).officer_id)
        tab = browse(client_for(officer), **options)
        tab.goto(address)
        if options.get("scripts", True):
            tab.wait_for_selector("html[data-ready]")
        return tab

    return open_for


def looked_at(tab, name, shot, axe):
    """Check a screen with axe-core at both sizes, and take its pictures."""
    axe(tab)
    shot(tab, name)
    tab.set_viewport_size({"width": 390, "height": 844})
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390, tab.url
    tab.set_viewport_size({"width": 1366, "height": 768})


def test_every_screen_looks_right_and_is_accessible(desk, shop, shot, axe) -> None:
    tab = desk("specialist")
    looked_at(tab, "hop-viec", shot, axe)
    pk = next(one.pk for number, one in enumerate(shop.made) if number % 9 == 4)
    for place, name in (
        ("", "ho-so"), ("han/", "ho-so-han"), ("ai-xem/", "ho-so-ai-xem"), ("quy-trinh/", "ho-so-quy-trinh"),
        ("dien-bien/", "ho-so-dien-bien"), ("trinh/", "ho-so-trinh"), ("lay-y-kien/", "ho-so-lay-y-kien"),
        ("yeu-cau-bo-sung/", "ho-so-bo-sung"),
    ):  # fmt: skip
        tab.goto(f"/ho-so/{pk}/{place}")
        tab.wait_for_selector("html[data-ready]")
        looked_at(tab, name, shot, axe)
    paused = next(one.pk for number, one in enumerate(shop.made) if number % 9 == 5)
    tab.goto(f"/ho-so/{paused}/")
    looked_at(tab, "ho-so-tam-dung", shot, axe)


def test_a_leader_sees_what_is_signed(desk, shop, shot, axe) -> None:
    tab = desk("leader", "/?hop=co-quan")
    looked_at(tab, "hop-viec-co-quan", shot, axe)
    pk = Step.objects.filter(state="open", key="s3").values_list("dossier_id", flat=True)[0]
    tab.goto(f"/ho-so/{pk}/")
    looked_at(tab, "ho-so-ky", shot, axe)
    tab.get_by_role("link", name="Ký duyệt").click()
    looked_at(tab, "ho-so-ky-duyet", shot, axe)
    tab.get_by_role("button", name="Ký duyệt").click()
    expect(tab.locator("#toasts")).to_contain_text("Đã ký duyệt")


def test_the_inbox_by_keyboard_and_a_step_completed(desk, shop) -> None:
    tab = desk("clerk")
    first = tab.locator("[data-row] .row-title").first.inner_text()
    tab.keyboard.press("j")
    tab.keyboard.press("x")
    expect(tab.locator("[data-selection-count]")).to_have_text("1")
    tab.keyboard.press("x")
    expect(tab.locator("[data-selection-bar]")).to_be_hidden()
    tab.keyboard.press("o")
    tab.wait_for_url(re.compile(r"/ho-so/\d+/\?vi-tri="))
    expect(tab.locator(".dossier-owner")).to_contain_text(first)
    before = Step.objects.filter(state="done", key="s1").count()
    tab.get_by_role("link", name="Chuyển xử lý").press("Enter")
    tab.get_by_label("Nội dung, ý kiến").fill("Đủ giấy tờ")
    tab.get_by_role("button", name="Chuyển xử lý").press("Enter")
    expect(tab.locator("#toasts")).to_contain_text("Đã hoàn thành bước")
    assert Step.objects.filter(state="done", key="s1").count() == before + 1
    tab.locator("#toasts").get_by_role("link", name="Hồ sơ tiếp theo").press("Enter")
    tab.wait_for_url(re.compile(r"/ho-so/\d+/\?vi-tri="))
    expect(tab.locator(".dossier-owner")).not_to_contain_text(first)


def test_filters_swap_the_list_and_stand_in_the_address(desk, shop) -> None:
    tab = desk("specialist")
    every = tab.locator("[data-row]").count()
    tab.get_by_label("Thủ tục").select_option("1.000894")
    tab.wait_for_url(re.compile("thu-tuc=1.000894"))
    rows = tab.locator("[data-row]")
    assert 0 < rows.count() < every
    expect(rows.first).to_contain_text("Đăng ký kết hôn")
    tab.keyboard.press("Escape")
    tab.locator("h1").click()
    tab.keyboard.press("j")
    expect(tab.locator("tr.is-current")).to_have_count(1)


def test_many_at_once_with_a_preview(desk, shop, shot, axe) -> None:
    tab = desk("clerk")
    for number in range(3):
        tab.locator("[data-select]").nth(number).check()
    looked_at(tab, "hop-viec-chon", shot, axe)
    tab.locator("[data-action=complete]").click()
    expect(tab.locator("h1")).to_have_text("Hoàn thành bước: xem trước")
    looked_at(tab, "hang-loat", shot, axe)
    tab.get_by_role("button", name="Hoàn thành bước 3 hồ sơ").click()
    expect(tab.locator(".notice")).to_contain_text("Đã thực hiện với 3 hồ sơ")
    axe(tab)


def test_two_officers_see_each_other_and_nothing_is_overwritten(desk, shop, shot, axe) -> None:
    pk = next(one.pk for number, one in enumerate(shop.made) if number % 9 == 4)
    desk("head", f"/ho-so/{pk}/").wait_for_timeout(300)
    tab = desk("specialist", f"/ho-so/{pk}/")
    expect(tab.locator("[data-presence]")).to_contain_text("Phạm Thị Hoa cũng đang xem")
    tab.goto(f"/ho-so/{pk}/yeu-cau-bo-sung/")
    tab.get_by_label("Nội dung cần bổ sung").fill("Bản sao Căn cước")
    tab.get_by_label("Lý do").fill("Bản nộp bị mờ")
    services.extend_dossier(
        pk, actor=shop.head, new_due_at=at("2026-12-20 17:00"), reason="Chờ xác minh tại địa phương khác"
    )
    tab.get_by_role("button", name="Yêu cầu bổ sung").click()
    expect(tab.locator("[role=alert]").first).to_contain_text("Phạm Thị Hoa")
    expect(tab.get_by_label("Nội dung cần bổ sung")).to_have_value("Bản sao Căn cước")
    looked_at(tab, "ho-so-xung-dot", shot, axe)


def test_everything_essential_works_without_scripts(desk, shop) -> None:
    tab = desk("clerk", scripts=False)
    tab.locator("[data-select]").first.check()
    tab.locator("[data-action=complete]").click()
    expect(tab.locator("h1")).to_have_text("Hoàn thành bước: xem trước")
    tab.go_back()
    tab.get_by_label("Mã hồ sơ, tên chủ hồ sơ").fill("tuyet")
    tab.get_by_role("button", name="Lọc", exact=True).click()
    expect(tab.locator("[data-row]").first).to_contain_text("Ánh Tuyết")
    tab.locator("[data-row] .row-title").first.click()
    tab.get_by_role("link", name="Chuyển xử lý").click()
    tab.get_by_role("button", name="Chuyển xử lý").click()
    expect(tab.locator("#toasts")).to_contain_text("Đã hoàn thành bước")


def test_the_filter_of_the_inbox_folds_away_on_a_phone_alone(desk, shot) -> None:
    tab = desk("specialist")
    field = tab.get_by_label("Mã hồ sơ, tên chủ hồ sơ")
    expect(field).to_be_visible()
    tab.set_viewport_size({"width": 390, "height": 844})
    expect(field).to_be_hidden()
    shot(tab, "hop-viec-gap-bo-loc")
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.locator(".filter-more > summary").click()
    expect(field).to_be_visible()
    tab.goto("/?kenh=1")
    tab.set_viewport_size({"width": 390, "height": 844})
    expect(tab.get_by_label("Hình thức nộp")).to_be_visible()
