"""`congvu demo`: organisations, catalogue, and dossiers, documents, assigned work in believable states."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from congvu.directory.services import demo as accounts
from congvu.dossiers.services.demo import load_demonstration
from congvu.dossiers.services.demo.accounts import shown_accounts
from congvu.dossiers.states import STATE_NAMES, State


class Command(BaseCommand):
    """Loads the demonstration; a second run adds nothing. Accounts can sign in only where DEMO is set."""

    help = "Nạp dữ liệu trình diễn: tổ chức, thủ tục, hồ sơ, văn bản, nhiệm vụ (chạy lại không thêm gì)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=2026, help="hạt giống: cùng số thì cùng dữ liệu")

    def handle(self, *args: Any, **options: Any) -> None:
        password_hash = accounts.password_hash() if settings.DEMO else ""
        shown = load_demonstration(seed=options["seed"], password_hash=password_hash)
        total = sum(shown.states.values())
        self.stdout.write(_("Hồ sơ: %(total)d, thêm %(added)d.") % {"total": total, "added": shown.added})
        for state, count in sorted(shown.states.items(), key=lambda item: -item[1]):
            self.stdout.write(f"  {STATE_NAMES[State(state)]:<28}{count:>5}")
        self.stdout.write(
            _("Văn bản đến: %d; văn bản đi: %d; nhiệm vụ: %d; hồ sơ công việc: %d; lịch công tác: %d mục.")
            % shown.office
        )
        if settings.DEMO:
            self._print_accounts()

    def _print_accounts(self) -> None:
        self.stdout.write(
            _("\nTài khoản [hồ sơ quá hạn, hôm nay, sắp đến hạn, còn hạn, tạm dừng], văn bản, nhiệm vụ chờ:")
        )
        agency = ""
        for row in shown_accounts():
            if row.account.agency != agency:
                agency = row.account.agency
                self.stdout.write(f"\n{agency}")
            self.stdout.write(f"  {row.account.role:<20} {row.account.username:<26} {row.line}")
        self.stdout.write(_("\nMật khẩu chung: %(password)s") % {"password": accounts.password()})
