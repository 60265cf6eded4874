"""The applicants' face."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Screens that nobody signs in for."""

    name = "congvu.portal"
    label = "portal"
    verbose_name = "Tra cứu hồ sơ"
