"""Bringing a file into the catalogue: send it, see what it would do, then decide."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.permissions import OfficerRequest, requires
from congvu.national.queries.links import visible_links
from congvu.procedures import queries, services
from congvu.procedures.rules.portal import GRADE_LABELS
from congvu.setup.forms.catalogue import ImportForm

SHOWN_CHANGES = 200


@requires("catalogue.manage")
def import_send(request: OfficerRequest) -> HttpResponse:
    """Take a file in, without bringing it into the catalogue yet."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.stage_import(file.name, file.read(), actor=request.actor)
            return redirect("setup:catalogue_import_result")
        except ActionRefused as refusal:
            form.add_error("file", refusal.message)
    context = {"form": form, "links": visible_links(request.actor).filter(active=True)}
    return render(request, "setup/catalogue_import.html", context, status=422 if form.is_bound else 200)


@requires("catalogue.manage")
def import_result(request: OfficerRequest) -> HttpResponse:
    """Show what the file would do; a post brings it in."""
    kept = queries.staged(request.actor).first()
    if kept is None:
        messages.warning(request, _("Không có tệp nào đang chờ nhập."))
        return redirect("setup:catalogue_import")
    if request.method == "POST":
        report = services.run_staged(kept, actor=request.actor, dry_run=False)
        done = {"added": len(report.added), "changed": len(report.changed)}
        messages.success(request, _("Đã nhập: %(added)d thêm mới, %(changed)d thay đổi.") % done)
        return redirect("setup:catalogue")
    report = services.run_staged(kept, actor=request.actor, dry_run=True)
    context = {
        "kept": kept,
        "report": report,
        "grades": [(GRADE_LABELS[name], counts) for name, counts in report.grades.items()],
        "changes": [*report.changed.items(), *report.kept.items()][:SHOWN_CHANGES],
        "errors": report.errors[:SHOWN_CHANGES],
    }
    return render(request, "setup/catalogue_import_result.html", context)
