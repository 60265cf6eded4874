"""Outgoing documents: boxes, one document, its pages and files, differences, signing many."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from congvu.audit.queries import timeline
from congvu.common.subject import Subject
from congvu.desk.views.door import screen
from congvu.desk.views.outgoing_acts import offered
from congvu.desk.views.search import cursors
from congvu.directory.permissions import OfficerRequest
from congvu.documents import services
from congvu.documents.messages import SignOff
from congvu.documents.queries import outgoing as queries
from congvu.documents.queries.outgoing_page import Stage, stage
from congvu.documents.queries.outgoing_sheet import kinds
from congvu.documents.rules.differences import differences, field_differences
from congvu.documents.services import outgoing_files as files
from congvu.interchange.queries.traffic import whereabouts
from congvu.ui.messages import KeysetPage, Tab

EVENTS = 12
LABEL = "documents.outgoingdocument"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@screen("document.view")
def outgoing_list(request: OfficerRequest) -> HttpResponse:
    """Show a box of outgoing documents, newest first."""
    box = request.GET.get("hop", "")
    if box not in queries.BOXES:
        box = "tat-ca"
    words, kind = request.GET.get("q", "")[:200], request.GET.get("loai", "")[:5]
    before, after = cursors(request)
    found = queries.outgoing_list(request.actor, box, words=words, kind=kind, before=before, after=after)
    newer, older = (str(one) if one else "" for one in (found.newer, found.older))
    context = {
        "page": KeysetPage(found.rows, newer=newer, older=older),
        "tabs": _tabs(request, box), "box": box, "title": queries.BOXES[box], "words": words,
        "kind": kind, "kinds": kinds(), "narrowed": bool(words or kind),
    }  # fmt: skip
    return render(request, "desk/outgoing_list.html", context)


def _tabs(request: OfficerRequest, box: str) -> list[Tab]:
    counts = queries.box_counts(request.actor)
    address = reverse("desk:outgoing_list")
    return [
        Tab(name, f"{address}?hop={key}", current=key == box, count=counts.get(key))
        for key, name in queries.BOXES.items()
    ]


@screen("document.view")
def outgoing_document(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one document: its page, chain, findings, recipients, versions and what may be done."""
    found = stage(pk, request.actor)
    acts = offered(found)
    context = {
        "found": found,
        "document": found.document,
        "whereabouts": whereabouts(pk),
        "main": [act for act in acts if act.main],
        "rest": [act for act in acts if not act.main],
        "may_edit": any(move.action == "save" for move in found.moves),
        "findings": _findings(found),
        "events": timeline(Subject(LABEL, pk), limit=EVENTS),
    }
    return render(request, "desk/outgoing.html", context)


def _findings(found: Stage) -> list[Any]:
    if found.document.issued_at or not found.versions:
        return []
    return files.findings_of(found.document, found.version)


@screen("document.view")
def outgoing_page(request: OfficerRequest, pk: int, page: int) -> HttpResponse:
    """Show a page of the document as a picture: of the issued or signed file, else of the latest version."""
    image = services.page_image(_pdf(stage(pk, request.actor)), page - 1)
    if image is None:
        raise Http404
    return HttpResponse(image, content_type="image/png", headers={"Cache-Control": "private, no-cache"})


def _pdf(found: Stage) -> bytes:
    document = found.document
    file = document.issued_file or document.signed_file
    return files.bytes_of(file) if file else files.pdf_of(document, found.version)


@screen("document.view")
def outgoing_pdf(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the document as PDF: issued, signed, or as its latest version stands."""
    found = stage(pk, request.actor)
    return _sent(
        _pdf(found), f"{found.document.code.replace('/', '-') or f'du-thao-{pk}'}.pdf", "application/pdf"
    )


@screen("document.view")
def outgoing_docx(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send the latest version as a Word file."""
    found = stage(pk, request.actor)
    data = files.docx_of(found.document, found.version)
    return _sent(data, f"du-thao-{pk}-{found.version.no}.docx", DOCX, attached=True)


@screen("document.view")
def outgoing_copy_file(request: OfficerRequest, pk: int, copy_pk: int) -> HttpResponse:
    """Show a copy of the document as PDF."""
    copy = next((one for one in stage(pk, request.actor).copies if one.pk == copy_pk), None)
    if copy is None:
        raise Http404
    return _sent(files.bytes_of(copy.file), f"{copy.code.replace('/', '-')}.pdf", "application/pdf")


def _sent(data: bytes, name: str, kind: str, *, attached: bool = False) -> HttpResponse:
    disposition = content_disposition_header(attached, name) or "inline"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=kind, headers=headers)


@screen("document.view")
def outgoing_differences(request: OfficerRequest, pk: int, no: int) -> HttpResponse:
    """Show what a version changed against the one before."""
    found = stage(pk, request.actor)
    version = next((one for one in found.versions if one.no == no), None)
    if version is None:
        raise Http404
    before = next((one for one in found.versions if one.no == no - 1), None)
    context = {
        "document": found.document, "version": version, "before": before,
        "fields": field_differences(before.data if before else {}, version.data),
        "changes": differences(before.body if before else "", version.body),
    }  # fmt: skip
    return render(request, "desk/outgoing_differences.html", context)


@screen("document.sign")
@require_POST
def outgoing_sign_many(request: OfficerRequest) -> HttpResponseBase:
    """Sign the chosen documents one after the other; say of each what became of it."""
    chosen = [int(one) for one in request.POST.getlist("id") if one.isdecimal()][:50]
    done = services.sign_many(
        chosen, actor=request.actor, sign_off=SignOff(code=request.POST.get("code", ""))
    )
    signed = sum(one.done for one in done)
    if signed:
        words = ngettext("Đã ký %(count)s văn bản.", "Đã ký %(count)s văn bản.", signed)
        messages.success(request, words % {"count": signed})
    for one in done:
        if not one.done:
            messages.error(request, f"{one.title}: {one.message}")
    if not done:
        messages.error(request, _("Chưa chọn văn bản nào để ký."))
    return redirect(f"{reverse('desk:outgoing_list')}?hop=cho-ky")
