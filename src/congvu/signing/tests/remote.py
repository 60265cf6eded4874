"""A trust service on loopback, run as a process: CSC API 1 and 2, time stamps (RFC 3161), a revocation list.

    python remote.py FOLDER     prints the port, serves until it is stopped

FOLDER holds key.pem and chain.pem (the credential), tsa.key and tsa.pem, crl.der; calls are written to
calls.jsonl. The file `fail` there names what is to fail: "signHash", "tsa", "garbage", "silent", "disabled".
"""

import base64
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from asn1crypto import keys, tsp
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from pyhanko.sign.timestamps import DummyTimeStamper

PIN, OTP, USER, PASSWORD, CREDENTIAL = "246810", "112233", "ung-dung", "bí-mật-9", "khoa-01"
OIDS = {
    "ec": ["1.2.840.10045.4.3.2", "1.2.840.10045.2.1"],
    "rsa": ["1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"],
}
lock = threading.Lock()


class Service:
    """The service's keys and its memory of activation data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key: Any = serialization.load_pem_private_key((folder / "key.pem").read_bytes(), None)
        chain = x509.load_pem_x509_certificates((folder / "chain.pem").read_bytes())
        self.chain = [one.public_bytes(serialization.Encoding.DER) for one in chain]
        self.tokens: set[str] = set()
        self.activations: dict[str, list[str]] = {}
        tsa_key = asn1_pem.unarmor((folder / "tsa.key").read_bytes())[2]
        tsa_cert = asn1_pem.unarmor((folder / "tsa.pem").read_bytes())[2]
        self.tsa = DummyTimeStamper(
            asn1_x509.Certificate.load(tsa_cert), keys.PrivateKeyInfo.load(tsa_key), include_nonce=False
        )

    def fails(self, what: str) -> bool:
        """Tell whether a call is to fail now."""
        path = self.folder / "fail"
        return path.is_file() and what in path.read_text().split()

    def remember(self, name: str, body: Any) -> None:
        """Write a call down, for the tests to read."""
        with lock, (self.folder / "calls.jsonl").open("a") as out:
            out.write(json.dumps({"call": name, "body": body}) + "\n")

    def sign(self, digest: bytes) -> bytes:
        """Sign a SHA-256 hash."""
        if self.fails("garbage"):
            return b"\x00" * 64
        prehashed = utils.Prehashed(hashes.SHA256())
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(digest, ec.ECDSA(prehashed))
        assert isinstance(self.key, rsa.RSAPrivateKey)
        return self.key.sign(digest, padding.PKCS1v15(), prehashed)


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    service: Service

    def do_GET(self) -> None:
        """Serve the revocation list."""
        if self.path != "/crl.der" or self.service.fails("crl"):
            return self._send(404, b"", "text/plain")
        return self._send(200, (self.service.folder / "crl.der").read_bytes(), "application/pkix-crl")

    def do_POST(self) -> None:
        """Serve the API, OAuth2 and time stamps."""
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/tsa":
            return self._stamp(data)
        if self.path == "/oauth2/token":
            return self._oauth(parse_qs(data.decode()))
        _empty, api, version, *name = self.path.split("/")
        call = "/".join(name)
        body = json.loads(data or b"{}")
        self.service.remember(call, body)
        if api != "csc" or version not in {"v1", "v2"} or self.service.fails("silent"):
            return self._send(503, b"<html>down</html>", "text/html")
        if call == "auth/login":
            return self._login()
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.service.tokens:
            return self._error("invalid_token", "", 401)
        answers = {
            "credentials/list": self._list,
            "credentials/info": self._info,
            "credentials/authorize": self._authorize,
            "signatures/signHash": self._sign,
        }
        return answers[call](version, body)

    def _send(self, status: int, data: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _json(self, body: Any, status: int = 200) -> None:
        self._send(status, json.dumps(body).encode())

    def _error(self, error: str, description: str, status: int = 400) -> None:
        self._json({"error": error, "error_description": description}, status)

    def _token(self) -> None:
        token = f"the-{len(self.service.tokens)}"
        self.service.tokens.add(token)
        self._json({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    def _login(self) -> None:
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        if given != base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode():
            return self._error("authentication_error", "wrong account", 401)
        return self._token()

    def _oauth(self, form: dict[str, list[str]]) -> None:
        wanted = {"grant_type": ["client_credentials"], "client_id": [USER], "client_secret": [PASSWORD]}
        self.service.remember("oauth2/token", sorted(form))
        return self._token() if form == wanted else self._error("invalid_client", "", 401)

    def _list(self, version: str, body: Any) -> None:
        self._json({"credentialIDs": [CREDENTIAL]})

    def _info(self, version: str, body: Any) -> None:
        if body["credentialID"] != CREDENTIAL:
            return self._error("invalid_request", "Invalid parameter credentialID")
        kind = "ec" if isinstance(self.service.key, ec.EllipticCurvePrivateKey) else "rsa"
        status = "disabled" if self.service.fails("disabled") else "enabled"
        chain = [base64.b64encode(one).decode() for one in self.service.chain]
        return self._json(
            {
                "key": {"status": status, "algo": OIDS[kind], "len": 256 if kind == "ec" else 2048},
                "cert": {"status": "valid", "certificates": chain},
                "authMode": "explicit",
                "SCAL": "2",
                "multisign": 1,
            }
        )

    def _authorize(self, version: str, body: Any) -> None:
        if version == "v2":
            given = {one["id"]: one["value"] for one in body.get("authData", [])}
            hashed, known = body.get("hashes"), {"credentialID", "numSignatures", "hashes"}
            unknown = set(body) - known - {"hashAlgorithmOID", "authData"}
        else:
            given = {"PIN": body.get("PIN"), "OTP": body.get("OTP")}
            hashed = body.get("hash")
            unknown = set(body) - {"credentialID", "numSignatures", "hash", "PIN", "OTP"}
        if unknown or not hashed:
            return self._error("invalid_request", f"unknown {sorted(unknown)}")
        if given.get("PIN") != PIN:
            return self._error("invalid_pin", "The PIN is invalid")
        if (self.service.folder / "otp").exists() and given.get("OTP") != OTP:
            return self._error("invalid_otp", "The OTP is invalid")
        activation = f"sad-{len(self.service.activations)}"
        self.service.activations[activation] = hashed
        return self._json({"SAD": activation, "expiresIn": 60})

    def _sign(self, version: str, body: Any) -> None:
        hashed = body.get("hashes" if version == "v2" else "hash")
        if self.service.activations.pop(body.get("SAD", ""), None) != hashed:
            return self._error("invalid_request", "Hash is not authorized by the SAD")
        if self.service.fails("signHash"):
            return self._error("server_error", "", 500)
        signatures = [self.service.sign(base64.b64decode(one)) for one in hashed]
        return self._json({"signatures": [base64.b64encode(one).decode() for one in signatures]})

    def _stamp(self, data: bytes) -> None:
        if self.service.fails("tsa"):
            return self._send(500, b"", "text/plain")
        self.service.remember("tsa", None)
        answer = self.service.tsa.request_tsa_response(tsp.TimeStampReq.load(data))
        return self._send(200, answer.dump(), "application/timestamp-reply")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def main() -> None:
    """Serve on a free port of this machine."""
    Handler.service = Service(Path(sys.argv[1]))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)  # noqa: T201 — the port, for whoever started it
    server.serve_forever()


if __name__ == "__main__":
    main()
