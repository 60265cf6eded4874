"""The room of moving in from old systems."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MovingConfig(AppConfig):
    name = "congvu.moving"
    label = "moving"
    verbose_name = _("Chuyển dữ liệu")

    def ready(self) -> None:
        """Make event kinds and the worker's handler known."""
        from congvu.audit.events import register
        from congvu.delivery.services import register_handler
        from congvu.moving.events import KINDS
        from congvu.moving.services import working

        register(*KINDS)
        register_handler(working.KIND, working.work, max_attempts=working.ATTEMPTS, base_seconds=5)
