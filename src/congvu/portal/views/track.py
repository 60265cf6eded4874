"""Tracking: code and secret tell everything that is the applicant's, the code alone how far it is."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from congvu.directory.permissions import PUBLIC, requires
from congvu.dossiers.queries.tracking import progress_of, track
from congvu.portal.forms import TrackForm
from congvu.portal.services import SECONDS, may_ask


@requires(PUBLIC)
@never_cache
def track_page(request: HttpRequest) -> HttpResponse:
    """Ask for code and secret, and show what they open; wrong code and wrong secret look the same."""
    asked: Any = request.POST if request.method == "POST" else (request.GET if "ma" in request.GET else None)
    form = TrackForm(asked)
    if asked is None:
        return render(request, "portal/track.html", {"form": form})
    if not may_ask(get_adapter(request).get_client_ip(request)):
        return _too_often(request)
    found: dict[str, Any] = {}
    if form.is_valid():
        code, secret = form.cleaned_data["ma"], form.cleaned_data["khoa"]
        found = {"dossier": track(code, secret)} if secret else {"progress": progress_of(code)}
        if not any(one is not None for one in found.values()):
            form.add_error(None, _("Không có hồ sơ nào khớp mã hồ sơ và mã tra cứu này. Hãy kiểm tra lại."))
    return render(request, "portal/track.html", {"form": form, **found}, status=422 if form.errors else 200)


def _too_often(request: HttpRequest) -> HttpResponse:
    context = {"form": TrackForm(), "minutes": SECONDS // 60}
    response = render(request, "portal/track.html", context, status=429)
    response.headers["Retry-After"] = str(SECONDS)
    return response
