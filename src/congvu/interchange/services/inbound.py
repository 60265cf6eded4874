"""Fetching: bytes durable before anything else, each item once, the far side told only what is true.

The order is: bytes on disk, row committed, effects committed, acknowledged. A death between any two of them
is made good by the next look: what is stored is not fetched again, what has had its effect has it no more,
and what is still listed is acknowledged again.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.delivery.services import wake
from congvu.directory.messages import Actor
from congvu.documents.services.outside import KIND as DOCUMENT
from congvu.files.services import keep_made
from congvu.interchange.channels.base import KINDS, Busy, Channel, ChannelError, Kind, Listed
from congvu.interchange.models import Connection, InboundMessage, OutboundMessage
from congvu.interchange.services import leasing
from congvu.interchange.services.channels import channel_of, pause
from congvu.interchange.services.ingesting import ingest
from congvu.interchange.services.linking.saying import KIND as LINK
from congvu.interchange.services.statuses import KIND as STATUS
from congvu.interchange.states import UNSENT, Inbound

MOST_AT_ONCE = 50
"""Packages of one look: what is to be sent gets its turn in between."""
CHUNK = 256 * 1024
_SPOOLED = 2 * 1024 * 1024


@dataclass(slots=True)
class Polled:
    """What one look at a far side brought."""

    fetched: int = 0
    acknowledged: int = 0
    failed: int = 0
    error: str = ""
    pause: float = 0


def poll_due(limit: int = 50) -> int:
    """Look once at every connection whose time has come; return how many packages were fetched."""
    fetched, since = 0, timezone.now()
    for _turn in range(limit):
        connection = take_lease(due=since)
        if connection is None:
            break
        fetched += poll(connection).fetched
    return fetched


def take_lease(connection_id: int | None = None, *, due: datetime | None = None) -> Connection | None:
    """Take the connection that has waited longest since `due` (now), or a named one, when it is free."""
    found: Connection | None = leasing.take(Connection.objects.all(), connection_id, due=due)
    return found


def poll(connection: Connection) -> Polled:
    """Fetch what waits at a leased connection, then give the lease back; never raise for the far side."""
    done = Polled()
    with leasing.alive(_held(connection)):
        try:
            channel = channel_of(connection)
            for kind in KINDS:
                _poll_kind(connection, channel, kind, done)
        except ChannelError as error:
            done.error = error.told
            if isinstance(error, Busy):
                pause(connection, error)
                done.pause = error.seconds
        finish_pending(connection)
    _release(connection, done)
    return done


def _poll_kind(connection: Connection, channel: Channel, kind: Kind, done: Polled) -> None:
    items = channel.list_inbox(kind)[:MOST_AT_ONCE]
    known = {
        one.remote_id: one
        for one in InboundMessage.objects.filter(
            connection=connection, kind=kind, remote_id__in=[item.remote_id for item in items]
        )
    }
    for item in items:
        try:
            message = known.get(item.remote_id)
            if message is None:
                message = fetch(connection, channel, item)
                done.fetched += 1
            settle(message)
            if _unreadable(message) and not _same_again(channel, item, message):
                settle(message)
            _acknowledge(channel, item, message)
            done.acknowledged += 1
        except Busy:
            raise
        except ChannelError as error:
            done.failed += 1
            done.error = _("Gói %(id)s: %(why)s") % {"id": item.remote_id, "why": error.told}


def fetch(connection: Connection, channel: Channel, item: Listed) -> InboundMessage:
    """Bring one package here: its bytes durably first, then its row; of two processes one row remains."""
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as draft:
        headers = dict(channel.fetch(item, cast(BinaryIO, draft)))
        draft.seek(0)
        return store_package(connection, item, cast(BinaryIO, draft), headers)


def store_package(
    connection: Connection, item: Listed, draft: BinaryIO, headers: dict[str, str]
) -> InboundMessage:
    """Keep the bytes of a package durably, then its row; return the row that is there, whoever made it."""
    actor = Actor.system(connection.agency_id)
    name = f"{item.kind}-{item.remote_id}.edxml"[-200:]
    try:
        with transaction.atomic():
            file = keep_made(_pieces(draft), name, "application/xml", actor=actor)
            message = InboundMessage.objects.create(
                connection=connection,
                remote_id=item.remote_id[:120],
                kind=item.kind,
                listed_sender=item.sender[:120],
                listed_to=item.to[:120],
                listed_at=item.created_at,
                file=file,
                sha256=file.blob.sha256,
                headers=_kept_headers(headers),
                received_at=timezone.now(),
            )
            record(
                "exchange.stored",
                Subject("interchange.inboundmessage", message.pk),
                actor=actor,
                agency_id=connection.agency_id,
                remote_id=message.remote_id,
                sender=message.listed_sender,
                sha256=message.sha256,
            )
    except IntegrityError:
        return InboundMessage.objects.get(connection=connection, kind=item.kind, remote_id=item.remote_id)
    return message


def _kept_headers(headers: dict[str, str]) -> dict[str, str]:
    return {name[:100]: value[:500] for name, value in headers.items()}


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(CHUNK):
        yield piece


def settle(message: InboundMessage) -> None:
    """Give a stored message its effect, unless it had it."""
    if message.state == Inbound.STORED:
        ingest(message.pk)
        message.refresh_from_db(fields=["state", "reason", "reason_code"])


def finish_pending(connection: Connection) -> None:
    """Give what was stored before a death its effect, whether or not the far side still lists it."""
    pending = InboundMessage.objects.filter(connection=connection, state=Inbound.STORED).order_by("pk")
    for message in pending[:MOST_AT_ONCE]:
        settle(message)


def _unreadable(message: InboundMessage) -> bool:
    return message.state == Inbound.QUARANTINED and message.reason_code.startswith("unreadable")


def _same_again(channel: Channel, item: Listed, message: InboundMessage) -> bool:
    """Fetch once more what nobody could read; keep other bytes that come now, for the line garbled the first.

    Only bytes that come again the same are the sender's fault, and reported as such.
    """
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as draft:
        headers = dict(channel.fetch(item, cast(BinaryIO, draft)))
        draft.seek(0)
        if hashlib.file_digest(cast(Any, draft), "sha256").hexdigest() == message.sha256:
            return True
        draft.seek(0)
        _replaced(message, cast(BinaryIO, draft), headers)
    return False


@transaction.atomic
def _replaced(message: InboundMessage, draft: BinaryIO, headers: dict[str, str]) -> None:
    actor = Actor.system(message.connection.agency_id)
    message.file = keep_made(_pieces(draft), message.file.name, "application/xml", actor=actor)
    message.sha256, message.headers = message.file.blob.sha256, _kept_headers(headers)
    message.state, message.reason, message.reason_code, message.tries = Inbound.STORED, "", "", 0
    message.save(update_fields=["file", "sha256", "headers", "state", "reason", "reason_code", "tries"])
    record(
        "exchange.fetched_again",
        Subject("interchange.inboundmessage", message.pk),
        actor=actor,
        agency_id=actor.agency_id,
        remote_id=message.remote_id,
        sha256=message.sha256,
    )


def _acknowledge(channel: Channel, item: Listed, message: InboundMessage) -> None:
    unreadable = _unreadable(message)
    channel.acknowledge(item, stored=not unreadable, why=message.reason if unreadable else "")
    InboundMessage.objects.filter(pk=message.pk).update(
        acknowledged_at=timezone.now(), acknowledged_as="fail" if unreadable else "done"
    )


def _held(connection: Connection) -> QuerySet[Connection]:
    return Connection.objects.filter(pk=connection.pk, poll_token=connection.poll_token)


def _release(connection: Connection, done: Polled) -> None:
    """Give the lease back and write how it went; when it works again, what waited goes out at once."""
    more = done.fetched > 0  # where something came there may be more, whatever else failed
    after = 0 if more else max(connection.poll_seconds, done.pause)
    with transaction.atomic():
        if leasing.give_back(connection, _held(connection), done.error, after=after):
            wake_waiting(connection)


def wake_waiting(connection: Connection) -> int:
    """Let what waits because of a connection be tried at once."""
    waiting = OutboundMessage.objects.filter(state__in=UNSENT, delivery__isnull=False).filter(
        Q(connection=connection) | Q(connection__isnull=True) | Q(answers__connection=connection)
    )
    ids = list(waiting.values_list("delivery", flat=True)[:10_000])
    return sum(wake(kind, [one for one in ids if one is not None]) for kind in (DOCUMENT, STATUS, LINK))
