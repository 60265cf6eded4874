"""Many incoming documents at once: one direction on all of them, or all of them into the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from congvu.common.errors import ActionRefused
from congvu.desk.forms.incoming import closing
from congvu.desk.forms.incoming_bulk import BulkDirectForm, BulkRegisterForm, QuickForm
from congvu.desk.views.door import screen
from congvu.directory.permissions import OfficerRequest
from congvu.documents import services
from congvu.documents.messages import Registration
from congvu.documents.models import Direction, IncomingDocument

MOST = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of many."""

    document: IncomingDocument | None
    done: str
    why: str


@screen("document.view")
def incoming_bulk(request: OfficerRequest) -> HttpResponse:
    """Ask what is to be done with the selected documents."""
    chosen = _chosen(request.GET.getlist("chon"))
    rows = _documents(request, chosen)
    if not rows:
        messages.info(request, _("Hãy chọn ít nhất một văn bản."))
        return redirect("desk:incoming_list")
    kind = request.GET.get("viec", "")
    form = _form(kind, request, rows)
    return render(request, "desk/incoming_bulk.html", {"form": form, "rows": rows, "kind": kind})


@require_POST
@screen("document.direct")
def incoming_bulk_direct(request: OfficerRequest) -> HttpResponse:
    """Give one direction on the selected documents."""
    rows = _documents(request, _chosen(request.POST.getlist("chon")))
    form = BulkDirectForm(request.POST, actor=request.actor)
    done = _directed(request, form, rows) if form.is_valid() and rows else None
    if done is None:
        context = {"form": form, "rows": rows, "kind": "direct"}
        return render(request, "desk/incoming_bulk.html", context, status=422)
    by_id = {row.pk: row for row in rows}
    outcomes = [Outcome(by_id.get(pk), _("Đã cho ý kiến") if made else "", why) for pk, made, why in done]
    return _report(request, outcomes)


def _directed(
    request: OfficerRequest, form: BulkDirectForm, rows: list[IncomingDocument]
) -> list[tuple[int, Direction | None, str]] | None:
    """Give the direction; None when it cannot be given on any document, which the form then tells."""
    values = form.cleaned_data
    try:
        return services.bulk_direct(
            _seen(request, rows),
            text=values["text"],
            to=values["to"],
            due_at=closing(values["due_on"], request.actor.agency_id),
            actor=request.actor,
        )
    except ActionRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None


@require_POST
@screen("document.register")
def incoming_bulk_register(request: OfficerRequest) -> HttpResponse:
    """Enter the selected documents in one register, with the values that they have."""
    rows = _documents(request, _chosen(request.POST.getlist("chon")))
    form = BulkRegisterForm(request.POST, actor=request.actor)
    if not form.is_valid() or not rows:
        context = {"form": form, "rows": rows, "kind": "register"}
        return render(request, "desk/incoming_bulk.html", context, status=422)
    registration = Registration(form.cleaned_data["book"], late_reason=form.cleaned_data["late_reason"])
    wanted = [(pk, registration, seen) for pk, seen in _seen(request, rows)]
    done = services.register_many(wanted, actor=request.actor)
    by_id = {row.pk: row for row in rows}
    outcomes = [
        Outcome(by_id.get(pk), _("Số đến %(no)s") % {"no": made.arrival_code} if made else "", why)
        for pk, made, why in done
    ]
    return _report(request, outcomes)


@require_POST
@screen("document.work")
def incoming_quick(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a document to a favourite group with one press."""
    document = IncomingDocument.objects.visible_to(request.actor).only("pk").get(pk=pk)
    form = QuickForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Hạn xử lý viết dạng nn/tt/nnnn."))
        return redirect("desk:incoming", pk=pk)
    try:
        services.send_to_group(document.pk, **form.values(request.actor.agency_id), actor=request.actor)
    except ActionRefused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Đã chuyển theo nhóm."))
    return redirect("desk:incoming", pk=pk)


def _form(kind: str, request: OfficerRequest, rows: Sequence[IncomingDocument]) -> Any:
    if kind == "register" and request.actor.can("document.register"):
        return BulkRegisterForm(actor=request.actor)
    if kind == "direct" and request.actor.can("document.direct"):
        return BulkDirectForm(actor=request.actor)
    return None


def _chosen(values: list[str]) -> list[int]:
    """Read "12" or "12.7" (a key and the version that was seen)."""
    keys = (value.partition(".")[0] for value in values[:MOST])
    return [int(key) for key in keys if key.isdecimal() and len(key) < 18]


def _documents(request: OfficerRequest, keys: list[int]) -> list[IncomingDocument]:
    return list(IncomingDocument.objects.visible_to(request.actor).filter(pk__in=keys).order_by("pk"))


def _seen(request: OfficerRequest, rows: list[IncomingDocument]) -> list[tuple[int, int | None]]:
    versions = {
        int(key): int(version)
        for key, _dot, version in (value.partition(".") for value in request.POST.getlist("chon"))
        if key.isdecimal() and version.isdecimal()
    }
    return [(row.pk, versions.get(row.pk)) for row in rows]


def _report(request: OfficerRequest, outcomes: list[Outcome]) -> HttpResponse:
    good = sum(bool(one.done) for one in outcomes)
    said = ngettext("Đã xong %(n)s văn bản.", "Đã xong %(n)s văn bản.", good) % {"n": good}
    return render(request, "desk/incoming_bulk_done.html", {"outcomes": outcomes, "said": said})
