"""Facts about the axis that the journal keeps; packages themselves are kept in the axis's own tables."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind

KINDS = (
    EventKind("hub.agency_saved", _("{officer} lưu cơ quan trên trục {code}: {what}")),
    EventKind("hub.agency_locked", _("{officer} {what} cơ quan trên trục {code}")),
    EventKind("hub.credential_issued", _("{officer} cấp tài khoản kết nối trục {system_id} cho {code}")),
    EventKind("hub.credential_rotated", _("{officer} cấp khóa bí mật mới cho {system_id}")),
    EventKind("hub.credential_revoked", _("{officer} thu hồi {what} của {system_id}")),
    EventKind("hub.uplink_saved", _("{officer} lưu kết nối lên trục trên {name}")),
)
