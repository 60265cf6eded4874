"""The administrators' face and its menu."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from congvu.ui.messages import Badge


class SetupConfig(AppConfig):
    """Registers the entries of the menu's second group, one line per screen."""

    name = "congvu.setup"
    label = "setup"
    verbose_name = "Quản trị"

    def ready(self) -> None:
        """Put the screens on the menu; a line whose address does not exist yet is not shown."""
        from congvu.ui.messages import Badge, NavItem
        from congvu.ui.services import register_badges, register_nav

        process = {
            "draft": Badge(_("Bản nháp"), "wait", "pencil"),
            "published": Badge(_("Đang áp dụng"), "good", "circle-check"),
            "retired": Badge(_("Hết hiệu lực"), "neutral", "history"),
        }
        register_badges("process", process)
        register_badges("move", _move_badges())
        register_badges("procedure", {**process, "published": Badge(_("Đã công bố"), "good", "circle-check")})
        register_nav(
            NavItem(_("Thủ tục"), "books", "setup:catalogue", "catalogue.view", "manage", order=20),
            NavItem(_("Quy trình"), "route", "setup:processes", "process.view", "manage", order=30),
            NavItem(_("Gán vai trò"), "user-check", "setup:bindings", "process.bind", "manage", order=35),
            NavItem(_("Lịch làm việc"), "calendar", "setup:calendar", "calendar.manage", "manage", order=40),
            NavItem(_("Cơ quan"), "sitemap", "setup:agencies", "people.manage", "manage", order=60),
            NavItem(_("Cán bộ, công chức"), "users", "setup:officers", "people.manage", "manage", order=61),
            NavItem(_("Vai trò"), "shield-check", "setup:roles", "people.manage", "manage", order=62),
            NavItem(_("Ủy quyền"), "user-share", "setup:delegations", "people.manage", "manage", order=63),
            NavItem(
                _("Chứng thư số"), "certificate", "setup:certificates", "people.manage", "manage", order=64
            ),
            NavItem(
                _("Kết nối liên thông"),
                "plug-connected",
                "setup:connections",
                "delivery.manage",
                "manage",
                order=65,
            ),
            NavItem(
                _("Kết nối quốc gia"), "world", "setup:national_links", "delivery.manage", "manage", order=66
            ),
            NavItem(_("Chuyển dữ liệu cũ"), "database", "setup:moves", "moving.manage", "manage", order=68),
            NavItem(_("Kiểu dáng"), "palette", "setup:style_guide", "people.manage", "manage", order=99),
        )


def _move_badges() -> "dict[str, Badge]":
    """Return how the states of a run of moving in look."""
    from congvu.ui.messages import Badge

    return {
        "new": Badge(_("Chờ khai báo cột"), "wait", "pencil"),
        "checking": Badge(_("Đang kiểm thử"), "progress", "progress"),
        "checked": Badge(_("Đã kiểm thử"), "info", "list-check"),
        "running": Badge(_("Đang chuyển"), "progress", "progress"),
        "stopped": Badge(_("Đã dừng"), "wait", "player-pause"),
        "failed": Badge(_("Dừng vì lỗi"), "bad", "alert-triangle"),
        "done": Badge(_("Đã chuyển xong"), "good", "circle-check"),
        "dropped": Badge(_("Đã bỏ"), "neutral", "circle-x"),
    }
