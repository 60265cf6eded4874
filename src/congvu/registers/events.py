"""What happens in registers."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind

VOIDED = EventKind("number.voided", _("{officer} hủy số {number} của sổ {register} kỳ {period}"))
KINDS = (VOIDED,)
