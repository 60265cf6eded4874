"""What people do to deliveries."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind

RETRIED = EventKind("delivery.retried", _("{officer} cho gửi lại {delivery_kind} tới {destination}"))
SKIPPED = EventKind("delivery.skipped", _("{officer} bỏ qua {delivery_kind} tới {destination}"))
KINDS = (RETRIED, SKIPPED)
