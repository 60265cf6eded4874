from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "congvu.desk"
    label = "desk"
    verbose_name = "Bàn làm việc"
