"""Registers of documents: which there are, printing them, opening a year's and closing one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.desk.forms.books import SpanForm
from congvu.desk.views.door import screen
from congvu.desk.views.xlsx import Column, sent, write_table
from congvu.directory.permissions import OfficerRequest
from congvu.documents import services
from congvu.documents.models import IncomingDocument
from congvu.documents.queries.books import books_of
from congvu.documents.services import printouts

PRINTS = {
    "dau-den": printouts.stamp_pdf,
    "ban-co-dau": printouts.stamped_copy,
    "phieu-giai-quyet": printouts.slip_pdf,
}


@screen("document.view")
def incoming_print(request: OfficerRequest, pk: int, form: str) -> HttpResponse:
    """Show the arrival stamp, the stamped copy, or the slip of a document as PDF."""
    if form not in PRINTS:
        raise Http404
    document = IncomingDocument.objects.visible_to(request.actor).select_related("book").get(pk=pk)
    return _pdf(PRINTS[form](document), f"{form}-{pk}.pdf")


@screen("document.register")
def book_list(request: OfficerRequest) -> HttpResponse:
    """Show the agency's registers, and ask for the part to print."""
    books = list(books_of(request.actor))
    year = timezone.localdate().year
    years = sorted(
        {year, year + 1 if timezone.localdate().month == 12 else year} - {one.year for one in books}
    )
    context = {"books": books, "form": SpanForm(), "years": years}
    return render(request, "desk/books.html", context)


@screen("document.register")
def book_print(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Send a register, or a part of it, as PDF or as a table."""
    form = SpanForm(request.GET)
    if not form.is_valid():
        context = {"books": list(books_of(request.actor)), "form": form, "years": []}
        return render(request, "desk/books.html", context, status=422)
    kind = request.GET.get("dang", "pdf")
    if kind == "pdf":
        return _pdf(printouts.register_pdf(pk, form.span(), actor=request.actor), f"so-van-ban-{pk}.pdf")
    book, names, rows = printouts.register_table(
        pk, form.span(), system_names=kind == "pl6", actor=request.actor
    )
    file, _count = write_table(str(book), [Column(name, 24) for name in names], rows)
    return sent(file, f"so-van-ban-{pk}.xlsx")


@require_POST
@screen("document.register")
def book_open(request: OfficerRequest) -> HttpResponse:
    """Open the usual registers of a year."""
    text = request.POST.get("nam", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else timezone.localdate().year
    services.open_year(year, actor=request.actor)
    messages.success(request, _("Đã mở sổ năm %(year)s.") % {"year": year})
    return redirect("desk:books")


@require_POST
@screen("document.register")
def book_close(request: OfficerRequest, pk: int) -> HttpResponse:
    """Close a register."""
    book = services.close_book(pk, actor=request.actor)
    messages.success(request, _("Đã khóa %(book)s.") % {"book": book})
    return redirect("desk:books")


def _pdf(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(False, name) or "inline"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
