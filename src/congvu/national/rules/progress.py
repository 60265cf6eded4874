"""What is told of a fact: the step's words for the portal, and which dossiers are told of at all."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from congvu.dossiers.states import State

WORDS: dict[str, str] = {
    "dossier.registered": "Ghi nhận hồ sơ",
    "dossier.accepted": "Tiếp nhận hồ sơ",
    "dossier.link_sent": "Chuyển hồ sơ sang cơ quan khác qua trục liên thông",
    "dossier.link_came": "Nhận tin của cơ quan phối hợp qua trục liên thông",
    "dossier.given_back": "Trả lại hồ sơ cho nơi chuyển đến",
    "dossier.moved_in": "Chuyển hồ sơ từ hệ thống cũ",
    "dossier.guided": "Yêu cầu hoàn thiện hồ sơ trước khi tiếp nhận",
    "dossier.refused": "Từ chối hồ sơ",
    "dossier.supplement_requested": "Yêu cầu bổ sung hồ sơ",
    "dossier.supplement_cancelled": "Thu hồi yêu cầu bổ sung",
    "dossier.resumed": "Nhận hồ sơ bổ sung",
    "dossier.closed": "Đóng hồ sơ do quá thời hạn bổ sung",
    "dossier.stopped": "Dừng giải quyết hồ sơ",
    "dossier.withdrawn": "Ghi nhận rút hồ sơ",
    "dossier.extended": "Xin lỗi và gia hạn trả kết quả",
    "dossier.recomputed": "Tính lại thời hạn theo lịch làm việc",
    "dossier.rules_changed": "Chuyển phiên bản thủ tục",
    "dossier.taken_over": "Nhận xử lý bước “{step}”",
    "dossier.assigned": "Phân công bước “{step}”",
    "dossier.step_done": "Hoàn thành bước “{step}”",
    "dossier.step_undone": "Hoàn tác bước “{step}”",
    "dossier.sent_back": "Trả lại bước trước",
    "dossier.handed_over": "Chuyển hồ sơ đến {to}",
    "dossier.hand_over_received": "Nhận hồ sơ chuyển đến",
    "dossier.opinion_asked": "Lấy ý kiến {unit}",
    "dossier.opinion_given": "Nhận ý kiến trả lời",
    "dossier.silence_counted": "Coi như đồng ý do không trả lời đúng hạn",
    "dossier.result_proposed": "Trình kết quả",
    "dossier.result_checked": "Kiểm tra, ký nháy kết quả",
    "dossier.result_signed": "Ký kết quả",
    "dossier.result_rejected": "Không duyệt kết quả, trả lại",
    "dossier.result_issued": "Cấp số và phát hành kết quả",
    "dossier.returned": "Trả kết quả {way}",
    "dossier.paid": "Đã nộp phí, lệ phí",
    "dossier.file_added": "Bổ sung tệp vào hồ sơ",
    "dossier.owner_renamed": "Cải chính họ tên chủ hồ sơ",
}
"""Facts that change a synchronised dossier. Notes, followers and paper forms stay in the house."""
_REASONED = frozenset(
    {
        "dossier.guided",
        "dossier.refused",
        "dossier.supplement_requested",
        "dossier.stopped",
        "dossier.withdrawn",
        "dossier.extended",
        "dossier.closed",
    }
)
_NATIONAL = re.compile(r"\d\.\d{6}(\.|$)")


def content(kind: str, reason: str, data: Mapping[str, Any]) -> str:
    """Return a fact in the words of the portal; "" when the national side is not told of it.

    Reasons go along where the applicant must know them; an officer's working notes stay in the house.
    """
    template = WORDS.get(kind, "")
    if not template:
        return ""
    values = {name: str(data.get(name, "")) for name in ("step", "to", "unit", "way")}
    told = template.format(**values).strip()
    items = "; ".join(str(item) for item in data.get("items", ()) or ())
    more = ": ".join(part for part in (reason, items) if part) if kind in _REASONED else ""
    return f"{told}. {more}"[:2000] if more else told


def left_out(
    *,
    code: str,
    state: State,
    confidentiality: int,
    master: str,
    procedure: str,
    accepted_on: date | None = None,
    since: date | None = None,
) -> str:
    """Return why a dossier is not told to the national side, as a sentence; "" when it is.

    Args:
        code: its code; none before reception, unless it came from the portal.
        master: the system that holds the original of a copy.
        accepted_on, since: day of reception, and from which day the link tells of dossiers.
    """
    if confidentiality > 0:
        return "Hồ sơ có độ mật nên không được gửi lên Cổng."
    if master:
        return f"Bản gốc ở {master}; hệ thống đó chịu trách nhiệm đồng bộ."
    if not _NATIONAL.match(procedure):
        return f"Mã thủ tục “{procedure}” không phải mã của CSDL quốc gia về TTHC."
    if not code:
        ended = state in {State.REFUSED, State.WITHDRAWN, State.CLOSED}
        return (
            "Kết thúc trước khi tiếp nhận nên không có mã hồ sơ."
            if ended
            else "Chưa tiếp nhận nên chưa có mã."
        )
    if since is not None and accepted_on is not None and accepted_on < since:
        return f"Tiếp nhận trước ngày bắt đầu đồng bộ ({since:%d/%m/%Y})."
    return ""
