"""The smallest answer to a signed-in officer: the session is alive."""

from django.http import HttpResponse

from congvu.desk.views.door import screen
from congvu.directory.permissions import SIGNED_IN, OfficerRequest


@screen(SIGNED_IN)
def ping(request: OfficerRequest) -> HttpResponse:
    """Answer with nothing: what a request costs before any screen is made."""
    return HttpResponse(status=204)
