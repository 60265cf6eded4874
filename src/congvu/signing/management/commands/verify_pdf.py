"""`congvu verify-pdf FILE`: what is true of a PDF's signatures, in words."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from congvu.signing import queries
from congvu.signing.messages import Standing
from congvu.signing.services import verify_pdf

MARKS = {Standing.GOOD: "✓", Standing.DOUBT: "?", Standing.BAD: "✗", Standing.NONE: "–"}


class Command(BaseCommand):
    """Prints the verdict; the exit code is 0 when every signature holds, else 1."""

    help = "Kiểm tra chữ ký số của tệp PDF: verify-pdf TỆP [--network]."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--network", action="store_true", help="hỏi nơi cấp về việc thu hồi")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"Không đọc được tệp: {error.strerror}") from None
        verdict = verify_pdf(data, queries.trust(network=options["network"]))
        self.stdout.write(f"{MARKS[verdict.standing]} {verdict.sentence}")
        for one in verdict.signatures:
            self.stdout.write(f"  {MARKS[one.standing]} {one.field_name}: {one.sentence}")
        for note in verdict.notes:
            self.stdout.write(f"  ! {note}")
        if verdict.standing != Standing.GOOD:
            raise SystemExit(1)
