"""Taking due deliveries: one statement whose condition is the claim, so that two workers never share one."""

import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from congvu.delivery.messages import Message
from congvu.delivery.models import Delivery
from congvu.delivery.states import State

BATCH = 20
LEASE_SECONDS = 60

# The outer condition alone makes the claim safe; SKIP LOCKED on PostgreSQL only spares workers the wait.
# MATERIALIZED has the choice made once: as a bare subquery a planner may run it, limit and all, per row.
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT d.id FROM delivery_delivery d
    WHERE d.state IN ('waiting', 'sending') AND d.next_at <= %s AND NOT (d.ordered AND EXISTS (
        SELECT 1 FROM delivery_delivery e WHERE e.destination = d.destination AND e.ordered
            AND e.state IN ('waiting', 'sending', 'dead') AND e.id < d.id))
    ORDER BY d.next_at, d.id LIMIT %s {lock}
)
UPDATE delivery_delivery SET lost = (state = 'sending'), state = 'sending', held_by = %s,
    next_at = %s, attempts = attempts + 1
WHERE id IN (SELECT id FROM due) AND state IN ('waiting', 'sending') AND next_at <= %s
RETURNING id, kind, destination, payload, key, attempts, lost
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that this worker holds under `token`; `lost` when a worker died with it before."""

    token: str
    message: Message
    lost: bool


def claim(worker: str, *, batch: int = BATCH, lease_seconds: int = LEASE_SECONDS) -> list[Claim]:
    """Take up to `batch` due deliveries for `worker`, oldest first (one statement).

    Of an ordered destination only the first in line can be taken.
    """
    token = f"{worker[:46]}/{uuid.uuid4().hex}"
    now = timezone.now()
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    adapt = connection.ops.adapt_datetimefield_value
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            _CLAIM.format(lock=lock),
            [adapt(now), batch, token, adapt(now + timedelta(seconds=lease_seconds)), adapt(now)],
        )
        rows = cursor.fetchall()
    claims = [
        Claim(token, Message(pk, kind, destination, json.loads(payload), key, attempt), bool(lost))
        for pk, kind, destination, payload, key, attempt, lost in rows
    ]
    return sorted(claims, key=lambda one: one.message.id)


def renew(token: str, ids: Collection[int], *, lease_seconds: int = LEASE_SECONDS) -> int:
    """Lengthen the leases of `ids`; return how many are still held (one statement)."""
    return Delivery.objects.filter(pk__in=ids, held_by=token, state=State.SENDING).update(
        next_at=timezone.now() + timedelta(seconds=lease_seconds)
    )


def release(claims: Sequence[Claim]) -> None:
    """Give back deliveries that were taken and not begun; the attempt does not count."""
    for token in {one.token for one in claims}:
        Delivery.objects.filter(
            pk__in=[one.message.id for one in claims if one.token == token],
            held_by=token,
            state=State.SENDING,
        ).update(state=State.WAITING, held_by="", next_at=timezone.now(), attempts=F("attempts") - 1)
