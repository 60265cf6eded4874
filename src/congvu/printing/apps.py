from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "congvu.printing"
    label = "printing"
    verbose_name = "Biểu mẫu in"
