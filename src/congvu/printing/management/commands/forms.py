"""congvu forms seed | gallery DIR: keep and show the printed forms."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from congvu.printing.services import seed_forms, write_gallery


class Command(BaseCommand):
    help = "Biểu mẫu in: nạp mẫu kèm theo phần mềm (seed), in thử mọi mẫu (gallery THƯ_MỤC)"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two actions."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("seed", help="nạp các biểu mẫu vào cơ sở dữ liệu; chạy lại không đổi gì")
        gallery = actions.add_parser("gallery", help="in mọi biểu mẫu với dữ liệu mẫu, PDF và HTML")
        gallery.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the action and say what came of it."""
        if options["action"] == "seed":
            self.stdout.write(f"Biểu mẫu: {seed_forms()} mẫu mới hoặc thay đổi.")
            return
        for path in write_gallery(options["folder"]):
            self.stdout.write(str(path))
