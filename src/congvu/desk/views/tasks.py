"""Lists of assigned work: what waits, grouped by urgency, and everything behind the statistics."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from congvu.assignments.models import Assignment
from congvu.assignments.queries.lists import (
    Box,
    Filters,
    Scope,
    Side,
    TaskPage,
    TaskRow,
    counts,
    listed,
    waiting_for,
    work,
)
from congvu.assignments.queries.statistics import Grouping
from congvu.assignments.rules import BUCKET_NAMES, GROUP_NAMES, Bucket, Group
from congvu.assignments.states import OPEN
from congvu.desk.forms.tasks import WorkFilterForm
from congvu.desk.views.door import is_fragment, screen
from congvu.directory.messages import Actor
from congvu.directory.permissions import OfficerRequest
from congvu.ui.messages import Tab

BOXES = {
    "": Box.MINE,
    "don-vi": Box.UNIT,
    "da-giao": Box.GIVEN,
    "cho-duyet": Box.APPROVE,
    "theo-doi": Box.FOLLOWED,
}
BOX_NAMES = {
    Box.MINE: _("Việc của tôi"),
    Box.UNIT: _("Đơn vị tôi"),
    Box.GIVEN: _("Tôi giao"),
    Box.APPROVE: _("Chờ duyệt"),
    Box.FOLLOWED: _("Phối hợp, theo dõi"),
}
FILTERS = {"nhom": "group", "trang-thai": "state", "nguon": "source", "tu-khoa": "text"}
KNOWN = {
    "group": frozenset(Group),
    "state": frozenset(state.value for state in OPEN),
    "source": frozenset(Assignment.SourceKind.values),
}
ICONS = {
    Group.OVERDUE: "alert-triangle",
    Group.TODAY: "calendar-due",
    Group.SOON: "clock",
    Group.LATER: "calendar-event",
    Group.OPEN_ENDED: "hourglass",
}
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of one urgency group, and how many there are in all."""

    group: Group
    name: str
    icon: str
    count: int
    rows: list[TaskRow]


@screen("assignment.view")
def task_list(request: OfficerRequest) -> HttpResponse:
    """Show open work, the most urgent first."""
    box, filters = _asked(request.GET, request.actor)
    after, before = request.GET.get("cu", ""), request.GET.get("moi", "")
    page = work(request.actor, box, filters, after=after, before=before)
    numbers = counts(request.actor, box, filters)
    context: dict[str, Any] = {
        "page": page,
        "bands": list(_bands(page, numbers)),
        "group_tabs": _group_tabs(box, filters, numbers),
        "narrowed": filters != Filters(group=filters.group),
        "filtered": filters != Filters(),
        "home": address(box, Filters()),
    }
    if is_fragment(request):
        return render(request, "desk/tasks.html#waiting", context)
    context |= _frame(request.actor, box, filters)
    return render(request, "desk/tasks.html", context)


def _frame(actor: Actor, box: Box, filters: Filters) -> dict[str, Any]:
    """Return what stands around the list."""
    return {
        "may_give": actor.can("assignment.give"),
        "box_tabs": _box_tabs(actor, box),
        "form": WorkFilterForm(_parameters(box, filters)),
    }


@screen("assignment.view")
def task_all(request: OfficerRequest) -> HttpResponse:
    """Show what a number of the statistics counted, newest first."""
    scope = scope_of(request.GET)
    page = listed(
        request.actor, scope, before=_key(request.GET.get("cu", "")), after=_key(request.GET.get("moi", ""))
    )
    context = {"page": page, "scope": scope, "bucket_tabs": _bucket_tabs(scope), "text": scope.text}
    return render(request, "desk/tasks_all.html", context)


def address(box: Box, filters: Filters) -> str:
    """Return the address of a list."""
    words = {key: text for key, text in _parameters(box, filters).items() if text}
    return reverse("desk:assignments") + (f"?{urlencode(words)}" if words else "")


def scope_address(scope: Scope) -> str:
    """Return the address that lists exactly what a scope counts."""
    return _addressed("desk:assignments_all", scope, day="%Y-%m-%d", **{"ket-qua": scope.bucket})


