"""Drafting: a new document, a new version, and the page as it would look now."""

import base64
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.common.errors import ActionRefused
from congvu.desk.forms.outgoing import DraftForm, receivers_text
from congvu.desk.views.door import is_fragment, screen
from congvu.desk.views.outgoing_beginning import about_of, beginning
from congvu.directory.permissions import OfficerRequest
from congvu.documents import services
from congvu.documents.models import OutgoingDocument
from congvu.documents.queries.outgoing_page import Stage, stage
from congvu.documents.rules.layout.check import Finding
from congvu.files.services import store

_PLACED = ("bases", "to", "recipients_text", "deciding", "cosigners", "field_sign", "scope", "drafter")


@screen("document.draft")
def outgoing_new(request: OfficerRequest) -> HttpResponseBase:
    """Begin a document: choose a type, write, save."""
    if request.method == "POST":
        form = DraftForm(request.POST, request.FILES, actor=request.actor)
        document = _saved(request, form, None)
        if document is not None:
            messages.success(request, _("Đã lưu dự thảo."))
            return redirect("desk:outgoing", document.pk)
        return _show(request, form, None, status=422)
    return _show(request, DraftForm(initial=beginning(request), actor=request.actor), None)


@screen("document.draft")
def outgoing_edit(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Change a draft: what is saved becomes its next version."""
    found = stage(pk, request.actor)
    if request.method == "POST":
        form = DraftForm(request.POST, request.FILES, actor=request.actor)
        if _saved(request, form, pk) is not None:
            messages.success(request, _("Đã lưu bản mới."))
            return redirect("desk:outgoing", pk)
        return _show(request, form, found.document, status=422)
    return _show(request, DraftForm(initial=_initial(found), actor=request.actor), found.document)


def _saved(request: OfficerRequest, form: DraftForm, pk: int | None) -> OutgoingDocument | None:
    """Save the form; None when something has to be mended first."""
    if not form.is_valid():
        return None
    try:
        upload = form.cleaned_data["file"]
        file_id = store(upload, actor=request.actor, allowed={"docx"}).pk if upload else None
        more: dict[str, Any] = {"actor": request.actor, "source_file_id": file_id}
        if pk is None:
            return services.draft_document(form.draft(), request_key=uuid4(), **more)
        found = form.cleaned_data
        more |= {"note": found["note"], "seen_version": found["version"]}
        return services.save_version(pk, form.draft(), **more).document
    except ActionRefused as refusal:
        form.refuse(refusal.message, refusal.field)
        return None


def _initial(found: Stage) -> dict[str, Any]:
    document, data = found.document, found.version.data
    return {
        **{name: data.get(name, "") for name in _PLACED},
        "version": document.version,
        "kind": document.kind,
        "subject": document.subject,
        "urgency": document.urgency,
        "confidentiality": document.confidentiality,
        "medium": document.medium,
        "signer_id": document.signer_id,
        "signing_form": document.signing_form,
        "authority": document.authority,
        "copies": document.copies,
        "reply_to_id": document.reply_to_id,
        "replaces_id": document.replaces_id,
        "corrects_id": document.correcting_id,
        "body": found.version.body,
        "receivers": receivers_text(found.recipients),
    }


@screen("document.draft")
@require_POST
def outgoing_preview(request: OfficerRequest) -> HttpResponse:
    """Show the page as it would look now: a picture for htmx, else the PDF; nothing is kept."""
    form = DraftForm(request.POST, actor=request.actor)
    pdf, refusal = b"", ""
    findings: list[Finding] = []
    if form.is_valid():
        try:
            pdf, findings = services.preview(form.draft(), actor=request.actor)
        except ActionRefused as refused:
            refusal = refused.message
    if pdf and not is_fragment(request):
        return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": "inline"})
    image = services.page_image(pdf) if pdf else None
    shown = base64.b64encode(image).decode() if image else ""
    context = {"image": shown, "findings": findings, "form": form, "refusal": refusal}
    template = "desk/parts/outgoing_preview.html" if is_fragment(request) else "desk/outgoing_preview.html"
    return render(request, template, context, status=200 if pdf else 422)


def _show(
    request: OfficerRequest, form: DraftForm, document: OutgoingDocument | None, *, status: int = 200
) -> HttpResponse:
    about = about_of(form, request.actor)
    context = {"form": form, "document": document, "about": about, "kinds": form.fields["kind"].choices}  # type: ignore[attr-defined]
    return render(request, "desk/outgoing_draft.html", context, status=status)
