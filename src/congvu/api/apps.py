"""The room of the REST interface."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "congvu.api"
    label = "api"
    verbose_name = _("Giao diện lập trình")

    def ready(self) -> None:
        """Make event kinds and periodic work known."""
        from congvu.api import jobs
        from congvu.api.events import KINDS
        from congvu.api.models import WebhookSubscription
        from congvu.api.services import telling
        from congvu.audit.events import register
        from congvu.delivery.services import register_handler, register_periodic
        from congvu.interchange.services.sealing import register_sealed
        from congvu.ui.messages import NavItem
        from congvu.ui.services import register_nav

        register(*KINDS)
        register_sealed(WebhookSubscription, "sealed_secret", "sealed_before")
        register_handler("api.webhook", telling.deliver, ordered=True, max_attempts=12, base_seconds=30)
        register_periodic("api.events", 5, jobs.look_for_events)
        register_periodic("api.purge", 24 * 3600, jobs.purge, at=time(2, 45))
        register_nav(
            NavItem(
                _("Phần mềm kết nối"),
                "plug-connected",
                "programs:clients",
                "people.manage",
                "manage",
                order=66,
            )
        )
