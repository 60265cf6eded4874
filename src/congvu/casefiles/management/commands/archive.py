"""`congvu archive inspect FILE` reads a package; `due` lists what is overdue; `seed` brings data."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.casefiles.messages.packages import Inspection
from congvu.casefiles.models import CaseFile
from congvu.casefiles.services import seed_retention
from congvu.casefiles.services.packaging import as_rows, inspect_file
from congvu.directory.messages import Actor
from congvu.directory.models import Agency


class Command(BaseCommand):
    help = "Đọc, kiểm tra gói lưu trữ (TT 05/2025/TT-BNV); liệt kê hồ sơ đến hạn nộp lưu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        reading = actions.add_parser("inspect", help="kiểm tra một gói ZIP, không bung ra đĩa")
        reading.add_argument("file", type=Path)
        reading.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        due = actions.add_parser("due", help="hồ sơ đã kết thúc, quá hạn hoặc sắp đến hạn nộp lưu")
        due.add_argument("--days", type=int, default=30, help="sắp đến hạn trong bao nhiêu ngày")
        seeding = actions.add_parser("seed", help="nạp bảng thời hạn bảo quản kèm theo phần mềm")
        seeding.add_argument("agency", help="khóa cơ quan đứng tên trong nhật ký")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "inspect":
            self.inspect(options["file"], as_json=options["json"])
        elif options["action"] == "due":
            self.due(options["days"])
        else:
            agency = Agency.objects.get(key=options["agency"])
            count = seed_retention(actor=Actor.system(agency.pk, agency.name))
            self.stdout.write(_("Đã nạp %(count)s quy định.") % {"count": count})

    def inspect(self, file: Path, *, as_json: bool) -> None:
        try:
            found = inspect_file(file)
        except OSError as error:
            raise CommandError(
                _("Không đọc được tệp %(file)s: %(error)s") % {"file": file, "error": error}
            ) from error
        self.stdout.write(_as_json(found) if as_json else _in_words(found))
        if not found.valid:
            raise CommandError(_("Gói không đạt kiểm tra."))

    def due(self, days: int) -> None:
        today = timezone.localdate()
        rows = CaseFile.objects.waiting().filter(due_on__lte=today + timedelta(days=days))
        for row in rows.order_by("due_on").select_related("unit", "agency"):
            last = row.kept_until or row.due_on
            late = _("QUÁ HẠN") if last and last < today else _("sắp đến hạn")
            self.stdout.write(f"{last:%d/%m/%Y}  {late}  {row.code}  {row.title}  ({row.unit})")


def _as_json(found: Inspection) -> str:
    return json.dumps(
        {
            "valid": found.valid,
            "kind": found.kind,
            "object_id": found.object_id,
            "fields": dict(found.fields),
            "documents": found.documents,
            "files": found.files,
            "size": found.size,
            "findings": as_rows(found),
        },
        ensure_ascii=False,
        indent=2,
    )


def _in_words(found: Inspection) -> str:
    lines = [
        f"OBJID     {found.object_id or '?'}",
        f"{_('Loại')}      {found.kind or '?'}",
        f"{_('Hồ sơ')}     {found.fields.get('fileCode') or found.fields.get('arcFileCode') or '?'}",
        f"{_('Tiêu đề')}   {found.fields.get('title', '')}",
        _("Tài liệu  %(documents)s · tệp %(files)s · %(size)s byte")
        % {"documents": found.documents, "files": found.files, "size": found.size},
    ]
    for one in found.findings:
        mark = _("LỖI") if one.level == "error" else _("lưu ý")
        lines.append(f"[{mark}] {one.code} {one.path}: {one.sentence}")
    lines.append(_("Kết luận: %(verdict)s") % {"verdict": _("đạt") if found.valid else _("không đạt")})
    return "\n".join(lines)
