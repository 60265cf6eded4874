"""The catalogue: the list with what is to be done, its files, and one procedure with its versions."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.common.errors import ActionRefused
from congvu.directory.permissions import OfficerRequest, requires
from congvu.procedures import queries, services
from congvu.procedures.models import Procedure, ProcedureVersion, Route
from congvu.procedures.rules.compare import differences
from congvu.setup.forms.catalogue import RouteForm
from congvu.ui.messages import KeysetPage, Tab

SHOWN = {
    "": gettext_lazy("Tất cả"),
    "published": gettext_lazy("Đang áp dụng"),
    "review": gettext_lazy("Cần rà soát"),
    "blocked": gettext_lazy("Phải quyết định"),
    "ready": gettext_lazy("Sẵn sàng công bố"),
}
TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@requires("catalogue.view")
def catalogue_list(request: OfficerRequest) -> HttpResponse:
    """List procedures that match the words, field and state asked for."""
    asked = request.GET
    words, shown, field = asked.get("q", ""), asked.get("nhom", ""), asked.get("linh-vuc", "")
    found = queries.listing(
        words,
        shown=shown,
        field_id=int(field) if field.isdecimal() else None,
        after=asked.get("cu", ""),
        before=asked.get("moi", ""),
    )
    context = {
        "page": KeysetPage(found.lines, found.newer, found.older),
        "tabs": _tabs(words, shown, field),
        "words": words,
        "shown": shown,
        "field": field,
        "fields": queries.fields(),
    }
    return render(request, "setup/catalogue.html", context)


def _tabs(words: str, shown: str, field: str) -> list[Tab]:
    counts = queries.tallies()
    kept = {name: value for name, value in (("q", words), ("linh-vuc", field)) if value}
    return [
        Tab(label, "?" + urlencode({**kept, "nhom": key}), key == shown, counts.get(key))
        for key, label in SHOWN.items()
    ]


@requires("catalogue.view")
def catalogue_export(request: OfficerRequest, format: str) -> HttpResponse:
    """Send the whole catalogue as a file."""
    if format not in TYPES:
        raise Http404
    data = services.export_catalogue(format, actor=request.actor)
    name = f"danh-muc-thu-tuc-{timezone.localdate():%Y%m%d}.{format}"
    return HttpResponse(
        data,
        content_type=TYPES[format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@requires("catalogue.view")
def procedure_page(request: OfficerRequest, code: str) -> HttpResponse:
    """Show one procedure: the version asked for, what differs from another, and its route."""
    procedure = get_object_or_404(Procedure.objects.select_related("field"), code=code)
    versions = queries.versions_of(procedure.pk)
    version = _asked(versions, request.GET.get("phien-ban", "")) or _main(versions)
    if version is None:
        raise Http404
    other = _asked(versions, request.GET.get("so-voi", ""))
    said = queries.frozen(version.pk)
    context = {
        "procedure": procedure,
        "versions": versions,
        "version": version,
        "said": said,
        "draft": next((item for item in versions if item.status == "draft"), None),
        "other": other,
        "changes": differences(queries.frozen(other.pk), said) if other else None,
        "routes": Route.objects.filter(procedure=procedure).select_related("agency").order_by("-valid_from"),
    }
    return render(request, "setup/procedure.html", context)


def _asked(versions: list[ProcedureVersion], number: str) -> ProcedureVersion | None:
    return next((version for version in versions if str(version.number) == number), None)


def _main(versions: list[ProcedureVersion]) -> ProcedureVersion | None:
    """Return the version in force today, else the newest."""
    now: date = timezone.localdate()
    holding = [
        version
        for version in versions
        if version.status != "draft"
        and version.valid_from is not None
        and version.valid_from <= now
        and (version.valid_to is None or version.valid_to >= now)
    ]
    return next(iter(holding or versions), None)


@requires("catalogue.manage")
def procedure_new_draft(request: OfficerRequest, code: str, number: int) -> HttpResponse:
    """Begin a draft with what a version says (POST)."""
    version = get_object_or_404(ProcedureVersion, procedure__code=code, number=number)
    if request.method != "POST":
        return redirect("setup:procedure", code)
    services.draft_from(version.pk, actor=request.actor)
    return redirect("setup:procedure_draft", code)


@requires("catalogue.manage")
def procedure_route(request: OfficerRequest, code: str) -> HttpResponse:
    """Say where a procedure is settled from a day on."""
    procedure = get_object_or_404(Procedure, code=code)
    form = RouteForm(request.POST or None, initial={"kind": "ministry", "valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_route(procedure.pk, actor=request.actor, **form.cleaned_data)
            messages.success(request, _("Đã đặt nơi giải quyết."))
            return redirect(reverse("setup:procedure", args=[code]) + "#noi-giai-quyet")
        except ActionRefused as refusal:
            form.add_error(refusal.field or None, refusal.message)
    context = {"procedure": procedure, "form": form}
    return render(request, "setup/procedure_route.html", context, status=422 if form.is_bound else 200)
