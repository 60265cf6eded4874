from django.apps import AppConfig


class ConfigurationConfig(AppConfig):
    """The configuration itself, so that its mistakes are found by `congvu check` and at start."""

    name = "config"
    label = "configuration"
    verbose_name = "Cấu hình"

    def ready(self) -> None:
        """Register the system checks."""
        from config import checks  # noqa: F401
