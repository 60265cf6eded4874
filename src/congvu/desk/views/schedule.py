"""The weekly schedule: the week by day, its printed page, its entries."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from congvu.assignments import services
from congvu.assignments.models import ScheduleItem
from congvu.assignments.queries.performers import officers_of
from congvu.assignments.queries.schedule import conflicts_of, crowded, managed, monday_of, week
from congvu.common.errors import ActionRefused
from congvu.desk.forms.schedule import CancelForm, ItemForm, initial_of
from congvu.desk.views.door import screen
from congvu.directory.permissions import SIGNED_IN, OfficerRequest
from congvu.directory.queries import units_of
from congvu.ui.messages import Tab

WHOSE = {
    "": ("", gettext_lazy("Tất cả")),
    "co-quan": ("agency", gettext_lazy("Cơ quan")),
    "phong": ("unit", gettext_lazy("Phòng, ban")),
    "toi": ("own", gettext_lazy("Của tôi")),
}


@screen(SIGNED_IN)
def schedule_week(request: OfficerRequest) -> HttpResponse:
    """Show a week, a day a row group."""
    return render(request, "desk/schedule.html", _week(request))


@screen(SIGNED_IN)
def schedule_print(request: OfficerRequest) -> HttpResponse:
    """Show a week as a page to print."""
    return render(request, "desk/schedule_print.html", _week(request))


@screen("schedule.manage")
def item_new(request: OfficerRequest) -> HttpResponseBase:
    """Write an entry."""
    day = _day(request.GET.get("ngay", "")) or timezone.localdate()
    first = {"day": day, "scope": "agency" if request.actor.agency_wide else "unit"}
    return _edit(request, {**first, "unit_id": request.actor.unit_id}, None)


@screen("schedule.manage")
def item_edit(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Change an entry."""
    item = _managed(request, pk)
    return _edit(request, initial_of(item), item)


@screen("schedule.manage")
def item_cancel(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Call an entry off."""
    item = _managed(request, pk)
    form = CancelForm(request.POST or None, initial={"version": item.version})
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        services.cancel_item(pk, found["reason"], actor=request.actor, seen_version=found["version"])
        messages.success(request, _("Đã hoãn, hủy lịch."))
        return redirect(_address(timezone.localdate(item.starts_at)))
    context = {"form": form, "item": item}
    return render(request, "desk/schedule_cancel.html", context, status=422 if form.errors else 200)


@require_POST
@screen("schedule.manage")
def week_publish(request: OfficerRequest) -> HttpResponse:
    """Publish the drafts of a week."""
    monday = monday_of(_day(request.POST.get("tuan", "")) or timezone.localdate())
    count = services.publish_week(monday, actor=request.actor)
    messages.success(request, _("Đã ban hành %(count)s mục lịch.") % {"count": count})
    return redirect(_address(monday))


def _week(request: OfficerRequest) -> dict[str, Any]:
    monday = monday_of(_day(request.GET.get("tuan", "")) or timezone.localdate())
    key = request.GET.get("cua", "") if request.GET.get("cua", "") in WHOSE else ""
    days = week(request.actor, monday, whose=WHOSE[key][0])
    manages = request.actor.can("schedule.manage")
    return {
        "days": days,
        "monday": monday,
        "sunday": monday + timedelta(6),
        "today": timezone.localdate(),
        "before": _address(monday - timedelta(7), key),
        "after": _address(monday + timedelta(7), key),
        "tabs": [Tab(name, _address(monday, one), one == key) for one, (_whose, name) in WHOSE.items()],
        "print": _address(monday, key, "in/"),
        "manages": manages,
        "own": _own(request, days) if manages else set(),
        "crowded": crowded(days) if manages else set(),
        "drafts": sum(1 for day in days for item in day.items if item.state == "draft"),
        "agency": request.actor.agency_name,
    }


def _own(request: OfficerRequest, days: list[Any]) -> set[int]:
    """Return which entries of the week the officer may change (one statement)."""
    keys = [item.pk for day in days for item in day.items]
    return set(ScheduleItem.objects.filter(managed(request.actor), pk__in=keys).values_list("pk", flat=True))


def _edit(request: OfficerRequest, initial: dict[str, Any], item: ScheduleItem | None) -> HttpResponseBase:
    form = _form(request, initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_item(
                form.draft(),
                actor=request.actor,
                item_id=item.pk if item else None,
                seen_version=form.cleaned_data["version"] if item else None,
            )
        except ActionRefused as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            return _saved(request, saved)
    context = {"form": form, "item": item}
    return render(request, "desk/schedule_item.html", context, status=422 if form.errors else 200)


def _form(request: OfficerRequest, initial: dict[str, Any]) -> ItemForm:
    actor = request.actor
    units = [(unit.pk, unit.name) for unit in units_of(actor.agency_id)]
    return ItemForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        units=[one for one in units if actor.agency_wide or one[0] in actor.unit_ids],
        officers=officers_of(actor.agency_id),
        agency_wide=actor.agency_wide,
    )


def _saved(request: OfficerRequest, item: ScheduleItem) -> HttpResponse:
    messages.success(request, _("Đã ghi lịch."))
    for sentence in conflicts_of(item, request.actor):
        messages.warning(request, _("Trùng lịch: %(what)s") % {"what": sentence})
    return redirect(_address(timezone.localdate(item.starts_at)))


def _managed(request: OfficerRequest, pk: int) -> ScheduleItem:
    own = ScheduleItem.objects.filter(managed(request.actor), agency_id=request.actor.agency_id)
    return own.prefetch_related("officers").get(pk=pk)


def _address(day: date, whose: str = "", page: str = "") -> str:
    return f"/lich-cong-tac/{page}?tuan={monday_of(day)}" + (f"&cua={whose}" if whose else "")


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
