"""Connections of the interchange: set up, tried live, taken into use."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.directory.permissions import OfficerRequest, requires
from congvu.interchange import services
from congvu.interchange.models import Connection
from congvu.interchange.queries.connections import visible_connections
from congvu.setup.forms.connections import ConnectionForm, start_of
from congvu.setup.views.small_form import SmallForm, answer, posted


def _connection(request: OfficerRequest, pk: int) -> Connection:
    found = visible_connections(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@requires("delivery.manage")
def connections(request: OfficerRequest) -> HttpResponse:
    """Show the connections with how they work."""
    return render(request, "setup/connections.html", {"rows": visible_connections(request.actor)})


@requires("delivery.manage")
def connection_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one connection: what it is, how the last look went, what the live check found."""
    return render(request, "setup/connection.html", {"connection": _connection(request, pk)})


@requires("delivery.manage")
def connection_edit(request: OfficerRequest, pk: int = 0) -> HttpResponse:
    """Keep a connection, new or changed."""
    held = _connection(request, pk) if pk else None
    form = ConnectionForm(request.actor, posted(request), initial=start_of(held) if held else None)
    back = reverse("setup:connection", args=[pk]) if pk else reverse("setup:connections")
    page = SmallForm(
        _("Sửa kết nối") if held else _("Thêm kết nối"), held.name if held else "", _("Lưu"), "device-floppy",
        _("Đã lưu. Hãy kiểm tra kết nối trước khi bật."), back,
        (_("Kết nối liên thông"), reverse("setup:connections")),
    )  # fmt: skip
    return answer(
        request, form, page,
        lambda _data: services.save_connection(form.plan(), actor=request.actor, connection_id=pk or None),
        "setup:connection",
    )  # fmt: skip


@require_POST
@requires("delivery.manage")
def connection_check(request: OfficerRequest, pk: int) -> HttpResponse:
    """Try a connection now."""
    _connection(request, pk)
    lines = services.check_connection(pk, actor=request.actor)
    if all(line.ok for line in lines):
        messages.success(request, _("Kết nối hoạt động tốt."))
    else:
        messages.warning(request, _("Kết nối chưa hoạt động; xem từng dòng bên dưới."))
    return redirect("setup:connection", pk)


@require_POST
@requires("delivery.manage")
def connection_switch(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a connection into use, or out of it."""
    _connection(request, pk)
    on = request.POST.get("bat") == "1"
    services.switch_connection(pk, on=on, actor=request.actor)
    messages.success(request, _("Đã bật kết nối.") if on else _("Đã tắt kết nối."))
    return redirect("setup:connection", pk)
