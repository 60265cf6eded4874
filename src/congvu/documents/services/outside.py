"""Messages to recipients that only the interchange reaches; they wait where no channel is joined yet."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from congvu.common.subject import Subject
from congvu.delivery.services import Order, enqueue_many
from congvu.documents.models import OutgoingDocument, OutgoingRecipient
from congvu.documents.queries.outgoing import LABEL

HOLD_UNTIL = datetime(2099, 1, 1, tzinfo=UTC)
"""Until when messages wait while no interchange channel is joined to their agency."""
KIND = "document"

type Joined = Callable[[int], bool]
type Listener = Callable[[OutgoingDocument, Sequence[OutgoingRecipient], Sequence[Order]], None]

_JOINED: list[Joined] = []
_LISTENERS: list[Listener] = []


class NotJoinedError(Exception):
    """No channel of the interchange is joined: the message stays, and is tried again later."""


def register_exchange(joined: Joined, listener: Listener) -> None:
    """Make the interchange known, which lies above this room.

    Args:
        joined: tells whether an agency has an active connection.
        listener: called in the transaction that hands messages out: the document, recipients, messages.
    """
    if joined not in _JOINED:
        _JOINED.append(joined)
        _LISTENERS.append(listener)


def joined(agency_id: int) -> bool:
    """Tell whether a channel of the interchange is joined to an agency."""
    return any(one(agency_id) for one in _JOINED)


def hand_out(
    document: OutgoingDocument,
    recipients: Iterable[OutgoingRecipient],
    business: str = "new",
    reason: str = "",
    mark: str = "",
) -> None:
    """Hand a message for each of the recipients to the interchange, in the transaction of the fact.

    Args:
        document: the document.
        recipients: those of its recipients that the interchange reaches.
        business: "new", "recall", "update" or "replace".
        reason: why, for anything but a new document.
        mark: tells this recall, update or replacement from others: its key.
    """
    wanted = list(recipients)
    if not wanted:
        return
    start = None if joined(document.agency_id) else HOLD_UNTIL
    orders = [_order(document, one, business, reason, mark, start) for one in wanted]
    enqueue_many(orders)
    for listener in _LISTENERS:
        listener(document, wanted, orders)


def _order(
    document: OutgoingDocument,
    one: OutgoingRecipient,
    business: str,
    reason: str,
    mark: str,
    start: datetime | None,
) -> Order:
    """Return the message for one recipient; the interchange reads the rest from the document."""
    payload: dict[str, Any] = {
        "document_id": document.pk,
        "recipient_id": one.pk,
        "to_code": one.agency_code,
        "to_name": one.name,
        "business": business,
        "code": document.code,
        "file_id": document.issued_file_id,
    }
    if mark:
        payload["correction_id"] = int(mark)
    return Order(
        kind=KIND,
        destination=one.agency_code,
        payload={**payload, "reason": reason} if reason else payload,
        key=":".join(filter(None, ["document", str(document.pk), str(one.pk), business, mark])),
        subject=Subject(LABEL, document.pk),
        not_before=start,
    )


def note_recipient(recipient_id: int, said: str) -> None:
    """Write where the document stands at one recipient, in words for the list of recipients."""
    OutgoingRecipient.objects.filter(pk=recipient_id).update(state_note=said[:300])


def refuse_unjoined(message: object) -> None:
    """Handle a message in an installation without the interchange: say so, so that it is tried again."""
    raise NotJoinedError("Chưa nối kênh liên thông văn bản; lượt gửi được giữ lại.")
