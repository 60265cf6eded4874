"""The officers' face and its menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Registers the entries of the menu, one line per screen."""

    name = "congvu.desk"
    label = "desk"
    verbose_name = "Bàn làm việc"

    def ready(self) -> None:
        """Put the screens on the menu."""
        from congvu.ui.messages import NavItem
        from congvu.ui.services import register_nav

        register_nav(NavItem(_("Cá nhân"), "user-check", "desk:profile", group="account", order=10))
