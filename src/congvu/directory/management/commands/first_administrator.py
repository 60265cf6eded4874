"""`congvu first-administrator`: the first agency and administrator of a real site."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from congvu.common.errors import ActionRefused
from congvu.directory.models import AgencyKind, Level
from congvu.directory.services.founding import Founding, found


class Command(BaseCommand):
    """Run once after the installation; run again it changes nothing and shows no password."""

    help = (
        "Lập cơ quan và quản trị viên đầu tiên: first-administrator --key tinh-x --agency 'UBND tỉnh X' "
        "--username quantri --name 'Nguyễn Văn A' [--code H19] [--kind committee] [--level province]."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--key", required=True, help="khóa của cơ quan: chữ thường, gạch nối")
        parser.add_argument("--agency", required=True, help="tên cơ quan")
        parser.add_argument("--username", required=True, help="tên đăng nhập của quản trị viên")
        parser.add_argument("--name", required=True, help="họ và tên quản trị viên")
        parser.add_argument("--code", default="", help="mã định danh theo QĐ 20/2020/QĐ-TTg")
        parser.add_argument("--kind", default="committee", choices=AgencyKind.values)
        parser.add_argument("--level", default="province", choices=Level.values)

    def handle(self, *args: Any, **options: Any) -> None:
        facts = Founding(
            key=options["key"],
            name=options["agency"],
            username=options["username"],
            full_name=options["name"],
            kind=options["kind"],
            level=options["level"],
            code=options["code"],
        )
        try:
            founded = found(facts)
        except ActionRefused as refusal:
            raise CommandError(refusal.message) from None
        if not founded.password:
            self.stdout.write(f"Đã có quản trị viên {founded.username}; không thay đổi gì.")
            return
        self.stdout.write(f"Đã lập {founded.agency} và quản trị viên {founded.username}.")
        self.stdout.write(f"Mật khẩu dùng một lần (chỉ in lần này): {founded.password}")
        self.stdout.write("Khi đăng nhập lần đầu: đổi mật khẩu, rồi bật xác thực hai bước.")
