"""The door of every screen of the desk: its capability, and what is out of scope is simply not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.http.response import HttpResponseBase

from congvu.directory.permissions import OfficerRequest, requires

type View = Callable[..., HttpResponseBase]


def screen(capability: str) -> Callable[[View], View]:
    """Declare a view of the desk.

    What a query or service does not find becomes a 404, whether it does not exist or is out of the officer's
    scope (existence does not leak). Refusals need no handling: `ui.middleware` answers them with 409 or 422.

    Args:
        capability: what the officer needs, enforced by the middleware.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except ObjectDoesNotExist as missing:
                raise Http404 from missing

        return requires(capability)(guarded)

    return declare


def is_fragment(request: OfficerRequest) -> bool:
    """Tell whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"
