"""Facts of the interchange that the journal keeps."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind

KINDS = (
    EventKind("connection.saved", _("{officer} lưu kết nối liên thông {name}: {changed}")),
    EventKind("connection.switched", _("{officer} {what} kết nối liên thông {name}")),
    EventKind("exchange.stored", _("Nhận gói liên thông {remote_id} từ {sender}")),
    EventKind(
        "exchange.fetched_again", _("Lấy lại gói liên thông {remote_id}: lần trước đường truyền làm hỏng")
    ),
    EventKind("exchange.quarantined", _("Gói liên thông {remote_id} bị cách ly")),
    EventKind("exchange.replayed", _("{officer} cho xử lý lại gói liên thông {remote_id}")),
    EventKind("exchange.skipped", _("{officer} bỏ qua gói liên thông {remote_id}")),
    EventKind("exchange.sent", _("Đã đưa {what} lên trục, tới {to}")),
    EventKind("exchange.status", _("{who} báo: {what}")),
    EventKind("exchange.resent", _("{officer} cho gửi lại {what} tới {to}")),
    EventKind("exchange.given_up", _("{officer} bỏ qua lượt gửi {what} tới {to}")),
)
