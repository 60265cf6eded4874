# ruff: noqa: E501 — a sentence stands here as people see it, unbroken
"""Bad input of assigned work is answered by a sentence, loses no typing and writes nothing."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as site

from congvu.assignments import services
from congvu.assignments.models import Assignment
from congvu.assignments.tests.world import World, at, build, report
from congvu.directory.models import Officer
from congvu.notify.queries import forget_counts
from congvu.ui.tests.bad_input import NOTHING, TYPING, Answer, Case, Ground, run, table, upload

PAGE = Path(site.ROOT) / "docs" / "conformance" / "dau-vao-xau-nhiem-vu.md"
WORK = "/nhiem-vu/"


class Stand(Ground):
    """The commune that gives and does work."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    def officer(self, who: str) -> Officer:
        """Return somebody of the commune."""
        return Officer.objects.get(pk=getattr(self.world, who).officer_id)


def give(name: str, situation: str, says: str, /, changes: dict[str, Any], **case: Any) -> Case:
    """A case of the form by which a leader gives work."""

    def do(stand: Stand, _given: Any) -> Answer:
        form = stand.form("leader", f"{WORK}giao/")
        lead = [stand.world.to_unit().who]
        typed = {"content": "Rà soát giải ngân", "due_on": "20/11/2026", "chu_tri": lead, **changes}
        return stand.post("leader", f"{WORK}giao/", {**form, **typed})

    held = tuple(value for value in changes.values() if isinstance(value, str) and value.strip())
    usual = {"who": ("leader",), "unchanged": TYPING, "held": held}
    return Case(name, situation, "giao việc", says, do, **{**usual, **case})


def act(
    name: str,
    situation: str,
    action: str,
    says: str,
    /,
    who: str,
    slug: str,
    typed: dict[str, Any],
    *,
    given: Callable[[Stand], Assignment] = lambda stand: stand.world.give(),
    meanwhile: Callable[[Stand, Assignment], Any] = lambda stand, one: None,
    **case: Any,
) -> Case:
    """A case of an act on work: its form is opened, filled and sent."""

    def prepare(stand: Stand) -> Any:
        one = given(stand)
        form = stand.form(who, f"{WORK}{one.pk}/{slug}/")
        meanwhile(stand, one)
        return one, form

    def do(stand: Stand, thing: Any) -> Answer:
        one, form = thing
        return stand.post(who, f"{WORK}{one.pk}/{slug}/", {**form, **typed})

    held = tuple(value for value in typed.values() if isinstance(value, str) and value.strip())
    usual = {"who": (who,), "unchanged": TYPING, "held": held}
    return Case(name, situation, action, says, do, prepare, **{**usual, **case})


def ask(name: str, situation: str, action: str, says: str, /, who: str, slug: str, **case: Any) -> Case:
    """A case of an address that is opened."""

    def do(stand: Stand, one: Assignment) -> Answer:
        return stand.get(who, f"{WORK}{one.pk}/{slug}")

    return Case(
        name,
        situation,
        action,
        says,
        do,
        lambda stand: stand.world.give(),
        **{"who": (who,), "unchanged": NOTHING, **case},
    )


def _with_part(stand: Stand) -> Assignment:
    one = stand.world.give()
    part = stand.world.draft(lead=stand.world.to_officer(), due_on=date(2026, 11, 20))
    services.sub_assign(one.pk, [part], actor=stand.world.head)
    return one


def _reported(stand: Stand, one: Assignment) -> None:
    services.report_progress(one.pk, report(), actor=stand.world.specialist)


