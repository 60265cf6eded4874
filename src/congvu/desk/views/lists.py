"""The list of all dossiers that the officer may see, with filters, and as a table file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.desk.forms.lists import CHANNELS, ListForm
from congvu.desk.views.door import screen
from congvu.desk.views.search import cursors, keyset
from congvu.desk.views.xlsx import Column, sent, write_table
from congvu.directory.permissions import OfficerRequest
from congvu.dossiers import services
from congvu.dossiers.queries import listing
from congvu.dossiers.states import STATE_NAMES, State

MOST_EXPORTED = 50_000


@screen("dossier.view")
def dossier_list(request: OfficerRequest) -> HttpResponse:
    """Show the dossiers that fit the filters, newest first."""
    form = ListForm(request.GET, procedures=listing.procedures_seen(request.actor))
    before, after = cursors(request)
    page = keyset(listing.dossier_list(request.actor, form.filters(), before=before, after=after))
    narrowed = any(request.GET.get(name) for name in form.fields)
    context = {"form": form, "page": page, "narrowed": narrowed, "channels": dict(CHANNELS)}
    return render(request, "desk/dossiers.html", context, status=422 if form.errors else 200)


@screen("dossier.view")
@require_POST
def export_list(request: OfficerRequest) -> HttpResponseBase:
    """Send the filtered list as XLSX, and record that it was taken out."""
    form = ListForm(request.GET, procedures={})
    filters = form.filters()
    if form.errors:
        return redirect(f"{request.path.removesuffix('xuat/')}?{request.GET.urlencode()}")
    rows = _lines(listing.export(request.actor, filters, limit=MOST_EXPORTED))
    file, count = write_table(_("Danh sách hồ sơ"), _columns(), rows)
    services.record_export(filters, count, actor=request.actor)
    return sent(file, f"danh-sach-ho-so-{timezone.localdate():%Y%m%d}.xlsx")


def _columns() -> list[Column]:
    return [
        Column(_("STT"), 6),
        Column(_("Mã hồ sơ"), 30),
        Column(_("Chủ hồ sơ"), 28),
        Column(_("Thủ tục"), 60),
        Column(_("Hình thức nộp"), 16),
        Column(_("Trạng thái"), 20),
        Column(_("Đang ở"), 40),
        Column(_("Nộp lúc")),
        Column(_("Tiếp nhận lúc")),
        Column(_("Hạn trả kết quả")),
        Column(_("Xử lý xong lúc")),
    ]


def _lines(rows: Iterator[listing.DossierRow]) -> Iterator[list[Any]]:
    channels = {code: str(name) for code, name in CHANNELS}
    for no, row in enumerate(rows, start=1):
        yield [
            no,
            row.code,
            row.owner,
            row.procedure,
            channels.get(row.channel, row.channel),
            STATE_NAMES[State(row.state)],
            row.holding,
            row.submitted_at,
            row.accepted_at,
            row.due_at,
            row.finished_at,
        ]
