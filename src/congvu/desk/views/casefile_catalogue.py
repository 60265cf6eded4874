"""The catalogue of a year: its lines, drafting, issuing, opening case files from it, printing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.casefiles import services
from congvu.casefiles.messages import CaseFileDraft
from congvu.casefiles.models import Catalogue
from congvu.casefiles.queries import listing, page, prints
from congvu.common.errors import ActionRefused
from congvu.desk.forms.casefiles import ApproveForm, EntryForm
from congvu.desk.views.casefiles import pdf
from congvu.desk.views.door import screen
from congvu.desk.views.xlsx import Column, sent, write_table
from congvu.directory.models import Unit
from congvu.directory.permissions import OfficerRequest
from congvu.directory.queries import in_force
from congvu.printing.services import render_pdf


@screen("casefile.view")
def catalogue_page(request: OfficerRequest, year: int = 0) -> HttpResponse:
    """Show the catalogue of a year, this year's unless told."""
    year = year or timezone.localdate().year
    catalogue, lines = page.catalogue_page(year, request.actor)
    context = {
        "year": year,
        "catalogue": catalogue,
        "lines": lines,
        "years": listing.catalogues(request.actor),
    }
    return render(request, "desk/catalogue.html", context)


@require_POST
@screen("casefile.archive")
def catalogue_draft(request: OfficerRequest, year: int) -> HttpResponse:
    """Begin the catalogue of a year with the lines of the one before."""
    services.draft_catalogue(year, actor=request.actor)
    messages.success(request, _("Đã lập dự thảo danh mục hồ sơ năm %(year)s.") % {"year": year})
    return redirect("desk:case_catalogue", year)


@screen("casefile.archive")
def catalogue_entry(request: OfficerRequest, year: int, pk: int = 0) -> HttpResponse:
    """Write a line: a new one, or an existing one of a draft."""
    catalogue, lines = _catalogue(year, request)
    entry = catalogue.entries.get(pk=pk) if pk else None
    form = _entry_form(request, entry, lines)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_entry(catalogue.pk, actor=request.actor, entry_id=pk or None, **form.values())
            return redirect("desk:case_catalogue", year)
        except ActionRefused as refusal:
            form.refuse(refusal.message, refusal.field)
    context = {"form": form, "year": year, "entry": entry}
    return render(request, "desk/catalogue_entry.html", context, status=422 if form.errors else 200)


def _catalogue(year: int, request: OfficerRequest) -> tuple[Catalogue, list[page.CatalogueLineShown]]:
    catalogue, lines = page.catalogue_page(year, request.actor)
    if catalogue is None:
        raise Http404
    return catalogue, lines


def _entry_form(request: OfficerRequest, entry: Any, lines: list[page.CatalogueLineShown]) -> EntryForm:
    names = ("parent_id", "title", "sign", "notation", "retention", "retention_years", "unit_id", "note")
    initial = {name: getattr(entry, name) for name in names} if entry else {}
    if entry is not None:
        initial["kind"] = "heading" if entry.is_heading else "file"
    form = EntryForm(request.POST or None, initial=initial)
    units = Unit.objects.filter(in_force(), agency_id=request.actor.agency_id).order_by("path")
    headings = [(one.entry.pk, f"{one.number}. {one.entry.title}") for one in lines if one.level]
    form.offer(headings, list(units.values_list("pk", "name")))
    return form


@require_POST
@screen("casefile.archive")
def catalogue_entry_remove(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Take a line out of a draft."""
    services.remove_entry(pk, actor=request.actor)
    return redirect("desk:case_catalogue", year)


@screen("casefile.approve")
def catalogue_approve(request: OfficerRequest, year: int) -> HttpResponse:
    """Issue the catalogue by a decision."""
    catalogue, _lines = _catalogue(year, request)
    form = ApproveForm(request.POST or None, initial={"version": catalogue.version})
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["version"]
            services.approve_catalogue(catalogue.pk, actor=request.actor, seen_version=seen, **form.values())
            messages.success(request, _("Đã ban hành danh mục hồ sơ năm %(year)s.") % {"year": year})
            return redirect("desk:case_catalogue", year)
        except ActionRefused as refusal:
            form.refuse(refusal.message, refusal.field)
    context = {"form": form, "year": year, "catalogue": catalogue}
    return render(request, "desk/catalogue_approve.html", context, status=422 if form.errors else 200)


@require_POST
@screen("casefile.archive")
def catalogue_close(request: OfficerRequest, year: int) -> HttpResponse:
    """Close the catalogue of a year."""
    catalogue, _lines = _catalogue(year, request)
    services.close_catalogue(catalogue.pk, actor=request.actor)
    messages.success(request, _("Đã khóa danh mục hồ sơ năm %(year)s.") % {"year": year})
    return redirect("desk:case_catalogue", year)


@require_POST
@screen("casefile.keep")
def catalogue_open(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Open the case file of a line of the catalogue."""
    made = services.open_case_file(CaseFileDraft(entry_id=pk), actor=request.actor)
    messages.success(request, _("Đã mở hồ sơ %(code)s.") % {"code": made.code})
    return redirect("desk:case_file", made.pk)


@screen("casefile.view")
def catalogue_print(request: OfficerRequest, year: int, form: str) -> HttpResponseBase:
    """Send the catalogue as PDF or as a table."""
    catalogue, lines = _catalogue(year, request)
    if form == "pdf":
        return pdf(render_pdf("case-catalogue", prints.catalogue_form(catalogue)), f"danh-muc-{year}.pdf")
    if form != "xlsx":
        raise Http404
    names = ("FileNotation", "Title", "Maintenance", "Creator", "Description")
    rows = [
        [
            one.entry.notation,
            f"{one.number}. {one.entry.title}" if one.level else one.entry.title,
            one.entry.period,
            one.entry.keeper.full_name if one.entry.keeper else "",
            one.entry.note,
        ]
        for one in lines
    ]
    file, _count = write_table(f"DanhMuc{year}", [Column(name, 30) for name in names], rows)
    return sent(file, f"danh-muc-ho-so-{year}.xlsx")
