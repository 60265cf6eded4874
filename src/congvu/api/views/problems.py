"""Refusals as problem+json (RFC 9457), each in Vietnamese and in English."""

import json
import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from congvu.common.errors import ActionRefused

logger = logging.getLogger(__name__)
TYPE = "application/problem+json"
TITLES = {
    400: ("Yêu cầu không đọc được", "The request cannot be read"),
    401: ("Chưa có mã truy cập hợp lệ", "No valid access token"),
    403: ("Không có quyền", "Not allowed"),
    404: ("Không tìm thấy", "Not found"),
    405: ("Phương thức không được hỗ trợ", "Method not supported"),
    409: ("Trạng thái không cho phép", "The state does not allow it"),
    412: ("Đã có thay đổi", "It was changed meanwhile"),
    413: ("Yêu cầu quá lớn", "The request is too large"),
    415: ("Kiểu nội dung không được hỗ trợ", "The content type is not supported"),
    422: ("Dữ liệu không hợp lệ", "The data are not valid"),
    429: ("Gọi quá nhiều", "Too many calls"),
    503: ("Tạm thời chưa phục vụ được", "Temporarily not available"),
}
ENGLISH = {
    "stale": "Somebody changed the resource after you read it; read it again.",
    "idempotency_key": "This idempotency key was used for another request.",
    "file": "An electronic document needs a file that you uploaded yourself.",
    "state": "The resource is no longer in a state that allows this.",
}


class Refused(Exception):  # noqa: N818 — what happened
    """A refusal of the interface itself.

    Args:
        status: of HTTP.
        code: stable name.
        vietnamese, english: one sentence each.
        headers: to be sent with it.
    """

    def __init__(self, status: int, code: str, vietnamese: str, english: str, **headers: str) -> None:
        super().__init__(english)
        self.status, self.code = status, code
        self.vietnamese, self.english = vietnamese, english
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def problem(
    status: int,
    code: str,
    vietnamese: str = "",
    english: str = "",
    *,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Return a refusal; the title's sentence stands in for a detail that is not given."""
    title, title_en = TITLES.get(status, (HTTPStatus(status).phrase, HTTPStatus(status).phrase))
    body = {
        "type": f"/api/v1/reference/#{code}",
        "title": title,
        "title_en": title_en,
        "status": status,
        "detail": vietnamese or f"{title}.",
        "detail_en": english or ENGLISH.get(code, f"{title_en} ({code})."),
        "code": code,
        **{name: value for name, value in more.items() if value},
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type=TYPE, headers=headers or {}
    )


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer a refusal of the interface."""
    return problem(error.status, error.code, error.vietnamese, error.english, headers=error.headers)


def action_refused(request: HttpRequest, error: ActionRefused) -> HttpResponse:
    """Answer a refusal of a service; one who named a version (If-Match) learns of a change by 412."""
    status = 412 if error.code == "stale" and request.headers.get("If-Match") else error.status
    return problem(status, error.code, str(error.message), field=error.field)


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a request whose parts are not what the reference says."""
    errors = [{"field": _named(one["loc"]), "detail": str(one["msg"])} for one in error.errors]
    return problem(
        422, "invalid", "Có phần của yêu cầu không đúng với tài liệu; xem “errors”.",
        "Parts of the request are not as the reference says; see “errors”.", errors=errors,
    )  # fmt: skip


def _named(loc: Sequence[Any]) -> str:
    """Return where something is wrong; the name that a body has in our program tells nobody anything."""
    parts = [str(part) for part in loc]
    return ".".join(parts[:1] + parts[2:] if parts[0] == "body" else parts)


def unauthorised(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer a call without a valid token."""
    return problem(
        401, "token", "Thiếu mã truy cập, hoặc mã đã hết hạn, đã thu hồi.",
        "The access token is missing, expired or revoked.", headers={"WWW-Authenticate": "Bearer"},
    )  # fmt: skip


def install(api: NinjaAPI) -> None:
    """Have every refusal answered this way."""
    handlers: dict[type[Exception], Any] = {
        Refused: refused,
        ActionRefused: action_refused,
        ValidationError: invalid,
        AuthenticationError: unauthorised,
        PermissionDenied: lambda request, error: problem(403, "forbidden"),
        ObjectDoesNotExist: lambda request, error: problem(404, "not_found"),
        Http404: lambda request, error: problem(404, "not_found"),
        HttpError: lambda request, error: problem(
            error.status_code, "unreadable" if error.status_code == 400 else "http"
        ),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
