"""The page of one dossier, and all that happened to it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from congvu.audit.queries import timeline
from congvu.calendars.queries import schedule_for
from congvu.calendars.rules import working_minutes_between
from congvu.common.subject import Subject
from congvu.desk.views.door import screen
from congvu.desk.views.linked import LinkAct, offered
from congvu.desk.views.offer import offer_of
from congvu.desk.views.trail import Trail
from congvu.directory.permissions import OfficerRequest
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries.page import Page, page
from congvu.interchange.queries.linking import StageCard, stages_of
from congvu.procedures.queries import frozen

SHOWN = 12
PAGE = 50


@screen("dossier.view")
def dossier_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a dossier: what may be done next, what it holds, where it stands."""
    found = page(pk, request.actor)
    trail = Trail.of(request.GET)
    context = {
        "page": found,
        "dossier": found.dossier,
        "trail": trail,
        "offer": offer_of(found, request.actor),
        "events": found.events[:SHOWN],
        "more_events": len(found.events) > SHOWN,
        "minutes": _minutes_left(found.dossier),
        "linked": _linked(found, request),
        **_contents(found),
    }
    return render(request, "desk/dossier.html", context)


@screen("dossier.view")
def dossier_timeline(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show everything that happened to a dossier, newest first, a page at a time."""
    dossier = Dossier.objects.visible_to(request.actor).get(pk=pk)
    before = request.GET.get("truoc", "")
    found = timeline(
        Subject("dossiers.dossier", dossier.pk),
        before=int(before) if before.isdecimal() and len(before) < 18 else None,
        limit=PAGE + 1,
    )
    older = found[PAGE - 1].id if len(found) > PAGE else None
    context = {"dossier": dossier, "events": found[:PAGE], "older": older, "first_page": not before}
    return render(request, "desk/timeline.html", context | {"trail": Trail.of(request.GET)})


def _linked(found: Page, request: OfficerRequest) -> list[tuple[StageCard, list[LinkAct]]]:
    """Return the stages shared with other systems; asked for only where something tells of them."""
    told = any(event.kind in {"dossier.link_sent", "dossier.link_came"} for event in found.events)
    if not (told or found.dossier.master_system):
        return []
    return [(card, offered(card, request)) for card in stages_of(found.dossier, request.actor)]


def _minutes_left(dossier: Dossier) -> int | None:
    if dossier.due_at is None or dossier.finished_at is not None or dossier.paused_at is not None:
        return None
    return working_minutes_between(timezone.now(), dossier.due_at, schedule_for(dossier.competent_agency_id))


def _contents(found: Page) -> dict[str, Any]:
    """Return the papers with their files, the loose files, the sum of the fees, and the case."""
    by_paper: dict[int | None, list[Any]] = {}
    for row in found.files:
        by_paper.setdefault(row.component_id, []).append(row)
    case = frozen(found.dossier.procedure_version_id).case(found.dossier.case_id)
    return {
        "papers": [(paper, by_paper.get(paper.pk, [])) for paper in found.components],
        "loose_files": by_paper.get(None, []),
        "fee_total": sum(fee.amount or 0 for fee in found.fees if not fee.exempt_reason),
        "case": case,
        "waiting_supplement": next(
            (row for row in found.supplements if row.answered_at is None and row.cancelled_at is None), None
        ),
    }
