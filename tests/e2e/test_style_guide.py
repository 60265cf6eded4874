"""The parts in a browser: keyboard, dialogs, selection, drafts, CSP, accessibility, without scripts too."""

import re

import pytest
from playwright.sync_api import expect

URL = "/quan-tri/kieu-dang/"


@pytest.fixture
def tab(browse, client_for):
    page = browse(client_for("administrator"))
    page.goto(URL)
    page.wait_for_selector("html[data-ready]")
    return page


def test_looks_right_and_is_accessible_at_both_sizes(tab, shot, axe) -> None:
    axe(tab)
    shot(tab, "kieu-dang")
    tab.set_viewport_size({"width": 390, "height": 844})
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_nothing_from_elsewhere_and_a_strict_policy(tab, browse, live_server) -> None:
    sources = tab.evaluate("performance.getEntriesByType('resource').map(r => r.name)")
    assert len(sources) > 5
    assert [s for s in sources if not s.startswith(live_server.url)] == []
    violations = tab.evaluate(
        """async () => {
            const seen = [];
            document.addEventListener('securitypolicyviolation', e => seen.push(e.effectiveDirective));
            const probe = document.createElement('img');
            probe.src = 'http://elsewhere.invalid/x.png';
            document.body.append(probe);
            await new Promise(r => setTimeout(r, 300));
            return seen;
        }"""
    )
    assert violations == ["img-src"]
    assert "Content Security Policy" in browse.wrong.pop()


def test_keys_walk_open_and_choose(tab) -> None:
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    assert tab.locator("tr.is-current .row-title").inner_text() == "H19.187-261124-0007"
    tab.keyboard.press("k")
    tab.keyboard.press("x")
    expect(tab.locator("[data-selection-bar]")).to_be_visible()
    expect(tab.locator("[data-selection-count]")).to_have_text("1")
    tab.keyboard.press("o")
    expect(tab).to_have_url(re.compile("#H19.187-261124-0001$"))
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.matches('input')")
    tab.evaluate("document.activeElement.blur()")  # in a box, keys are typing and no shortcuts
    tab.keyboard.press("Shift+?")
    expect(tab.locator("#dialog-shortcuts")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("#dialog-shortcuts")).to_be_hidden()


def test_keys_are_letters_while_typing_or_composing(tab) -> None:
    tab.locator("#id_name").press_sequentially("Bùi xjk?")
    expect(tab.locator("#id_name")).to_have_value("Bùi xjk?")
    expect(tab.locator("tr.is-current")).to_have_count(0)
    tab.evaluate("document.activeElement.blur()")
    composing = "new KeyboardEvent('keydown', {key: 'j', isComposing: true, bubbles: true})"
    tab.evaluate(f"document.body.dispatchEvent({composing})")
    expect(tab.locator("tr.is-current")).to_have_count(0)


def test_keys_can_be_switched_off(browse, client_for) -> None:
    client = client_for("administrator", preferences={"shortcuts": False})
    page = browse(client)
    page.goto(URL)
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("j")
    expect(page.locator("tr.is-current")).to_have_count(0)


def test_bar_offers_only_what_all_chosen_rows_allow(tab) -> None:
    boxes = tab.locator("[data-select]")
    boxes.nth(0).check()
    expect(tab.locator("[data-action=accept]")).to_be_visible()
    boxes.nth(4).check()
    expect(tab.locator("[data-action=accept]")).to_be_hidden()
    expect(tab.locator("[data-action=assign]")).to_be_visible()
    expect(tab.locator("[data-select-all]")).to_have_js_property("indeterminate", True)


def test_a_refused_form_leads_to_its_errors(tab, axe, shot) -> None:
    tab.locator("#style-form button", has_text="Gửi").click()
    expect(tab.locator(".error-summary")).to_be_focused()
    axe(tab)
    shot(tab, "kieu-dang-loi")
    tab.locator(".error-summary a", has_text="Ngày sinh").click()
    expect(tab.locator("#id_born")).to_be_focused()


def test_confirm_asks_first_and_no_means_no(tab) -> None:
    tab.locator("#style-form .btn-danger").click()
    asked = tab.locator("dialog[open]")
    expect(asked).to_contain_text("Từ chối hồ sơ này?")
    asked.get_by_text("Không", exact=True).click()
    expect(tab.locator(".error-summary")).to_have_count(0)
    tab.locator("#style-form .btn-danger").click()
    asked.locator("button[value=yes]").click()
    expect(tab.locator(".error-summary")).to_have_count(1)


def test_typing_survives_leaving_the_page(tab) -> None:
    tab.locator("#id_name").fill("Trần Thị Bình")
    tab.locator("#id_way_1").check()
    tab.goto(URL)
    tab.get_by_role("button", name="Dùng bản nháp").click()
    expect(tab.locator("#id_name")).to_have_value("Trần Thị Bình")
    expect(tab.locator("#id_way_1")).to_be_checked()


def test_dates_and_money_tidy_themselves(tab) -> None:
    tab.locator("#id_born").fill("3112026")
    tab.locator("#id_born").blur()
    tab.locator("#id_born").fill("24112026")
    tab.locator("#id_born").blur()
    expect(tab.locator("#id_born")).to_have_value("24/11/2026")
    tab.locator("#id_fee").press_sequentially("1351000")
    expect(tab.locator("#id_fee")).to_have_value("1.351.000")


def test_works_without_scripts(browse, client_for) -> None:
    page = browse(client_for("administrator"), scripts=False, size="390")
    page.goto(URL)
    page.locator("#style-form button", has_text="Gửi").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator(".desk-account summary").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()


def test_skip_link_comes_first_and_leads_to_the_content(tab) -> None:
    tab.keyboard.press("Tab")
    expect(tab.locator(".skip-link")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_be_focused()


def test_error_and_sign_in_pages_look_right(browse, shot, axe) -> None:
    page = browse()
    page.goto("/khong-co/")
    axe(page)
    shot(page, "404")
    page.goto("/tai-khoan/login/")
    axe(page)
    shot(page, "dang-nhap")
