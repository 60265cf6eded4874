"""Writing notices and marking them read. A notice is no fact of office, so none of this is audited."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from congvu.common.subject import Subject
from congvu.notify.models import Notice
from congvu.notify.queries import forget_counts
from congvu.statements.services import insert

KEPT_DAYS = 180


def notify(
    officer_ids: Iterable[int], kind: str, text: str, link: str = "", subject: Subject | None = None
) -> int:
    """Give each officer a notice (one statement); return how many.

    Args:
        officer_ids: to whom; repeats count once.
        kind: what sort of notice, such as "dossier.assigned".
        text: the sentence, at most 500 characters are kept.
        link: where it leads, an address within the product.
        subject: what it is about.

    Raises ValueError for a link that leads out of the product.
    """
    if link and (not link.startswith("/") or link.startswith(("//", "/\\"))):
        raise ValueError(f"a notice leads to an address within the product, not to {link!r}")
    now = timezone.now()
    made = [
        Notice(
            officer_id=officer_id,
            kind=kind,
            text=str(text)[:500],
            link=link,
            subject_label=subject.label if subject else "",
            subject_pk=subject.pk if subject else None,
            created_at=now,
        )
        for officer_id in dict.fromkeys(officer_ids)
    ]
    with transaction.atomic(savepoint=False):
        insert(made)
    forget_counts(one.officer_id for one in made)
    return len(made)


def mark_read(officer_id: int, ids: Collection[int]) -> int:
    """Mark some of the officer's own notices read (one statement); return how many were new."""
    return _read(officer_id, pk__in=ids)


def mark_all_read(officer_id: int, *, up_to: int) -> int:
    """Mark the officer's notices read up to the newest one seen, `up_to`: one that came since stays new."""
    return _read(officer_id, pk__lte=up_to)


def mark_subject_read(officer_id: int, subject: Subject) -> int:
    """Mark the officer's notices about `subject` read, as when its page is opened (one statement)."""
    return _read(officer_id, subject_label=subject.label, subject_pk=subject.pk)


def mark_old_read(before: datetime) -> int:
    """Mark everybody's notices from before a moment read, as of people who look at theirs every day."""
    old = Notice.objects.filter(created_at__lt=before, read_at__isnull=True)
    count = old.update(read_at=before)
    forget_counts()
    return count


def purge(days: int = KEPT_DAYS) -> int:
    """Delete notices older than `days` days, read or not; return how many."""
    limit = timezone.now() - timedelta(days=days)
    deleted, _ = Notice.objects.filter(created_at__lt=limit).delete()
    return deleted


def _read(officer_id: int, **which: object) -> int:
    unread = Notice.objects.filter(officer_id=officer_id, read_at__isnull=True, **which)
    read = unread.update(read_at=timezone.now())
    forget_counts([officer_id])
    return read
