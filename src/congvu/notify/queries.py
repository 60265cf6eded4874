"""Reading notices."""

import time
from collections.abc import Iterable

from django.conf import settings

from congvu.common.subject import Subject
from congvu.notify.messages import NoticeRow
from congvu.notify.models import Notice

MOST_COUNTED = 100
COUNT_SECONDS = 20.0
_counts: dict[int, tuple[float, int]] = {}


def unread_count(officer_id: int) -> int:
    """Return how many notices the officer has not read, at most 100 (one statement over a partial index)."""
    unread = Notice.objects.filter(officer_id=officer_id, read_at__isnull=True)
    return unread.values("pk")[:MOST_COUNTED].count()


def unread_lately(officer_id: int) -> int:
    """Return the unread count as of a few seconds ago, for what every page shows; usually no statement.

    What this process writes is seen at once; what another one wrote, after 20 seconds at most.
    """
    now = time.monotonic()
    known = _counts.get(officer_id)
    if known is None or now - known[0] >= getattr(settings, "NOTICE_COUNT_SECONDS", COUNT_SECONDS):
        if len(_counts) > 10_000:
            _counts.clear()
        known = _counts[officer_id] = (now, unread_count(officer_id))
    return known[1]


def forget_counts(officer_ids: Iterable[int] | None = None) -> None:
    """Drop remembered counts: of the officers whose notices changed, or of all."""
    if officer_ids is None:
        _counts.clear()
    for officer_id in officer_ids or ():
        _counts.pop(officer_id, None)


def notices(
    officer_id: int, *, unread_only: bool = False, before: int | None = None, limit: int = 50
) -> list[NoticeRow]:
    """Return the officer's notices, newest first (one statement).

    Args:
        officer_id: whose.
        unread_only: leave out those that were read.
        before: only those with a smaller id (keyset page).
        limit: at most so many.
    """
    chosen = Notice.objects.filter(officer_id=officer_id)
    if unread_only:
        chosen = chosen.filter(read_at__isnull=True)
    if before is not None:
        chosen = chosen.filter(pk__lt=before)
    return [_row(one) for one in chosen.order_by("-pk")[:limit]]


def notice_of(officer_id: int, pk: int) -> NoticeRow:
    """Return one of the officer's own notices; raise Notice.DoesNotExist for any other."""
    return _row(Notice.objects.get(pk=pk, officer_id=officer_id))


def _row(one: Notice) -> NoticeRow:
    return NoticeRow(
        id=one.pk,
        kind=one.kind,
        text=one.text,
        link=one.link,
        subject=Subject(one.subject_label, one.subject_pk) if one.subject_pk is not None else None,
        created_at=one.created_at,
        read_at=one.read_at,
    )
