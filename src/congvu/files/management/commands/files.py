"""`congvu files clean` removes unused bytes; `congvu files verify` re-reads every blob."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from congvu.files.services import clean, damaged


class Command(BaseCommand):
    help = "Dọn tệp không còn dùng, hoặc kiểm tra từng tệp trong kho."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        cleaning = actions.add_parser("clean", help="xóa nội dung không tệp nào dùng")
        cleaning.add_argument("--grace-hours", type=float, default=24, help="giữ lại những gì mới hơn (giờ)")
        actions.add_parser("verify", help="đọc lại mọi nội dung và so mã SHA-256")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "clean":
            done = clean(grace_hours=options["grace_hours"])
            message = _("Đã xóa %(blobs)s nội dung, %(strays)s tệp lạc, %(drafts)s tệp tạm: %(freed)s byte.")
            self.stdout.write(
                message
                % {"blobs": done.blobs, "strays": done.strays, "drafts": done.drafts, "freed": done.freed}
            )
            return
        words = {"lost": _("đã mất"), "changed": _("đã bị sửa")}
        count = 0
        for sha256, state in damaged():
            count += 1
            self.stdout.write(f"{sha256}: {words[state]}")
        if count:
            raise CommandError(_("%(count)s nội dung hỏng.") % {"count": count})
        self.stdout.write(_("Mọi nội dung nguyên vẹn."))
