"""What happens to processes."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind

OWN_KINDS = (
    EventKind("process.drafted", _("{officer} tạo bản nháp {number} của quy trình {code}")),
    EventKind(
        "process.saved", _("{officer} sửa bản nháp {number} của quy trình {code} (lần sửa {revision})")
    ),
    EventKind("process.published", _("{officer} ban hành phiên bản {number} của quy trình {code}")),
    EventKind("process.discarded", _("{officer} bỏ bản nháp {number} của quy trình {code}")),
)
