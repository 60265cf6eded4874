"""htmx 4 under the strict policy: what is swapped, what becomes a message, and that nothing inline runs."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.urls("congvu.ui.tests.urls_parts")


@pytest.fixture
def tab(browse, client_for):
    page = browse(client_for("clerk"))
    page.goto("/thu/manh/")
    page.wait_for_selector("html[data-ready]")
    return page


def press(tab, status: int) -> None:
    with tab.expect_response(f"**/thu/manh/{status}/"):
        tab.get_by_role("button", name=f"Mã {status}").click()


def test_a_fragment_is_swapped_and_its_script_does_not_run(tab, browse) -> None:
    with tab.expect_console_message(lambda message: "Content Security Policy" in message.text):
        press(tab, 200)
    expect(tab.locator("#box")).to_contain_text("mảnh 200")
    assert tab.title() == "Mảnh · Công Vụ"
    browse.wrong.clear()


@pytest.mark.parametrize("status", [409, 422])
def test_a_refusal_with_a_fragment_is_shown_in_place(tab, status: int) -> None:
    press(tab, status)
    shown = "Trần Thị Bình vừa tiếp nhận hồ sơ này." if status == 409 else "mảnh 422"
    expect(tab.locator("#box")).to_contain_text(shown)


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_other_refusals_become_a_message_and_leave_the_page(tab, browse, status: int) -> None:
    press(tab, status)
    expect(tab.locator("#toasts .toast-error")).to_have_count(1)
    expect(tab.locator("#box")).to_have_text("chưa có gì")
    browse.wrong[:] = [text for text in browse.wrong if "status of 500" not in text]


def test_a_refusal_takes_the_focus(tab) -> None:
    press(tab, 409)
    expect(tab.locator("#box [role=alert]")).to_be_focused()


def test_a_lost_connection_is_said(tab, browse) -> None:
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Mã 200").click()
    expect(tab.locator("#toasts .toast-error")).to_contain_text("Mất kết nối")
    tab.context.set_offline(False)
    browse.wrong.clear()


def test_requests_of_htmx_and_of_presence_carry_the_csrf_token(tab) -> None:
    expect(tab.locator("[data-presence]")).to_have_text("POST: một người đang xem")
    with tab.expect_request("**/thu/manh/422/") as caught:
        press(tab, 422)
    assert len(caught.value.headers["x-csrftoken"]) == 64


def test_a_dropped_file_is_listed_and_sent(tab) -> None:
    drop = """() => {
        const box = new DataTransfer();
        box.items.add(new File(['x'.repeat(2048)], 'giấy tờ.pdf', { type: 'application/pdf' }));
        document.querySelector('[data-dropzone]').dispatchEvent(
            new DragEvent('drop', { dataTransfer: box, bubbles: true, cancelable: true }));
    }"""
    tab.evaluate(drop)
    expect(tab.locator(".dropzone-files li")).to_have_text("giấy tờ.pdf2 KB")
    tab.get_by_role("button", name="Gửi tệp").click()
    tab.wait_for_url("**/thu/form/?da-gui=2048")
