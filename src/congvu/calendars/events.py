"""Event kinds of the calendars."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind

KINDS = (
    EventKind("calendar.seeded", _("{officer} nạp lịch làm việc: {days} ngày, {rules} quy tắc pháp lý")),
    EventKind("calendar.imported", _("{officer} nhập lịch từ tệp {file}: thêm {added}, sửa {changed} ngày")),
    EventKind("calendar.day_added", _("{officer} đặt ngày {day} là “{kind_name}”: {name}")),
    EventKind("calendar.day_removed", _("{officer} bỏ ngày đặc biệt {day}: {name}")),
    EventKind("calendar.day_restored", _("{officer} khôi phục ngày đặc biệt {day}: {name}")),
    EventKind("calendar.hours_set", _("{officer} đặt giờ làm việc từ ngày {valid_from}: {table}")),
    EventKind("calendar.rule_set", _("{officer} đặt quy tắc {code} = {value} {unit} từ ngày {valid_from}")),
    EventKind(
        "calendar.rule_cancelled", _("{officer} bỏ giá trị {value} của quy tắc {code} chưa có hiệu lực")
    ),
)
