"""`congvu audit verify` proves the journal; `congvu audit anchor` writes what an outsider keeps."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from congvu.audit.queries import Anchor, heads, verify


class Command(BaseCommand):
    help = "Kiểm tra chuỗi nhật ký, hoặc xuất đầu chuỗi để lưu ở bên ngoài."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        checking = actions.add_parser("verify", help="tìm sự kiện bị sửa, xóa hoặc chèn")
        checking.add_argument("--agency", type=int, help="khóa của một cơ quan (mặc định: tất cả)")
        checking.add_argument("--day", type=date.fromisoformat, help="một ngày, dạng 2026-01-31")
        checking.add_argument("--anchor", type=Path, help="tệp đầu chuỗi đã lưu ở bên ngoài")
        anchoring = actions.add_parser("anchor", help="ghi đầu chuỗi ra tệp (mỗi dòng một chuỗi)")
        anchoring.add_argument("file", type=Path)
        anchoring.add_argument("--day", type=date.fromisoformat, help="một ngày, dạng 2026-01-31")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "anchor":
            self.anchor(options["file"], options["day"])
        else:
            self.verify(options["agency"], options["day"], options["anchor"])

    def verify(self, agency: int | None, day: date | None, anchor: Path | None) -> None:
        breaks = verify(agency, day, anchors=_read(anchor) if anchor else ())
        for found in breaks:
            place = " ".join(
                part
                for part in (
                    _("cơ quan %(pk)s") % {"pk": found.agency_id} if found.agency_id is not None else "",
                    found.day.strftime("%d/%m/%Y") if found.day else "",
                )
                if part
            )
            self.stdout.write(
                f"[{found.code}] {place}: {found.message}" if place else f"[{found.code}] {found.message}"
            )
        if breaks:
            raise CommandError(_("Nhật ký có %(count)s chỗ sai.") % {"count": len(breaks)})
        self.stdout.write(_("Nhật ký nguyên vẹn."))

    def anchor(self, file: Path, day: date | None) -> None:
        count = 0
        with file.open("w", encoding="utf-8") as out:
            for head in heads(day).iterator():
                line = {
                    "agency": head.agency_id,
                    "day": head.day.isoformat(),
                    "seq": head.seq,
                    "hash": head.hash,
                }
                out.write(json.dumps(line) + "\n")
                count += 1
        self.stdout.write(_("Đã ghi %(count)s đầu chuỗi vào %(file)s.") % {"count": count, "file": file})


def _read(file: Path) -> Iterator[Anchor]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CommandError(
            _("Không đọc được tệp %(file)s: %(error)s") % {"file": file, "error": error}
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _anchor(file, number, line)


def _anchor(file: Path, number: int, line: str) -> Anchor:
    try:
        kept = json.loads(line)
        return Anchor(kept["agency"], date.fromisoformat(kept["day"]), kept["seq"], kept["hash"])
    except (ValueError, KeyError, TypeError) as error:
        message = _("Tệp %(file)s, dòng %(line)s: không phải một đầu chuỗi.")
        raise CommandError(message % {"file": file, "line": number}) from error
