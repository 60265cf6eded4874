"""Facts of the national side that the journal keeps."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind

KINDS = (
    EventKind("national.saved", _("{officer} lưu kết nối quốc gia {name}: {address}")),
    EventKind("national.switched", _("{officer} {what} kết nối quốc gia {name}")),
    EventKind("national.replayed", _("{officer} cho đồng bộ lại hồ sơ {code} lên Cổng quốc gia")),
    EventKind("national.stored", _("Nhận thông điệp {what} của hồ sơ {code} từ Cổng quốc gia")),
    EventKind("national.handled", _("Đưa {what} của hồ sơ {code} từ Cổng quốc gia vào hệ thống")),
    EventKind("national.quarantined", _("Cách ly thông điệp {what} của hồ sơ {code} từ Cổng quốc gia")),
    EventKind("national.again", _("{officer} cho xử lý lại thông điệp của hồ sơ {code} từ Cổng quốc gia")),
    EventKind("national.set_aside", _("{officer} bỏ qua thông điệp của hồ sơ {code} từ Cổng quốc gia")),
    EventKind("national.code_fallback", _("Cấp mã hồ sơ {code} tại chỗ: {why}")),
    EventKind("national.reconciled", _("{officer} đối soát với phía quốc gia: {differences} chênh lệch")),
    EventKind("national.catalogue", _("{officer} lấy danh mục thủ tục từ CSDL quốc gia: {count} thủ tục")),
)
