"""A small axis for tests: a real HTTP server on loopback that speaks VXP and can be told to misbehave.

It shares nothing with the client but the signing rules, and takes the raw body of the SDK.
"""

import base64
import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from congvu.interchange.channels.vxp import signing

SECRET = "bí-mật-của-trục"


@dataclass
class Stored:
    """A package on the axis, for one recipient."""

    id: str
    origin: str
    to: str
    kind: str
    body: bytes
    headers: dict[str, str]
    state: str = "initial"
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    notation: str = ""


class Axis:
    """The state of the axis; `faults[operation]` is a list of misbehaviours, taken one by one."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.inbox: list[Stored] = []
        self.agencies: dict[str, str] = {}
        self.locked: set[str] = set()
        self.faults: dict[str, list[str]] = defaultdict(list)
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.seen_bodies: list[bytes] = []
        self.systems: dict[str, set[str]] = {}
        self.count = 0

    def put(
        self, to: str, body: bytes, *, kind: str = "edoc", origin: str = "H99", notation: str = ""
    ) -> str:
        """Lay a package into an agency's inbox; return its id."""
        with self.lock:
            self.count += 1
            one = Stored(f"goi-{self.count:06d}", origin, to, kind, body, {}, notation=notation)
            self.inbox.append(one)
            return one.id

    def waiting(self, codes: set[str], kind: str) -> list[Stored]:
        """Return what was not acknowledged."""
        open_states = {"initial", "processing"}
        return [
            one for one in self.inbox if one.to in codes and one.kind == kind and one.state in open_states
        ]

    def fault(self, operation: str) -> str:
        """Take the next misbehaviour of an operation."""
        with self.lock:
            return self.faults[operation].pop(0) if self.faults[operation] else ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    axis: Axis

    def log_message(self, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._handle(b"")

    def do_POST(self) -> None:
        self._handle(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _handle(self, body: bytes) -> None:
        operation = self.path.rsplit("/", 1)[-1]
        headers = dict(self.headers.items())
        self.axis.calls.append((operation, headers))
        fault = self.axis.fault(operation)
        if fault == "cut-before":
            self.connection.close()
            self.close_connection = True
            return None
        if fault in {"500", "404"}:
            return self._answer(b"<html>loi</html>", int(fault))
        if fault == "empty":
            return self._answer(b"")
        if fault == "html":
            return self._answer(b"<html><body>Dang nhap</body></html>")
        if fault.startswith("fail"):
            return self._json({"status": "FAIL", "ErrorCode": fault[4:] or "99", "ErrorDesc": "không nhận"})
        try:
            given = signing.verify(headers, SECRET)
        except signing.BadSignature as error:
            return self._json(
                {"status": "FAIL", "ErrorCode": "15", "ErrorDesc": f"chữ ký sai ({error.code})"}
            )
        with self.axis.lock:
            answer = getattr(self, f"_{operation}")(given, body)
        if fault == "garbled":
            answer = {"data": base64.b64encode(b"<html>Dang nhap</html>").decode()}
        if fault == "cut-after":
            self.connection.close()
            self.close_connection = True
        elif fault == "truncated" and isinstance(answer, dict) and isinstance(answer.get("data"), str):
            raw = json.dumps({"status": "OK", "ErrorCode": "0", **answer}).encode()
            self._answer(raw[: len(raw) // 2])
        elif fault == "no-data":
            self._json({"status": "OK", "ErrorCode": "0"})
        elif isinstance(answer, bytes):
            self._answer(answer)
        else:
            self._json({"status": "OK", "ErrorCode": "0", "ErrorDesc": "", **answer})
        return None

    def _codes(self, given: dict[str, str]) -> set[str]:
        return self.axis.systems.get(given["systemid"], {given["systemid"]})

    def _sendEdoc(self, given: dict[str, str], body: bytes) -> dict[str, Any]:
        content = body.removesuffix(b"\r\n")
        self.axis.seen_bodies.append(body)
        if not signing.same_hash(given["hash-file"], signing.sha256_of(content)):
            return {"status": "FAIL", "ErrorCode": "21", "ErrorDesc": "sai hash"}
        to = json.loads(given.get("to", "[]"))
        for code in to:
            if code in self.axis.locked:
                return {"status": "FAIL", "ErrorCode": "23", "ErrorDesc": f"{code} đang khóa"}
            if self.axis.agencies and code not in self.axis.agencies:
                return {"status": "FAIL", "ErrorCode": "18", "ErrorDesc": f"không có {code}"}
        self.axis.count += 1
        own = f"goi-{self.axis.count:06d}"
        for code in to:
            self.axis.inbox.append(
                Stored(
                    own,
                    given["from"],
                    code,
                    given["messagetype"],
                    content,
                    given,
                    notation=_notation(content),
                )
            )
        return {"DocId": own}

    def _getReceivedEdocList(self, given: dict[str, str], body: bytes) -> dict[str, Any]:
        found = self.axis.waiting(self._codes(given), given["messagetype"])
        return {"data": [_row(one) for one in found]}

    def _getSentEdocList(self, given: dict[str, str], body: bytes) -> dict[str, Any]:
        wanted = given.get("docId", "")
        mine = [one for one in self.axis.inbox if one.origin in self._codes(given)]
        mine = [one for one in mine if one.kind == given["messagetype"] and wanted in {"", one.id}]
        return {
            "data": [
                {
                    "senderDocId": one.id,
                    "toCode": one.to,
                    "receiveStatus": one.state,
                    "notation": one.notation,
                    "sentTime": one.at.isoformat(),
                }
                for one in mine
            ]
        }

    def _one(self, given: dict[str, str]) -> Stored:
        codes = self._codes(given)
        return next(one for one in self.axis.inbox if one.id == given["docId"] and one.to in codes)

    def _getEdoc(self, given: dict[str, str], body: bytes) -> dict[str, Any]:
        return {"data": base64.b64encode(self._one(given).body).decode()}

    def _downloadEdoc(self, given: dict[str, str], body: bytes) -> bytes:
        return self._one(given).body

    def _updateStatus(self, given: dict[str, str], body: bytes) -> dict[str, Any]:
        self._one(given).state = given["status"]
        return {}

    def _getSynchronizeUnit(self, given: dict[str, str], body: bytes) -> dict[str, Any]:
        rows = [
            {
                "id": code,
                "pid": "",
                "code": code,
                "name": name,
                "mail": "",
                "version": str(number),
                "isAgency": "1",
            }
            for number, (code, name) in enumerate(self.axis.agencies.items(), start=1)
        ]
        return {"data": rows}

    def _countReceiveEdoc(self, given: dict[str, str], body: bytes) -> dict[str, Any]:
        return {"count": len(self.axis.waiting(self._codes(given), "edoc"))}

    def _countReceiveStatus(self, given: dict[str, str], body: bytes) -> dict[str, Any]:
        return {"count": len(self.axis.waiting(self._codes(given), "status"))}

    def _json(self, answer: dict[str, Any]) -> None:
        self._answer(json.dumps(answer, ensure_ascii=False).encode(), 200, "application/json")

    def _answer(self, body: bytes, status: int = 200, kind: str = "text/html") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _row(one: Stored) -> dict[str, Any]:
    return {
        "docId": one.id,
        "serviceType": "eDoc",
        "messageType": one.kind,
        "created_time": one.at.isoformat(),
        "from": one.origin,
        "to": one.to,
        "status": one.state,
    }


def _notation(content: bytes) -> str:
    """Return number and notation of a package, as an axis that reads it would list them."""
    text = content.decode("utf-8", "replace")
    number = text.partition("<edXML:CodeNumber>")[2].partition("<")[0]
    notation = text.partition("<edXML:CodeNotation>")[2].partition("<")[0]
    return f"{number}/{notation}" if number else ""


@contextmanager
def running() -> Iterator[tuple[Axis, str]]:
    """Run an axis; yield it with its address."""
    axis = Axis()
    handler = type("Handler", (_Handler,), {"axis": axis})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # type: ignore[method-assign]  # cut connections are meant
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield axis, f"http://127.0.0.1:{server.server_port}/vxp"
    finally:
        server.shutdown()
        server.server_close()
