"""The service that our X-Road Security Server calls when another member sends us a package.

    POST /api/v1/xroad/<connection>/document/edocs/new     a document
    POST /api/v1/xroad/<connection>/document/status/new    a status

The package is the part `file` of a form, or the whole body. 201 means that it is safe here; the same package
again gets 201 again. Who calls is proved by the Security Server, whose address is checked, and by
X-Road-Client, which has to be a member that the connection knows.
"""

import tempfile
from typing import BinaryIO, cast

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from congvu.directory.permissions import PUBLIC, requires
from congvu.interchange.channels.base import Kind
from congvu.interchange.envelopes.edxml.limits import DEFAULT
from congvu.interchange.services.pushed import Push, Unwelcome, take_push, unread, welcome
from congvu.ui.services import count_within

KINDS: dict[str, Kind] = {"edocs": "edoc", "status": "status"}
MOST_A_MINUTE = 600
CHUNK = 256 * 1024
SPOOLED = 2 * 1024 * 1024


@requires(PUBLIC)
@csrf_exempt
@never_cache
def xroad_push(request: HttpRequest, pk: int, what: str) -> JsonResponse:
    """Take a package that another member pushes; the answer is the acknowledgement."""
    try:
        push = _push(request, what)
        connection = welcome(pk, push)
        _unhurried(request, pk, push)
        with tempfile.SpooledTemporaryFile(max_size=SPOOLED) as held:
            message = take_push(connection, push, _package(request, cast(BinaryIO, held)))
    except Unwelcome as refused:
        return _answer(refused.status, refused.code, refused.told)
    if unread(message):
        return _answer(400, message.reason_code, message.reason)
    docs = {"docId": push.document_id or message.remote_id, "status": "accepted", "sha256": message.sha256}
    return JsonResponse(docs, status=201)


def _push(request: HttpRequest, what: str) -> Push:
    if what not in KINDS:
        raise Unwelcome("Không có dịch vụ này.", status=404, code="not-here")
    given = request.headers
    return Push(
        KINDS[what],
        client=given.get("X-Road-Client", "")[:300],
        service=given.get("X-Road-Service", "")[:300],
        request_id=given.get("X-Road-Id", "")[:300],
        document_id=given.get("docId", "")[:300],
        address=str(request.META.get("REMOTE_ADDR", "")),
    )


def _unhurried(request: HttpRequest, pk: int, push: Push) -> None:
    if request.method != "POST":
        raise Unwelcome("Hãy gửi bằng POST.", status=405, code="method")
    if count_within(f"xroad:{pk}:{push.client}", 60) > MOST_A_MINUTE:
        raise Unwelcome("Gửi quá nhiều gói mỗi phút; chờ một phút rồi gửi lại.", status=429, code="too-often")
    if int(request.META.get("CONTENT_LENGTH") or 0) > DEFAULT.package:
        raise Unwelcome("Gói quá lớn.", status=413, code="too-large")


def _package(request: HttpRequest, held: BinaryIO) -> BinaryIO:
    if request.content_type == "multipart/form-data":
        upload = request.FILES.get("file")
        if upload is None:
            raise Unwelcome("Thiếu phần “file” mang gói edXML.", status=400, code="no-file")
        return cast(BinaryIO, upload.file)
    while piece := request.read(CHUNK):
        held.write(piece)
    held.seek(0)
    return held


def _answer(status: int, code: str, told: str) -> JsonResponse:
    response = JsonResponse({"status": "refused", "errorCode": code, "message": str(told)}, status=status)
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response
