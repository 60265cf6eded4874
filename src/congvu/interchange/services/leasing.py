"""Asking far sides in turns: a lease, so that one process at a time asks one of them.

What is leased is a row with the columns poll_token, poll_until, poll_next_at, poll_seconds, polled_at,
poll_error, failing_since and alarmed_at: a connection here, a link of a room above.
"""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError
from django.db import connection as database
from django.db.models import Q, QuerySet
from django.utils import timezone

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=40)
PULSE = 10.0
"""Seconds between signs of life: who is killed while asking a far side holds it for less than a minute."""
TRIED = 10


def take(rows: QuerySet[Any], pk: int | None = None, *, due: datetime | None = None) -> Any:
    """Take the row that has waited longest since `due` (now), or a named one; None when none is free.

    One conditional update decides: of several processes one gets it.
    """
    now = timezone.now()
    free = rows.filter(Q(poll_until__isnull=True) | Q(poll_until__lt=now), active=True)
    waited = Q(poll_next_at__isnull=True) | Q(poll_next_at__lte=due or now)
    wanted = free.filter(waited) if pk is None else free.filter(pk=pk)
    for key in list(wanted.order_by("poll_next_at", "pk").values_list("pk", flat=True)[:TRIED]):
        if free.filter(pk=key).update(poll_token=uuid.uuid4().hex, poll_until=now + LEASE):
            return rows.select_related("agency").get(pk=key)
    return None


@contextmanager
def alive(held: QuerySet[Any]) -> Iterator[None]:
    """Lengthen a lease as long as the block lasts, however long one package takes.

    Args:
        held: the row under the token with which it was taken.
    """
    ended = threading.Event()
    pulse = threading.Thread(target=_pulse, args=(held, ended), name="poll-pulse", daemon=True)
    pulse.start()
    try:
        yield
    finally:
        ended.set()
        pulse.join(timeout=PULSE)


def _pulse(held: QuerySet[Any], ended: threading.Event) -> None:
    while not ended.wait(PULSE):
        try:
            held.update(poll_until=timezone.now() + LEASE)
        except DatabaseError:
            logger.exception("a lease could not be lengthened; trying again")
        finally:
            database.close()


def give_back(row: Any, held: QuerySet[Any], error: str, *, after: float) -> bool:
    """Give a lease back and write how it went; return whether it works again after having failed.

    Args:
        row: as it was taken.
        held: the row under the token with which it was taken.
        error: what went wrong, "" for nothing.
        after: seconds until it is to be asked again.
    """
    now = timezone.now()
    values: dict[str, object] = {
        "poll_token": "",
        "poll_until": None,
        "poll_next_at": now + timedelta(seconds=after),
        "polled_at": now,
        "poll_error": error[:2000],
        "failing_since": (row.failing_since or now) if error else None,
    }
    if not error:
        values["alarmed_at"] = None
    return bool(held.update(**values)) and row.failing_since is not None and not error
