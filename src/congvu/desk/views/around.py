"""Around a dossier: the next and the previous one in the officer's list, who looks at it, its files."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from congvu.desk.views.door import screen
from congvu.desk.views.trail import Trail
from congvu.directory.permissions import OfficerRequest
from congvu.dossiers import services
from congvu.dossiers.queries.inbox import InboxRow, inbox
from congvu.dossiers.queries.page import stored_file
from congvu.files.queries import open_blob
from congvu.ui.messages import SentFile
from congvu.ui.views import safe_download


@screen("dossier.view")
def dossier_next(request: OfficerRequest, pk: int) -> HttpResponse:
    """Go to the dossier after this one in the list that the officer came from."""
    return _go(request, pk, back=False)


@screen("dossier.view")
def dossier_previous(request: OfficerRequest, pk: int) -> HttpResponse:
    """Go to the dossier before this one in the list that the officer came from."""
    return _go(request, pk, back=True)


def _go(request: OfficerRequest, pk: int, *, back: bool) -> HttpResponse:
    trail = Trail.of(request.GET)
    row = _neighbour(request, trail, pk, back=back)
    if row is None:
        said = _("Đây là hồ sơ đầu tiên trong danh sách.") if back else _("Đã hết hồ sơ trong danh sách này.")
        messages.info(request, said)
        return redirect(f"/{trail.at('').query}")
    return redirect(f"/ho-so/{row.dossier_id}/{trail.at(row.cursor).query}")


def _neighbour(request: OfficerRequest, trail: Trail, pk: int, *, back: bool) -> InboxRow | None:
    """Return the nearest row of another dossier; two steps of one dossier may stand side by side."""
    place = {"before" if back else "after": trail.place}
    rows = inbox(request.actor, trail.box, trail.filters, size=4, **place).rows
    others = [row for row in rows if row.dossier_id != pk]
    return (others[-1] if back else others[0]) if others else None


@require_POST
@screen("dossier.view")
def dossier_presence(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note that the officer has the dossier open; answer who else does, as plain text."""
    others = services.mark_presence(pk, actor=request.actor)
    text = ngettext("%(names)s cũng đang xem hồ sơ này", "%(names)s cũng đang xem hồ sơ này", len(others))
    said = text % {"names": ", ".join(others)} if others else ""
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


@screen("dossier.view")
def dossier_file(request: OfficerRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """Send a file of the dossier; `?xem=1` shows it in the browser where that is safe."""
    file = stored_file(pk, file_pk, request.actor)
    try:
        stream = open_blob(file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    sent = SentFile(stream, file.name, file.blob.media_type, file.blob.size, file.blob.sha256)
    return safe_download(request, sent, inline=request.GET.get("xem") == "1")
