"""Turns a service's refusal into a screen: the view need not catch it."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from congvu.common.errors import ActionRefused
from congvu.ui.views import DATABASE_AWAY, database_away, refused, wrong_method

logger = logging.getLogger(__name__)


class RefusalMiddleware:
    """Answer ActionRefused with its own status (409 or 422), and a database that is away with 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; a method that an address does not know is answered in words."""
        response = self.get_response(request)
        return wrong_method(request, response) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show the refusal; every other exception takes its way."""
        if isinstance(exception, ActionRefused):
            return refused(request, exception.status, str(exception.message))
        if isinstance(exception, DATABASE_AWAY):
            logger.error("the database was away: %s", exception)
            return database_away(request)
        return None
