from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "congvu.printing"
    label = "printing"
    verbose_name = "Biểu mẫu in"

    def ready(self) -> None:
        from congvu.printing import checks  # noqa: F401 — registers the checks
        from congvu.printing.events import register_events

        register_events()
