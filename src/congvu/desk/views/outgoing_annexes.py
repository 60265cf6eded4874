"""The files that go with an outgoing document: put with a draft, taken away, opened."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from congvu.common.errors import ActionRefused
from congvu.desk.forms.outgoing_annexes import AnnexForm
from congvu.desk.views.door import screen
from congvu.directory.permissions import OfficerRequest
from congvu.documents import services
from congvu.documents.queries.outgoing_page import stage
from congvu.files.queries import open_blob
from congvu.files.services import store
from congvu.ui.messages import SentFile
from congvu.ui.views import safe_download


@screen("document.draft")
def outgoing_annexes(request: OfficerRequest, pk: int) -> HttpResponse:
    """Choose files that go with a draft; each is taken or refused by itself, in words."""
    found = stage(pk, request.actor)
    form = AnnexForm(request.POST, request.FILES) if request.method == "POST" else AnnexForm()
    if form.is_bound and form.is_valid() and _added(request, pk, form):
        return redirect("desk:outgoing", pk)
    context = {"document": found.document, "annexes": found.annexes, "form": form}
    return render(request, "desk/outgoing_annexes.html", context, status=422 if form.is_bound else 200)


def _added(request: OfficerRequest, pk: int, form: AnnexForm) -> bool:
    title, done = form.cleaned_data["title"], 0
    for upload in form.cleaned_data["uploads"]:
        try:
            file = store(upload, actor=request.actor)
            services.add_annex(pk, file.pk, title=title, actor=request.actor)
            done += 1
        except ActionRefused as refusal:
            form.add_error("uploads", f"{upload.name}: {refusal.message}")
    if done:
        messages.success(request, ngettext("Đã kèm %(n)s tệp.", "Đã kèm %(n)s tệp.", done) % {"n": done})
    return not form.errors


@screen("document.draft")
@require_POST
def outgoing_annex_remove(request: OfficerRequest, pk: int, annex_pk: int) -> HttpResponse:
    """Take a file away from a draft."""
    services.remove_annex(pk, annex_pk, actor=request.actor)
    messages.success(request, _("Đã bỏ tệp kèm theo."))
    return redirect("desk:outgoing", pk)


@screen("document.view")
def outgoing_annex(request: OfficerRequest, pk: int, annex_pk: int) -> HttpResponseBase:
    """Send a file that goes with the document; `?xem=1` shows it in the browser where that is safe."""
    found = next((one for one in stage(pk, request.actor).annexes if one.pk == annex_pk), None)
    if found is None:
        raise Http404
    try:
        stream = open_blob(found.file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    blob = found.file.blob
    sent = SentFile(stream, found.file.name, blob.media_type, blob.size, blob.sha256)
    return safe_download(request, sent, inline=request.GET.get("xem") == "1")


def annex_urls() -> list[URLPattern]:
    """Return the addresses, one line per screen."""
    one = "van-ban-di/<int:pk>/kem-theo/"
    return [
        path(one, outgoing_annexes, name="outgoing_annexes"),
        path(f"{one}<int:annex_pk>/", outgoing_annex, name="outgoing_annex"),
        path(f"{one}<int:annex_pk>/bo/", outgoing_annex_remove, name="outgoing_annex_remove"),
    ]
