"""`congvu calendar seed` and `congvu calendar import FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from congvu.calendars.services import ImportResult, import_days, seed
from congvu.directory.messages import Actor
from congvu.directory.models import Agency


class Command(BaseCommand):
    help = "Nạp lịch làm việc và quy tắc pháp lý kèm theo, hoặc nhập ngày nghỉ, làm bù từ tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two actions."""
        actions = parser.add_subparsers(dest="action", required=True)
        seeding = actions.add_parser("seed", help="thêm những gì còn thiếu; chạy lại không thêm gì")
        seeding.add_argument("--until", type=int, default=2027, help="năm cuối")
        importing = actions.add_parser("import", help="nhập tệp CSV hoặc JSON")
        importing.add_argument("file", type=Path)
        importing.add_argument("--agency", default="", help="khóa của cơ quan; bỏ trống là lịch chung")
        importing.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one action as the system, on the record of the first agency."""
        root = Agency.objects.filter(parent__isnull=True).order_by("id").first()
        if root is None:
            raise CommandError("Chưa có cơ quan nào: hãy nạp cơ quan trước.")
        actor = Actor.system(root.pk, root.name)
        if options["action"] == "seed":
            result = seed(actor=actor, until=options["until"])
            self.stdout.write(
                f"Đã thêm {result.hours} khoảng giờ, {result.days} ngày, {result.rules} giá trị quy tắc."
            )
            return
        self._import(actor, options)

    def _import(self, actor: Actor, options: dict[str, Any]) -> None:
        agency_id = None
        if options["agency"]:
            agency_id = Agency.objects.filter(key=options["agency"]).values_list("pk", flat=True).first()
            if agency_id is None:
                raise CommandError(f"Không có cơ quan {options['agency']}.")
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"Không đọc được {options['file']}: {error.strerror}.") from None
        result = import_days(
            actor=actor,
            content=content,
            filename=options["file"].name,
            agency_id=agency_id,
            dry_run=options["dry_run"],
        )
        self._report(result)

    def _report(self, result: ImportResult) -> None:
        for error in result.errors:
            self.stderr.write(f"dòng {error.row}: {error.message}")
        if result.errors:
            raise CommandError(f"{len(result.errors)} dòng sai, không ghi gì.")
        done = "Đã ghi" if result.applied else "Chưa ghi"
        self.stdout.write(
            f"{done}: thêm {len(result.added)}, sửa {len(result.changed)}, giữ {len(result.same)} ngày."
        )
