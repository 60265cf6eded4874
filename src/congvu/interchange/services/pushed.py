"""Packages that others push to us over X-Road, through our Security Server: known clients only, each once.

X-Road is synchronous and repeats nothing: the answer to the push is the acknowledgement. So the bytes are
durable and have had their effect before it is given, and the same package pushed again gets the same answer.
"""

import hashlib
import ipaddress
import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.interchange.channels.base import Kind, Listed
from congvu.interchange.channels.xroad.client import SERVICE, members_of
from congvu.interchange.models import Connection, InboundMessage
from congvu.interchange.services.inbound import settle, store_package
from congvu.interchange.states import Inbound

logger = logging.getLogger(__name__)
CHUNK = 256 * 1024
LONGEST_ID = 110


class Unwelcome(Exception):  # noqa: N818 — a verdict
    """A push that is not taken; `told` says why, `status` is of HTTP, `code` of X-Road style."""

    def __init__(self, told: str, *, status: int, code: str) -> None:
        super().__init__(told)
        self.told, self.status, self.code = told, status, code


@dataclass(frozen=True, slots=True)
class Push:
    """What the headers of a push say.

    Args:
        kind: document or status, of the address.
        client: X-Road-Client, who sends: INSTANCE/CLASS/MEMBER/SUBSYSTEM.
        service: X-Road-Service, what they called; "" where the Security Server leaves it out.
        request_id: X-Road-Id.
        document_id: docId, the sender's id of the package.
        address: the network address that the request came from.
    """

    kind: Kind
    client: str
    service: str = ""
    request_id: str = ""
    document_id: str = ""
    address: str = ""


def welcome(connection_id: int, push: Push) -> Connection:
    """Return the connection that a push is for, once it is proved who sends.

    Raises Unwelcome: no such connection, not from our Security Server, an unknown client, another service.
    """
    rows = Connection.objects.select_related("agency").filter(kind="xroad", active=True)
    connection = rows.filter(pk=connection_id).first()
    if connection is None:
        raise Unwelcome(_("Không có dịch vụ này."), status=404, code="not-here")
    if not _from_our_server(connection, push.address):
        raise _refused(connection, push, _("Chỉ nhận gói từ máy chủ bảo mật X-Road của cơ quan."))
    if not sender_code(connection, push.client):
        raise _refused(connection, push, _("Chưa khai báo đối tác X-Road này."))
    if push.service and not _ours(connection, push.service):
        raise _refused(connection, push, _("X-Road-Service không phải dịch vụ của kết nối này."))
    return connection


def take_push(connection: Connection, push: Push, body: BinaryIO) -> InboundMessage:
    """Keep a pushed package and give it its effect; the same one again returns the first.

    Args:
        connection: of `welcome`.
        push: what the headers say.
        body: the package, which can be read twice.

    Raises Unwelcome: empty, or the sender's id stands for other bytes already.
    """
    sender, digest = sender_code(connection, push.client), _digest(body)
    if digest == hashlib.sha256().hexdigest():
        raise Unwelcome(_("Gói rỗng."), status=400, code="empty")
    item = Listed(_remote_id(sender, push, digest), push.kind, sender, timezone.now())
    known = InboundMessage.objects.filter(connection=connection, kind=item.kind, remote_id=item.remote_id)
    message = known.first()
    if message is None:
        headers = {
            "X-Road-Client": push.client,
            "X-Road-Service": push.service,
            "X-Road-Id": push.request_id,
            "docId": push.document_id,
        }
        message = store_package(
            connection, item, body, {name: value for name, value in headers.items() if value}
        )
    if message.sha256 != digest:
        told = _("Mã gói %(id)s đã dùng cho một gói có nội dung khác.")
        raise Unwelcome(told % {"id": push.document_id or push.request_id}, status=409, code="id-reused")
    settle(message)
    if message.acknowledged_at is None:
        message.acknowledged_at, message.acknowledged_as = (
            timezone.now(),
            "fail" if unread(message) else "done",
        )
        message.save(update_fields=["acknowledged_at", "acknowledged_as"])
    return message


def unread(message: InboundMessage) -> bool:
    """Tell whether a package could not be read: its sender is told so; its bytes stay in quarantine."""
    return message.state == Inbound.QUARANTINED and message.reason_code.startswith("unreadable")


def sender_code(connection: Connection, client: str) -> str:
    """Return the code of the agency behind an X-Road client; "" for one that was not set up."""
    members = members_of(str(connection.options.get("members", "")))
    wanted = client.strip().strip("/")
    return next((code for code, member in members.items() if member.strip("/") == wanted), "")


def _from_our_server(connection: Connection, address: str) -> bool:
    try:
        came = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(came in network for network in _servers(connection))


def _servers(connection: Connection) -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Yield where our Security Servers stand: the option `servers`, else the address that we send through."""
    told = str(connection.options.get("servers", "")).replace(",", " ").replace(";", " ").split()
    if not told:
        host = urlsplit(connection.address).hostname or ""
        try:
            told = [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
        except OSError:
            logger.warning("the Security Server of connection %s has no address", connection.pk)
    for one in told:
        try:
            yield ipaddress.ip_network(one, strict=False)
        except ValueError:
            logger.warning("connection %s: %r is no network", connection.pk, one)


def _ours(connection: Connection, service: str) -> bool:
    """Tell whether X-Road-Service names us: our subsystem, then the code of the service."""
    wanted = f"{connection.system_id}/{connection.options.get('service') or SERVICE}".strip("/")
    called = service.strip().strip("/")
    return called == wanted or called.startswith(f"{wanted}/")


def _refused(connection: Connection, push: Push, told: str) -> Unwelcome:
    logger.warning(
        "connection %s refused a push of %r from %s: %s", connection.pk, push.client[:120], push.address, told
    )
    return Unwelcome(told, status=403, code="refused")


def _remote_id(sender: str, push: Push, digest: str) -> str:
    """Return the id of a package: the sender's own, of the request, or of the bytes; of each sender apart."""
    own = push.document_id.strip() or push.request_id.strip() or digest
    found = f"{sender}/{own}"
    return found if len(found) <= LONGEST_ID else f"{sender[:40]}/{hashlib.sha256(own.encode()).hexdigest()}"


def _digest(body: BinaryIO) -> str:
    mark = hashlib.sha256()
    body.seek(0)
    while piece := body.read(CHUNK):
        mark.update(piece)
    body.seek(0)
    return mark.hexdigest()
