"""Turns a service's refusal into a screen: the view need not catch it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from congvu.common.errors import ActionRefused
from congvu.ui.views import refused


class RefusalMiddleware:
    """Answer ActionRefused with its own status (409 or 422) and sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show the refusal; every other exception takes its way."""
        if isinstance(exception, ActionRefused):
            return refused(request, exception.status, str(exception.message))
        return None
