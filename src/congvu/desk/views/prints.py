"""Printing: the forms of a dossier as PDF and as a page, and the register of a span of days."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from congvu.desk.forms.lists import RegisterForm
from congvu.desk.views.door import screen
from congvu.desk.views.xlsx import Column, sent, write_table
from congvu.directory.messages import Actor
from congvu.directory.permissions import OfficerRequest
from congvu.dossiers import services
from congvu.dossiers.services.forms import NUMBER_SIGNS
from congvu.printing import messages
from congvu.printing.queries import form_names
from congvu.printing.services import render_html, render_pdf

SHOWN = 100


@screen("dossier.view")
def print_pdf(request: OfficerRequest, pk: int, form: str) -> HttpResponse:
    """Show a form of the dossier as PDF; one that must be numbered is issued the first time."""
    data, on = _content(pk, form, request.actor)
    return _pdf(render_pdf(form, data, on=on), f"{form_names()[form].file_name}-{pk}.pdf")


@screen("dossier.view")
def print_page(request: OfficerRequest, pk: int, form: str) -> HttpResponse:
    """Show a form of the dossier as a page to print."""
    data, on = _content(pk, form, request.actor)
    return HttpResponse(render_html(form, data, on=on))


def _content(pk: int, form: str, actor: Actor) -> tuple[Any, date]:
    """Return what a form says, and the day whose template prints it; forms of the register are not here."""
    if form in NUMBER_SIGNS:
        issued = services.issue_form(pk, form, actor=actor)
        return issued.data["form"], timezone.localdate(issued.issued_at)
    if form not in {"control-slip", "transfer-slip"}:
        raise Http404
    return services.live_form(pk, form, actor=actor), timezone.localdate()


def _pdf(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(False, name) or "inline"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@screen("dossier.view")
def register_page(request: OfficerRequest) -> HttpResponseBase:
    """Ask for the span of the register; show it, or send it as PDF, page or table."""
    today = timezone.localdate()
    start = {"tu": f"{today.replace(day=1):%d/%m/%Y}", "den": f"{today:%d/%m/%Y}"}
    form = RegisterForm(request.GET if "tu" in request.GET else start)
    if not form.is_valid():
        return render(request, "desk/register.html", {"form": form}, status=422)
    asked = form.cleaned_data
    book = services.register_form(asked["tu"], asked["den"], actor=request.actor, closed=asked["khoa"])
    assert isinstance(book, messages.RegisterForm)
    send = {"pdf": _register_pdf, "trang": _register_print, "xlsx": _register_table}
    if (kind := request.GET.get("dang", "")) in send:
        return send[kind](book, asked["den"])
    query = request.GET.copy()
    query.update({} if "tu" in query else start)
    context = {"form": form, "rows": book.rows[:SHOWN], "count": len(book.rows), "query": query.urlencode()}
    return render(request, "desk/register.html", context)


def _register_pdf(book: messages.RegisterForm, on: date) -> HttpResponseBase:
    return _pdf(render_pdf("register", book), f"so-theo-doi-{on:%Y%m%d}.pdf")


def _register_print(book: messages.RegisterForm, on: date) -> HttpResponseBase:
    return HttpResponse(render_html("register", book))


def _register_table(book: messages.RegisterForm, on: date) -> HttpResponseBase:
    columns = [
        Column(_("STT"), 6),
        Column(_("Mã hồ sơ"), 30),
        Column(_("Tên thủ tục hành chính"), 50),
        Column(_("Số lượng hồ sơ (bộ)"), 10),
        Column(_("Tên cá nhân, tổ chức"), 28),
        Column(_("Địa chỉ, số điện thoại"), 40),
        Column(_("Cơ quan chủ trì giải quyết"), 32),
        Column(_("Ngày nhận")),
        Column(_("Ngày hẹn trả")),
        Column(_("Ngày trả")),
        Column(_("Phương thức nhận kết quả"), 24),
        Column(_("Ghi chú"), 30),
    ]
    file, _count = write_table(_("Sổ theo dõi hồ sơ"), columns, _register_lines(book))
    return sent(file, f"so-theo-doi-{on:%Y%m%d}.xlsx")


def _register_lines(book: messages.RegisterForm) -> Iterator[list[Any]]:
    for row in book.rows:
        yield [
            row.no,
            row.dossier_code,
            row.procedure,
            row.sets,
            row.applicant,
            row.contact,
            row.lead_agency,
            row.received_at,
            row.due_at,
            row.returned_at,
            row.return_way,
            row.note,
        ]
