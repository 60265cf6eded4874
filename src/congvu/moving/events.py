"""What can happen in moving in, in words."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind

_LINK = "setup:move"
KINDS = (
    EventKind("moving.received", _("{officer} đưa lên tệp chuyển dữ liệu {file}"), _LINK),
    EventKind("moving.mapped", _("{officer} khai báo cột của tệp {file}"), _LINK),
    EventKind("moving.checked", _("{officer} kiểm thử tệp {file}: {rows} dòng, {wrong} dòng lỗi"), _LINK),
    EventKind("moving.started", _("{officer} bắt đầu chuyển dữ liệu từ {file}"), _LINK),
    EventKind("moving.stopped", _("{officer} dừng chuyển dữ liệu ở dòng {row}"), _LINK),
    EventKind("moving.dropped", _("{officer} bỏ lượt chuyển dữ liệu"), _LINK),
    EventKind(
        "moving.finished", _("Chuyển xong {file}: {new} mới, {already} đã có, {wrong} dòng lỗi"), _LINK
    ),
    EventKind("moving.failed", _("Lượt chuyển {file} dừng vì lỗi"), _LINK),
    EventKind("moving.voided", _("{officer} ghi {count} số còn thiếu của {book} là số trống"), _LINK),
)
