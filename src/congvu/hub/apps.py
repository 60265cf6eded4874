"""The axis in the box."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "congvu.hub"
    label = "hub"
    verbose_name = _("Trục liên thông")

    def ready(self) -> None:
        """Make event kinds known."""
        from congvu.audit.events import register
        from congvu.hub.events import KINDS

        register(*KINDS)
