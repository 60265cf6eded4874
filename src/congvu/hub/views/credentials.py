"""Screens of credentials: issued, given a further secret, revoked; a secret is shown on its answer, once."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.common.errors import ActionRefused
from congvu.directory.permissions import OfficerRequest, requires
from congvu.hub.models import HubCredential
from congvu.hub.services import credentials as services

DEFAULT_RATE = 1200
MOST_RATE = 100_000
KEEP_HOURS = (0, 24, 168, 720)


def _own(request: OfficerRequest, pk: int) -> HubCredential:
    if not request.user.is_staff:
        raise PermissionDenied("delivery.manage")
    rows = HubCredential.objects.select_related("agency").exclude(system_id__startswith="peer:")
    return get_object_or_404(rows, pk=pk)


def _shown(request: OfficerRequest, system_id: str, secret: str, more: str) -> HttpResponse:
    """Show a secret, this once: it stands in no session and in no cache."""
    context = {"system_id": system_id, "secret": secret, "more": more}
    response = render(request, "hub/secret.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@requires("delivery.manage")
def credential_new(request: OfficerRequest) -> HttpResponse:
    """Issue a credential; its secret is shown on the answer."""
    if not request.user.is_staff:
        raise PermissionDenied("delivery.manage")
    given = {name: request.POST.get(name, "").strip() for name in ("system_id", "agency", "label", "rate")}
    given["whole_tree"] = "1" if request.method != "POST" or request.POST.get("whole_tree") else ""
    error, field = "", ""
    if request.method == "POST":
        try:
            credential, secret = _issued(request, given)
        except ActionRefused as refused:
            error, field = str(refused.message), refused.field
        else:
            return _shown(request, credential.system_id, secret, "")
    context = {"given": given, "error": error, "field": field, "rate": DEFAULT_RATE}
    return render(request, "hub/credential_new.html", context, status=422 if error else 200)


def _issued(request: OfficerRequest, given: dict[str, str]) -> tuple[HubCredential, str]:
    return services.issue(
        given["system_id"],
        given["agency"],
        actor=request.actor,
        label=given["label"],
        whole_tree=bool(given["whole_tree"]),
        per_minute=_rate(given["rate"]),
    )


def _rate(text: str) -> int:
    if not text:
        return DEFAULT_RATE
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) <= MOST_RATE:
        raise ActionRefused(_("Số lần gọi mỗi phút: từ 1 đến %(n)s.") % {"n": MOST_RATE}, field="rate")
    return int(text)


@requires("delivery.manage")
@require_POST
def credential_rotate(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a credential a further secret; the ones before work as long as was chosen."""
    credential = _own(request, pk)
    hours = request.POST.get("hours", "")
    keep = int(hours) if hours.isdecimal() and int(hours[:6]) in KEEP_HOURS else 168
    secret = services.rotate(credential.system_id, actor=request.actor, keep_hours=keep)
    words = (
        _("Khóa trước còn dùng được %(n)s giờ.") % {"n": keep} if keep else _("Khóa trước hết hiệu lực ngay.")
    )
    return _shown(request, credential.system_id, secret, words)


@requires("delivery.manage")
@require_POST
def credential_revoke(request: OfficerRequest, pk: int) -> HttpResponse:
    """Revoke a credential, or only the secrets before its newest."""
    credential, old = _own(request, pk), request.POST.get("what") == "cu"
    services.revoke(credential.system_id, actor=request.actor, old_only=old)
    said: Callable[[str], str] = _
    words = said("Đã bỏ các khóa cũ của %(id)s.") if old else said("Đã thu hồi tài khoản %(id)s.")
    messages.success(request, words % {"id": credential.system_id})
    return redirect("hub:credentials")


@requires("delivery.manage")
def credential_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one credential and what may be done with it."""
    return render(request, "hub/credential.html", {"credential": _own(request, pk), "hours": KEEP_HOURS})
