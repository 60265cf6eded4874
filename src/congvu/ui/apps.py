from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "congvu.ui"
    label = "ui"
    verbose_name = "Giao diện"
