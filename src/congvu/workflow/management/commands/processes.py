"""`congvu processes load-samples` publishes the processes that the product ships with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Level
from congvu.workflow.rules import DefinitionInvalid
from congvu.workflow.services import SAMPLES, load_samples


class Command(BaseCommand):
    help = "Nạp và ban hành các quy trình nội bộ mẫu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        loading = actions.add_parser("load-samples", help="nạp các quy trình mẫu (chạy lại không nhân đôi)")
        loading.add_argument("--folder", type=Path, default=SAMPLES, help="thư mục chứa tệp JSON")
        loading.add_argument("--agency", help="khóa cơ quan ban hành (mặc định: cơ quan cấp tỉnh đầu tiên)")

    def handle(self, *args: Any, **options: Any) -> None:
        agency = _agency(options["agency"])
        try:
            loaded = load_samples(options["folder"], actor=Actor.system(agency.pk, agency.name))
        except DefinitionInvalid as refusal:
            raise CommandError("\n".join(problem.message for problem in refusal.problems)) from refusal
        self.stdout.write(
            _("Đã nạp: %(new)d quy trình mới, %(renewed)d phiên bản mới, %(kept)d giữ nguyên.")
            % {"new": loaded.new, "renewed": loaded.renewed, "kept": loaded.kept}
        )


def _agency(key: str | None) -> Agency:
    agencies = Agency.objects.order_by("path", "id")
    found = agencies.filter(key=key) if key else agencies.filter(level=Level.PROVINCE, closed_on__isnull=True)
    agency = found.first()
    if agency is None:
        raise CommandError(_("Chưa có cơ quan ban hành. Hãy nạp danh bạ cơ quan trước."))
    return agency
