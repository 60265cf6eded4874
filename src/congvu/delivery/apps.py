from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "congvu.delivery"
    label = "delivery"
    verbose_name = "Giao nhận"
