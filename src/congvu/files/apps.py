from datetime import time

from django.apps import AppConfig
from django.core import checks


class FilesConfig(AppConfig):
    name = "congvu.files"
    label = "files"
    verbose_name = "Tệp"

    def ready(self) -> None:
        from congvu.delivery.services import register_periodic
        from congvu.files import jobs
        from congvu.files.checks import check_files

        checks.register(check_files)
        register_periodic("files.clean", 24 * 3600, jobs.clean, at=time(3))
