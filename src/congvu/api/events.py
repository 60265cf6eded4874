"""Facts of the interface that the journal keeps."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind

KINDS = (
    EventKind("api.client_created", _("{officer} lập phần mềm kết nối {name}, phạm vi: {scopes}")),
    EventKind("api.client_revised", _("{officer} sửa phần mềm kết nối {name}, phạm vi: {scopes}")),
    EventKind("api.secret_made", _("{officer} cấp khóa bí mật mới cho phần mềm kết nối {name}")),
    EventKind("api.client_revoked", _("{officer} thu hồi phần mềm kết nối {name}")),
    EventKind("api.webhook_saved", _("{officer} lưu đăng ký nhận sự kiện tới {url}")),
    EventKind("api.webhook_removed", _("{officer} ngừng báo sự kiện tới {url}")),
    EventKind("api.webhook_replayed", _("{officer} cho báo lại sự kiện tới {url}")),
)
