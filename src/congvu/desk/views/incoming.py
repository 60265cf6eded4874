"""Incoming documents: the boxes, the page of one, its files and its pages as pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from congvu.calendars.rules import Urgency
from congvu.desk.forms.incoming import BoxFilterForm
from congvu.desk.views.door import is_fragment, screen
from congvu.desk.views.incoming_acts import BY_ACTION, IncomingAct
from congvu.desk.views.preview import preview_of
from congvu.directory.permissions import OfficerRequest
from congvu.documents import services
from congvu.documents.models import IncomingDocument, IncomingFile
from congvu.documents.queries.boxes import Box, BoxPage, Filters, Row, box_page, boxes_of, counts, registers
from congvu.documents.queries.incoming_page import IncomingPage, incoming_page
from congvu.documents.services.page_images import page_image
from congvu.documents.states.incoming import LineAction, State
from congvu.files.queries import open_blob
from congvu.interchange.queries.talk import arrival_of
from congvu.ui.messages import URGENCY, Badge, SentFile, Tab
from congvu.ui.views import safe_download

BOX_NAMES = {
    Box.WAITING: _("Chờ tiếp nhận"),
    Box.PRESENT: _("Chờ trình, chuyển"),
    Box.TODO: _("Chờ xử lý"),
    Box.INFORM: _("Nhận để biết"),
    Box.CAME_BACK: _("Đề nghị trả lại"),
    Box.HANDLED: _("Đã xử lý"),
    Box.RETURNED: _("Đã trả lại"),
    Box.ALL: _("Tất cả"),
}
PARAMETERS = ("tu-khoa", "loai", "trang-thai")
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of one urgency group; a box without groups has one band without badge."""

    urgency: str
    badge: Badge | None
    rows: list[Row]


@screen("document.view")
def incoming_list(request: OfficerRequest) -> HttpResponse:
    """Show a box of incoming documents."""
    box, filters = _asked(request)
    page = box_page(
        request.actor, box, filters, after=request.GET.get("cu", ""), before=request.GET.get("moi", "")
    )
    context: dict[str, Any] = {
        "box": box,
        "page": page,
        "bands": list(_bands(page)),
        "narrowed": filters != Filters(),
        "can_direct": box == Box.TODO and request.actor.can("document.direct"),
        "can_register": box == Box.WAITING and registers(request.actor),
    }
    if is_fragment(request):
        return render(request, "desk/incoming_list.html#waiting", context)
    return render(request, "desk/incoming_list.html", context | _frame(request, box))


def _asked(request: OfficerRequest) -> tuple[Box, Filters]:
    """Read box and filters; what the address should not say counts as nothing."""
    known = {box.value: box for box in boxes_of(request.actor)}
    first = Box.WAITING if registers(request.actor) else Box.TODO
    box = known.get(request.GET.get("hop", ""), first)
    text, kind, state = (request.GET.get(key, "").strip()[:LONGEST] for key in PARAMETERS)
    state = state if state in set(State) and box == Box.ALL else ""
    return box, Filters(text, kind, urgent=request.GET.get("khan") == "1", state=state)


def _frame(request: OfficerRequest, box: Box) -> dict[str, Any]:
    numbers = counts(request.actor)
    tabs = [
        Tab(BOX_NAMES[one], f"?{urlencode({'hop': one.value})}", current=one == box, count=numbers.get(one))
        for one in boxes_of(request.actor)
    ]
    values = {**request.GET.dict(), "hop": box.value}
    return {"box_tabs": tabs, "form": BoxFilterForm(values, states=box == Box.ALL), "name": BOX_NAMES[box]}


def _bands(page: BoxPage) -> Iterator[Band]:
    loose = [row for row in page.rows if row.group is None]
    if loose:
        yield Band("", None, loose)
    for group in Urgency:
        rows = [row for row in page.rows if row.group == group]
        if rows:
            yield Band(group.value, URGENCY[group], rows)


@screen("document.view")
def incoming_document(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a document: its text beside what may be done, who has it, what was said and done."""
    page = incoming_page(pk, request.actor)
    services.mark_read(pk, actor=request.actor)
    context = {
        "page": page,
        "document": page.document,
        "exchange": arrival_of(page.document),
        "preview": preview_of(page.document, page.main),
        "main_acts": _acts(page, main=True),
        "rest_acts": _acts(page, main=False),
        "directs": any(one.action.value == "direct" for one in page.moves),
        "drafts": services.assignment_drafts(page.document) if request.actor.can("document.direct") else [],
    }
    return render(request, "desk/incoming.html", context)


def _acts(page: IncomingPage, *, main: bool) -> list[tuple[IncomingAct, str]]:
    """Return the acts on the document, and on the line in the officer's hands, with their addresses."""
    found = [
        (act, reverse(f"desk:{act.url_name}", args=[page.document.pk]))
        for act in (BY_ACTION.get(move.action) for move in page.moves)
        if act is not None
    ]
    if page.held is not None:
        moves = [move for move in page.held.moves if move.action != LineAction.WITHDRAW]
        found += [
            (
                BY_ACTION[move.action],
                reverse(f"desk:{BY_ACTION[move.action].url_name}", args=[page.held.line.pk]),
            )
            for move in moves
        ]
    order = list(BY_ACTION.values())
    return sorted((pair for pair in found if pair[0].main == main), key=lambda pair: order.index(pair[0]))


@screen("document.view")
def incoming_file(request: OfficerRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """Send a file of the document; `?xem=1` shows it in the browser where that is safe."""
    file = _file(request, pk, file_pk).file
    try:
        stream = open_blob(file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    sent = SentFile(stream, file.name, file.blob.media_type, file.blob.size, file.blob.sha256)
    return safe_download(request, sent, inline=request.GET.get("xem") == "1")


@screen("document.view")
def incoming_sheet(request: OfficerRequest, pk: int, file_pk: int, number: int) -> HttpResponse:
    """Show one page of a PDF as a picture."""
    file = _file(request, pk, file_pk).file
    etag = f'"{file.blob.sha256}-{number}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304)
    picture = page_image(file, number)
    if picture is None:
        raise Http404
    headers = {"ETag": etag, "Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def _file(request: OfficerRequest, pk: int, file_pk: int) -> IncomingFile:
    document = IncomingDocument.objects.visible_to(request.actor).only("pk").get(pk=pk)
    return document.files.select_related("file__blob").get(file_id=file_pk)


@screen("document.view")
def incoming_copy_file(request: OfficerRequest, pk: int, copy_pk: int) -> HttpResponseBase:
    """Show a copy of the document as PDF."""
    document = IncomingDocument.objects.visible_to(request.actor).only("pk").get(pk=pk)
    copy = document.document_copies.select_related("file__blob").get(pk=copy_pk)
    sent = SentFile(
        open_blob(copy.file), copy.file.name, copy.file.blob.media_type, copy.file.blob.size,
        copy.file.blob.sha256,
    )  # fmt: skip
    return safe_download(request, sent, inline=True)
