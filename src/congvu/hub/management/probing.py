"""The client of the conformance list: requests as the SDK makes them, with single habits changed by wish."""

import hashlib
import http.client
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from congvu.interchange.channels.vxp.signing import OCTETS, PREFIX, sdk_hash, sign, timestamp

Mangle = Callable[[dict[str, str]], dict[str, str]]
NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the axis answered: the HTTP status (0 when there was no answer), the body, the envelope if any."""

    status: int
    body: bytes
    why: str = ""

    @property
    def answer(self) -> dict[str, Any]:
        """The envelope, {} when the body is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def ok(self) -> bool:
        """Whether it is a success in the words of the protocol."""
        told = self.answer
        return self.status in {200, 201} and told.get("status") == "OK" and str(told.get("ErrorCode")) == "0"

    @property
    def refused(self) -> bool:
        """Whether it is a refusal that says why."""
        return self.answer.get("status") == "FAIL" and bool(self.answer.get("ErrorDesc"))

    def rows(self) -> list[dict[str, Any]]:
        """The list in `data`."""
        data = self.answer.get("data")
        return [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []

    def told(self) -> str:
        """The answer in few words."""
        if self.why:
            return self.why
        if not self.answer:
            return (
                f"HTTP {self.status}, không phải phong bì JSON: {self.body[:60].decode('utf-8', 'replace')!r}"
            )
        words = [str(self.answer.get("status")), str(self.answer.get("ErrorCode"))]
        return " ".join([*words, str(self.answer.get("ErrorDesc") or "")]).strip()[:110]


@dataclass(slots=True)
class Probe:
    """A client of one axis.

    Args:
        url: of the axis.
        system_id, secret: of the caller.
        agency: the code that is sent from and to.
    """

    url: str
    system_id: str
    secret: str = field(repr=False)
    agency: str = ""
    seconds: float = 30

    def call(
        self,
        operation: str,
        parameters: Mapping[str, str] | None = None,
        *,
        method: str = "POST",
        body: bytes = b"{}",
        secret: str = "",
        system_id: str = "",
        content_type: str = "application/json",
        mangle: Mangle = dict,
    ) -> Seen:
        """Make one signed request; `mangle` changes the headers after they were signed."""
        common = {
            "timestamp": timestamp(datetime.now(UTC)),
            "systemid": system_id or self.system_id,
            "Content-Type": OCTETS if operation == "sendEdoc" else content_type,
        }
        headers = mangle(sign({**common, **(parameters or {})}, secret or self.secret))
        return self._exchange(operation, method, body, {**headers, "Content-Type": content_type})

    def send(self, data: bytes, **changes: Any) -> Seen:
        """Send a package with the SDK's habits, unless changed."""
        digest = hashlib.sha256(data).digest()
        parameters = {"from": self.agency, "servicetype": "eDoc", "messagetype": changes.pop("kind", "edoc")}
        to = changes.pop("to", [self.agency])
        if to is not None:
            parameters["to"] = json.dumps(to, separators=(",", ":"))
        parameters["hash-file"] = changes.pop("file_hash", sdk_hash(digest))
        if changes.pop("backwards", False):
            parameters = dict(reversed(parameters.items()))
        body = changes.pop("body", data + b"\r\n")
        content_type = changes.pop("content_type", "multipart/form-data; boundary====1700000000000===")
        return self.call("sendEdoc", parameters, body=body, content_type=content_type, **changes)

    def _exchange(self, operation: str, method: str, body: bytes, headers: Mapping[str, str]) -> Seen:
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=self.seconds)
        try:
            path = f"{parts.path.rstrip('/')}/{operation}"
            connection.request(method, path, None if method == "GET" else body, dict(headers))
            response = connection.getresponse()
            return Seen(response.status, response.read())
        except (OSError, http.client.HTTPException) as error:
            return Seen(0, b"", f"không có câu trả lời: {error or type(error).__name__}")
        finally:
            connection.close()


def without(name: str) -> Mangle:
    """Return a mangling that leaves a header out."""
    return lambda headers: {key: value for key, value in headers.items() if key != f"{PREFIX}{name}"}


def instead(name: str, value: str) -> Mangle:
    """Return a mangling that changes a header behind the signature's back."""
    return lambda headers: {**headers, f"{PREFIX}{name}": value}


def lower(headers: dict[str, str]) -> dict[str, str]:
    """Write all header names in lower case."""
    return {key.lower(): value for key, value in headers.items()}


def document(agency: str, subject: str = "Kiểm tra tuân thủ") -> bytes:
    """Return a small document from an agency to itself, another one each time."""
    own = f"{agency},2026/01/01,{uuid.uuid4().hex[:12]}/KT-TT"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<edXML xmlns="{NS}" xmlns:edXML="{NS}">'
        "<edXML:edXMLEnvelope>"
        f"<edXML:edXMLHeader><edXML:MessageHeader><edXML:From><edXML:OrganId>{agency}</edXML:OrganId>"
        f"</edXML:From><edXML:To><edXML:OrganId>{agency}</edXML:OrganId></edXML:To>"
        f"<edXML:DocumentId>{own}</edXML:DocumentId><edXML:Code><edXML:CodeNumber>1</edXML:CodeNumber>"
        "<edXML:CodeNotation>KT-TT</edXML:CodeNotation></edXML:Code>"
        f"<edXML:Subject>{subject}</edXML:Subject></edXML:MessageHeader></edXML:edXMLHeader>"
        "</edXML:edXMLEnvelope></edXML>"
    ).encode()


def status(agency: str) -> bytes:
    """Return a status message of an agency to itself, another one each time."""
    return (
        f'<edXML xmlns="{NS}"><edXMLEnvelope><edXMLHeader><MessageHeader><From><OrganId>{agency}</OrganId>'
        f"</From><ResponseFor><OrganId>{agency}</OrganId><Code>1/KT-TT</Code><DocumentId>{uuid.uuid4()}"
        "</DocumentId></ResponseFor><StatusCode>01</StatusCode></MessageHeader></edXMLHeader>"
        "</edXMLEnvelope></edXML>"
    ).encode()
