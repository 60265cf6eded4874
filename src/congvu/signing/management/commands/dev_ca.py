"""`congvu dev-ca`: certificates, key files and pictures for a demonstration."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from congvu.signing.services import dev_ca


class Command(BaseCommand):
    """Gives what is missing and changes nothing that stands; refused where DEMO is not set."""

    help = "Tạo CA thử nghiệm, chứng thư số, tệp khóa và hình ký cho dữ liệu minh họa (chỉ khi DEMO=1)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--realm", default="", help="chỉ tổ chức này")
        parser.add_argument("--quiet", action="store_true", help="không in từng tên")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("CA thử nghiệm chỉ dùng khi DEMO=1 (the development CA needs DEMO=1).")
        given = 0
        for name in dev_ca.equip(options["realm"]):
            given += 1
            if not options["quiet"]:
                self.stdout.write(f"  {name}")
        self.stdout.write(f"chứng thư số, hình ký +{given}")
        self.stdout.write(f"Gốc thử nghiệm: {dev_ca.folder() / 'root.pem'}")
        self.stdout.write(f"Mật khẩu tệp khóa của cán bộ: {dev_ca.passphrase_here()}")
