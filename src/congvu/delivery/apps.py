from datetime import time

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "congvu.delivery"
    label = "delivery"
    verbose_name = "Giao nhận"

    def ready(self) -> None:
        from congvu.audit.events import register
        from congvu.delivery import jobs, services
        from congvu.delivery.events import KINDS

        register(*KINDS)
        services.register_periodic("directory.versions", 24 * 3600, jobs.bring_agencies_up, at=time(0, 5))
        services.register_periodic("delivery.purge", 24 * 3600, jobs.purge, at=time(2, 15))
