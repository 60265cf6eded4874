"""A client with the habits of the national SDK, from the wire facts alone: sockets, no code of ours."""

import hashlib
import hmac
import json
import random
import socket
import time
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Sdk:
    """One service object of the SDK: its timestamp is set once, its parameters come in any order."""

    host: str
    port: int
    system_id: str
    secret: str
    prefix: str = "/truc"
    seed: int = 1
    last: bytes = b""
    stamp: str = field(default_factory=lambda: time.strftime("%d%m%YT%H%M%S+") + "0123")

    def headers(self, parameters: dict[str, str], content_type: str) -> list[tuple[str, str]]:
        """Return the signed headers; Gson escapes what could end a script."""
        signed = {
            "timestamp": self.stamp,
            "systemid": self.system_id,
            "Content-Type": content_type,
            **parameters,
        }
        names = list(signed)
        random.Random(self.seed).shuffle(names)
        text = json.dumps(
            {f"XroadVnpt-{name}": signed[name] for name in names}, ensure_ascii=False, separators=(",", ":")
        )
        for letter in "<>&='":
            text = text.replace(letter, f"\\u{ord(letter):04x}")
        mac = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        found = [(f"XroadVnpt-{name}", signed[name]) for name in names]
        return [
            *found,
            ("User-Agent", "JAVASDKAgent/1.0.0 XRoad/VPCP"),
            ("XroadVnpt-version", "3.0.201608"),
            ("XroadVnpt-sign-header-key", ";".join(names)),
            ("XroadVnpt-sign-header", text),
            ("XroadVnpt-hash-header", mac),
        ]

    def call(self, operation: str, method: str = "POST", body: bytes = b"{}", **parameters: str) -> Any:
        """Call an operation; return the parsed envelope."""
        named = {name.replace("_", "-"): value for name, value in parameters.items()}
        status, answer = self.raw(operation, method, body, self.headers(named, "application/json"))
        self.last = answer
        assert status in {200, 201, 429, 503}, (status, answer[:300])
        return json.loads(answer)

    def send(
        self,
        data: bytes,
        to: list[str] | None = None,
        *,
        sender: str = "",
        kind: str = "edoc",
        shape: str = "crlf",
        content_type: str | None = None,
        file_hash: str | None = None,
    ) -> Any:
        """Send a package as the SDK does: it says multipart, and sends the raw file with a CRLF."""
        sha256 = hashlib.sha256(data).digest()
        parameters = {"from": sender or self.system_id, "servicetype": "eDoc", "messagetype": kind}
        parameters["hash-file"] = "".join(f"{byte:x}" for byte in sha256) if file_hash is None else file_hash
        if to is not None:
            parameters["to"] = json.dumps(to, separators=(",", ":"))
        mark = f"==={int(time.time() * 1000)}==="
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file_doc"; filename="a.edxml"\r\n'
        head += "Content-Type: application/octet-stream\r\n\r\n"
        body = {
            "raw": data,
            "crlf": data + b"\r\n",
            "multipart": head.encode() + data + f"\r\n--{mark}--\r\n".encode(),
        }[shape]
        headers = self.headers(parameters, "application/octet-stream")
        headers.append(("Content-Type", content_type or f"multipart/form-data; boundary={mark}"))
        status, answer = self.raw("sendEdoc", "POST", body, headers)
        assert status in {200, 201, 429, 503}, (status, answer[:300])
        return json.loads(answer)

    def raw(
        self, operation: str, method: str, body: bytes, headers: list[tuple[str, str]], cut: bool = False
    ) -> tuple[int, bytes]:
        """Write a request to a socket and read the answer to its end; `cut` hangs up without reading."""
        names = {name.casefold() for name, _value in headers}
        lines = [f"{method} {self.prefix}/{operation} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers]
        lines += ["Connection: close"]
        if "content-type" not in names:
            lines += ["Content-Type: application/json"]
        if method != "GET":
            lines += [f"Content-Length: {len(body)}"]
        with socket.create_connection((self.host, self.port), timeout=30) as connection:
            connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + (body if method != "GET" else b""))
            if cut:
                return 0, b""
            pieces = []
            while piece := connection.recv(1024 * 1024):
                pieces.append(piece)
        answer = b"".join(pieces)
        head, _gap, rest = answer.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        if b"transfer-encoding: chunked" in head.lower():
            rest = _dechunked(rest)
        return status, rest


def _dechunked(data: bytes) -> bytes:
    out = b""
    while data:
        size, _gap, data = data.partition(b"\r\n")
        length = int(size.split(b";")[0] or b"0", 16)
        if not length:
            break
        out, data = out + data[:length], data[length + 2 :]
    return out
