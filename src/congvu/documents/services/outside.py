"""Messages to recipients that only the interchange reaches; they wait where no channel is joined yet."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from congvu.common.subject import Subject
from congvu.delivery.services import Order
from congvu.documents.models import OutgoingDocument, OutgoingRecipient
from congvu.documents.queries.outgoing import LABEL

HOLD_UNTIL = datetime(2099, 1, 1, tzinfo=UTC)
"""Until when messages wait while no interchange channel is joined to this installation."""


class NotJoinedError(Exception):
    """No channel of the interchange is joined: the message stays, and is tried again later."""


def joined() -> bool:
    """Tell whether a channel of the interchange is joined to this installation."""
    return bool(getattr(settings, "INTERCHANGE_JOINED", False))


def order_for(
    document: OutgoingDocument,
    one: OutgoingRecipient,
    business: str = "new",
    reason: str = "",
    mark: str = "",
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
    return Order(
        kind="document",
        destination=one.agency_code,
        payload={**payload, "reason": reason} if reason else payload,
        key=":".join(filter(None, ["document", str(document.pk), str(one.pk), business, mark])),
        subject=Subject(LABEL, document.pk),
        not_before=None if joined() else HOLD_UNTIL,
    )


def refuse_unjoined(message: object) -> None:
    """Handle a message while nobody has joined a channel: say so, so that it is tried again."""
    raise NotJoinedError("Chưa nối kênh liên thông văn bản; lượt gửi được giữ lại.")
