"""One act on many dossiers: a preview that names what is left out and why, then one page of results."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from congvu.desk.forms.bulk import FORMS, BulkForm
from congvu.desk.views.acts import BY_NAME
from congvu.desk.views.door import screen
from congvu.directory.permissions import OfficerRequest
from congvu.dossiers.services import apply_bulk, preview_bulk
from congvu.dossiers.services.bulk import BulkLine
from congvu.dossiers.states import Action


@screen("dossier.bulk")
def bulk_page(request: OfficerRequest) -> HttpResponse:
    """Preview the act (GET, nothing changes), or do it and show what happened to each (POST)."""
    asked = request.POST if request.method == "POST" else request.GET
    action = _action(asked)
    chosen = _chosen(asked)
    if action is None or not chosen:
        return redirect("desk:inbox")
    form = FORMS[action](request.POST or None, actor=request.actor, initial={"viec": action.value})
    if request.method == "POST" and form.is_valid():
        lines = apply_bulk(chosen, action, actor=request.actor, **form.values())
        return _show(request, action, lines, form, done=True)
    lines = preview_bulk(chosen, action, actor=request.actor)
    return _show(request, action, lines, form, done=False)


def _action(asked: QueryDict) -> Action | None:
    word = asked.get("viec", "")
    return next((action for action in FORMS if action.value == word), None)


def _chosen(asked: QueryDict) -> list[int]:
    return [int(text) for text in asked.getlist("chon") if text.isdecimal() and len(text) < 18]


def _show(
    request: OfficerRequest, action: Action, lines: list[BulkLine], form: BulkForm, *, done: bool
) -> HttpResponse:
    context = {
        "act": BY_NAME[action.value],
        "good": [line for line in lines if not line.problem],
        "left_out": [line for line in lines if line.problem],
        "form": form,
        "done": done,
    }
    return render(request, "desk/bulk.html", context, status=422 if form.is_bound and form.errors else 200)
