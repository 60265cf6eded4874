"""`congvu bindings seed | check`: who plays the roles of the province's processes in each agency."""

from argparse import ArgumentParser
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.dossiers.queries.binding import vacancies
from congvu.dossiers.services.binding import seed_bindings


class Command(BaseCommand):
    """Lays the bindings of the data file, or lists the steps that nobody could do (then ends with 1)."""

    help = "Gán vai trò trong quy trình: seed (nạp phân công mẫu) · check (bước chưa có người làm)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["seed", "check"])
        parser.add_argument("--agency", default="", help="chỉ kiểm tra cơ quan có khóa này")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "seed":
            root = Agency.objects.filter(parent__isnull=True, closed_on__isnull=True).order_by("id").first()
            if root is None:
                raise CommandError(_("Chưa có cơ quan nào; hãy nạp danh bạ trước."))
            added = seed_bindings(actor=Actor.system(root.pk, root.name))
            self.stdout.write(_("Gán vai trò: thêm %(count)d dòng.") % {"count": added})
            return
        self._check(options["agency"])

    def _check(self, key: str) -> None:
        agency_id = None
        if key:
            agency_id = Agency.objects.filter(key=key).values_list("pk", flat=True).first()
            if agency_id is None:
                raise CommandError(_("Không có cơ quan %(key)s.") % {"key": key})
        found = vacancies(agency_id)
        for process, rows in groupby(found, key=lambda row: f"{row.process} {row.process_name}"):
            self.stdout.write(process)
            for row in rows:
                why = _("phòng được gán không có ai giữ vai trò") if row.bound else _("chưa gán")
                self.stdout.write(f"  {row.no}. {row.step} [{row.role}] – {row.agency}: {why}")
        if found:
            raise CommandError(_("%(count)d chỗ chưa có người làm.") % {"count": len(found)})
        self.stdout.write(_("Mọi bước của mọi quy trình đều có người làm tại mọi cơ quan liên quan."))
