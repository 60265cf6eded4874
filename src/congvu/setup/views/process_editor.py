"""The editor of a draft: every button posts, the answer is the draft again."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.models import Agency
from congvu.directory.permissions import OfficerRequest, requires
from congvu.dossiers.queries.binding import roles_filled
from congvu.setup.forms.processes import ChoiceForm, FactsForm, StepForm
from congvu.setup.views.processes import catalogue_hours, process_view
from congvu.workflow import services
from congvu.workflow.models import ProcessVersion
from congvu.workflow.queries import agency_names
from congvu.workflow.rules import Choice, DefinitionInvalid, Step, editing, read

type Spec = dict[str, Any]


def _draft(code: str) -> ProcessVersion:
    drafts = ProcessVersion.objects.select_related("process", "changed_by")
    return get_object_or_404(drafts, process__code=code, status=ProcessVersion.Status.DRAFT)


def _wants_part(request: OfficerRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _revision(request: OfficerRequest) -> int:
    seen = request.POST.get("revision", "")
    return int(seen) if seen.isdecimal() else 0


@requires("process.manage")
def process_draft(request: OfficerRequest, code: str) -> HttpResponse:
    """Show the draft; a posted `do` (`verb:key:index`) changes it."""
    version = _draft(code)
    refused: ActionRefused | None = None
    if request.method == "POST":
        try:
            version = _change(request, version)
        except ActionRefused as refusal:
            refused, version = refusal, _draft(code)
        else:
            if not _wants_part(request):
                return redirect("setup:process_draft", code)
    context = {"version": version, "process": version.process, "view": process_view(version)}
    template = "setup/process_draft.html" + ("#draft" if _wants_part(request) else "")
    status = refused.status if refused else 200
    return render(request, template, context | {"refused": refused}, status=status)


def _change(request: OfficerRequest, version: ProcessVersion) -> ProcessVersion:
    verb, key, index = (request.POST.get("do", "") + "::").split(":")[:3]
    change = _VERBS.get(verb)
    if change is None:
        raise Http404
    spec = change(version.spec, key, int(index) if index.isdecimal() else 0)
    return services.save_draft(version.pk, spec, actor=request.actor, seen_revision=_revision(request))


_VERBS: Mapping[str, Callable[[Spec, str, int], Spec]] = {
    "up": lambda spec, key, index: editing.move(spec, key, up=True),
    "down": lambda spec, key, index: editing.move(spec, key, up=False),
    "remove": lambda spec, key, index: editing.remove(spec, key),
    "step": lambda spec, key, index: editing.insert(spec, key, index, "step")[0],
    "parallel": lambda spec, key, index: editing.insert(spec, key, index, "parallel")[0],
    "choice": lambda spec, key, index: editing.insert(spec, key, index, "choice")[0],
    "branch": lambda spec, key, index: editing.add_branch(spec, key),
    "unbranch": lambda spec, key, index: editing.remove_branch(spec, key, index),
}


@requires("process.manage")
def process_node(request: OfficerRequest, code: str, key: str) -> HttpResponse:
    """Edit one step or choice of the draft."""
    version = _draft(code)
    definition, _unread = read(version.spec)
    form = _node_form(request, version, key)
    if request.method == "POST" and form.is_valid():
        spec = editing.update(version.spec, key, form.values())
        services.save_draft(version.pk, spec, actor=request.actor, seen_revision=_revision(request))
        messages.success(request, _("Đã lưu."))
        return redirect("setup:process_draft", code)
    context = {"version": version, "process": version.process, "form": form, "node": definition.nodes[key]}
    return render(request, "setup/process_node.html", context, status=422 if form.is_bound else 200)


def _node_form(request: OfficerRequest, version: ProcessVersion, key: str) -> StepForm | ChoiceForm:
    definition, _unread = read(version.spec)
    data = request.POST or None
    match definition.nodes.get(key):
        case Step() as step:
            names = agency_names(definition)
            return StepForm(data, definition=definition, step=step, agencies=_agencies(), names=names)
        case Choice() as choice:
            return ChoiceForm(data, definition=definition, choice=choice)
    raise Http404


def _agencies() -> list[tuple[str, str]]:
    """Return the agencies that a step can be placed at by name: departments and agencies of the branch."""
    kinds = ["department", "vertical", "office", "other"]
    found = Agency.objects.filter(kind__in=kinds, closed_on__isnull=True)
    return [(f"agency:{key}", name) for key, name in found.order_by("name").values_list("key", "name")]


@requires("process.manage")
def process_facts(request: OfficerRequest, code: str) -> HttpResponse:
    """Edit what concerns the draft as a whole."""
    version = _draft(code)
    initial = {name: version.spec.get(name) for name in ("level", "limit_hours", "limit_text")}
    initial |= {"decision": version.decision, "illustrative": version.illustrative}
    form = FactsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = dict(form.cleaned_data)
        facts = {name: kept.pop(name) for name in ("decision", "illustrative")}
        services.save_draft(
            version.pk, version.spec | kept, actor=request.actor, seen_revision=_revision(request), **facts
        )
        return redirect("setup:process_draft", code)
    context = {"version": version, "process": version.process, "form": form}
    return render(request, "setup/process_node.html", context, status=422 if form.is_bound else 200)


@requires("process.manage")
def process_new_draft(request: OfficerRequest, code: str, number: int) -> HttpResponse:
    """Open a draft that begins as a copy of a version (POST)."""
    version = get_object_or_404(ProcessVersion, process__code=code, number=number)
    if request.method == "POST":
        services.new_draft_from(version.pk, actor=request.actor)
        return redirect("setup:process_draft", code)
    return redirect("setup:process", code)


@requires("process.manage")
def process_publish(request: OfficerRequest, code: str) -> HttpResponse:
    """Put the draft in force (POST); with problems, show them all."""
    version = _draft(code)
    if request.method != "POST":
        return redirect("setup:process_draft", code)
    try:
        services.publish(
            version.pk,
            actor=request.actor,
            seen_revision=_revision(request),
            legal_hours=catalogue_hours(code),
            filled=roles_filled(code, read(version.spec)[0]),
        )
    except DefinitionInvalid as refusal:
        context = {"version": version, "process": version.process, "view": process_view(version)}
        return render(request, "setup/process_draft.html", context | {"refused": refusal}, status=422)
    messages.success(request, _("Đã ban hành phiên bản %(number)d.") % {"number": version.number})
    return redirect("setup:process", code)


@requires("process.manage")
def process_discard(request: OfficerRequest, code: str) -> HttpResponse:
    """Throw the draft away (POST)."""
    if request.method == "POST":
        services.discard_draft(_draft(code).pk, actor=request.actor, seen_revision=_revision(request))
        messages.success(request, _("Đã bỏ bản nháp."))
        return redirect("setup:processes")
    return redirect("setup:process_draft", code)
