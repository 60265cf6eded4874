"""Who is acting, and the deny-by-default gate in front of every view."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from congvu.directory import queries
from congvu.directory.messages import Actor, Standing
from congvu.directory.permissions import PUBLIC, SIGNED_IN

POST_SESSION_KEY = "post_id"

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
        return self.get_response(request)

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
        if request.user.must_change_password and name not in BEFORE_NEW_PASSWORD:
            return redirect("account_change_password")
        if standing.needs_mfa and name not in BEFORE_SECOND_FACTOR and not _has_second_factor(request):
            return redirect("mfa_activate_totp")
        if capability != SIGNED_IN and not standing.actor.can(capability):
            raise PermissionDenied(capability)
        return None


def _standing(request: HttpRequest) -> Standing:
    if not request.user.is_authenticated:
        return Standing(Actor.nobody())
    post_id = request.session.get(POST_SESSION_KEY)
    return queries.standing_of(request.user, post_id)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect a page to sign-in; answer a fragment with 401, so that the page and its typing stay."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
    return redirect_to_login(request.get_full_path())


def _has_second_factor(request: HttpRequest) -> bool:
    """Tell whether this session used a second factor, or else whether the officer has set one up."""
    if not settings.ADMINISTRATORS_NEED_MFA:
        return True
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "mfa" for record in records):
        return True
    return bool(is_mfa_enabled(request.user))
