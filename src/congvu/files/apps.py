from django.apps import AppConfig
from django.core import checks


class FilesConfig(AppConfig):
    name = "congvu.files"
    label = "files"
    verbose_name = "Tệp"

    def ready(self) -> None:
        from congvu.files.checks import check_files

        checks.register(check_files)
