"""The inbox: open steps by urgency, filters and saved filters, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.calendars.queries import schedule_for
from congvu.calendars.rules import Urgency, working_minutes_between
from congvu.desk import queries
from congvu.desk.forms.inbox import FilterForm
from congvu.desk.views.door import is_fragment, screen
from congvu.desk.views.trail import Trail
from congvu.directory.messages import Actor
from congvu.directory.permissions import OfficerRequest
from congvu.dossiers.queries.inbox import Box, InboxPage, InboxRow, counts, inbox, procedures_waiting
from congvu.dossiers.queries.page import bulk_actions
from congvu.dossiers.states import STATE_NAMES, State
from congvu.ui.messages import URGENCY, Badge, Tab

BOX_NAMES = {Box.MINE: _("Việc của tôi"), Box.UNIT: _("Đơn vị tôi"), Box.AGENCY: _("Toàn cơ quan")}
QUIET = frozenset({State.RECEIVED, State.PROCESSING})
"""States that go without saying in a list of work."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the inbox as shown.

    Args:
        row: the step.
        address: of the dossier, with the way back here.
        minutes: working minutes left, negative when late, None without a date.
        step_late: whether the step itself is over its time while the dossier is not.
        late_before: whether a paused dossier was over its time before it was paused.
        actions: what a selection may do with it.
        state: the state's name when it does not go without saying.
    """

    row: InboxRow
    address: str
    minutes: int | None
    step_late: bool
    late_before: bool
    actions: str
    state: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one urgency group, and how many there are in all."""

    urgency: Urgency
    badge: Badge
    count: int
    lines: list[Line]


@screen("dossier.view")
def inbox_page(request: OfficerRequest) -> HttpResponse:
    """Show what waits for the officer, the most urgent first."""
    trail = Trail.of(request.GET).at("")
    after, before = request.GET.get("cu", ""), request.GET.get("moi", "")
    page = inbox(request.actor, trail.box, trail.filters, after=after, before=before)
    numbers = counts(request.actor, trail.box, trail.filters)
    context = {
        "trail": trail,
        "page": page,
        "bands": list(_groups(page, numbers, trail, request.actor)),
        "urgency_tabs": _urgency_tabs(trail, numbers),
        "total": sum(numbers.values()),
    }
    fragment = is_fragment(request)
    if not fragment:
        context |= _frame(trail, request.actor)
    return render(request, "desk/inbox.html#waiting" if fragment else "desk/inbox.html", context)


def _frame(trail: Trail, actor: Actor) -> dict[str, Any]:
    """Return what stands around the list: boxes, the filter, saved filters."""
    boxes = [Box.MINE, Box.UNIT, *([Box.AGENCY] if actor.agency_wide else [])]
    return {
        "box_tabs": [
            Tab(BOX_NAMES[box], f"/{trail.with_box(box).query}", current=box == trail.box) for box in boxes
        ],
        "form": FilterForm(trail.parameters, procedures=procedures_waiting(actor, trail.box)),
        "saved": queries.saved_views(actor),
    }


def _urgency_tabs(trail: Trail, numbers: dict[str, int]) -> list[Tab]:
    every = Tab(
        _("Tất cả"),
        f"/{trail.with_filters(urgency='').query}",
        not trail.filters.urgency,
        sum(numbers.values()),
    )
    return [
        every,
        *(
            Tab(
                URGENCY[group].label,
                f"/{trail.with_filters(urgency=group).query}",
                current=trail.filters.urgency == group,
                count=numbers[group],
                icon=URGENCY[group].icon,
            )
            for group in Urgency
            if numbers[group] or trail.filters.urgency == group
        ),
    ]


def _groups(page: InboxPage, numbers: dict[str, int], trail: Trail, actor: Actor) -> Iterator[Group]:
    schedule, now = schedule_for(actor.agency_id), timezone.now()
    before, after = reverse("desk:dossier", args=[0]).split("0")
    way = trail.at("0").query.removesuffix("0")

    @cache
    def actions(state: str, step_type: str, mine: bool) -> str:
        return " ".join(bulk_actions(state, step_type, mine=mine, actor=actor))

    def line(row: InboxRow) -> Line:
        running = row.due_at is not None and row.urgency != Urgency.PAUSED
        return Line(
            row,
            f"{before}{row.dossier_id}{after}{way}{row.cursor}",
            working_minutes_between(now, row.due_at, schedule) if running and row.due_at else None,
            _over(row.step_due_at, now) and row.urgency not in {Urgency.OVERDUE, Urgency.PAUSED},
            _over(row.due_at, now) and row.urgency == Urgency.PAUSED,
            actions(row.state, row.step_type, row.mine),
            "" if State(row.state) in QUIET else STATE_NAMES[State(row.state)],
        )

    for urgency in Urgency:  # a dossier that was late before it was paused stands among the late by its date
        lines = [line(row) for row in page.rows if row.urgency == urgency]
        if lines:
            yield Group(urgency, URGENCY[urgency], numbers[urgency], lines)


def _over(due_at: datetime | None, now: datetime) -> bool:
    return due_at is not None and due_at < now
