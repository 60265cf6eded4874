"""Files sent in through the screen: kept for a day, tried, then brought in."""

import json
import lzma
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.procedures import queries
from congvu.procedures.messages import ImportReport
from congvu.procedures.models import StagedImport
from congvu.procedures.services.exchange import import_catalogue
from congvu.procedures.services.portal import import_portal_rows

LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
_ENDINGS = {
    ".json": StagedImport.Format.JSON,
    ".xlsx": StagedImport.Format.XLSX,
    ".jsonl": StagedImport.Format.PORTAL,
    ".jsonl.xz": StagedImport.Format.PORTAL,
}


@transaction.atomic
def stage_import(name: str, data: bytes, *, actor: Actor) -> StagedImport:
    """Keep a file for trying; an officer has one at a time.

    Args:
        name: the file's name; its ending tells the format (.json, .xlsx, .jsonl, .jsonl.xz).
        data: its bytes, at most 20 MB.
        actor: an officer who holds catalogue.manage.

    Raises:
        ActionRefused: for another ending, or a file too large.
    """
    demand(actor, "catalogue.manage")
    officer = actor.officer_id
    if officer is None:
        raise ActionRefused(_("Chỉ cán bộ gửi được tệp."), code="officer")
    lower = name.lower()
    ending = next((ending for ending in sorted(_ENDINGS, key=len)[::-1] if lower.endswith(ending)), "")
    if not ending:
        raise ActionRefused(_("Chỉ nhận tệp .json, .xlsx, .jsonl, .jsonl.xz."), code="format", field="file")
    if len(data) > LARGEST:
        raise ActionRefused(_("Tệp lớn quá 20 MB."), code="size", field="file")
    StagedImport.objects.filter(officer_id=officer).delete()
    StagedImport.objects.filter(sent_at__lt=timezone.now() - queries.STAGED_FOR).delete()
    return StagedImport.objects.create(
        officer_id=officer,
        name=name[-200:],
        format=_ENDINGS[ending],
        data=data,
        sent_at=timezone.now(),
    )


@transaction.atomic
def run_staged(staged: StagedImport, *, actor: Actor, dry_run: bool) -> ImportReport:
    """Try a kept file, or bring it in; once brought in it is kept no longer.

    Raises:
        ActionRefused: when the file as a whole cannot be read.
    """
    demand(actor, "catalogue.manage")
    data = bytes(staged.data)
    if staged.format == StagedImport.Format.PORTAL:
        rows = list(_portal_rows(data))
        report = import_portal_rows(rows, actor=actor, source=staged.name, dry_run=dry_run)
    else:
        report = import_catalogue(data, staged.format, actor=actor, source=staged.name, dry_run=dry_run)
    if not dry_run:
        staged.delete()
    return report


def _portal_rows(data: bytes) -> Iterator[dict[str, str]]:
    for number, line in enumerate(_unpacked(data).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or not all(isinstance(value, str | None) for value in row.values()):
            raise ActionRefused(
                _("Dòng %d không phải một dòng của Cổng.") % number, code="file", field="file"
            )
        yield row


def _unpacked(data: bytes) -> str:
    if data[:6] == b"\xfd7zXZ\x00":
        reader = lzma.LZMADecompressor(memlimit=256 * 1024 * 1024)
        try:
            data = reader.decompress(data, LARGEST_UNPACKED)
        except (lzma.LZMAError, EOFError):
            raise ActionRefused(_("Tệp nén bị hỏng."), code="file", field="file") from None
        if not reader.eof:
            raise ActionRefused(_("Tệp nén bị cắt hoặc quá lớn."), code="size", field="file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ActionRefused(_("Tệp không phải chữ UTF-8."), code="file", field="file") from None
