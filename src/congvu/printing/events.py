"""The event kinds of printing."""

from django.utils.translation import gettext_lazy as _

from congvu.audit.events import EventKind, register

TEMPLATE_PUBLISHED = EventKind(
    "template.published", _("{officer} ban hành phiên bản {version} của biểu mẫu “{name}”")
)


def register_events() -> None:
    """Make the kinds known to the journal."""
    register(TEMPLATE_PUBLISHED)
