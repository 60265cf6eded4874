from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "congvu.documents"
    label = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        """Make the room's event kinds known to the journal."""
        from congvu.audit.events import register
        from congvu.documents.events import KINDS

        register(*KINDS)
