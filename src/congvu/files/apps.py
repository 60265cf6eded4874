from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "congvu.files"
    label = "files"
    verbose_name = "Tệp"
