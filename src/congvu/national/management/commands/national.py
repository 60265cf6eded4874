"""`congvu national status|poll|link|serve`: how the links stand, ask them now, make one, run the double."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.directory.queries import resolve_code
from congvu.national.management import serving
from congvu.national.models import NationalLink, OnlineMessage, SyncedDossier
from congvu.national.services import LinkPlan, check_link, poll, save_link, switch_link, take_lease
from congvu.national.states import Inbound, Sync


class Command(BaseCommand):
    """Looks at the national side from the machine itself."""

    help = "Quốc gia: tình trạng (status), hỏi ngay (poll), khai báo (link), phía quốc gia giả lập (serve)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parts = parser.add_subparsers(dest="part", required=True)
        parts.add_parser("status", help="các kết nối, hồ sơ chờ, thông điệp bị cách ly")
        parts.add_parser("poll", help="hỏi hồ sơ trực tuyến ngay")
        link = parts.add_parser("link", help="khai báo kết nối, kiểm tra và bật")
        link.add_argument("agency", help="mã định danh của cơ quan ở đây")
        link.add_argument("address", help="ví dụ http://127.0.0.1:8095/v1")
        link.add_argument("--generation", choices=["1", "2"], default="1")
        link.add_argument("--account", required=True)
        link.add_argument("--secret", default="", help="mặc định lấy từ biến môi trường NATIONAL_SECRET")
        link.add_argument(
            "--agency-code", default="", help="mã đơn vị ở phía quốc gia, mặc định như mã định danh"
        )
        link.add_argument("--whole-tree", action="store_true", help="dùng cho cả cơ quan trực thuộc")
        link.add_argument("--national-codes", action="store_true", help="lấy mã hồ sơ từ GetNextValue")
        link.add_argument("--poll-seconds", type=int, default=30)
        link.add_argument("--option", action="append", default=[], metavar="TÊN=GIÁ TRỊ")
        serving.words(parts.add_parser("serve", help="chạy phía quốc gia giả lập trong một tiến trình"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        try:
            getattr(self, f"_{options['part']}")(options)
        except ActionRefused as refused:
            raise CommandError(str(refused.message)) from None

    def _status(self, options: dict[str, Any]) -> None:
        for one in NationalLink.objects.select_related("agency"):
            seen = f"{timezone.localtime(one.polled_at):%H:%M:%S %d/%m/%Y}" if one.polled_at else "chưa hỏi"
            state = "tắt" if not one.active else (one.poll_error or "tốt")
            self.stdout.write(f"{one.name} ({one.agency}, thế hệ {one.generation}): {state}; hỏi: {seen}")
        waiting = SyncedDossier.objects.filter(state=Sync.WAITING).count()
        failed = SyncedDossier.objects.filter(state=Sync.FAILED).count()
        apart = OnlineMessage.objects.filter(state=Inbound.QUARANTINED).count()
        deciding = OnlineMessage.objects.filter(state=Inbound.DECIDING).count()
        self.stdout.write(
            f"Chờ gửi: {waiting}; lỗi: {failed}; cách ly: {apart}; chờ cán bộ quyết định: {deciding}"
        )

    def _poll(self, options: dict[str, Any]) -> None:
        for one in NationalLink.objects.filter(active=True):
            leased = take_lease(one.pk)
            if leased is None:
                self.stdout.write(f"{one.name}: tiến trình khác đang hỏi")
                continue
            done = poll(leased)
            self.stdout.write(
                f"{one.name}: nhận {done.fetched}, đưa vào {done.handled}, cách ly {done.quarantined}; "
                f"{done.error or 'tốt'}"
            )

    def _link(self, options: dict[str, Any]) -> None:
        found = resolve_code(options["agency"])
        if found is None or len(found.current) != 1:
            raise CommandError(_("Không có cơ quan mang mã %(code)s.") % {"code": options["agency"]})
        agency_id = found.current[0]
        actor = Actor.system(agency_id)
        plan = LinkPlan(
            name="Cổng Dịch vụ công quốc gia",
            agency_id=agency_id,
            generation=options["generation"],
            address=options["address"],
            account=options["account"],
            secret=options["secret"] or os.environ.get("NATIONAL_SECRET", ""),
            agency_code=options["agency_code"] or options["agency"],
            whole_tree=options["whole_tree"],
            codes="national" if options["national_codes"] else "own",
            poll_seconds=options["poll_seconds"],
            options=dict(str(text).split("=", 1) for text in options["option"]),
        )
        held = NationalLink.objects.filter(agency_id=agency_id).order_by("-active", "pk").first()
        link = save_link(plan, actor=actor, link_id=held.pk if held else None)
        lines = check_link(link.pk, actor=actor)
        for line in lines:
            self.stdout.write(f"{_('đạt') if line.ok else _('HỎNG')}  {line.name}: {line.told}")
        if not all(line.ok for line in lines):
            raise CommandError(_("Đã lưu nhưng chưa bật: hãy sửa các điểm trên rồi chạy lại."))
        switch_link(link.pk, on=True, actor=actor)
        self.stdout.write(_("Đã bật kết nối %(pk)s.") % {"pk": link.pk})

    def _serve(self, options: dict[str, Any]) -> None:
        serving.serve(options, self.stdout)
