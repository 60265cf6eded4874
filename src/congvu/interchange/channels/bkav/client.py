"""The client of EdocService 2.0: parameters in plain headers, a token, raw packages.

The secret is the token, the system id the organid (the agency's code where it is left out). A node refuses
a new document whose DocumentId it has already (ExistDoc): after a failure in doubt it is asked first, and of
several recipients behind a node each gets the document under an id of its own (services/identities.py).
Options:

    private        the node stands in a private network
"""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import httpx

from congvu.interchange.channels.answers import NoAnswer, object_of, text
from congvu.interchange.channels.base import (
    Ambiguous,
    Busy,
    Channel,
    ConnectionFacts,
    Health,
    Kind,
    Listed,
    Partner,
    Refused,
    Sent,
    Unreachable,
)
from congvu.interchange.channels.web import client_for, pieces, told, tried

TOO_OFTEN = frozenset({"29", "429"})
TYPES: dict[Kind, str] = {"edoc": "EDOC", "status": "STATUS"}


class BkavChannel:
    """One agency's way to a node."""

    kind = "bkav"

    def __init__(self, facts: ConnectionFacts) -> None:
        self.facts = facts
        self.client = client_for(facts)

    def close(self) -> None:
        """Close what is kept open."""
        self.client.close()

    def list_inbox(self, kind: Kind) -> list[Listed]:
        """Return what is pending; the node tells ids and nothing else."""
        answer = self.ask("GET", "getPendingDocIds", {"type": TYPES[kind]})
        ids = next((answer[name] for name in ("docIds", "data", "docId") if name in answer), None)
        if ids is None or not isinstance(ids, list | str):
            raise NoAnswer("Nút liên thông trả lời nhưng không có danh sách; không coi là danh sách rỗng.")
        told_ids = [ids] if isinstance(ids, str) and ids else list(ids)
        return [Listed(str(one), kind, "") for one in told_ids if str(one).strip()]

    def fetch(self, item: Listed, into: BinaryIO) -> Mapping[str, str]:
        """Write the package: raw, or base64 inside an answer."""
        headers = self.headers({"docid": item.remote_id, "type": TYPES[item.kind]})
        with told(), self.client.stream("POST", self.address("getDocument"), headers=headers) as got:
            first, rest = b"", got.iter_bytes()
            first = next(rest, b"")
            if got.is_success and first.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
                into.write(first)
                for piece in rest:
                    into.write(piece)
            else:
                answer = _judged(got, first + b"".join(rest))
                into.write(_decoded(text(answer, "data", "document", "content")))
            return {name: value for name, value in got.headers.items() if name.lower() in {"date", "server"}}

    def acknowledge(self, item: Listed, *, stored: bool, why: str = "") -> None:
        """Confirm, what cannot be read too: it stays in quarantine here, and nodes know no refusal."""
        self.ask("POST", "confirmReceived", {"docid": item.remote_id, "type": TYPES[item.kind]})

    def send(self, package: Path, *, kind: Kind, sender: str, to: Sequence[str]) -> str:
        """Send the raw file; recipients stand in it."""
        headers = self.headers({"type": TYPES[kind], "Content-Type": "application/octet-stream"})
        headers["Content-Length"] = str(package.stat().st_size)
        with told(doubtful=True):
            response = self.client.post(
                self.address("sendDocument"), headers=headers, content=pieces(package)
            )
        try:
            answer = _judged(response, response.content)
        except NoAnswer as error:
            raise Ambiguous(error.told) from error
        remote_id = text(answer, "docId", "data")
        if not remote_id:
            raise Ambiguous("Nút liên thông nhận gói nhưng không cho mã (docId).")
        return remote_id

    def sent(self, *, remote_id: str = "", document_id: str = "", kind: Kind = "edoc") -> list[Sent]:
        """Ask whether the node has a document of ours; it knows documents only."""
        if not document_id or kind != "edoc":
            return []
        asked = {"documentId": document_id, "organId": self.organ}
        with told():
            response = self.client.post(
                self.address("checkExistDocument"), headers=self.headers({}), json=asked
            )
        answer = _judged(response, response.content)
        found = text(answer, "docId", "data")
        if found.casefold() in {"", "false", "0"}:
            return []
        known = document_id if found.casefold() in {"true", "1"} else found
        return [Sent(known, "", "sent", document_id=document_id)]

    def directory(self, since: str = "") -> Iterator[Partner]:
        """Yield all organisations."""
        answer = self.ask("GET", "getOrganizations", {}, params={"organId": self.organ})
        rows = next((answer[name] for name in ("data", "organizations") if name in answer), None)
        if not isinstance(rows, list):
            raise NoAnswer("Nút liên thông trả lời nhưng không có danh bạ.")
        for row in rows:
            code = text(row, "organId", "code", "domain") if isinstance(row, dict) else ""
            if code:
                yield Partner(code, text(row, "name", "organName"), mail=text(row, "email", "mail"))

    def check(self) -> list[Health]:
        """Try the inbox and the directory."""
        return [
            tried("Kết nối và mã truy cập", lambda: f"Đang chờ nhận {len(self.list_inbox('edoc'))} văn bản."),
            tried("Danh bạ cơ quan", lambda: f"{sum(1 for _ in self.directory())} cơ quan."),
        ]

    @property
    def organ(self) -> str:
        """Return who we are there."""
        return self.facts.system_id or self.facts.agency_code

    def ask(self, method: str, operation: str, headers: Mapping[str, str], **more: Any) -> dict[str, Any]:
        """Return the answer to an operation."""
        with told():
            response = self.client.request(
                method, self.address(operation), headers=self.headers(headers), **more
            )
        return _judged(response, response.content)

    def headers(self, more: Mapping[str, str]) -> dict[str, str]:
        """Return the headers of a request."""
        return {"organid": self.organ, "authorization": self.facts.secret, **more}

    def address(self, operation: str) -> str:
        """Return the address of an operation."""
        base = self.facts.address.rstrip("/")
        return f"{base}/{operation}" if base.endswith("EdocService") else f"{base}/EdocService/{operation}"


def open_bkav(facts: ConnectionFacts) -> Channel:
    """Return a channel to a node."""
    return BkavChannel(facts)


def _judged(response: httpx.Response, body: bytes) -> dict[str, Any]:
    answer = object_of(response, body)
    status = text(answer, "status").casefold()
    code = text(answer, "code")
    if status == "success" and code in {"", "0"}:
        return answer
    if status not in {"success", "fail", "error"}:
        raise NoAnswer(f"Nút liên thông trả lời không đúng giao thức (HTTP {response.status_code}).")
    errors = [one for one in answer.get("errors") or [] if isinstance(one, dict)]
    reasons = "; ".join(f"{text(one, 'code')} {text(one, 'description')}".strip() for one in errors)
    said = f"Nút liên thông từ chối, mã {code or 'không ghi'}: {reasons or 'không nêu lý do'}"
    if code in TOO_OFTEN:
        raise Busy(said)
    if status == "error" and not errors:
        raise Unreachable(said)
    raise Refused(text(errors[0], "code") if errors else code or "fail", said)


def _decoded(content: str) -> bytes:
    if content.lstrip().startswith("<"):
        return content.encode("utf-8")
    try:
        raw = base64.b64decode("".join(content.split()), validate=True)
    except binascii.Error:
        raw = b""
    if not raw.strip():
        raise NoAnswer("Nút liên thông trả lời nhưng không có gói.")
    return raw
