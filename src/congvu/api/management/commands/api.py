"""`congvu api reference` writes the OpenAPI description and the Bruno collection, or checks them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from congvu.api.views.collection import files


class Command(BaseCommand):
    help = "Mô tả OpenAPI và bộ sưu tập Bruno của giao diện lập trình."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        writing = actions.add_parser("reference", help="ghi docs/api, hoặc kiểm tra là đã mới")
        writing.add_argument("--check", action="store_true")
        writing.add_argument("--into", type=Path, default=Path(settings.ROOT) / "docs" / "api")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = []
        for name, text in files().items():
            target = options["into"] / name
            if (target.read_text(encoding="utf-8") if target.exists() else None) == text:
                continue
            stale.append(name)
            if not options["check"]:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
        if options["check"] and stale:
            raise CommandError(f"docs/api đã cũ ({', '.join(stale)}): chạy `congvu api reference`.")
        self.stdout.write(f"{len(stale)} tệp được ghi." if stale else "docs/api đã mới.")