CASES = (
    give("giao-khong-chu-tri", "không chọn đơn vị chủ trì", "Chủ trì: Hãy chọn ít nhất một đơn vị hoặc cán bộ chủ trì.", {"chu_tri": []}),
    give("giao-don-vi-la", "mã đơn vị bị sửa", "Chủ trì: “9:9:9” không có trong danh sách. Hãy chọn lại.", {"chu_tri": ["9:9:9"]}),
    give("giao-khong-noi-dung", "không có nội dung", "Nội dung nhiệm vụ: Trường này là bắt buộc.", {"content": "  "}),
    give("giao-noi-dung-20000", "nội dung dài 20.000 ký tự", "Nội dung nhiệm vụ: Tối đa 8000 ký tự (đang có 20000).", {"content": "a" * 20_000}),
    give("giao-noi-dung-nul", "nội dung có ký tự NUL", "Nội dung nhiệm vụ: Không được có ký tự null.", {"content": "Rà\x00 soát"}, held=("Rà soát",)),
    give("giao-han-qua", "hạn trước hôm nay", "Hạn hoàn thành: Hạn hoàn thành không được trước hôm nay.", {"due_on": "10/11/2026"}),
    give("giao-han-30-02", "hạn 30/02/2027", "Hạn hoàn thành: Hãy gõ một ngày hợp lệ, dạng ngày/tháng/năm.", {"due_on": "30/02/2027"}),
    give("giao-khan-la", "độ khẩn ngoài danh sách", "Độ khẩn: “9” không có trong danh sách. Hãy chọn lại.", {"urgency": "9"}, held=()),
    act("tien-do-150", "tiến độ 150%", "báo cáo tiến độ", "Tiến độ (%): Giá trị không được quá 100.", "head", "bao-cao", {"content": "Đã làm", "percent": "150"}),
    act("bao-cao-trong", "báo cáo không có nội dung", "báo cáo tiến độ", "Nội dung, kết quả đã làm: Trường này là bắt buộc.", "head", "bao-cao", {"content": " ", "percent": "40"}),
    act("bao-cao-tep-exe", "tệp báo cáo là chương trình", "báo cáo tiến độ", "Tệp kèm theo: Tệp “a.pdf” là hoặc có chứa chương trình chạy được nên không được nhận.", "head", "bao-cao", {"content": "Đã làm", "uploads": upload("a.pdf", b"MZ\x90\0" + b"\0" * 99)}),
    act("xong-ngay-mai", "ngày hoàn thành sau hôm nay", "báo cáo hoàn thành", "Ngày hoàn thành: Ngày hoàn thành không được sau hôm nay.", "head", "hoan-thanh", {"content": "Xong", "finished_on": "20/11/2026"}),
    act("gia-han-qua-gioi-han", "gia hạn quá giới hạn", "đề nghị gia hạn", "Hạn đề nghị: Hạn đề nghị không quá 30 ngày sau hạn hiện tại.", "head", "gia-han", {"new_due_on": "31/12/2026", "content": "Bận"}),
    act("gia-han-som-hon", "hạn đề nghị sớm hơn hạn cũ", "đề nghị gia hạn", "Hạn đề nghị: Hạn đề nghị phải sau hạn hiện tại.", "head", "gia-han", {"new_due_on": "18/11/2026", "content": "Bận"}),
    act("dong-con-viec", "còn nhiệm vụ con chưa xong", "đóng nhiệm vụ", "Vẫn kết thúc khi còn nhiệm vụ con chưa xong: Còn 1 nhiệm vụ con chưa kết thúc. Đánh dấu xác nhận nếu vẫn muốn kết thúc.", "leader", "dong", {"reason": "Không cần nữa"}, given=_with_part),
    act("chuyen-noi-la", "chuyển đến nơi không có", "chuyển nhiệm vụ", "Chuyển đến: Không có tên nào trong danh sách khớp “Phòng Không Có”.", "leader", "chuyen", {"lead": "Phòng Không Có", "reason": "Đúng chức năng"}),
    act("huy-khong-ly-do-viec", "không ghi lý do", "hủy nhiệm vụ", "Lý do: Trường này là bắt buộc.", "leader", "huy", {"reason": " "}),
    act("trang-cu", "có người báo cáo trước", "báo cáo hoàn thành", "Nhiệm vụ vừa được Lê Văn Hùng cập nhật (Lê Văn Hùng báo cáo tiến độ). Hãy xem lại trước khi thao tác.", "head", "hoan-thanh", {"content": "Xong rồi"}, meanwhile=_reported, status=409),
    ask("viec-nguoi-ngoai", "người ngoài mở nhiệm vụ", "xem nhiệm vụ", "Trang này không tồn tại hoặc không thuộc phạm vi bạn được xem.", "stranger", "", status=404, hides=("giải ngân",)),
    ask("duyet-chua-bao-cao", "chưa có báo cáo hoàn thành", "duyệt", "Hiện không thể “Duyệt”: nhiệm vụ đã sang trạng thái khác, hoặc không phải việc của bạn.", "leader", "duyet/", status=409),
    Case("lich-sai-khoa", "địa chỉ lịch có khóa sai", "đọc lịch công tác", "Trang này không tồn tại hoặc không thuộc phạm vi bạn được xem.", lambda stand, _: stand.get("head", "/lich/1/sai-khoa.ics"), who=("head",), status=404),
)  # fmt: skip


@pytest.fixture
def stand(db, settings, tmp_path):
    forget_counts()
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel(at("2026-11-16 09:00"), tick=False):
        yield Stand(build())


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case, stand: Stand) -> None:
    run(case, stand)


def page() -> str:
    """Return the table for people."""
    head = [
        "# Đầu vào xấu của nhiệm vụ: từng trường hợp, câu trả lời, và những gì không đổi",
        "",
        "Bảng này sinh ra từ `src/congvu/assignments/tests/test_bad_input.py`, chạy thật từng dòng; đừng sửa tay.",
        "Tạo lại: `CONGVU_WRITE=1 .venv/bin/pytest src/congvu/assignments/tests/test_bad_input.py`.",
        "",
    ]
    return table(CASES, head)


def test_the_page_for_people_is_up_to_date() -> None:
    if os.environ.get("CONGVU_WRITE"):
        PAGE.write_text(page(), encoding="utf-8")
    now = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    assert now == page(), f"{PAGE} is stale: CONGVU_WRITE=1 pytest {Path(__file__).name}"
