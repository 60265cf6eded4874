"""The protocol of the national SDK over HTTP: headers carry parameters, answers are small envelopes."""

import base64
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from congvu.directory.permissions import PUBLIC, requires
from congvu.hub import queries
from congvu.hub.rules import answers, parameters
from congvu.hub.rules.answers import Fail
from congvu.hub.services import accepting, delivering, registering
from congvu.hub.services.guarding import Caller, note_refusal, prove
from congvu.hub.views import faults

logger = logging.getLogger(__name__)
CHUNK = 3 * 256 * 1024  # a multiple of three, so that pieces of base64 join without padding
SMALL_BODY = 64 * 1024
Operation = Callable[[HttpRequest, Caller], HttpResponseBase]


@requires(PUBLIC)
@csrf_exempt
@never_cache
def axis(request: HttpRequest, operation: str) -> HttpResponseBase:
    """Answer one operation; who calls is proved by signed headers, not by a session."""
    name = operation.strip("/").rpartition("/")[2]
    address = str(request.META.get("REMOTE_ADDR", ""))
    headers = cast("dict[str, str]", request.headers)
    try:
        work = OPERATIONS.get(name.casefold())
        if work is None:
            raise Fail(answers.UNKNOWN_OPERATION, f"Trục không có lệnh {name[:60] or '(trống)'}.")
        caller = prove(headers, address)
        return faults.play(name, caller, lambda: work(request, caller))
    except Fail as fail:
        note_refusal(name, headers, address, fail)
        return _envelope(answers.fail(fail.code, fail.told), fail.status)
    except DatabaseError:
        logger.exception("the axis could not answer %s", name[:60])
        return _envelope(answers.fail(answers.BROKEN, "Trục tạm thời không ghi được; hãy gửi lại sau."), 503)


def _envelope(body: bytes, status: int = 200) -> HttpResponse:
    response = HttpResponse(body, content_type="application/json; charset=UTF-8", status=status)
    if status in (429, 503):
        response.headers["Retry-After"] = "60"
    return response


def _ok(told: str = "", **members: Any) -> HttpResponse:
    return _envelope(answers.ok(members, told))


def _send(request: HttpRequest, caller: Caller) -> HttpResponse:
    if request.method != "POST":
        raise Fail(answers.MISSING, "sendEdoc phải gọi bằng POST.")
    done = accepting.accept(caller, body_of(request))
    told = "Gói này đã được nhận trước đó, giữ nguyên mã gói." if done.repeated else ""
    return _ok(told, DocId=done.doc_id)


def body_of(request: HttpRequest) -> Iterator[bytes]:
    """Yield the body in pieces, with a length or in chunks; never the whole of it at once."""
    source: Any = request
    if not request.META.get("CONTENT_LENGTH") and request.META.get("wsgi.input_terminated"):
        source = request.META["wsgi.input"]
    while piece := source.read(CHUNK):
        yield piece


def _received(request: HttpRequest, caller: Caller) -> HttpResponse:
    kind = caller.get("messagetype").casefold() or "edoc"
    found = queries.inbox(caller.credential, kind, *_window(caller))[: settings.HUB_LIST_CAP]
    return _ok(data=[queries.inbox_row(row) for row in found])


def _sent(request: HttpRequest, caller: Caller) -> HttpResponse:
    kind, doc_id = caller.get("messagetype").casefold(), caller.get("docid")
    found = queries.sent_by(caller.credential, doc_id, kind, *_window(caller))[: settings.HUB_LIST_CAP]
    return _ok(data=[queries.sent_row(row) for row in found])


def _window(caller: Caller) -> tuple[Any, Any]:
    given = [caller.get("fromdate"), caller.get("todate")]
    read = [parameters.since(given[0]), parameters.until(given[1])]
    for name, text, moment in zip(("fromdate", "todate"), given, read, strict=True):
        if text and moment is None:
            raise Fail(answers.MISSING, f"{name}: không đọc được “{text[:40]}”; dùng yyyy/MM/dd.")
    return read[0], read[1]


def _get(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    message, stream = delivering.fetch(caller)
    before, after = answers.around("data")
    before, after = before + b'"', b'"' + after
    length = len(before) + 4 * ((message.size + 2) // 3) + len(after)
    return _streamed(_encoded(stream, before, after), "application/json; charset=UTF-8", length)


def _encoded(stream: BinaryIO, before: bytes, after: bytes) -> Iterator[bytes]:
    yield before
    with stream:
        while piece := stream.read(CHUNK):
            yield base64.b64encode(piece)
    yield after


def _download(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    message, stream = delivering.fetch(caller)
    response = _streamed(_pieces(stream), "application/octet-stream", message.size)
    response.headers["Content-Disposition"] = f'attachment; filename="{message.doc_id}.edxml"'
    return response


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(CHUNK):
            yield piece


def _streamed(pieces: Iterable[bytes], content_type: str, length: int | None = None) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    if length is not None:
        response.headers["Content-Length"] = str(length)
    return response


def _update(request: HttpRequest, caller: Caller) -> HttpResponse:
    if request.method != "POST":
        raise Fail(answers.MISSING, "updateStatus phải gọi bằng POST.")
    said = _small(request)
    note = caller.get("description", "status_desc") or str(said.get("description") or "")
    delivering.update_status(caller, note)
    return _ok()


def _count(kind: str) -> Operation:
    def count(request: HttpRequest, caller: Caller) -> HttpResponse:
        return _ok(count=queries.inbox(caller.credential, kind).count())

    return count


def _agencies(kind: str) -> Operation:
    def listed(request: HttpRequest, caller: Caller) -> HttpResponseBase:
        level, after = caller.get("level"), caller.get("fromversion")
        found = queries.directory(
            deleted=kind == "sync",
            level=int(level) if level.isdigit() else 0,
            after=int(after) if after.isdigit() else 0,
        )
        rows = queries.agency_rows(found, kind)
        return _streamed(_listing(rows), "application/json; charset=UTF-8")

    return listed


def _listing(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield the envelope of a long list in pieces of some hundred lines."""
    before, after = answers.around("data")
    held, between = before + b"[", b""
    for row in rows:
        held += between + json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
        between = b","
        if len(held) > SMALL_BODY:
            yield held
            held = b""
    yield held + b"]" + after


def _register(request: HttpRequest, caller: Caller) -> HttpResponse:
    return _ok(data=registering.register_agency(caller, _small(request)))


def _delete(request: HttpRequest, caller: Caller) -> HttpResponse:
    registering.delete_agency(caller)
    return _ok()


def _small(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a small body; nothing for an empty one."""
    held = b""
    for piece in body_of(request):
        held += piece
        if len(held) > SMALL_BODY:
            raise Fail(answers.MISSING, "Thân yêu cầu quá lớn cho lệnh này.")
    try:
        found = json.loads(held.decode("utf-8-sig") or "{}")
    except ValueError:
        raise Fail(answers.MISSING, "Thân yêu cầu không phải JSON.") from None
    return found if isinstance(found, dict) else {}


OPERATIONS: dict[str, Operation] = {
    "sendedoc": _send,
    "getreceivededoclist": _received,
    "getsentedoclist": _sent,
    "getedoc": _get,
    "downloadedoc": _download,
    "updatestatus": _update,
    "countreceiveedoc": _count("edoc"),
    "countreceivestatus": _count("status"),
    "getagencieslist": _agencies("plain"),
    "getagencieslistqd20": _agencies("qd20"),
    "getsynchronizeunit": _agencies("sync"),
    "registeragency": _register,
    "deleteagency": _delete,
}
