"""Processes: the list, one process as picture and table, its versions, and its BPMN file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from congvu.common.errors import ActionRefused
from congvu.directory.permissions import OfficerRequest, requires
from congvu.dossiers.queries.binding import roles_filled
from congvu.procedures.models import ProcedureVersion
from congvu.procedures.queries import frozen, published
from congvu.setup.forms.processes import NewProcessForm
from congvu.workflow import queries, services
from congvu.workflow.models import Process, ProcessVersion
from congvu.workflow.rules import (
    Definition,
    Problem,
    bpmn,
    check,
    layout,
    limits,
    longest_hours,
    outline,
    read,
)


@dataclass(frozen=True, slots=True)
class ProcessView:
    """A version as the screens show it.

    Args:
        definition: what was read of it.
        rows: its table.
        picture: its drawing.
        problems: what keeps it from being published.
        total: working hours along its longest way.
        limit: the shortest legal limit known, None without one.
    """

    definition: Definition
    rows: tuple[outline.OutlineRow, ...]
    picture: layout.Picture
    problems: Sequence[Problem]
    total: int
    limit: int | None

    @property
    def marked(self) -> frozenset[str]:
        """The nodes that have a problem."""
        return frozenset(problem.node for problem in self.problems)


def catalogue_hours(code: str) -> int | None:
    """Return the catalogue's longest limit for a procedure in working hours, None when it says none."""
    try:
        procedure = frozen(published(code).pk)
    except ProcedureVersion.DoesNotExist:
        return None
    return limits.longest_limit(
        (time.amount, time.unit) for case in procedure.cases for time in case.time_rows
    )


def process_view(version: ProcessVersion) -> ProcessView:
    """Prepare everything that a page shows of a version."""
    definition, unread = read(version.spec)
    names = queries.agency_names(definition)
    legal = catalogue_hours(version.process.code)
    filled = roles_filled(version.process.code, definition)
    known = [hours for hours in (definition.limit_hours, legal) if hours is not None]
    return ProcessView(
        definition,
        outline.outline(definition, names),
        layout.draw(definition, names),
        [*unread, *check(definition, legal, filled)],
        longest_hours(definition),
        min(known, default=None),
    )


@requires("process.view")
def process_list(request: OfficerRequest) -> HttpResponse:
    """List the processes that match the words asked for."""
    words = request.GET.get("q", "")
    return render(request, "setup/processes.html", {"rows": queries.processes(words), "words": words})


@requires("process.manage")
def process_new(request: OfficerRequest) -> HttpResponse:
    """Open a new process with a draft of the usual steps."""
    form = NewProcessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = services.start_process(**form.cleaned_data, actor=request.actor)
            return redirect("setup:process_draft", version.process.code)
        except ActionRefused as refusal:
            form.add_error(refusal.field or None, refusal.message)
    return render(request, "setup/process_new.html", {"form": form}, status=422 if form.is_bound else 200)


@requires("process.view")
def process_page(request: OfficerRequest, code: str) -> HttpResponse:
    """Show one process: the version asked for, else the one in force, else its draft."""
    process = get_object_or_404(Process, code=code)
    versions = list(process.versions.select_related("process", "published_by").order_by("-number"))
    version = _asked(versions, request.GET.get("phien-ban", ""))
    context = {"process": process, "version": version, "versions": versions, "view": process_view(version)}
    context["draft"] = next((other for other in versions if other.status == "draft"), None)
    return render(request, "setup/process.html", context)


def _asked(versions: list[ProcessVersion], number: str) -> ProcessVersion:
    order = {"published": 0, "draft": 1, "retired": 2}
    if number:
        versions = [version for version in versions if str(version.number) == number]
    if not versions:
        raise Http404
    return min(versions, key=lambda version: (order[version.status], -version.number))


@requires("process.view")
def process_bpmn(request: OfficerRequest, code: str, number: int) -> HttpResponse:
    """Send a version as a BPMN 2.0 file."""
    version = get_object_or_404(
        ProcessVersion.objects.select_related("process"), process__code=code, number=number
    )
    definition, _ = read(version.spec)
    names = queries.agency_names(definition)
    document = bpmn.to_bpmn(definition, code=code, name=version.process.name, names=names)
    filename = f"{code}-v{number}.bpmn"
    return HttpResponse(
        document,
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
