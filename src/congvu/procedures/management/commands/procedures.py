"""`congvu procedures …`: imports, exports and samples of the catalogue."""

import json
import lzma
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.procedures.messages import ImportReport
from congvu.procedures.rules.portal import GRADE_LABELS
from congvu.procedures.services import (
    export_catalogue,
    import_catalogue,
    import_portal_rows,
    load_samples,
    publish_clean,
)

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "sample"


class Command(BaseCommand):
    """Import, export and load administrative procedures."""

    help = "Nhập, xuất danh mục thủ tục hành chính."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the sub-commands."""
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("load-samples", help="nạp và công bố bộ thủ tục mẫu")
        commands.add_parser("publish-clean", help="công bố các bản nháp không có điểm nào cần rà soát")
        brought = commands.add_parser("import", help="nhập danh mục từ tệp JSON, XLSX")
        brought.add_argument("file", type=Path)
        brought.add_argument("--dry-run", action="store_true")
        out = commands.add_parser("export", help="xuất danh mục ra tệp .json, .xlsx")
        out.add_argument("file", type=Path)
        portal = commands.add_parser("import-portal", help="nhập dòng của Cổng DVCQG (jsonl, jsonl.xz)")
        portal.add_argument("files", nargs="+", type=Path)
        portal.add_argument("--dry-run", action="store_true")
        for command in commands.choices.values():
            command.add_argument("--agency", default="", help="khóa của cơ quan ghi nhật ký")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the sub-command."""
        actor = _system(options["agency"])
        getattr(self, "_" + options["command"].replace("-", "_"))(actor, options)

    def _import_portal(self, actor: Actor, options: dict[str, Any]) -> None:
        rows = [row for path in options["files"] for row in _rows(path)]
        names = ", ".join(path.name for path in options["files"])
        report = import_portal_rows(rows, actor=actor, source=names, dry_run=options["dry_run"])
        self._print(report)

    def _import(self, actor: Actor, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        if not path.exists():
            raise CommandError(f"Không có tệp {path}.")
        try:
            report = import_catalogue(
                path.read_bytes(),
                path.suffix.lstrip(".").lower(),
                actor=actor,
                source=path.name,
                dry_run=options["dry_run"],
            )
        except ActionRefused as refused:
            raise CommandError(refused.message) from None
        self._print(report)

    def _export(self, actor: Actor, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        try:
            path.write_bytes(export_catalogue(path.suffix.lstrip(".").lower(), actor=actor))
        except ActionRefused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"Đã xuất danh mục ra {path}")

    def _load_samples(self, actor: Actor, options: dict[str, Any]) -> None:
        files = sorted(SAMPLES.glob("*.json"))
        self._print(load_samples([json.loads(path.read_text("utf-8")) for path in files], actor=actor))

    def _publish_clean(self, actor: Actor, options: dict[str, Any]) -> None:
        done = publish_clean(actor=actor, reason="Công bố hàng loạt bản nháp không có điểm cần rà soát")
        self.stdout.write(f"Đã công bố {done} thủ tục")

    def _print(self, report: ImportReport) -> None:
        write = self.stdout.write
        if report.grades:
            write(f"{'Mục':<20}{'đủ':>8}{'một phần':>10}{'không có':>10}")
            for name, counts in report.grades.items():
                line = f"{counts['full']:>8}{counts['partial']:>10}{counts['none']:>10}"
                write(f"{GRADE_LABELS[name]:<20}{line}")
            write(f"Cần rà soát: {report.flagged}; phải quyết định trước khi công bố: {report.blocked}")
        for code, changes in [*report.changed.items(), *report.kept.items()]:
            kept = " (bản nháp đã có người sửa, giữ nguyên)" if code in report.kept else ""
            write(f"{code}{kept}")
            for change in changes:
                write(f"  {change.label}: “{change.before[:80]}” → “{change.after[:80]}”")
        for error in report.errors:
            write(f"{error.where} {error.code}: {error.message}")
        write(
            f"{'Thử, không ghi' if report.dry_run else 'Đã nhập'}: {report.total} dòng, "
            f"{len(report.added)} thêm mới, {len(report.changed)} thay đổi, {len(report.kept)} giữ lại, "
            f"{report.unchanged} giữ nguyên, {len(report.errors)} lỗi"
        )


def _system(key: str) -> Actor:
    agencies = Agency.objects.filter(key=key) if key else Agency.objects.order_by("id")
    agency = agencies.first()
    if agency is None:
        raise CommandError("Chưa có cơ quan nào; hãy nạp danh bạ trước.")
    return Actor.system(agency.pk, agency.name)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        raise CommandError(f"Không có tệp {path}.")
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except json.JSONDecodeError as problem:
                raise CommandError(f"{path.name}, dòng {number}: không phải JSON ({problem.msg}).") from None
