"""Playing faults around an operation; without HUB_FAULTS nothing here runs."""

import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from congvu.hub.queries import acknowledged, newest_id
from congvu.hub.rules import answers
from congvu.hub.rules.answers import Fail
from congvu.hub.rules.faults import Fault, parse
from congvu.hub.services.guarding import Caller
from congvu.interchange.envelopes.edxml.values import parse_time, wire_time

Run = Callable[[], HttpResponseBase]
_LISTS = {"getreceivededoclist", "getsentedoclist"}
_DIRECTORY = {"getagencieslist", "getagencieslistqd20", "getsynchronizeunit"}
_random = random.Random(20261125)  # noqa: S311 — a double that can be run again
_REFUSALS = {
    "wrong-hmac": (answers.NOT_PROVED, "Sai chữ ký (giả lập)."),
    "unknown-recipient": (answers.NO_RECIPIENT, "Nơi nhận không có trên trục (giả lập)."),
    "locked": (answers.LOCKED, "Nơi nhận đang bị khóa (giả lập)."),
    "busy": (answers.BROKEN, "Trục bận (giả lập)."),
}


@lru_cache(maxsize=16)
def _parsed(texts: tuple[str, ...]) -> tuple[Fault, ...]:
    return tuple(parse(text) for text in texts)


def play(operation: str, caller: Caller, run: Run) -> HttpResponseBase:
    """Do an operation with the faults that are switched on and strike this call."""
    texts = tuple(getattr(settings, "HUB_FAULTS", ()))
    name = operation.casefold()
    faults = [fault for fault in _parsed(texts) if fault.meets(name, _random.random())]
    if not faults:
        return run()
    for fault in faults:
        early = _before(fault, name)
        if early is not None:
            return early
    last = newest_id() if name == "sendedoc" else ""
    response = run()
    for fault in faults:
        response = _after(fault, name, caller, response, last)
    return response


def _before(fault: Fault, operation: str) -> HttpResponseBase | None:
    if fault.name in _REFUSALS and (operation == "sendedoc" or fault.name in {"wrong-hmac", "busy"}):
        raise Fail(*_REFUSALS[fault.name])
    if fault.name == "slow":
        time.sleep(fault.value)
    if fault.name == "http-500":
        return HttpResponse(b"loi may chu", status=500, content_type="text/plain")
    if fault.name == "empty":
        return HttpResponse(b"", content_type="application/json")
    if fault.name == "html":
        return HttpResponse(b"<html><body>Dang nhap</body></html>", content_type="text/html")
    return _cut() if fault.name == "cut-before" else None


def _after(
    fault: Fault, operation: str, caller: Caller, response: HttpResponseBase, last: str
) -> HttpResponseBase:
    if fault.name == "cut-after":
        return _cut()
    if fault.name == "http-500-after":
        return HttpResponse(b"loi may chu", status=500, content_type="text/plain")
    if fault.name == "truncated":
        return _truncated(_whole(response))
    change = _change(fault, operation, caller, last)
    return response if change is None else _changed(_whole(response), change)


def _change(
    fault: Fault, operation: str, caller: Caller, last: str
) -> Callable[[dict[str, Any]], None] | None:
    """Return what a fault does to the parsed answer."""
    if fault.name == "duplicate-docid" and operation == "sendedoc" and last:
        return lambda answer: answer.update(DocId=last)
    if fault.name == "disorder" and operation in _LISTS:
        return lambda answer: _random.shuffle(answer.get("data", []))
    if fault.name == "skew" and operation in _LISTS:
        return lambda answer: _skew(answer.get("data", []), fault.value)
    if fault.name == "acked-list" and operation == "getreceivededoclist":
        kind = caller.get("messagetype") or "edoc"
        return lambda answer: answer.get("data", []).extend(acknowledged(caller.credential, kind))
    if fault.name == "agencies" and operation in _DIRECTORY:
        return lambda answer: answer.get("data", []).extend(_invented(int(fault.value)))
    return None


def _skew(rows: list[dict[str, Any]], seconds: float) -> None:
    for row in rows:
        for name in ("created_time", "updated_time", "sentTime", "receivedTime"):
            moment = parse_time(row.get(name) or "")
            if moment is not None:
                row[name] = wire_time(moment + timedelta(seconds=seconds))


def _invented(many: int) -> Iterator[dict[str, Any]]:
    for number in range(many):
        row = {"id": f"x{number}", "pid": None, "code": f"K{number % 63 + 1:02d}.{number}"}
        row |= {"name": f"Cơ quan giả lập số {number}", "mail": "", "oldCode": "", "code102": ""}
        yield row | {"version": number + 1, "centerCode": "", "deleted": False, "isAgency": True}


def _whole(response: HttpResponseBase) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response)
    return response.content if isinstance(response, HttpResponse) else b""


def _changed(body: bytes, change: Callable[[dict[str, Any]], None]) -> HttpResponse:
    answer = json.loads(body)
    change(answer)
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text.encode(), content_type="application/json; charset=UTF-8")


def _truncated(body: bytes) -> HttpResponse:
    return HttpResponse(body[: max(1, len(body) * 2 // 3)], content_type="application/json; charset=UTF-8")


def _cut() -> StreamingHttpResponse:
    """Return an answer whose connection breaks off: less comes than was promised."""
    response = StreamingHttpResponse(_broken(), content_type="application/json; charset=UTF-8")
    response.headers["Content-Length"] = "4096"
    return response


def _broken() -> Iterator[bytes]:
    yield b'{"sta'
    raise ConnectionAbortedError("cut on purpose")
