"""The administrator's screens: flow, agencies, credentials. The axis is the province's: staff only."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.common.errors import ActionRefused
from congvu.directory.permissions import OfficerRequest, requires
from congvu.hub import queries
from congvu.hub.models import HubAgency
from congvu.hub.services import agencies as services
from congvu.ui.messages import KeysetPage, Tab

PAGE = 50


def _staff(request: OfficerRequest) -> None:
    if not request.user.is_staff:
        raise PermissionDenied("delivery.manage")


def _tabs(current: str) -> list[Tab]:
    names = (
        ("hub:flow", _("Lưu lượng"), "arrows-split"),
        ("hub:agencies", _("Cơ quan"), "sitemap"),
        ("hub:credentials", _("Tài khoản kết nối"), "key"),
    )
    return [Tab(label, reverse(name), current=name == current, icon=icon) for name, label, icon in names]


@requires("delivery.manage")
def flow(request: OfficerRequest) -> HttpResponse:
    """Show what goes over the axis: by agency, what is stuck, what was refused."""
    _staff(request)
    now = timezone.localtime()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = queries.flows(today, today - timedelta(days=6))
    context: dict[str, Any] = {
        "tabs": _tabs("hub:flow"),
        "rows": rows,
        "stuck": queries.stuck(now - timedelta(hours=settings.HUB_STUCK_HOURS)),
        "hours": settings.HUB_STUCK_HOURS,
        "refusals": queries.refusals(now - timedelta(days=7)),
        "sent_today": sum(row.sent_today for row in rows),
        "waiting": sum(row.waiting for row in rows),
    }
    return render(request, "hub/flow.html", context)


@requires("delivery.manage")
def agencies(request: OfficerRequest) -> HttpResponse:
    """Search the agencies of the axis by name or code, and lock or unlock one."""
    _staff(request)
    q, start = request.GET.get("q", "").strip(), request.GET.get("cu", "0")
    first = int(start) if start.isdigit() else 0
    found = queries.found_agencies(q).select_related("parent", "successor").order_by("path")
    rows = list(found[first : first + PAGE + 1])
    page = KeysetPage(rows[:PAGE], older=str(first + PAGE) if len(rows) > PAGE else "")
    context = {"tabs": _tabs("hub:agencies"), "page": page, "rows": page.rows, "q": q}
    return render(request, "hub/agencies.html", context)


@requires("delivery.manage")
def lock(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask why, and shut an agency out of the axis."""
    _staff(request)
    agency = get_object_or_404(HubAgency, pk=pk)
    why, error = request.POST.get("why", ""), ""
    if request.method == "POST":
        try:
            services.lock_agency(pk, locked=True, why=why, actor=request.actor)
        except ActionRefused as refused:
            error = str(refused.message)
        else:
            messages.success(request, _("Đã khóa %(code)s.") % {"code": agency.code})
            return redirect("hub:agencies")
    context = {"agency": agency, "why": why, "error": error}
    return render(request, "hub/lock.html", context, status=422 if error else 200)


@requires("delivery.manage")
@require_POST
def unlock(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let an agency in again."""
    _staff(request)
    agency = get_object_or_404(HubAgency, pk=pk)
    services.lock_agency(pk, locked=False, actor=request.actor)
    messages.success(request, _("Đã mở khóa %(code)s.") % {"code": agency.code})
    return redirect("hub:agencies")


@requires("delivery.manage")
def credentials(request: OfficerRequest) -> HttpResponse:
    """Show who may call the axis, when they last did, and how many secrets are valid."""
    _staff(request)
    context = {"tabs": _tabs("hub:credentials"), "rows": queries.credentials_shown(timezone.now())}
    return render(request, "hub/credentials.html", context)
