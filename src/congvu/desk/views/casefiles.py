"""Case files: the list, opening, one case file, its files and tables."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.casefiles import services
from congvu.casefiles.messages import CaseFileDraft
from congvu.casefiles.queries import export, listing, page, prints
from congvu.common.errors import ActionRefused
from congvu.desk.forms.casefiles import CaseOpenForm, ListForm
from congvu.desk.views.door import screen
from congvu.desk.views.search import cursors
from congvu.desk.views.xlsx import Column, sent, write_table
from congvu.directory.permissions import OfficerRequest
from congvu.files.queries import open_blob
from congvu.printing.services import render_pdf
from congvu.ui.messages import KeysetPage, SentFile, Tab
from congvu.ui.views import safe_download

BOXES = {"unit": "Hồ sơ của đơn vị", "mine": "Hồ sơ tôi lập", "due": "Đến hạn nộp lưu"}


@screen("casefile.view")
def case_file_list(request: OfficerRequest) -> HttpResponse:
    """Show the case files that the officer may see, newest first."""
    form = ListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    box = request.GET.get("hop", "") if request.GET.get("hop", "") in BOXES else "unit"
    filters = listing.CaseFilters(asked.get("q", ""), asked.get("trang_thai", ""), asked.get("nam"), box)
    before, after = cursors(request)
    found = listing.case_files(request.actor, filters, today=timezone.localdate(), before=before, after=after)
    newer, older = (str(one) if one else "" for one in (found.newer, found.older))
    tabs = [Tab(name, f"?hop={key}", current=key == box) for key, name in BOXES.items()]
    rows = KeysetPage(found.rows, newer=newer, older=older)
    narrowed = any(request.GET.get(name) for name in form.fields)
    context = {"form": form, "page": rows, "tabs": tabs, "box": box, "narrowed": narrowed}
    return render(request, "desk/case_files.html", context, status=422 if form.errors else 200)


@screen("casefile.keep")
def case_file_open(request: OfficerRequest) -> HttpResponse:
    """Open a case file beside the catalogue; those of the catalogue are opened from its screen."""
    form = CaseOpenForm(request.POST or None, initial={"started_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_case_file(CaseFileDraft(**form.values()), actor=request.actor)
            messages.success(request, _("Đã mở hồ sơ %(code)s.") % {"code": made.code})
            return redirect("desk:case_file", made.pk)
        except ActionRefused as refusal:
            form.refuse(refusal.message, refusal.field)
    return render(request, "desk/case_file_open.html", {"form": form}, status=422 if form.errors else 200)


@screen("casefile.view")
def case_file_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a case file: its data, documents, packages, what happened, what may be done."""
    from congvu.desk.views.casefile_acts import offered

    words = request.GET.get("q", "")[:200]
    found = page.case_file_page(pk, request.actor, words=words)
    context = {"page": found, "case_file": found.case_file, "words": words, **offered(found.moves)}
    return render(request, "desk/case_file.html", context)


@screen("casefile.view")
def case_file_file(request: OfficerRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """Send a file or a package of the case file; `?xem=1` shows it in the browser where that is safe."""
    file = page.file_in(pk, file_pk, request.actor)
    try:
        stream = open_blob(file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    sent_file = SentFile(stream, file.name, file.blob.media_type, file.blob.size, file.blob.sha256)
    return safe_download(request, sent_file, inline=request.GET.get("xem") == "1")


@screen("casefile.view")
def case_file_documents(request: OfficerRequest, pk: int, form: str) -> HttpResponseBase:
    """Send the list of the documents as PDF, or as a table with the names of Phụ lục VI."""
    case_file = page.seen(pk, request.actor)
    if form == "pdf":
        return pdf(render_pdf("case-documents", prints.document_list(case_file)), f"muc-luc-{pk}.pdf")
    if form != "xlsx":
        raise Http404
    columns = [Column(name, 24, time=False) for name in export.DOCUMENT_COLUMNS]
    file, _count = write_table("VanBan", columns, export.document_rows(case_file))
    return sent(file, f"van-ban-{case_file.year}-{pk}.xlsx")


def pdf(content: bytes, name: str) -> HttpResponse:
    """Send a PDF to be shown in place, never kept by a cache."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def back_to(pk: int, **_more: Any) -> str:
    """Return the address of a case file's page."""
    return reverse("desk:case_file", args=[pk])