def statistics_address(scope: Scope, by: Grouping, **more: str) -> str:
    """Return the address of the statistics of a scope by some grouping."""
    return _addressed("desk:assignment_statistics", scope, day="%d/%m/%Y", theo=by.value, **more)


def _addressed(name: str, scope: Scope, *, day: str, **more: str) -> str:
    words = {
        "phia": scope.side.value,
        "tu": scope.given_from.strftime(day) if scope.given_from else "",
        "den": scope.given_to.strftime(day) if scope.given_to else "",
        "van-ban": scope.source,
        "tu-khoa": scope.text,
        **{key: str(getattr(scope, key)) for key in _KEYS if getattr(scope, key) is not None},
        **more,
    }
    return f"{reverse(name)}?{urlencode({key: text for key, text in words.items() if text})}"


_KEYS = ("agency", "unit", "officer", "giver")


def scope_of(asked: QueryDict) -> Scope:
    """Read a scope from an address; what it should not say counts as nothing."""
    side, bucket = asked.get("phia", ""), asked.get("ket-qua", "")
    named = {name: _key(asked.get(name, "")) for name in _KEYS}
    keys: dict[str, Any] = {name: int(text) for name, text in named.items() if text}
    return Scope(
        side=Side(side) if side in set(Side) else Side.LEAD,
        given_from=_date(asked.get("tu", "")),
        given_to=_date(asked.get("den", "")),
        source=asked.get("van-ban", "")[:LONGEST],
        bucket=bucket if bucket in set(Bucket) else "",
        text=asked.get("tu-khoa", "").strip()[:LONGEST],
        **keys,
    )


def _asked(asked: QueryDict, actor: Actor) -> tuple[Box, Filters]:
    found = {name: asked.get(key, "").strip()[:LONGEST] for key, name in FILTERS.items()}
    for name, known in KNOWN.items():
        found[name] = found[name] if found[name] in known else ""
    box = BOXES.get(asked.get("hop", ""), Box.MINE)
    return (box if box in _boxes(actor) else Box.MINE), Filters(**found)


def _boxes(actor: Actor) -> list[Box]:
    hidden = {
        *(() if actor.can("assignment.give") else (Box.GIVEN,)),
        *(() if actor.can("assignment.approve") else (Box.APPROVE,)),
    }
    return [box for box in Box if box not in hidden]


def _parameters(box: Box, filters: Filters) -> dict[str, str]:
    values = {key: getattr(filters, name) for key, name in FILTERS.items()}
    return {"hop": next(key for key, one in BOXES.items() if one == box), **values}


def _box_tabs(actor: Actor, current: Box) -> list[Tab]:
    waiting = waiting_for(actor) if actor.can("assignment.approve") else 0
    return [
        Tab(
            _("Toàn cơ quan") if box == Box.UNIT and actor.agency_wide else BOX_NAMES[box],
            address(box, Filters()),
            current=box == current,
            count=waiting if box == Box.APPROVE and waiting else None,
        )
        for box in _boxes(actor)
    ]


def _group_tabs(box: Box, filters: Filters, numbers: dict[str, int]) -> list[Tab]:
    def tab(group: str, name: Any, count: int, icon: str = "") -> Tab:
        return Tab(name, address(box, replace(filters, group=group)), filters.group == group, count, icon)

    shown = [group for group in Group if numbers[group] or filters.group == group]
    return [
        tab("", _("Tất cả"), sum(numbers.values())),
        *(tab(group.value, GROUP_NAMES[group], numbers[group], ICONS[group]) for group in shown),
    ]


def _bands(page: TaskPage, numbers: dict[str, int]) -> Iterator[Band]:
    for group in Group:
        rows = [row for row in page.rows if row.group == group]
        if rows:
            yield Band(group, GROUP_NAMES[group], ICONS[group], numbers[group], rows)


def _bucket_tabs(scope: Scope) -> list[Tab]:
    every = Tab(_("Tất cả"), scope_address(replace(scope, bucket="")), not scope.bucket)
    return [
        every,
        *(
            Tab(name, scope_address(replace(scope, bucket=bucket.value)), scope.bucket == bucket)
            for bucket, name in BUCKET_NAMES.items()
        ),
    ]


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _key(text: str) -> str:
    return text if text.isdecimal() and len(text) < 18 else ""
