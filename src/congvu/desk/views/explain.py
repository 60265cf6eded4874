"""Screens that explain: why this deadline, who may see it, where it stands in its process."""

from django.http import HttpResponse
from django.shortcuts import render

from congvu.desk.views.door import screen
from congvu.desk.views.trail import Trail
from congvu.directory.permissions import OfficerRequest
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries.page import viewers
from congvu.dossiers.services.clock import deadline_of
from congvu.dossiers.states import StepState
from congvu.workflow.queries import agency_names, definition
from congvu.workflow.rules import layout, outline

ICONS = {
    "received": "inbox", "start": "player-play", "budget": "hourglass", "rule": "scale",
    "special": "calendar-event", "weekend": "calendar", "pause": "player-pause", "paused": "clock-pause",
    "restart": "refresh", "extension": "calendar-time", "due": "calendar-due", "no-limit": "clock",
    "remaining": "clock-pause",
}  # fmt: skip


def _dossier(request: OfficerRequest, pk: int) -> Dossier:
    return Dossier.objects.visible_to(request.actor).get(pk=pk)


@screen("dossier.view")
def deadline_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show every fact that the due date follows from, with its legal basis."""
    dossier = _dossier(request, pk)
    deadline = deadline_of(dossier) if dossier.accepted_at else None
    reasons = (
        [(reason, ICONS.get(reason.code, "point")) for reason in deadline.explanation] if deadline else []
    )
    context = {"dossier": dossier, "deadline": deadline, "reasons": reasons, "trail": Trail.of(request.GET)}
    return render(request, "desk/deadline.html", context)


@screen("dossier.view")
def viewers_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show who may see the dossier, and why."""
    dossier = _dossier(request, pk)
    context = {"dossier": dossier, "viewers": viewers(pk, request.actor), "trail": Trail.of(request.GET)}
    return render(request, "desk/viewers.html", context)


@screen("dossier.view")
def process_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the process of the dossier as picture and table, with what is done and what is open."""
    dossier = _dossier(request, pk)
    context = {"dossier": dossier, "trail": Trail.of(request.GET)}
    if dossier.process_version_id is not None:
        known = definition(dossier.process_version_id)
        names = agency_names(known)
        states = dict(dossier.steps.order_by("id").values_list("key", "state"))
        rows = [(row, states.get(row.key, "")) for row in outline.outline(known, names)]
        done = {key for key, state in states.items() if state == StepState.DONE}
        current = {key for key, state in states.items() if state == StepState.OPEN}
        context |= {"picture": layout.draw(known, names), "rows": rows, "done": done, "current": current}
    return render(request, "desk/process.html", context)
