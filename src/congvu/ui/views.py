"""Error screens that say what went wrong, and files sent so that they can do no harm."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from congvu.ui.messages import SentFile

SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
_BLOCK = 128 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")
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
