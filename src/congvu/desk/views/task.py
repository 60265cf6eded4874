"""The page of one assignment, its files, and the form that gives work."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from congvu.assignments import services
from congvu.assignments.models import Assignment
from congvu.assignments.queries.page import TaskView, stored_file, task_view
from congvu.assignments.queries.performers import leaders_of, reachable
from congvu.assignments.rules import BUCKET_NAMES
from congvu.assignments.states import Action
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.subjects import cards
from congvu.desk.forms.tasks import GiveForm
from congvu.desk.views.door import screen
from congvu.desk.views.task_acts import Rank, offered
from congvu.directory.permissions import OfficerRequest
from congvu.files.queries import open_blob
from congvu.ui.messages import SentFile
from congvu.ui.views import safe_download


@screen("assignment.view")
def task_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show an assignment: what may be done next, what was reported, where it stands."""
    view = task_view(pk, request.actor)
    acts = offered(view)
    context = {
        "view": view,
        "task": view.assignment,
        "main": [act for act in acts if act.rank == Rank.MAIN],
        "beside": [act for act in acts if act.rank == Rank.BESIDE],
        "rest": [act for act in acts if act.rank == Rank.REST],
        "may_divide": any(move.action == Action.SUB_ASSIGN for move in view.moves),
        "bucket": BUCKET_NAMES[view.bucket] if view.bucket else "",
    }
    return render(request, "desk/task.html", context)


@screen("assignment.view")
def task_file(request: OfficerRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """Send a file of a report; `?xem=1` shows it in the browser where that is safe."""
    file = stored_file(pk, file_pk, request.actor)
    try:
        stream = open_blob(file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    sent = SentFile(stream, file.name, file.blob.media_type, file.blob.size, file.blob.sha256)
    return safe_download(request, sent, inline=request.GET.get("xem") == "1")


@screen("assignment.give")
def task_give(request: OfficerRequest) -> HttpResponseBase:
    """Give work to one or several performers."""
    form = _form(request, initial=_from_source(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_many(form.drafts(), actor=request.actor)
        except ActionRefused as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            return _given(request, made)
    return render(request, "desk/task_give.html", {"form": form}, status=422 if form.errors else 200)


@screen("assignment.give")
def task_divide(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Give parts of an assignment on."""
    view = task_view(pk, request.actor)
    form = _form(request, part=True, initial={"due_on": view.assignment.due_on})
    _require_divisible(request, view)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.sub_assign(pk, form.drafts(), actor=request.actor)
        except ActionRefused as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            return _given(request, made, pk)
    context = {"form": form, "parent": view.assignment}
    return render(request, "desk/task_give.html", context, status=422 if form.errors else 200)


def _require_divisible(request: OfficerRequest, view: TaskView) -> None:
    if not any(move.action == Action.SUB_ASSIGN for move in view.moves):
        raise StateRefused(_("Nhiệm vụ này không giao tiếp được: đã kết thúc, hoặc không do bạn chủ trì."))


def _form(request: OfficerRequest, *, part: bool = False, initial: dict[str, Any]) -> GiveForm:
    actor = request.actor
    leaders = [row for row in leaders_of(actor.agency_id) if row[0] != actor.officer_id]
    return GiveForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        choosers=reachable(actor),
        leaders=leaders,
        clearance=actor.clearance,
        part=part,
    )


def _from_source(request: OfficerRequest) -> dict[str, Any]:
    """Return the first values when work is given from something that the officer may see."""
    try:
        subject = Subject.parse(request.GET.get("nguon", ""))
    except ValueError:
        return {}
    card = cards([subject], request.actor).get(subject)
    if card is None:
        return {}
    values = {"subject": str(subject), "source_kind": "document", "source_code": card.code[:100]}
    return {**values, "source_on": card.on, "source_title": card.title[:1000], "content": card.title[:2000]}


def _given(request: OfficerRequest, made: list[Assignment], parent: int | None = None) -> HttpResponse:
    said = _("Đã giao %(count)s nhiệm vụ: %(codes)s.")
    messages.success(request, said % {"count": len(made), "codes": ", ".join(one.code for one in made)})
    if parent is not None or len(made) == 1:
        return redirect("desk:assignment", parent or made[0].pk)
    return redirect("/nhiem-vu/?hop=da-giao")
