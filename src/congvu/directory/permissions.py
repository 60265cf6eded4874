"""Capabilities, and how a view declares the one it needs (deny by default)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from congvu.directory.messages import Actor
from congvu.directory.models import Officer

PUBLIC = "public"
SIGNED_IN = "signed-in"

ADMINISTRATOR = "administrator"
"""The role whose holders must sign in with a second factor."""

PROCEDURE_KEEPER = "procedure-keeper"
"""Keeps the catalogue and the processes, approved once for the whole province (TT 01/2018/TT-VPCP Điều 8)."""

CAPABILITIES: dict[str, str] = {
    "dossier.view": "Xem hồ sơ",
    "dossier.intake": "Tiếp nhận hồ sơ tại quầy",
    "dossier.accept": "Tiếp nhận chính thức, in giấy hẹn",
    "dossier.refuse": "Từ chối tiếp nhận",
    "dossier.supplement": "Yêu cầu bổ sung, hoàn thiện hồ sơ",
    "dossier.reject": "Từ chối giải quyết sau thẩm định",
    "dossier.payment": "Xác nhận đã nộp phí, nghĩa vụ tài chính",
    "dossier.stop": "Dừng giải quyết hồ sơ",
    "dossier.withdraw": "Ghi nhận rút hồ sơ",
    "dossier.work": "Thụ lý, hoàn thành bước của mình, ghi chú",
    "dossier.assign": "Phân công, phân công lại",
    "dossier.opinion": "Lấy và cho ý kiến",
    "dossier.handover": "Chuyển hồ sơ sang cơ quan khác",
    "dossier.propose": "Trình kết quả",
    "dossier.check": "Kiểm tra, ký nháy",
    "dossier.sign": "Ký duyệt kết quả",
    "dossier.issue": "Cấp số, phát hành kết quả",
    "dossier.return": "Trả kết quả",
    "dossier.extend": "Xin lỗi, gia hạn một lần",
    "dossier.reroute": "Chuyển hồ sơ sang quy trình khác",
    "dossier.bulk": "Xử lý nhiều hồ sơ cùng lúc",
    "document.view": "Xem văn bản",
    "document.register": "Tiếp nhận, đăng ký văn bản đến",
    "document.direct": "Cho ý kiến chỉ đạo, phân công xử lý văn bản",
    "document.work": "Xử lý văn bản được giao",
    "document.draft": "Soạn thảo văn bản",
    "document.check": "Kiểm tra nội dung dự thảo",
    "document.form": "Kiểm tra thể thức, kỹ thuật trình bày",
    "document.approve": "Duyệt dự thảo văn bản",
    "document.sign": "Ký văn bản",
    "document.issue": "Cấp số, đóng dấu, phát hành văn bản",
    "document.recall": "Thu hồi, thay thế, đính chính văn bản",
    "assignment.view": "Xem nhiệm vụ",
    "assignment.give": "Giao nhiệm vụ",
    "assignment.work": "Thực hiện, báo cáo nhiệm vụ",
    "assignment.approve": "Duyệt báo cáo nhiệm vụ",
    "casefile.view": "Xem hồ sơ công việc",
    "casefile.keep": "Lập và giữ hồ sơ công việc",
    "casefile.approve": "Duyệt danh mục hồ sơ",
    "casefile.archive": "Nhận hồ sơ vào lưu trữ cơ quan",
    "schedule.manage": "Lập lịch công tác",
    "catalogue.view": "Xem danh mục thủ tục hành chính",
    "catalogue.manage": "Quản lý danh mục thủ tục hành chính",
    "process.view": "Xem quy trình nội bộ",
    "process.manage": "Quản lý quy trình nội bộ",
    "process.bind": "Gán vai trò của quy trình cho phòng, ban",
    "calendar.manage": "Quản lý lịch làm việc, ngày nghỉ",
    "people.manage": "Quản lý cơ quan, phòng ban, cán bộ",
    "delegation.own": "Ủy quyền, báo vắng mặt cho vị trí của mình",
    "audit.view": "Xem nhật ký",
    "audit.shred": "Xóa dữ liệu cá nhân trong nhật ký",
    "report.view": "Xem báo cáo, thống kê",
    "delivery.manage": "Quản lý gửi nhận liên thông",
    "print.manage": "Quản lý mẫu in",
    "moving.manage": "Chuyển dữ liệu từ hệ thống cũ",
}
"""Every capability of the product and what it allows, in the words of the roles screen."""

View = Callable[..., Any]


class OfficerRequest(HttpRequest):
    """The request of a signed-in view, as ActorMiddleware leaves it (for typing)."""

    actor: Actor
    user: Officer


def requires[V: View](capability: str) -> Callable[[V], V]:
    """Declare the capability of a view: a name, PUBLIC or SIGNED_IN. The middleware enforces it.

    Raises:
        ValueError: the name is no capability of the product (a misspelling would lock the view).
    """
    if capability not in CAPABILITIES and capability not in (PUBLIC, SIGNED_IN):
        raise ValueError(f"unknown capability: {capability!r}")

    def declare(view: V) -> V:
        view.capability = capability  # type: ignore[attr-defined]
        return view

    return declare


def demand(actor: Actor, capability: str) -> None:
    """Raise PermissionDenied unless `actor` holds `capability`; called first in every service."""
    if not actor.can(capability):
        raise PermissionDenied(capability)
