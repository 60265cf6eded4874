from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "congvu.calendars"
    label = "calendars"
    verbose_name = "Lịch làm việc"

    def ready(self) -> None:
        from congvu.audit.events import register
        from congvu.calendars.events import KINDS

        register(*KINDS)
