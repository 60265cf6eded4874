"""Base templates: valid and labelled in every state, errors in sentences, the menu by capability."""

import pytest

from congvu.ui import services
from congvu.ui.messages import NavItem
from congvu.ui.queries import menu
from congvu.ui.tests.html_checks import parse, problems

pytestmark = pytest.mark.urls("congvu.ui.tests.urls_parts")


def test_form_page_shows_labels_and_help(page, client_for) -> None:
    seen = page("/thu/form/", client_for("clerk"))
    assert seen.h1 == "Biểu mẫu thử"
    assert seen.xpath("//input[@name='name']")[0].get("aria-describedby") == "id_name_helptext"


def test_refused_form_ties_each_error_to_its_field(page, client_for) -> None:
    data = {"name": " ", "born": "31/02/2026", "fee": "1.35x"}
    seen = page.post("/thu/form/", data, client_for("clerk"), status=422)
    for name in ("name", "born", "fee"):
        box = seen.xpath(f"//input[@name='{name}']")[0]
        assert box.get("aria-invalid") == "true"
        assert f"id_{name}_error" in box.get("aria-describedby").split()
    summary = seen.xpath("//div[@class='error-summary']")[0]
    targets = [a.get("href")[1:] for a in summary.xpath(".//a")]
    assert {"id_name", "id_born", "id_fee", "id_kind_0", "id_agree"} <= set(targets)
    assert all(seen.xpath(f"//*[@id='{one}']") for one in targets)
    assert summary.get("role") == "alert"


def test_typed_dates_are_day_first_and_amounts_take_points(page, client_for) -> None:
    data = {
        "name": "Lê Thị Hoa",
        "born": "03/04/2026",
        "at": "14:05 24/11/2026",
        "fee": "1.351.000",
        "kind": "a",
    }
    seen = page.post("/thu/form/", {**data, "level": "x", "agree": "on"}, client_for("clerk"), status=200)
    assert "datetime.date(2026, 4, 3)" in seen.html
    assert "datetime.datetime(2026, 11, 24, 14, 5" in seen.html
    assert "'fee': 1351000" in seen.html


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("stale", 409, "Trần Thị Bình vừa tiếp nhận hồ sơ này."),
        ("rule", 422, "Thiếu giấy tờ bắt buộc."),
        ("big", 413, "vượt quá dung lượng"),
    ],
)
def test_a_refusal_becomes_a_page_with_its_sentence(page, kind: str, status: int, sentence: str) -> None:
    seen = page(f"/thu/tu-choi/{kind}/", status=status)
    assert sentence in seen.text


def test_a_refusal_of_a_fragment_is_the_sentence_alone(page) -> None:
    seen = page.htmx("/thu/tu-choi/stale/", status=409)
    assert seen.text == "Trần Thị Bình vừa tiếp nhận hồ sơ này."
    assert seen.xpath("//*[@role='alert']")


def test_unknown_page_says_so_in_both_languages(page, client_for) -> None:
    seen = page("/khong-co/", client_for("clerk"), status=404)
    assert seen.xpath("//*[@lang='en']")
    assert "không tồn tại" in seen.text


def test_a_crash_shows_a_page_that_needs_nothing(client, page) -> None:
    client.raise_request_exception = False
    assert "chưa được ghi lại" in page("/thu/tu-choi/crash/", client, status=500).text


def test_menu_holds_only_what_the_actor_may_open(client_for, page, monkeypatch) -> None:
    monkeypatch.setattr(services, "_nav", {})
    services.register_nav(
        NavItem("Biểu mẫu", "forms", "form"),
        NavItem("Danh mục", "book", "form", capability="calendar.manage", group="manage"),
        NavItem("Không có", "x", "no:such"),
    )
    services.register_nav(
        NavItem("Kiểu", "palette", "account_logout", capability="people.manage", group="manage")
    )
    clerk, administrator = client_for("clerk"), client_for("administrator")
    assert [e.label for e in menu(administrator.actor, "/")["manage"]] == ["Danh mục", "Kiểu"]
    assert menu(clerk.actor, "/")["manage"] == []
    assert menu(None, "/") == {"work": [], "manage": [], "account": []}
    seen = page("/thu/form/", administrator)
    assert seen.texts("//nav[@class='desk-nav']//a[@aria-current='page']") == ["Danh mục"]


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<h1>A</h1><h1>B</h1>", "2 h1 elements"),
        ("<h1>Khác</h1>", "does not contain"),
        ('<h1>T</h1><p id="a"></p><p id="a"></p>', "duplicate id"),
        ('<h1>T</h1><input name="n">', "no label"),
        ('<h1>T</h1><p style="color:red"></p>', "inline style="),
        ('<h1>T</h1><button onclick="x()">a</button>', "inline onclick="),
        ("<h1>T</h1><script>1</script>", "without the nonce"),
        ('<h1>T</h1><a href="javascript:x">a</a>', "script in href"),
        ("<h1>T</h1><button></button>", "without a name"),
        ('<h1>T</h1><label for="z">a</label>', "missing id"),
    ],
)
def test_the_checks_find(html: str, problem: str) -> None:
    tree = parse(f"<!DOCTYPE html><html><head><title>T · Công Vụ</title></head><body>{html}</body></html>")
    assert any(problem in found for found in problems(tree)), problems(tree)


def test_invalid_html_is_found() -> None:
    with pytest.raises(AssertionError, match="invalid HTML"):
        parse("<!DOCTYPE html><html><head><title>T</title></head><body><p><div></p></div></body></html>")
