"""What can happen to certificates, pictures and trust anchors, and that something was signed."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind

KINDS = (
    EventKind("certificate.added", _("{officer} thêm chứng thư số của {owner}, số sê-ri {serial}")),
    EventKind("certificate.retired", _("{officer} ngừng dùng chứng thư số của {owner}, số sê-ri {serial}")),
    EventKind("certificate.revoked", _("{officer} ghi nhận chứng thư số {serial} đã bị thu hồi")),
    EventKind("signature_image.added", _("{officer} đặt hình chữ ký, hình dấu của {owner} từ ngày {on}")),
    EventKind("trust_anchor.added", _("{officer} thêm chứng thư gốc tin cậy {name}")),
    EventKind("trust_anchor.retired", _("{officer} thôi tin cậy chứng thư gốc {name}")),
    EventKind("signature.made", _("{officer} ký số ({role}) bằng chứng thư số {serial}")),
)
