from django.apps import AppConfig
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "congvu.ui"
    label = "ui"
    verbose_name = "Giao diện"

    def ready(self) -> None:
        """Say in Vietnamese what Django's catalogue leaves in English."""
        ProhibitNullCharactersValidator.message = _("Không được có ký tự null.")
