from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "congvu.directory"
    label = "directory"
    verbose_name = "Danh bạ"

    def ready(self) -> None:
        from congvu.audit import events as audit
        from congvu.directory import events

        audit.register(*events.KINDS)
