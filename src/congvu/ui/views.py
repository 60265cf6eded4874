"""Error screens: what went wrong in a sentence, and nothing lost."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

_TOO_BIG = (RequestDataTooBig, TooManyFieldsSent)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show 413 for data that is too large, else 400 (handler400)."""
    status = 413 if isinstance(exception, _TOO_BIG) else 400
    return render(request, f"{status}.html", status=status)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the session ended, so that the officer signs in again (CSRF_FAILURE_VIEW)."""
    text = _(
        "Phiên làm việc đã hết hạn hoặc trang mở quá lâu. Hãy tải lại trang rồi gửi lại; bản nháp vẫn còn."
    )
    return render(request, "403.html", {"message": text}, status=403)


def refused(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """Show why a service refused: a page, or the sentence alone for an htmx request."""
    if getattr(request, "htmx", False):
        return render(request, "ui/parts/refused.html", {"message": message}, status=status)
    return render(
        request,
        f"{status if status in (403, 404, 409, 413) else 422}.html",
        {"message": message},
        status=status,
    )
