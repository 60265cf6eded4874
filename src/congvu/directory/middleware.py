"""Who is acting, and the deny-by-default gate in front of every view."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from congvu.directory import queries
from congvu.directory.messages import Actor, Standing
from congvu.directory.permissions import PUBLIC, SIGNED_IN

POST_SESSION_KEY = "post_id"
KEPT_POST_SESSION_KEY = "kept_post"
KEPT_POST_LIMIT = 200_000
SENDER_COOKIE = "congvu_sender"
"""Names, signed, the officer last signed in with this browser."""

FOREIGN_VIEWS: dict[str, str] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_login_webauthn": PUBLIC,
}
"""Views of libraries, by URL name, and what each needs; one that is missing here is refused."""

BEFORE_NEW_PASSWORD = {"account_logout", "account_reauthenticate", "account_change_password"}
"""All that an officer whose password was set by an administrator may open before choosing their own."""

BEFORE_SECOND_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "mfa_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
"""All that an administrator without a second factor may open: what is needed to set one up."""


def capability_of(view: Callable[..., Any], url_name: str) -> str | None:
    """Return what a resolved view declares: on itself, on its class, or in the table of libraries."""
    declared = getattr(view, "capability", None) or getattr(
        getattr(view, "view_class", None), "capability", None
    )
    return declared or FOREIGN_VIEWS.get(url_name)


class ActorMiddleware:
    """Set `request.actor`, and refuse any view that declares no capability or one the actor lacks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        setattr(request, "standing", SimpleLazyObject(lambda: _standing(request)))  # noqa: B010
        setattr(request, "actor", SimpleLazyObject(lambda: _standing(request).actor))  # noqa: B010
        response = self.get_response(request)
        if getattr(request, "remember_sender", False):
            _remember_sender(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the view run, send to sign-in or to the second factor, or raise PermissionDenied."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        capability = capability_of(view, name)
        if capability is None:
            raise PermissionDenied(f"undeclared view: {name}")
        if capability == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        standing = _standing(request)
        request.standing, request.actor = standing, standing.actor  # type: ignore[attr-defined]
        request.remember_sender = True  # type: ignore[attr-defined]
        if request.user.must_change_password and name not in BEFORE_NEW_PASSWORD:
            return redirect("account_change_password")
        if standing.needs_mfa and name not in BEFORE_SECOND_FACTOR and not _has_second_factor(request):
            return redirect("mfa_activate_totp")
        if capability != SIGNED_IN and not standing.actor.can(capability):
            raise PermissionDenied(capability)
        return None


def _remember_sender(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser carry who was signed in, for forms sent after the session has ended."""
    sender = str(request.user.pk or "")
    if sender and request.get_signed_cookie(SENDER_COOKIE, default="", salt=SENDER_COOKIE) != sender:
        response.set_signed_cookie(
            SENDER_COOKIE,
            sender,
            salt=SENDER_COOKIE,
            max_age=7 * 86_400,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _standing(request: HttpRequest) -> Standing:
    if not request.user.is_authenticated:
        return Standing(Actor.nobody())
    post_id = request.session.get(POST_SESSION_KEY)
    return queries.standing_of(request.user, post_id)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to sign-in, keeping what was sent for its sender; a fragment is answered in place."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
    if request.method == "POST":
        kept = _keep_post(request)
        return redirect_to_login(reverse(settings.RESUME_URL_NAME) if kept else "/")
    path = request.get_full_path()
    return redirect_to_login(settings.LOGIN_REDIRECT_URL if path == "/" else path)


def _keep_post(request: HttpRequest) -> bool:
    """Keep a posted form in the session until its sender has signed in again; tell whether it was kept.

    Only for the officer who was signed in here last, so that nobody sees what another typed; without
    passwords and files, and never more than a form holds.
    """
    sender = request.get_signed_cookie(SENDER_COOKIE, default="", salt=SENDER_COOKIE) or ""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in map(str, values)
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    size = sum(len(name) + len(value) for name, value in fields)
    if not sender.isdigit() or size > KEPT_POST_LIMIT:
        return False
    request.session[KEPT_POST_SESSION_KEY] = {
        "officer": int(sender),
        "path": request.get_full_path(),
        "fields": fields,
        "files": len(request.FILES),
        "at": int(timezone.now().timestamp()),
    }
    messages.info(
        request, _("Phiên làm việc đã hết. Nội dung bạn vừa gửi được giữ lại; hãy đăng nhập để gửi tiếp.")
    )
    return True


def _has_second_factor(request: HttpRequest) -> bool:
    """Tell whether this session used a second factor, or else whether the officer has set one up."""
    if not settings.ADMINISTRATORS_NEED_MFA:
        return True
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "mfa" for record in records):
        return True
    return bool(is_mfa_enabled(request.user))
