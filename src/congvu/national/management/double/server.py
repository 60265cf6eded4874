"""The double over HTTP: one thread for each call, faults played around it, connections really cut."""

import json
import socket
import time
from collections.abc import Callable, Mapping
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from congvu.national.management.double import generations, portal
from congvu.national.management.double.desk import Desk, No
from congvu.national.management.double.faults import Fault, Faults
from congvu.national.rules.values import Fields

LARGEST = 200 * 1024 * 1024


class Double(ThreadingHTTPServer):
    """The server with what it serves.

    Args:
        address: host and port.
        desk: the national side's rules and store.
        faults: switched on.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], desk: Desk, faults: Faults) -> None:
        super().__init__(address, Handler)
        self.desk, self.faults = desk, faults
        self.base = f"http://{address[0]}:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """One call."""

    server: Double
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        path, query = unquote(parts.path).strip("/"), dict(parse_qsl(parts.query))
        size = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(min(size, LARGEST))
        if path.startswith("cong/"):
            self._send(*self._portal(path[5:], raw))
            return
        body = _body(raw, self.headers)
        where = Fields(body).text("service") if path == "v1" else path.split("/")[-1]
        where = "tep" if path.startswith("tep/") else where
        struck = self.server.faults.meet(where or path)
        if not self._early(struck):
            self._late(struck, *self._do(path, query, body, struck))

    def _early(self, struck: Mapping[str, Fault]) -> bool:
        """Play what comes before the work; tell whether it took the work's place."""
        if "slow" in struck:
            time.sleep(struck["slow"].value)
        if "expire" in struck:
            self.server.desk.forget_tokens()
        if "cut-before" in struck:
            return self._cut()
        replies = {
            "http-500": (500, "text/plain", b"loi may chu"),
            "empty": (200, "application/json", b""),
            "html": (200, "text/html", b"<html><body>Dang nhap</body></html>"),
            "busy": _json(200, {"error_code": "99", "code": "99", "message": "Hệ thống bận"}),
            "refuse": _json(200, {"error_code": "-5", "code": "-5", "message": "Không nhận (giả lập)"}),
        }
        for name, reply in replies.items():
            if name in struck:
                self._send(*reply)
                return True
        return False

    def _late(self, struck: Mapping[str, Fault], status: int, kind: str, data: bytes) -> None:
        if "cut-after" in struck:
            self._cut()
        elif "http-500-after" in struck:
            self._send(500, "text/plain", b"loi may chu")
        elif "truncated" in struck:
            self._send(status, kind, data[: max(1, len(data) * 2 // 3)])
        else:
            self._send(status, kind, data)

    def _do(
        self, path: str, query: Mapping[str, str], body: Mapping[str, Any], struck: Mapping[str, Fault]
    ) -> tuple[int, str, bytes]:
        desk, told = self.server.desk, Fields(body)
        try:
            if path == "v1/auth":
                made = desk.token(told.text("username"), told.text("password"))
                return _json(200, {"error_code": "0", "session": made})
            if path == "v2/token":
                made = desk.token(told.text("client_id"), told.text("client_secret"))
                return _json(200, {"access_token": made, "token_type": "Bearer", "expires_in": 3600})
            if path.startswith(("tep/", "v1/tep/", "v2/tep/")):
                return self._file(path.split("/")[-1], struck)
            if path == "v1":
                return _json(200, _mixed(generations.first(desk, body), struck, "result", desk, told))
            if path.startswith("v2/"):
                return self._second(path[3:], query, body, struck)
        except No as no:
            status = 401 if no.code == "401" and path.startswith("v2") else 200
            return _json(status, {"error_code": no.code, "code": no.code, "message": no.told})
        return _json(404, {"code": "404", "message": "Không có địa chỉ này"})

    def _second(
        self, path: str, query: Mapping[str, str], body: Mapping[str, Any], struck: Mapping[str, Fault]
    ) -> tuple[int, str, bytes]:
        desk = self.server.desk
        self._demand_token()
        if path == "upload":
            name, data = body.get("__file__") or ("", b"")
            if not data:
                raise No("-2", "Không có tệp")
            return _json(200, {"code": "200", "message": "success", "data": desk.keep_file(name, data)})
        answer = generations.second(desk, path, query, body)
        return _json(200, _mixed(answer, struck, "data", desk, Fields(query)))

    def _demand_token(self) -> None:
        given = self.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        if not self.server.desk.knows(given or self.headers.get("session", "")):
            raise No("401", "Token không hợp lệ")

    def _file(self, key: str, struck: Mapping[str, Fault]) -> tuple[int, str, bytes]:
        self._demand_token()
        found = self.server.desk.file(key)
        if found is None:
            return _json(404, {"code": "404", "message": "Không có tệp"})
        data = found[1][:-1] + b"\x00" if "bad-file" in struck else found[1]
        return 200, "application/octet-stream", data

    def _portal(self, path: str, raw: bytes) -> tuple[int, str, bytes]:
        desk, body = self.server.desk, _body(raw, self.headers)
        acts: dict[str, Callable[[Desk, Mapping[str, Any], str], dict[str, Any]]] = {
            "nop": portal.submit,
            "bo-sung": portal.supplement,
            "rut": portal.withdraw,
        }
        try:
            if path in acts:
                return _json(200, acts[path](desk, body, self.server.base))
            if path == "loi":
                self.server.faults.switch([str(text) for text in body.get("loi", [])])
                return _json(200, {"loi": self.server.faults.texts})
            if path == "xoa":
                desk.store.clear()
                return _json(200, {"xoa": True})
            if path == "ho-so":
                return _json(200, desk.store.rows("SELECT code, agency, status, origin FROM dossier"))
            if path.startswith("ho-so/"):
                return _json(200, portal.look(desk, path[6:]))
        except No as no:
            return _json(422, {"code": no.code, "message": no.told})
        except ValueError as error:
            return _json(422, {"code": "-2", "message": str(error)})
        return _json(404, {"code": "404", "message": "Không có địa chỉ này"})

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _cut(self) -> bool:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
        return True


def _json(status: int, value: Any) -> tuple[int, str, bytes]:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return status, "application/json; charset=UTF-8", data


def _mixed(
    answer: dict[str, Any], struck: Mapping[str, Fault], name: str, desk: Desk, told: Fields
) -> dict[str, Any]:
    """Play the faults of the inbox's list."""
    rows = answer.get(name)
    if isinstance(rows, list) and "repeat" in struck:
        agency = told.text("madonvi") or told.text("MaDonVi")
        answer[name] = desk.waiting(agency, 0, 100, all_=True)
    if isinstance(rows, list) and "disorder" in struck:
        answer[name] = list(reversed(answer[name]))
    return answer


def _body(raw: bytes, headers: Message) -> dict[str, Any]:
    kind = headers.get("Content-Type", "")
    if kind.startswith("multipart/form-data"):
        parsed = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw)
        for part in parsed.walk():
            if part.get_filename():
                payload = part.get_payload(decode=True)
                return {"__file__": (part.get_filename(), payload if isinstance(payload, bytes) else b"")}
        return {}
    if kind.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(raw.decode("utf-8", "replace")))
    try:
        found = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
