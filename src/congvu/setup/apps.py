"""The administrators' face and its menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SetupConfig(AppConfig):
    """Registers the entries of the menu's second group, one line per screen."""

    name = "congvu.setup"
    label = "setup"
    verbose_name = "Quản trị"

    def ready(self) -> None:
        """Put the screens on the menu; a line whose address does not exist yet is not shown."""
        from congvu.ui.messages import NavItem
        from congvu.ui.services import register_nav

        register_nav(
            NavItem(_("Kiểu dáng"), "palette", "setup:style_guide", "people.manage", "manage", order=99),
        )
