from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "congvu.procedures"
    label = "procedures"
    verbose_name = "Thủ tục hành chính"

    def ready(self) -> None:
        from congvu.procedures import events

        events.register_all()
