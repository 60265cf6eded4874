"""`congvu accounts`: who can sign in to a demonstration, and with what."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from congvu.directory.services import demo


class Command(BaseCommand):
    """Prints the accounts of main agencies; refused where DEMO is not set."""

    help = "In tài khoản trình diễn (chỉ khi DEMO=1): accounts [--realm dong-nai] [--agency CHỮ] [--all]."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--realm", default="")
        parser.add_argument("--agency", default="", help="chỉ cơ quan có chữ này trong tên")
        parser.add_argument("--all", action="store_true", help="mọi vị trí, không chỉ mỗi vai trò một người")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Chỉ in tài khoản khi DEMO=1 (demonstration accounts need DEMO=1).")
        accounts = [row for row in demo.accounts(options["realm"]) if options["agency"] in row.agency]
        if not accounts:
            raise CommandError("Chưa có tài khoản nào; hãy chạy: congvu realm load")
        agency, seen = "", set()
        for row in accounts:
            if not options["all"] and (row.agency, row.role) in seen:
                continue
            seen.add((row.agency, row.role))
            if row.agency != agency:
                agency = row.agency
                self.stdout.write(f"\n{agency}")
            code = f"  mã hai bước lúc này: {row.code}" if row.code else ""
            self.stdout.write(f"  {row.role:<20} {row.username:<26} {row.full_name}, {row.title}{code}")
        self.stdout.write(f"\nMật khẩu chung: {demo.password()}")
