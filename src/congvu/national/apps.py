"""The room of the national side."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NationalConfig(AppConfig):
    name = "congvu.national"
    label = "national"
    verbose_name = _("Đồng bộ quốc gia")

    def ready(self) -> None:
        """Make the sealed columns known."""
        from congvu.interchange.services.sealing import register_sealed
        from congvu.national.models import NationalLink

        register_sealed(NationalLink, "sealed_secret")
