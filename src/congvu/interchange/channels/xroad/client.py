"""Packages pushed to another member's document service over X-Road REST, through our Security Server.

    address          of our Security Server, such as https://10.1.2.3
    system_id        who we are: INSTANCE/CLASS/MEMBER/SUBSYSTEM

X-Road is synchronous and keeps nothing: what others send is pushed to us in the same way (to
/api/v1/xroad/<connection>, services/pushed.py), so that there is no inbox to look into. Each request carries
an id of its own; the Security Servers keep both sides' proof.
Options:

    service          code of the service there ("document-exchange")
    members          where each agency is: CODE=INSTANCE/CLASS/MEMBER/SUBSYSTEM, separated by ";"; only they
                     may push to us
    servers          networks of our Security Servers, which alone may call us (else where we send through)
    private          the Security Server stands in a private network
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import httpx

from congvu.interchange.channels.answers import shown
from congvu.interchange.channels.base import (
    Ambiguous,
    Channel,
    ChannelError,
    ConnectionFacts,
    Health,
    Kind,
    Listed,
    Partner,
    Refused,
    Sent,
    Unreachable,
)
from congvu.interchange.channels.web import client_for, told, tried

SERVICE = "document-exchange"
FAULT = "X-Road-Error"
PARTS = 4


class XroadChannel:
    """One member's way to others."""

    kind = "xroad"

    def __init__(self, facts: ConnectionFacts) -> None:
        self.facts = facts
        self.client = client_for(facts)
        self.members = members_of(str(facts.options.get("members", "")))

    def close(self) -> None:
        """Close what is kept open."""
        self.client.close()

    def list_inbox(self, kind: Kind) -> list[Listed]:
        """Return nothing: others push."""
        return []

    def fetch(self, item: Listed, into: BinaryIO) -> Mapping[str, str]:
        """Refuse: there is no inbox."""
        raise ChannelError("Kênh X-Road không có hộp thư đến; bên kia gửi thẳng tới dịch vụ của ta.")

    def acknowledge(self, item: Listed, *, stored: bool, why: str = "") -> None:
        """Nothing to tell: the answer to the push was the acknowledgement."""

    def send(self, package: Path, *, kind: Kind, sender: str, to: Sequence[str]) -> str:
        """Push a package to one member; its id is made of its bytes: the far side can know it again."""
        if len(to) != 1:
            raise Refused("to", "Mỗi gói qua X-Road có đúng một nơi nhận.")
        with package.open("rb") as stream:
            remote_id = f"{to[0]}-{hashlib.file_digest(stream, 'sha256').hexdigest()[:40]}"
            stream.seek(0)
            what = "status" if kind == "status" else "edocs"
            headers = self.headers(remote_id) | {"docId": remote_id}
            files = {"file": (f"{remote_id}.edxml", stream, "application/xml")}
            with told(doubtful=True):
                response = self.client.post(
                    f"{self._service(to[0])}/document/{what}/new", headers=headers, files=files
                )
        _judge(response)
        return remote_id

    def sent(self, *, remote_id: str = "", document_id: str = "", kind: Kind = "edoc") -> list[Sent]:
        """Refuse: X-Road keeps no list."""
        raise ChannelError("X-Road không cho hỏi gói đã gửi. Hãy hỏi nơi nhận, rồi chọn gửi lại.")

    def directory(self, since: str = "") -> Iterator[Partner]:
        """Yield the members that were set up."""
        for code, member in self.members.items():
            yield Partner(code, member.rsplit("/", 1)[-1])

    def check(self) -> list[Health]:
        """Look at the facts, and ask our Security Server for its list of members."""
        found = [Health("Khai báo", True, f"{len(self.members)} nơi nhận.")]
        if self.facts.system_id.count("/") != PARTS - 1:
            found = [Health("Khai báo", False, "Mã hệ thống phải có dạng INSTANCE/CLASS/MEMBER/SUBSYSTEM.")]
        elif not self.members:
            found = [Health("Khai báo", False, "Chưa khai nơi nhận nào (members).")]
        return [*found, tried("Máy chủ bảo mật", self._listed)]

    def headers(self, request_id: str) -> dict[str, str]:
        """Return the headers that X-Road wants."""
        return {"X-Road-Client": self.facts.system_id, "X-Road-Id": request_id, "Accept": "application/json"}

    def _listed(self) -> str:
        with told():
            response = self.client.get(
                f"{self.facts.address.rstrip('/')}/listClients", headers={"Accept": "application/json"}
            )
        _judge(response)
        return "Máy chủ bảo mật trả lời."

    def _service(self, code: str) -> str:
        member = self.members.get(code.upper())
        if member is None:
            raise Refused("member", f"Chưa khai nơi nhận {code} trên X-Road (tùy chọn members).")
        service = quote(str(self.facts.options.get("service") or SERVICE), safe="")
        return f"{self.facts.address.rstrip('/')}/r1/{quote(member)}/{service}"


def open_xroad(facts: ConnectionFacts) -> Channel:
    """Return a channel over X-Road."""
    return XroadChannel(facts)


def members_of(told_members: str) -> dict[str, str]:
    """Read "CODE=INSTANCE/CLASS/MEMBER/SUBSYSTEM; …"; what is not of that form is left out."""
    pairs = (one.partition("=") for one in told_members.replace("\n", ";").split(";"))
    return {
        code.strip().upper(): member.strip()
        for code, _, member in pairs
        if code.strip() and member.strip().count("/") == PARTS - 1
    }


def _judge(response: httpx.Response) -> None:
    """Raise unless the package was accepted (200 or 201)."""
    if response.status_code in {httpx.codes.OK, httpx.codes.CREATED}:
        return
    fault = response.headers.get(FAULT, "")
    said = f"X-Road trả lời HTTP {response.status_code}: {fault or shown(response.content)}"
    if fault.startswith("Client.") or 400 <= response.status_code < 500:
        raise Refused(fault or str(response.status_code), said)
    if fault.startswith("Server.ClientProxy"):
        raise Unreachable(said)
    raise Ambiguous(said)
