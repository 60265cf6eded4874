"""`congvu realm load [NAME]`: lay the organisations of the data files."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from congvu.common.errors import ActionRefused
from congvu.directory.services import demo, realm_files
from congvu.directory.services.realms import load_realm


class Command(BaseCommand):
    """Adds what is missing and changes nothing that exists, so it may be run again at any time."""

    help = "Nạp tổ chức từ tệp dữ liệu: realm list · realm load [TÊN …] (mặc định: tất cả)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["list", "load"])
        parser.add_argument("names", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "list":
            for name in realm_files.names():
                self.stdout.write(f"{name}: {realm_files.read(name).title}")
            return
        password_hash = demo.password_hash() if settings.DEMO else ""
        for name in options["names"] or realm_files.names():
            try:
                added = load_realm(name, password_hash=password_hash)
            except ActionRefused as refusal:
                raise CommandError(refusal.message) from None
            self.stdout.write(f"{name}: " + ", ".join(f"{kind} +{n}" for kind, n in added.items()))
        if settings.DEMO:
            self.stdout.write(f"xác thực hai bước cho quản trị +{demo.give_second_factors()}")
