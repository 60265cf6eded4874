"""What happens to the catalogue, as audited facts."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind, register

PUBLISHED = EventKind("procedure.published", _("{officer} công bố phiên bản {number} của thủ tục {code}"))
RETIRED = EventKind("procedure.retired", _("{officer} ngừng áp dụng phiên bản {number} của thủ tục {code}"))
DRAFTED = EventKind("procedure.drafted", _("{officer} lập bản nháp phiên bản {number} của thủ tục {code}"))
UPDATED = EventKind("procedure.updated", _("{officer} sửa bản nháp phiên bản {number} của thủ tục {code}"))
DISCARDED = EventKind("procedure.discarded", _("{officer} bỏ bản nháp phiên bản {number} của thủ tục {code}"))
IMPORTED = EventKind(
    "catalogue.imported",
    _("{officer} nhập danh mục từ {source}: {added} thêm mới, {changed} thay đổi, {unchanged} giữ nguyên"),
)
ROUTED = EventKind("procedure.routed", _("{officer} đặt nơi giải quyết của thủ tục {code}: {route}"))


def register_all() -> None:
    """Register every kind of this room; called once when the app is ready."""
    register(PUBLISHED, RETIRED, DRAFTED, UPDATED, DISCARDED, IMPORTED, ROUTED)
