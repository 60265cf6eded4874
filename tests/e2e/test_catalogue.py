"""The catalogue's screens in a browser: both sizes, accessible, a draft reviewed by keyboard alone."""

import json

import pytest
from playwright.sync_api import expect

from congvu.procedures import queries, services
from congvu.procedures.management.commands.procedures import SAMPLES
from congvu.procedures.messages import ReviewNote
from congvu.procedures.tests.factories import said

BASE = "/quan-tri/thu-tuc/"
BLOCK = ReviewNote("times", "Thời hạn “1” không có đơn vị: cần chọn đơn vị.", "Trực tuyến1Miễn phí", True)


@pytest.fixture
def keeper(client_for):
    queries.forget()
    client = client_for("procedure-keeper")
    documents = [json.loads(path.read_text("utf-8")) for path in sorted(SAMPLES.glob("*.json"))]
    services.load_samples(documents, actor=client.actor)
    draft = services.new_draft(said("9.000001", review_notes=(BLOCK,)), actor=client.actor)
    services.draft_from(queries.published("1.013225").pk, actor=client.actor)
    client.draft = draft
    yield client
    queries.forget()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("", "danh-muc"),
        ("1.013225/", "thu-tuc"),
        ("1.013225/?phien-ban=2&so-voi=1", "thu-tuc-so-sanh"),
        ("9.000001/ban-nhap/", "ban-nhap"),
        ("9.000001/ban-nhap/truong-hop/1/", "truong-hop"),
        ("9.000001/ban-nhap/thong-tin/", "thong-tin"),
        ("9.000001/ban-nhap/can-cu/", "can-cu"),
        ("1.001612/noi-giai-quyet/", "noi-giai-quyet"),
        ("nhap/", "nhap"),
    ],
)
def test_looks_right_and_is_accessible_at_both_sizes(browse, keeper, shot, axe, path, name) -> None:
    tab = browse(keeper)
    tab.goto(BASE + path)
    tab.wait_for_selector("html[data-ready]")
    axe(tab)
    shot(tab, f"catalogue-{name}")
    tab.set_viewport_size({"width": 390, "height": 844})
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_file_is_tried_and_brought_in(browse, keeper, shot, axe, tmp_path) -> None:
    data = json.loads(services.export_catalogue("json", actor=keeper.actor))
    data["procedures"][0]["decision"] = "999/QĐ-BTP"
    data["procedures"].append({"code": "9.9", "name": "Thử", "field": "Hộ tịch", "levels": ["village"]})
    file = tmp_path / "danh-muc.json"
    file.write_text(json.dumps(data), "utf-8")
    tab = browse(keeper)
    tab.goto(BASE + "nhap/")
    tab.set_input_files("input[type=file]", file)
    tab.get_by_role("button", name="Đọc thử").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Kết quả đọc thử")
    expect(tab.get_by_text("Không có cấp thực hiện “village”.")).to_be_visible()
    axe(tab)
    shot(tab, "catalogue-ket-qua")
    tab.get_by_role("button", name="Nhập vào danh mục").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Danh mục thủ tục")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_draft_is_reviewed_and_published_by_keyboard(browse, keeper, scripts) -> None:
    tab = browse(keeper, scripts=scripts)
    tab.goto(f"{BASE}9.000001/ban-nhap/")
    tab.get_by_label("Phải quyết định").focus()
    tab.keyboard.press("Space")
    tab.get_by_role("button", name="Lưu các điểm đã rà soát").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Chưa công bố được")).to_have_count(0)
    tab.get_by_role("button", name="Công bố", exact=True).focus()
    tab.keyboard.press("Enter")
    if scripts:
        tab.locator("dialog[open]").get_by_role("button", name="Công bố").click()
    expect(tab.get_by_text("Đã công bố phiên bản 1.")).to_be_visible()
    keeper.draft.refresh_from_db()
    assert keeper.draft.status == "published"
