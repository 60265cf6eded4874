from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "congvu.setup"
    label = "setup"
    verbose_name = "Quản trị"
