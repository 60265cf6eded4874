"""Putting messages into the outbox, in the transaction of the fact they tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from congvu.common.subject import Subject
from congvu.delivery.models import Delivery
from congvu.delivery.services.registry import handler_for
from congvu.statements.services import insert_absent


@dataclass(frozen=True, slots=True)
class Order:
    """One message for `enqueue_many`; the fields are the arguments of `enqueue`."""

    kind: str
    destination: str
    payload: Mapping[str, Any]
    key: str
    subject: Subject | None = None
    not_before: datetime | None = None


def enqueue(
    kind: str,
    destination: str,
    payload: Mapping[str, Any],
    *,
    key: str,
    subject: Subject | None = None,
    not_before: datetime | None = None,
) -> None:
    """Have a message delivered after this transaction (one statement); a key used before changes nothing.

    Args:
        kind: a registered kind.
        destination: whom it goes to; the line in which ordered kinds wait.
        payload: the content, JSON values only.
        key: idempotency key: the fact and the recipient, such as "dossier.accepted:17:mail".
        subject: what it is about.
        not_before: earliest time of the first attempt.

    Raises RuntimeError outside a transaction, LookupError for a kind without a handler.
    """
    enqueue_many([Order(kind, destination, payload, key, subject, not_before)])


def enqueue_many(orders: Iterable[Order]) -> None:
    """Have many messages delivered after this transaction (one statement)."""
    if not connection.in_atomic_block:
        raise RuntimeError("enqueue works only inside the transaction of the fact that the message tells")
    now = timezone.now()
    insert_absent(
        [
            Delivery(
                kind=order.kind,
                destination=order.destination,
                payload=dict(order.payload),
                key=order.key,
                ordered=handler_for(order.kind).ordered,
                next_at=order.not_before or now,
                subject_label=order.subject.label if order.subject else "",
                subject_pk=order.subject.pk if order.subject else None,
                created_at=now,
            )
            for order in orders
        ]
    )
