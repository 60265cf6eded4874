"""Tracking without signing in: what code and secret open, and what stays shut."""

import pytest

from congvu.dossiers import services
from congvu.dossiers.queries.tracking import progress_of
from congvu.portal.services import LIMIT

pytestmark = pytest.mark.django_db
URL = "/tra-cuu/"
PERSONAL = ("Trần Thị Bưởi", "Tiếp nhận hồ sơ", "Đăng ký khai sinh", "075190012345", "0912345678")


def ask(page, code, secret="", status=200):
    return page.post(URL, {"ma": code, "khoa": secret}, status=status)


def test_the_form_stands_open_to_everybody(page, db):
    seen = page(URL)
    assert seen.h1 == "Tra cứu hồ sơ"
    assert seen.queries == 0
    assert "no-store" in seen.response["Cache-Control"]


def test_the_code_alone_tells_how_far_it_is_and_nothing_else(page, world, dossier):
    seen = ask(page, dossier.code)
    assert "0%" in seen.text
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    seen = ask(page, dossier.code.lower())
    assert "20%" in seen.text
    for part in PERSONAL:
        assert part not in seen.html


def test_code_and_secret_tell_status_down_to_the_division_and_the_dates(page, world, dossier):
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    seen = ask(page, f" {dossier.code} ", dossier.secret.lower())
    for part in ("Đang xử lý", "Thẩm định", "Văn phòng HĐND và UBND", "09:00, thứ Hai 16/11/2026"):
        assert part in seen.text
    assert "Lê Văn Hùng" not in seen.html
    assert "075190012345" not in seen.html
    assert seen.queries <= 6


def test_what_is_asked_for_is_told(page, world, dossier):
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.request_supplement(
        dossier.pk, actor=world.specialist, items=["Bản sao sổ đỏ"], reason="Chưa có giấy tờ đất"
    )
    seen = ask(page, dossier.code, dossier.secret)
    for part in ("Bản sao sổ đỏ", "Chưa có giấy tờ đất", "Chờ bổ sung", "tạm dừng tính thời hạn"):
        assert part in seen.text


def test_a_wrong_code_and_a_wrong_secret_get_the_same_answer(page, dossier):
    wrong_secret = ask(page, dossier.code, "AAAAAAAA", status=422)
    wrong_code = ask(page, "H19.75.26248-261116-9999", dossier.secret, status=422)
    no_secret = ask(page, "H19.75.26248-261116-9999", status=422)

    def said(seen):
        return seen.texts("//*[@role='alert']")

    assert said(wrong_secret) == said(wrong_code) == said(no_secret)
    assert "Không có hồ sơ nào khớp" in said(wrong_code)[0]
    for part in PERSONAL:
        assert part not in wrong_secret.html


def test_the_scanned_address_opens_the_dossier(page, dossier):
    assert dossier.owner_name in page(f"{URL}?ma={dossier.code}&khoa={dossier.secret}").text


def test_a_draft_has_no_code_and_is_not_found(page, world):
    draft = services.save_draft(world.intake(), actor=world.clerk)
    ask(page, "", draft.secret, status=422)
    ask(page, "None", draft.secret, status=422)


def test_an_end_is_a_hundred_and_nothing_before_it(page, world, dossier):
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Giấy khai sinh")
    services.sign_result(dossier.pk, "s3", actor=world.leader)
    assert progress_of(dossier.code) == 60
    services.issue_result(dossier.pk, "s4", actor=world.registry)
    assert progress_of(dossier.code) == 100
    assert "Đã xử lý xong" in ask(page, dossier.code, dossier.secret).text


def test_a_step_that_came_back_is_not_done(page, world, dossier):
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Giấy khai sinh")
    services.reject_result(dossier.pk, "s3", actor=world.leader, to="s2", reason="Thiếu trang")
    assert progress_of(dossier.code) == 20


def test_guessing_is_slowed_down_for_one_address_only(page, dossier):
    for _ in range(LIMIT):
        ask(page, dossier.code, "AAAAAAAA", status=422)
    seen = ask(page, dossier.code, dossier.secret, status=429)
    assert "quá nhiều lần" in seen.text
    assert seen.response["Retry-After"] == "600"
    assert dossier.owner_name not in seen.html
    page(URL)
    page.post(URL, {"ma": dossier.code, "khoa": dossier.secret}, status=200, REMOTE_ADDR="10.0.0.7")


@pytest.mark.parametrize("code", ["", "x" * 61, "<script>", "H19\x00", "'; DROP TABLE --"])
def test_nonsense_is_refused_in_words(page, db, code):
    assert ask(page, code, "AAAAAAAA", status=422).errors
