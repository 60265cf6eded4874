from datetime import time

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "congvu.notify"
    label = "notify"
    verbose_name = "Thông báo"

    def ready(self) -> None:
        from congvu.delivery.services import register_handler, register_periodic
        from congvu.notify import jobs, services

        register_handler("mail", services.send_mail_message, max_attempts=10, base_seconds=60)
        register_periodic("notify.purge", 24 * 3600, jobs.purge, at=time(2, 30))
