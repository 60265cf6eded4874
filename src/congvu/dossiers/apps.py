from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "congvu.dossiers"
    label = "dossiers"
    verbose_name = "Hồ sơ"

    def ready(self) -> None:
        """Make the room's event kinds known to the journal."""
        from congvu.audit.events import register
        from congvu.dossiers.events import KINDS

        register(*KINDS)
