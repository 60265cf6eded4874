"""`congvu hub …`: agencies and credentials of the axis from the command line."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.hub.management import conformance, serving
from congvu.hub.management.probing import Probe
from congvu.hub.queries import found_agencies
from congvu.hub.services import agencies, credentials, importing, uplink
from congvu.hub.services.journal import operator


class Command(BaseCommand):
    help = "Trục liên thông: cơ quan, tài khoản kết nối."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        _agency_words(parts.add_parser("agency", help="cơ quan trên trục"))
        _credential_words(parts.add_parser("credential", help="tài khoản kết nối"))
        _uplink_words(parts.add_parser("uplink", help="trục cấp trên, cho nơi nhận không có trên trục này"))
        _check_words(parts.add_parser("check", help="kiểm tra một trục bất kỳ có đúng giao thức không"))
        serving.words(parts.add_parser("serve", help="chạy riêng trục trong một tiến trình"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, "_".join([options["part"], *filter(None, [options.get("action")])]))(options)
        except ActionRefused as refused:
            raise CommandError(str(refused.message)) from None

    def agency_add(self, options: dict[str, Any]) -> None:
        plan = agencies.AgencyPlan(
            options["code"],
            options["name"],
            old_code=options["old_code"],
            parent_code=options["parent"],
            mail=options["mail"],
            aliases=tuple(options["alias"]),
        )
        self.stdout.write(str(agencies.save_agency(plan, actor=operator())))

    def agency_end(self, options: dict[str, Any]) -> None:
        self.stdout.write(
            str(agencies.end_agency(options["code"], successor_code=options["successor"], actor=operator()))
        )

    def agency_list(self, options: dict[str, Any]) -> None:
        for one in found_agencies(options["words"]).order_by("path")[: options["most"]]:
            marks = [_("không còn")] if one.deleted else []
            marks += [_("đang khóa")] if one.locked else []
            self.stdout.write("\t".join([one.code, one.old_code, one.name, ", ".join(marks)]).rstrip())

    def agency_import(self, options: dict[str, Any]) -> None:
        with options["file"].open(encoding="utf-8-sig", newline="") as stream:
            done = importing.import_agencies(csv.DictReader(stream), actor=operator())
        self.stdout.write(
            _("Thêm %(new)s, sửa %(changed)s, giữ nguyên %(same)s cơ quan.")
            % {"new": done.new, "changed": done.changed, "same": done.same}
        )
        for line, why in done.refused:
            self.stdout.write(_("Dòng %(line)s: %(why)s") % {"line": line, "why": why})
        if done.refused:
            raise CommandError(_("%(count)s dòng không nhận được.") % {"count": len(done.refused)})

    def uplink_add(self, options: dict[str, Any]) -> None:
        row = uplink.save_uplink(
            options["name"],
            options["address"],
            system_id=options["system_id"],
            secret=options["secret"],
            agency_code=options["agency"],
            actor=operator(),
        )
        self.stdout.write(str(row))

    def check_axis(self, options: dict[str, Any]) -> None:
        agency = options["agency"] or options["system_id"]
        probe = Probe(options["url"], options["system_id"], options["secret"], agency, options["seconds"])
        lines = []
        for line in conformance.run(probe):
            lines.append(line)
            mark = _("đạt") if line.ok else _("HỎNG")
            self.stdout.write(f"{mark:<5} {line.name}")
            if not line.ok or options["all"]:
                self.stdout.write(f"      {_('chờ đợi')}: {line.expected}\n      {_('thấy')}: {line.seen}")
        failed = sum(not line.ok for line in lines)
        self.stdout.write(_("%(all)s phép thử, %(failed)s hỏng.") % {"all": len(lines), "failed": failed})
        if failed:
            raise CommandError(_("Trục chưa đúng giao thức ở %(failed)s điểm trên.") % {"failed": failed})

    def serve(self, options: dict[str, Any]) -> None:
        serving.serve(options, self.stdout)

    def credential_add(self, options: dict[str, Any]) -> None:
        _row, secret = credentials.issue(
            options["system_id"],
            options["agency"],
            actor=operator(),
            label=options["label"],
            whole_tree=not options["single"],
            secret=options["secret"],
            per_minute=options["per_minute"],
        )
        self._show(options["system_id"], secret)

    def credential_rotate(self, options: dict[str, Any]) -> None:
        secret = credentials.rotate(
            options["system_id"], actor=operator(), keep_hours=options["keep_hours"], secret=options["secret"]
        )
        self._show(options["system_id"], secret)

    def credential_revoke(self, options: dict[str, Any]) -> None:
        credentials.revoke(options["system_id"], actor=operator(), old_only=options["old_only"])
        self.stdout.write(_("Đã thu hồi."))

    def _show(self, system_id: str, secret: str) -> None:
        self.stdout.write(f"SystemId: {system_id}")
        self.stdout.write(f"Secret: {secret}")
        self.stdout.write(_("Khóa bí mật chỉ hiện lần này; hãy giao tận tay người cấu hình phần mềm."))


def _uplink_words(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="khai báo hoặc sửa trục cấp trên")
    add.add_argument("name")
    add.add_argument("address")
    add.add_argument("--system-id", required=True)
    add.add_argument("--secret", required=True)
    add.add_argument("--agency", required=True, help="mã định danh khi gửi")


def _check_words(parser: ArgumentParser) -> None:
    parser.set_defaults(action="axis")
    parser.add_argument("url", help="địa chỉ trục, ví dụ http://10.0.0.5:8090/vxp")
    parser.add_argument("--system-id", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--agency", default="", help="mã định danh gửi từ và tới; mặc định là mã hệ thống")
    parser.add_argument("--seconds", type=float, default=30, help="chờ lâu nhất")
    parser.add_argument("--all", action="store_true", help="in cả điều chờ đợi và điều thấy của phép thử đạt")


def _agency_words(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="thêm hoặc sửa một cơ quan")
    add.add_argument("code", help="mã định danh QĐ 20/2020")
    add.add_argument("name", help="tên cơ quan")
    add.add_argument("--old-code", default="", help="mã QCVN 102")
    add.add_argument("--parent", default="", help="mã cơ quan cấp trên")
    add.add_argument("--mail", default="")
    add.add_argument("--alias", action="append", default=[], help="mã khác cũng dẫn tới cơ quan này")
    end = actions.add_parser("end", help="kết thúc một cơ quan; mã của nó dẫn tới cơ quan kế thừa")
    end.add_argument("code")
    end.add_argument("--successor", default="", help="mã cơ quan kế thừa")
    listing = actions.add_parser("list", help="liệt kê")
    listing.add_argument("words", nargs="?", default="", help="tên hoặc mã, không cần dấu")
    listing.add_argument("--most", type=int, default=1000)
    importing_ = actions.add_parser("import", help="nhập CSV: code, name, old_code, parent, mail, aliases")
    importing_.add_argument("file", type=Path)


def _credential_words(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="cấp tài khoản kết nối")
    add.add_argument("system_id")
    add.add_argument("agency", help="mã cơ quan mà phần mềm đại diện")
    add.add_argument("--label", default="", help="tên phần mềm")
    add.add_argument("--single", action="store_true", help="không gồm cơ quan trực thuộc")
    add.add_argument("--secret", default="", help="khóa sẵn có (ít nhất 16 ký tự); để trống thì tự tạo")
    add.add_argument("--per-minute", type=int, default=1200)
    rotate = actions.add_parser("rotate", help="cấp khóa mới; khóa cũ còn dùng được một thời gian")
    rotate.add_argument("system_id")
    rotate.add_argument("--keep-hours", type=int, default=24 * 7)
    rotate.add_argument("--secret", default="")
    revoke = actions.add_parser("revoke", help="thu hồi tài khoản, hoặc chỉ các khóa cũ")
    revoke.add_argument("system_id")
    revoke.add_argument("--old-only", action="store_true")
