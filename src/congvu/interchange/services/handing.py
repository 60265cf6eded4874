"""Taking over what the documents room hands out: a row for each recipient, in the transaction that issues."""

from collections.abc import Sequence

from django.utils import timezone

from congvu.delivery.services import Order
from congvu.documents.models import OutgoingDocument, OutgoingRecipient
from congvu.interchange.models import OutboundMessage
from congvu.statements.services import insert_absent


def handed_out(
    document: OutgoingDocument, recipients: Sequence[OutgoingRecipient], orders: Sequence[Order]
) -> None:
    """Write where each message stands: waiting to be sent (one statement)."""
    now = timezone.now()
    insert_absent(
        [
            OutboundMessage(
                key=order.key,
                agency_id=document.agency_id,
                kind=OutboundMessage.Kind.EDOC,
                business=order.payload["business"],
                to_code=one.agency_code,
                to_name=one.name,
                document=document,
                recipient=one,
                code=document.code,
                title=document.subject[:500],
                urgency=document.urgency,
                created_at=now,
            )
            for one, order in zip(recipients, orders, strict=True)
        ]
    )
