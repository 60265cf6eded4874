"""The axis in the box."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "congvu.hub"
    label = "hub"
    verbose_name = _("Trục liên thông")

    def ready(self) -> None:
        """Make event kinds known, and put the screens on the menu."""
        from congvu.audit.events import register
        from congvu.delivery.services import register_periodic
        from congvu.hub import jobs
        from congvu.hub.events import KINDS
        from congvu.hub.models import HubSecret, HubUplink
        from congvu.interchange.services.sealing import register_sealed
        from congvu.ui.messages import NavItem
        from congvu.ui.services import register_nav

        register(*KINDS)
        register_sealed(HubSecret, "sealed")
        register_sealed(HubUplink, "sealed_secret")
        register_periodic("hub.uplink", 10, jobs.upward)
        register_periodic("hub.purge", 24 * 3600, jobs.purge, at=time(2, 45))
        register_nav(
            NavItem(_("Trục liên thông"), "route", "hub:flow", "delivery.manage", "manage", order=70)
        )
