"""The calendar: a year at a glance, special days, working hours, and files of decreed days."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.calendars import queries, services
from congvu.calendars.permissions import may_change
from congvu.directory.messages import Actor
from congvu.directory.permissions import requires
from congvu.setup.forms.calendar import DayFileForm, HoursForm, SpecialDayForm, attempt, wanted_year
from congvu.ui.messages import Tab


@dataclass(frozen=True, slots=True)
class Scope:
    """Which calendar is shown: the common one, or that of the actor's agency."""

    word: str
    agency_id: int | None
    editable: bool


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, None for a page that is only opened (an empty post is judged too)."""
    return request.POST if request.method == "POST" else None


def scope_of(request: HttpRequest) -> Scope:
    """Read the calendar asked for: `lich=rieng` is the agency's own, anything else the common one."""
    actor = actor_of(request)
    own = request.GET.get("lich") == "rieng"
    agency_id = actor.agency_id if own else None
    return Scope("rieng" if own else "chung", agency_id, may_change(actor, agency_id))


def frame(request: HttpRequest, current: str, scope: Scope) -> dict[str, Any]:
    """Return what every calendar screen shows around its content: tabs and the choice of calendar."""
    names = (
        ("setup:calendar", _("Năm"), "calendar"),
        ("setup:calendar_hours", _("Giờ làm việc"), "clock"),
        ("setup:calendar_rules", _("Quy tắc pháp lý"), "gavel"),
        ("setup:calendar_import", _("Nhập tệp"), "upload"),
    )
    tabs = [
        Tab(label, f"{reverse(name)}?lich={scope.word}", current=name == current, icon=icon)
        for name, label, icon in names
    ]
    return {"tabs": tabs, "scope": scope, "agency_name": actor_of(request).agency_name}


@requires("calendar.manage")
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a year, and add a special day to it."""
    scope, actor = scope_of(request), actor_of(request)
    year = wanted_year(request.GET.get("nam", ""), timezone.localdate())
    form = SpecialDayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        if attempt(
            form,
            lambda: services.add_special_day(actor=actor, agency_id=scope.agency_id, **form.cleaned_data),
        ):
            messages.success(request, _("Đã đưa ngày %(day)s vào lịch.") % {"day": f"{day:%d/%m/%Y}"})
            return redirect(f"{reverse('setup:calendar')}?nam={day.year}&lich={scope.word}")
    shown = {"form": form, "shown": queries.year_of(scope.agency_id, year), "today": timezone.localdate()}
    context = frame(request, "setup:calendar", scope) | shown
    return render(request, "setup/calendar.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires("calendar.manage")
def remove_day(request: HttpRequest, day_id: int) -> HttpResponse:
    """Take a special day out."""
    services.remove_special_day(actor=actor_of(request), day_id=day_id)
    messages.success(request, _("Đã bỏ ngày khỏi lịch."))
    return redirect(f"{reverse('setup:calendar')}?{request.GET.urlencode()}")


@require_POST
@requires("calendar.manage")
def restore_day(request: HttpRequest, day_id: int) -> HttpResponse:
    """Put a cancelled day back."""
    services.restore_special_day(actor=actor_of(request), day_id=day_id)
    messages.success(request, _("Đã khôi phục ngày trong lịch."))
    return redirect(f"{reverse('setup:calendar')}?{request.GET.urlencode()}")


@requires("calendar.manage")
def hours(request: HttpRequest) -> HttpResponse:
    """Show the tables of working hours, and put a new one in force."""
    scope, actor = scope_of(request), actor_of(request)
    tables = queries.hours_of(scope.agency_id)
    lines = [text.replace("–", "-") for _weekday, text in tables[0].lines] if tables else []
    form = HoursForm(posted(request), lines=lines)
    if request.method == "POST" and form.is_valid():
        cleaned = {name: form.cleaned_data[name] for name in ("rows", "valid_from", "legal_basis")}
        if attempt(
            form, lambda: services.set_working_hours(actor=actor, agency_id=scope.agency_id, **cleaned)
        ):
            messages.success(request, _("Đã đặt bảng giờ làm việc mới."))
            return redirect(f"{reverse('setup:calendar_hours')}?lich={scope.word}")
    context = frame(request, "setup:calendar_hours", scope) | {"form": form, "tables": tables}
    return render(request, "setup/calendar_hours.html", context, status=422 if form.is_bound else 200)


@requires("calendar.manage")
def import_file(request: HttpRequest) -> HttpResponse:
    """Check a file of special days, then write the very text that was checked."""
    scope, form, result = scope_of(request), DayFileForm(posted(request), request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        content, filename = form.cleaned_data["content"], form.cleaned_data["filename"]
        result = services.import_days(
            actor=actor_of(request),
            content=content,
            filename=filename,
            agency_id=scope.agency_id,
            dry_run="apply" not in request.POST,
        )
        if result.applied:
            messages.success(request, _("Đã nhập lịch từ tệp."))
            return redirect(f"{reverse('setup:calendar')}?lich={scope.word}&nam={result.first_year}")
        form = DayFileForm(initial={"checked": content.decode("utf-8", "replace"), "checked_name": filename})
    context = frame(request, "setup:calendar_import", scope) | {"form": form, "result": result}
    return render(request, "setup/calendar_import.html", context, status=422 if form.is_bound else 200)
