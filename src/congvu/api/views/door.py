"""The door of every call: the token, its scope, how often, how large; and what answers have in common."""

import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from ninja.security.base import AuthBase

from congvu.api.messages.common import Problem
from congvu.api.permissions import SCOPES
from congvu.api.queries.clients import Caller, caller_of
from congvu.api.services import count_call
from congvu.api.services.keeping import Answer, once
from congvu.api.services.rate import touch
from congvu.api.views.problems import Refused

TOKEN_URL = "/api/v1/oauth/token"  # noqa: S105 — an address
_KEYS = UUID("5b0f5b6e-3d55-4b52-9f0e-0d8d0f7a1c11")


class Call(HttpRequest):
    """The request of a program (for typing)."""

    caller: Caller


class Scope(AuthBase):
    """Lets a call through that carries a token with one scope; sets `request.caller`."""

    openapi_type = "oauth2"
    openapi_flows = {
        "clientCredentials": {
            "tokenUrl": TOKEN_URL,
            "scopes": {name: words for name, (words, _capabilities) in SCOPES.items()},
        }
    }

    def __init__(self, scope: str) -> None:
        if scope not in SCOPES:
            raise ValueError(f"unknown scope: {scope!r}")
        super().__init__()
        self.scope = scope
        self.__name__ = scope

    def __call__(self, request: HttpRequest) -> Caller | None:
        """Return who calls; None without a valid token, a refusal without the scope or past the rate."""
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        caller = caller_of(token.strip()) if kind.lower() == "bearer" and token else None
        if caller is None:
            return None
        _within_rate(caller)
        if self.scope not in caller.scopes:
            raise Refused(
                403, "scope", f"Mã truy cập không có phạm vi {self.scope}.",
                f"The access token lacks the scope {self.scope}.",
                WWW_Authenticate=f'Bearer error="insufficient_scope", scope="{self.scope}"',
            )  # fmt: skip
        _small_enough(request)
        touch(caller.client)
        request.caller = caller  # type: ignore[attr-defined]
        return caller


def _within_rate(caller: Caller) -> None:
    wait = count_call(caller.client)
    if wait:
        raise Refused(
            429, "rate", "Phần mềm đã gọi quá số lượt cho phép trong một phút; hãy chờ rồi gọi lại.",
            "The client has used up its calls for this minute; wait and call again.", Retry_After=str(wait),
        )  # fmt: skip


def _small_enough(request: HttpRequest) -> None:
    """Refuse a body that says it is too large before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    files = request.content_type == "multipart/form-data"
    limit = settings.FILES_MAX_BYTES + 64 * 1024 if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not length.isdigit() or int(length) > limit:
        raise Refused(
            413, "large", f"Yêu cầu lớn quá {limit} byte.", f"The request is larger than {limit} bytes."
        )


def answers(good: Any, *, status: int = 200, more: Iterable[int] = ()) -> dict[Any, Any]:
    """Return what an operation may answer, for the reference: the good one and every refusal."""
    return {status: good, **dict.fromkeys(sorted({401, 403, 413, 422, 429, *more}), Problem)}


def written(data: Any, status: int = 200, **headers: str) -> HttpResponse:
    """Return plain values as JSON."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/json", headers=headers)


def tagged(request: HttpRequest, data: dict[str, Any], version: int) -> HttpResponse:
    """Return a resource with its version as ETag; 304 when the caller has it."""
    etag = f'"v{version}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    return written(data, ETag=etag, Cache_Control="private, no-cache")


def seen_version(if_match: str | None) -> int | None:
    """Return the version that `If-Match` names; None without one."""
    if not if_match or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"').removeprefix("v")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Refused(
            412,
            "stale",
            "If-Match phải là ETag đã nhận khi đọc.",
            "If-Match must be an ETag that you were given.",
        )
    return int(text)


def once_only(request: Call, key: str, body: Any, act: Callable[[], Answer]) -> HttpResponse:
    """Do something once under the caller's key and return the answer, kept or new."""
    status, data = once(request.caller, key, [request.method, request.path, body], act)
    return written(data, status)


def request_key(request: Call, key: str) -> UUID:
    """Return the key of the caller as services know it."""
    return uuid5(_KEYS, f"{request.caller.client.client_id} {key}")


def page(rows: list[dict[str, Any]], limit: int) -> HttpResponse:
    """Return a keyset page from `limit` + 1 rows in order of their ids."""
    shown = rows[:limit]
    following = str(shown[-1]["id"]) if len(rows) > limit else None
    return written({"items": shown, "next": following})
