from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "congvu.audit"
    label = "audit"
    verbose_name = "Nhật ký"

    def ready(self) -> None:
        from congvu.audit import events

        events.register(*events.OWN_KINDS)
