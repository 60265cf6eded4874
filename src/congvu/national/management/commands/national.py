"""`congvu national status|poll|serve`: how the links stand, ask them now, run the double."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from congvu.national.management import serving


class Command(BaseCommand):
    """Looks at the national side from the machine itself."""

    help = "Quốc gia: chạy phía quốc gia giả lập (serve)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parts = parser.add_subparsers(dest="part", required=True)
        serving.words(parts.add_parser("serve", help="chạy phía quốc gia giả lập trong một tiến trình"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        serving.serve(options, self.stdout)
