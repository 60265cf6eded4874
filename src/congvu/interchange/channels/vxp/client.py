"""The client of the national axis (VXP): what the SDK does, and what it should have done.

Parameters travel as signed headers; the body of `sendEdoc` is the raw file. Differences that nodes may want
are options of the connection, all with the SDK's habit as the default:

    padded_hash     write the file's hash with leading zeros (the SDK leaves them out)
    no_crlf         send the file without the CRLF that the SDK puts behind it
    plain_type      say application/octet-stream (the SDK says multipart, and sends no parts)
    legacy_list     ask getAgenciesList for the directory (older axes)
    from_version    ask for what changed since the last version only (the axis of this product can)
    download        fetch with downloadEdoc, which streams (getEdoc answers base64 in JSON)
    retry_codes     further error codes after which sending again may help, separated by commas
    private         the axis stands in a private network
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import httpx

from congvu.interchange.channels.base import (
    Ambiguous,
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
from congvu.interchange.channels.vxp import answers, checks
from congvu.interchange.channels.vxp.signing import OCTETS, sdk_hash, sign, timestamp
from congvu.interchange.channels.vxp.unpacking import write_decoded
from congvu.interchange.channels.web import client_for, pieces, told

JSON = "application/json"
CHUNK = 64 * 1024
EDOC = "eDoc"
KEPT = re.compile(r"^(date|server|content-(type|length|disposition)|x-road-.*|xroadvnpt-.*)$", re.IGNORECASE)


class VxpChannel:
    """One agency's (or tree's) way to an axis; keeps connections open: use it for many calls, then close."""

    kind = "vxp"

    def __init__(self, facts: ConnectionFacts) -> None:
        self.facts = facts
        self.client = client_for(facts)
        more = str(facts.options.get("retry_codes", "")).replace(",", " ").split()
        self.retried = answers.RETRIED | frozenset(more)

    def close(self) -> None:
        """Close what is kept open."""
        self.client.close()

    def list_inbox(self, kind: Kind) -> list[Listed]:
        """Return what waits, oldest first as the axis lists it."""
        found = answers.rows(self.ask("getReceivedEdocList", {"servicetype": EDOC, "messagetype": kind}))
        listed = [_listed(row, kind) for row in found]
        if any(not one.remote_id for one in listed):
            raise answers.NoAnswer("Danh sách của trục có gói không mang docId.")
        return listed

    def fetch(self, item: Listed, into: BinaryIO) -> Mapping[str, str]:
        """Write the package; base64 is decoded piece by piece, and half an answer is an error."""
        name = "downloadEdoc" if self.facts.flag("download") else "getEdoc"
        signed = self.signed({"docId": item.remote_id}, JSON)
        method, content = ("GET", None) if name == "downloadEdoc" else ("POST", b"{}")
        with told(), self.client.stream(method, self.address(name), headers=signed, content=content) as got:
            if name == "downloadEdoc":
                _copy(got, into, self.retried)
            else:
                if got.status_code not in {200, 201}:
                    answers.envelope(got, got.read(), self.retried)
                    raise answers.NoAnswer(f"Trục trả lời HTTP {got.status_code}.")
                write_decoded(got, into, self.retried)
            return {name: value for name, value in got.headers.items() if KEPT.match(name)}

    def acknowledge(self, item: Listed, *, stored: bool, why: str = "") -> None:
        """Tell the axis done or fail; it has no place for the reason."""
        self.ask("updateStatus", {"status": "done" if stored else "fail", "docId": item.remote_id})

    def send(self, package: Path, *, kind: Kind, sender: str, to: Sequence[str]) -> str:
        """Send the raw file; only a connection never made, or the axis saying FAIL, means not accepted."""
        sha256 = _digest(package)
        parameters = {"from": sender, "servicetype": EDOC, "messagetype": kind}
        if to:
            parameters["to"] = json.dumps(list(to), ensure_ascii=False, separators=(",", ":"))
        parameters["hash-file"] = sha256.hex() if self.facts.flag("padded_hash") else sdk_hash(sha256)
        headers = self.signed(parameters, OCTETS)
        headers["Content-Type"] = OCTETS if self.facts.flag("plain_type") else _pretended()
        length = package.stat().st_size + (0 if self.facts.flag("no_crlf") else 2)
        headers["Content-Length"] = str(length)
        content = _pieces(package, crlf=not self.facts.flag("no_crlf"))
        with told(doubtful=True):
            response = self.client.post(self.address("sendEdoc"), headers=headers, content=content)
        answer = self._sent_answer(response)
        remote_id = answers.text(answer, "DocId", "docId", "DocID")
        if not remote_id:
            raise Ambiguous("Trục trả lời OK nhưng không cho mã gói (DocId).")
        return remote_id

    def sent(self, *, remote_id: str = "", document_id: str = "", kind: Kind = "edoc") -> list[Sent]:
        """Return what the axis has of ours; it looks up its own ids only, so without one it tells all."""
        parameters = {"servicetype": EDOC, "messagetype": kind, "docId": remote_id}
        found = answers.rows(self.ask("getSentEdocList", parameters))
        return [
            Sent(
                remote_id=answers.text(row, "senderDocId", "docId"),
                to_code=answers.text(row, "toCode", "to"),
                state=answers.text(row, "receiveStatus", "sendStatus"),
                note=answers.text(row, "receiveStatusDesc", "sendStatusDesc"),
                document_id=answers.text(row, "documentId", "notation"),
                at=answers.moment(row.get("sentTime")),
            )
            for row in found
        ]

    def directory(self, since: str = "") -> Iterator[Partner]:
        """Yield the agencies; after version `since` only, where the axis keeps versions."""
        legacy = self.facts.flag("legacy_list")
        asked = {"fromversion": since} if since.isdigit() and self.facts.flag("from_version") else {}
        found = answers.rows(self.ask("getAgenciesList" if legacy else "getSynchronizeUnit", asked))
        for row in found:
            partner = _partner(row)
            if partner.code and not (since and partner.version and _older(partner.version, since)):
                yield partner

    def counts(self) -> dict[Kind, int]:
        """Return how many documents and statuses wait."""
        return {"edoc": self._count("countReceiveEdoc"), "status": self._count("countReceiveStatus")}

    def check(self) -> list[Health]:
        """Try address, signature, inbox and directory, line by line."""
        return checks.check(self)

    def ask(self, operation: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        """Return the answer to one operation with an empty body."""
        headers = self.signed(parameters, JSON)
        with told():
            response = self.client.post(self.address(operation), headers=headers, content=b"{}")
        return answers.envelope(response, response.content, self.retried)

    def signed(self, parameters: Mapping[str, str], content_type: str) -> dict[str, str]:
        """Return the headers of a request."""
        common = {
            "timestamp": timestamp(datetime.now(UTC)),
            "systemid": self.facts.system_id,
            "Content-Type": content_type,
        }
        headers = sign({**common, **parameters}, self.facts.secret)
        return {**headers, "Content-Type": content_type}

    def address(self, operation: str) -> str:
        """Return the address of an operation."""
        return f"{self.facts.address.rstrip('/')}/{operation}"

    def _sent_answer(self, response: httpx.Response) -> dict[str, Any]:
        """Return the answer to a package; whatever is no clear word of the axis leaves it in doubt."""
        try:
            return answers.envelope(response, response.content, self.retried)
        except answers.NoAnswer as error:
            if 400 <= response.status_code < 500:
                raise _turned_away(response, error.told) from error
            raise Ambiguous(error.told) from error

    def _count(self, operation: str) -> int:
        answer = self.ask(operation, {})
        told_count = answers.text(answer, "count", "data")
        if not told_count.isdigit():
            raise answers.NoAnswer("Trục trả lời OK nhưng không có số lượng.")
        return int(told_count)


def open_vxp(facts: ConnectionFacts) -> Channel:
    """Return a channel to an axis."""
    return VxpChannel(facts)


def _turned_away(response: httpx.Response, words: str) -> Refused | Unreachable:
    """Return what a refusal of the web server itself means: too many and too slow may go better later."""
    if response.status_code in {408, 425, 429}:
        return Unreachable(words)
    return Refused(str(response.status_code), words)


def _listed(row: Mapping[str, Any], kind: Kind) -> Listed:
    to = row.get("to")
    return Listed(
        remote_id=answers.text(row, "docId", "docID", "id"),
        kind=kind,
        sender=answers.text(row, "from"),
        created_at=answers.moment(row.get("created_time")),
        state=answers.text(row, "status"),
        to=to.strip() if isinstance(to, str) and not to.lstrip().startswith("[") else "",
    )


def _partner(row: Mapping[str, Any]) -> Partner:
    agency = answers.text(row, "isAgency").casefold()
    return Partner(
        code=answers.text(row, "code"),
        name=answers.text(row, "name"),
        parent=answers.text(row, "pcode", "pid"),
        old_code=answers.text(row, "oldCode", "code102"),
        mail=answers.text(row, "mail"),
        version=answers.text(row, "version", "modifyDate"),
        deleted=answers.text(row, "deleted").casefold() in {"1", "true"},
        is_agency=agency not in {"0", "false"},
        successor=answers.text(row, "successor", "successorCode"),
    )


def _older(version: str, since: str) -> bool:
    if version.isdigit() and since.isdigit():
        return int(version) <= int(since)
    return version <= since


def _pretended() -> str:
    return f"multipart/form-data; boundary====={int(datetime.now(UTC).timestamp() * 1000)}==="


def _digest(package: Path) -> bytes:
    with package.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def _pieces(package: Path, *, crlf: bool) -> Iterator[bytes]:
    yield from pieces(package)
    if crlf:
        yield b"\r\n"


def _copy(response: httpx.Response, into: BinaryIO, retried: frozenset[str]) -> None:
    """Write a raw stream; an answer in JSON instead of a package is a refusal."""
    if response.status_code not in {200, 201}:
        answers.envelope(response, response.read(), retried)
        raise answers.NoAnswer(f"Trục trả lời HTTP {response.status_code}.")
    pieces = response.iter_bytes(CHUNK)
    first = next(pieces, b"")
    if not first.strip():
        raise answers.NoAnswer("Trục trả về gói rỗng.")
    if first.lstrip()[:1] == b"{":
        answers.envelope(response, first + b"".join(pieces), retried)
        raise answers.NoAnswer("Trục trả lời OK nhưng không có gói.")
    into.write(first)
    for piece in pieces:
        into.write(piece)
