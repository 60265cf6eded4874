"""Health, and the tokens that everything else needs."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from ninja import Router

from congvu.api.messages.common import Health
from congvu.api.services import SERVER
from congvu.api.services.rate import count_attempt
from congvu.api.views.door import written
from congvu.api.views.problems import problem
from congvu.directory.permissions import PUBLIC, requires

router = Router(tags=["Dịch vụ · service"])


@router.get("/health", response={200: Health}, auth=None, url_name="health")
def health(request: HttpRequest) -> HttpResponse:
    """Tell that the service answers; needs no token."""
    return written({"status": "ok", "time": timezone.now()}, Cache_Control="no-store")


@csrf_exempt
@requires(PUBLIC)
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Give out a token: OAuth2 client credentials; errors are those of RFC 6749 section 5.2."""
    wait = count_attempt(request.META.get("REMOTE_ADDR", ""))
    if wait:
        return problem(429, "rate", headers={"Retry-After": str(wait)})
    response: HttpResponse = SERVER.create_token_response(request)
    return response
