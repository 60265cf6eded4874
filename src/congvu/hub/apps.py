"""The axis in the box."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "congvu.hub"
    label = "hub"
    verbose_name = _("Trục liên thông")

    def ready(self) -> None:
        """Make event kinds known, and put the screens on the menu."""
        from congvu.audit.events import register
        from congvu.hub.events import KINDS
        from congvu.ui.messages import NavItem
        from congvu.ui.services import register_nav

        register(*KINDS)
        register_nav(
            NavItem(_("Trục liên thông"), "route", "hub:flow", "delivery.manage", "manage", order=70)
        )
