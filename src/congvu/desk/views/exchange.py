"""Interchange of documents: what was sent and came, where each one is, and what waits for a person."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.desk.views.door import screen
from congvu.desk.views.search import cursors
from congvu.directory.permissions import OfficerRequest
from congvu.files.queries import open_blob
from congvu.interchange import services
from congvu.interchange.queries import traffic
from congvu.interchange.states import INBOUND_NAMES, moves_from
from congvu.ui.messages import KeysetPage, Tab


@screen("document.register")
def exchange_list(request: OfficerRequest, box: str = "gui") -> HttpResponse:
    """Show a box of the agency's messages, newest first."""
    if box not in traffic.BOXES:
        raise Http404
    found = traffic.box(request.actor, box, before=cursors(request)[0])
    context = {
        "page": KeysetPage(found.rows, older=str(found.older or "")),
        "box": box,
        "title": traffic.BOXES[box],
        "tabs": exchange_tabs(request, box),
    }
    return render(request, "desk/exchange.html", context)


def exchange_tabs(request: OfficerRequest, box: str) -> list[Tab]:
    """Return the boxes and the directory, as far as the officer may open them."""
    directory = Tab(_("Danh bạ"), reverse("desk:exchange_directory"), current=box == "danh-ba")
    if "document.register" not in request.actor.capabilities:
        return [directory]
    counts = traffic.box_counts(request.actor)
    boxes = [
        Tab(name, reverse("desk:exchange_box", args=[key]), current=key == box, count=counts.get(key))
        for key, name in traffic.BOXES.items()
    ]
    return [*boxes, directory]


@screen("document.register")
def exchange_inbound(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a message that came, what became of it and why."""
    message = (
        traffic.visible_inbound(request.actor)
        .select_related("connection", "document", "file__blob")
        .get(pk=pk)
    )
    return render(
        request, "desk/exchange_inbound.html", {"message": message, "moves": moves_from(message.state)}
    )


@require_POST
@screen("document.register")
def exchange_replay(request: OfficerRequest, pk: int) -> HttpResponse:
    """Work again on a message from its kept bytes."""
    state = services.replay(pk, actor=request.actor)
    messages.success(request, _("Đã xử lý lại: %(state)s.") % {"state": INBOUND_NAMES[state]})
    return redirect("desk:exchange_inbound", pk)


@require_POST
@screen("document.register")
def exchange_skip(request: OfficerRequest, pk: int) -> HttpResponse:
    """Settle a message without effect, with the reason."""
    services.skip(pk, reason=request.POST.get("reason", ""), actor=request.actor)
    messages.success(request, _("Đã bỏ qua gói này; gói vẫn được giữ."))
    return redirect("desk:exchange_box", "cach-ly")


@screen("document.register")
def exchange_outbound(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a message that was sent, where it stands and what its recipient reported."""
    rows = traffic.visible_outbound(request.actor).select_related("connection", "document", "file__blob")
    package = rows.get(pk=pk)
    return render(
        request, "desk/exchange_outbound.html", {"package": package, "where": traffic.where(package)}
    )


@require_POST
@screen("document.issue")
def exchange_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Have a stuck package tried again."""
    services.send_again(pk, reason=request.POST.get("reason", ""), actor=request.actor)
    messages.success(request, _("Đã cho gửi lại."))
    return redirect("desk:exchange_outbound", pk)


@require_POST
@screen("document.issue")
def exchange_give_up(request: OfficerRequest, pk: int) -> HttpResponse:
    """Settle a stuck package without sending it."""
    services.give_up(pk, reason=request.POST.get("reason", ""), actor=request.actor)
    messages.success(request, _("Đã thôi gửi gói này."))
    return redirect("desk:exchange_box", "ket")


@screen("document.register")
def exchange_bytes(request: OfficerRequest, way: str, pk: int) -> HttpResponseBase:
    """Send the exact bytes of a package, as evidence."""
    file = traffic.file_of(request.actor, way, pk)
    if file is None:
        raise Http404
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    stream = open_blob(file)
    kind = "application/octet-stream"
    return FileResponse(stream, as_attachment=True, filename=file.name, content_type=kind, headers=headers)
