"""The frame with everything on it: menu, search, notices, intake, account."""

import pytest
from playwright.sync_api import expect

from congvu.ui import queries, services
from congvu.ui.messages import NavItem

pytestmark = pytest.mark.urls("congvu.ui.tests.urls_parts")

ITEMS = (
    NavItem("Hồ sơ của tôi", "inbox", "form", order=10, key="h"),
    NavItem("Tiếp nhận hồ sơ", "file-plus", "fragments", order=20),
    NavItem("Chờ trả kết quả", "package", "receive", order=30),
    NavItem("Thủ tục hành chính", "book", "presence", group="manage"),
    NavItem("Kiểu dáng và thành phần giao diện", "palette", "setup:style_guide", group="manage"),
    NavItem("Bảo mật tài khoản", "shield", "mfa_index", group="account"),
)


@pytest.fixture
def tab(browse, client_for, monkeypatch):
    monkeypatch.setattr(services, "_nav", {item.url_name: item for item in ITEMS})
    monkeypatch.setattr(services, "_counters", {"notices": lambda actor: 7})
    places = {
        "home": "form",
        "search": "form",
        "notices": "presence",
        "intake": "fragments",
        "switch-post": "form",
    }
    monkeypatch.setattr(queries, "PLACES", places)
    page = browse(client_for("clerk", full_name="Nguyễn Thị Ánh Tuyết"))
    page.goto("/thu/form/")
    page.wait_for_selector("html[data-ready]")
    return page


def test_the_frame_is_accessible_and_looks_right(tab, axe, shot) -> None:
    axe(tab)
    tab.locator(".desk-account summary").click()
    axe(tab)
    shot(tab, "khung", whole=False)
    tab.keyboard.press("Escape")
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.locator(".desk-nav summary").click()
    axe(tab)
    tab.screenshot(path="var/shots/khung-menu-390.png")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_fonts_are_ours(tab) -> None:
    tab.wait_for_function("document.fonts.status === 'loaded'")
    loaded = tab.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family + f.weight)"
    )
    assert {name.replace('"', "") for name in loaded} == {"Be Vietnam Pro400", "Be Vietnam Pro600"}


def test_g_and_a_letter_goes_and_slash_searches(tab) -> None:
    tab.goto("/thu/manh/")
    tab.wait_for_selector("html[data-ready]")
    tab.keyboard.press("/")
    expect(tab.locator("[data-search]")).to_be_focused()
    tab.keyboard.press("Escape")
    tab.keyboard.press("g")
    tab.keyboard.press("h")
    tab.wait_for_url("**/thu/form/")
    expect(tab.locator(".desk-nav a[aria-current=page]")).to_have_text("Hồ sơ của tôi")


def test_the_menu_of_a_phone_opens_and_closes(tab) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    expect(tab.locator(".desk-nav a").first).to_be_hidden()
    tab.locator(".desk-nav summary").click()
    expect(tab.locator(".desk-nav a").first).to_be_visible()
    tab.locator(".desk-account summary").click()
    tab.keyboard.press("Escape")
    expect(tab.locator(".popmenu-body")).to_be_hidden()
    expect(tab.locator(".desk-account summary")).to_be_focused()
