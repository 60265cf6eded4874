"""Giving work: to several performers at once, or parts of what one leads."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from congvu.assignments import services
from congvu.assignments.models import Assignment
from congvu.assignments.queries.page import TaskView, task_view
from congvu.assignments.queries.performers import leaders_of, reachable
from congvu.assignments.states import Action
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.subjects import cards
from congvu.desk.forms.tasks import GiveForm
from congvu.desk.views.door import screen
from congvu.directory.permissions import OfficerRequest
from congvu.documents.models import IncomingDocument
from congvu.documents.queries.outgoing import LABEL as OUTGOING
from congvu.documents.queries.outgoing import waits_for_issue
from congvu.documents.services import assignment_drafts


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
    values: dict[str, Any] = {
        "subject": str(subject),
        "source_kind": "document",
        "source_code": card.code[:100],
    }
    values |= {"source_on": card.on, "source_title": card.title[:1000], "content": card.title[:2000]}
    # Work from a draft waits until the draft is issued, unless the giver wants it otherwise.
    values["hidden"] = subject.label == OUTGOING and waits_for_issue(subject.pk)
    return values | _from_item(subject, request)


def _from_item(subject: Subject, request: OfficerRequest) -> dict[str, Any]:
    """Return content and deadline of the direction, counted from 1, that was read in the document's text."""
    number = request.GET.get("muc", "")
    if not number.isdecimal() or subject.label not in {"documents.line", "documents.incomingdocument"}:
        return {}
    key = {"lines__pk" if subject.label == "documents.line" else "pk": subject.pk}
    document = IncomingDocument.objects.visible_to(request.actor).filter(**key).first()
    read = assignment_drafts(document) if document else []
    if not 0 < int(number[:4]) <= len(read):
        return {}
    draft = read[int(number[:4]) - 1]
    return {"content": draft.content[:2000], "due_on": draft.due_on}


def _given(request: OfficerRequest, made: list[Assignment], parent: int | None = None) -> HttpResponse:
    said = _("Đã giao %(count)s nhiệm vụ: %(codes)s.")
    messages.success(request, said % {"count": len(made), "codes": ", ".join(one.code for one in made)})
    if parent is not None or len(made) == 1:
        return redirect("desk:assignment", parent or made[0].pk)
    return redirect("/nhiem-vu/?hop=da-giao")
