"""`congvu edxml inspect FILE` says in plain words what a package holds."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from congvu.interchange.envelopes.edxml import EdxmlError, read_package
from congvu.interchange.envelopes.edxml.telling import tell


class Command(BaseCommand):
    help = "Xem nội dung một gói tin edXML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        inspecting = actions.add_parser("inspect", help="in ra bằng lời những gì có trong gói tin")
        inspecting.add_argument("file", type=Path, nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for number, file in enumerate(options["file"]):
            if len(options["file"]) > 1:
                self.stdout.write(("\n" if number else "") + f"== {file}")
            failed += not self.inspect(file)
        if failed:
            raise CommandError(_("%(count)s gói tin không đọc được.") % {"count": failed})

    def inspect(self, file: Path) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            try:
                with file.open("rb") as stream:
                    package = read_package(stream, Path(folder))
            except OSError as error:
                self.stdout.write(_("Không mở được tệp: %(error)s") % {"error": error.strerror})
                return False
            except EdxmlError as error:
                self.stdout.write(f"[{error.code}] {error.message}")
                return False
            for line in tell(package):
                self.stdout.write(line)
        return True
