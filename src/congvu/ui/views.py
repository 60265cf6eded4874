"""Error screens that say what went wrong, and files sent so that they can do no harm."""

import re
import sys
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from congvu.ui.messages import SentFile

SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
_BLOCK = 128 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")
_TOO_BIG = (RequestDataTooBig, TooManyFieldsSent)
DATABASE_AWAY = (OperationalError, InterfaceError)
"""What a database says that is locked, cannot be reached, or hung up in the middle of a transaction."""
_TYPED_MOST = 200_000


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show 413 for data that is too large, else 400 (handler400)."""
    status = 413 if isinstance(exception, _TOO_BIG) else 400
    return render(request, f"{status}.html", status=status)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was open too long, and offer to send what was typed again (CSRF_FAILURE_VIEW)."""
    text = _("Phiên làm việc đã hết hạn hoặc trang mở quá lâu nên chưa có gì được ghi.")
    context = {"message": text, "typed": typed_fields(request) if _from_here(request) else []}
    return render(request, "403.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something failed: the database, which is worth another try, or else (handler500)."""
    if isinstance(sys.exception(), DATABASE_AWAY):
        return database_away(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def database_away(request: HttpRequest) -> HttpResponse:
    """Say that the database is busy or gone and nothing was written; what was typed can be sent again.

    Nothing here asks the database: no session, no officer.
    """
    context = {
        "typed": typed_fields(request) if _from_here(request) else [],
        "files": bool(request.FILES) if request.method == "POST" else False,
        "path": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = "10"
    return response


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of a posted form, to be offered again; none of a form with a password."""
    if request.method != "POST":
        return []
    fields = [(name, str(one)) for name, values in request.POST.lists() for one in values]
    if any("password" in name for name, _value in fields):
        return []
    kept = [(name, value.replace("\x00", "")) for name, value in fields if name != "csrfmiddlewaretoken"]
    return kept if sum(len(name) + len(value) for name, value in kept) <= _TYPED_MOST else []


def _from_here(request: HttpRequest) -> bool:
    """Tell whether one of our own pages sent a form: what another site made up is not offered again."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(said).netloc == request.get_host()


def wrong_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say that an address is not opened this way, where nothing was said yet; what is allowed stays told."""
    if response.content or getattr(request, "htmx", False):
        return response
    shown = render(request, "405.html", status=405)
    shown.headers["Allow"] = response.headers.get("Allow", "")
    return shown


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


def safe_download(request: HttpRequest, file: SentFile, *, inline: bool = False) -> HttpResponseBase:
    """Send a stored file: as an attachment, or in a sandbox when `inline` and of a type that may be shown.

    Args:
        request: asked for ranges (`Range`, `If-Range`) and for what the browser has (`If-None-Match`).
        file: what is sent.
        inline: show rather than save, where the type allows it.
    """
    etag = f'"{file.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        file.stream.close()
        return _guarded(HttpResponse(status=304), etag)
    wanted = _RANGE.match(request.headers.get("Range", ""))
    if request.headers.get("If-Range", etag) != etag or (wanted and not any(wanted.groups())):
        wanted = None
    part = _part(wanted, file.size)
    if part is None:
        file.stream.close()
        return _guarded(HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"}), etag)
    response = _streamed(_Blocks(file.stream, part), file.size, partial=wanted is not None)
    response.headers["Content-Type"] = file.media_type
    shown = inline and file.media_type in SHOWN_INLINE
    response.headers["Content-Disposition"] = content_disposition_header(not shown, file.name) or "attachment"
    return _guarded(response, etag)


class _Blocks:
    """Some bytes of a stream, in blocks; closing closes the stream, even when nothing was read."""

    def __init__(self, stream: BinaryIO, part: range) -> None:
        self.stream, self.part, self.close = stream, part, stream.close

    def __iter__(self) -> Iterator[bytes]:
        self.stream.seek(self.part.start)
        left = len(self.part)
        while left and (block := self.stream.read(min(_BLOCK, left))):
            left -= len(block)
            yield block


def _part(wanted: re.Match[str] | None, size: int) -> range | None:
    """Return the bytes asked for by a single range, all of them without one, None when it lies outside."""
    if wanted is None:
        return range(size)
    first, last = wanted.groups()
    if not first:  # the last so many bytes
        return range(max(0, size - int(last)), size) if int(last) and size else None
    end = min(int(last) + 1, size) if last else size
    return range(int(first), end) if int(first) < end else None


def _streamed(blocks: _Blocks, size: int, *, partial: bool) -> StreamingHttpResponse:
    response = StreamingHttpResponse(blocks, status=206 if partial else 200)
    response.headers["Content-Length"] = str(len(blocks.part))
    response.headers["Accept-Ranges"] = "bytes"
    if partial:
        response.headers["Content-Range"] = f"bytes {blocks.part.start}-{blocks.part.stop - 1}/{size}"
    return response


def _guarded[Response: HttpResponseBase](response: Response, etag: str) -> Response:
    """Bar the content from running, from being guessed at, and from other origins."""
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = etag
    return response
