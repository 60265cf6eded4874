"""The room of interchange."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterchangeConfig(AppConfig):
    name = "congvu.interchange"
    label = "interchange"
    verbose_name = _("Liên thông")

    def ready(self) -> None:
        """Make the room's event kinds known."""
        from congvu.audit.events import register
        from congvu.interchange.events import KINDS

        register(*KINDS)
