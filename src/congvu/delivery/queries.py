"""What screens show of the outbox: what waits, what died, what was tried, who works."""

from datetime import timedelta

from django.db.models import Count, F, Min, Q
from django.utils import timezone

from congvu.common.subject import Subject
from congvu.delivery.messages import AttemptRow, Backlog, DeliveryRow, JobRow, WorkerRow
from congvu.delivery.models import Attempt, Delivery, PeriodicJob, Worker
from congvu.delivery.states import BLOCKING, OPEN, State


def dead_letters(*, before: int | None = None, limit: int = 50) -> list[DeliveryRow]:
    """Return dead deliveries, newest first, with how many wait behind each (two statements).

    Args:
        before: only those with a smaller id (keyset page).
        limit: at most so many.
    """
    dead = Delivery.objects.filter(state=State.DEAD)
    if before is not None:
        dead = dead.filter(pk__lt=before)
    found = list(dead.order_by("-pk")[:limit])
    lines = {one.destination for one in found if one.ordered}
    behind = dict(
        Delivery.objects.filter(destination__in=lines, ordered=True, state__in=OPEN)
        .values_list("destination")
        .annotate(count=Count("pk"))
    )
    return [_row(one, behind.get(one.destination, 0) if one.ordered else 0) for one in found]


def deliveries(
    *, state: str = "", destination: str = "", before: int | None = None, limit: int = 50
) -> list[DeliveryRow]:
    """Return deliveries, newest first, in a state and to a destination when told (one statement)."""
    chosen = Delivery.objects.all()
    if state:
        chosen = chosen.filter(state=state)
    if destination:
        chosen = chosen.filter(destination=destination)
    if before is not None:
        chosen = chosen.filter(pk__lt=before)
    return [_row(one) for one in chosen.order_by("-pk")[:limit]]


def deliveries_of(subject: Subject) -> list[DeliveryRow]:
    """Return what was sent about `subject`, newest first (one statement)."""
    chosen = Delivery.objects.filter(subject_label=subject.label, subject_pk=subject.pk)
    return [_row(one) for one in chosen.order_by("-pk")]


def delivery(delivery_id: int) -> DeliveryRow | None:
    """Return one delivery, or None."""
    found = Delivery.objects.filter(pk=delivery_id).first()
    return _row(found) if found else None


def attempts_of(delivery_id: int) -> list[AttemptRow]:
    """Return what was tried for a delivery, in order."""
    tries = Attempt.objects.filter(delivery_id=delivery_id).order_by("pk")
    return [
        AttemptRow(*values)
        for values in tries.values_list("number", "worker", "started_at", "ended_at", "outcome", "error")
    ]


def backlog() -> Backlog:
    """Return how much waits and since when (one statement over the partial indexes)."""
    now = timezone.now()
    due = Q(state=State.WAITING, next_at__lte=now)
    figures = Delivery.objects.filter(state__in=BLOCKING).aggregate(
        waiting=Count("pk", filter=Q(state__in=OPEN)),
        due=Count("pk", filter=due),
        dead=Count("pk", filter=Q(state=State.DEAD)),
        oldest=Min("next_at", filter=due),
    )
    return Backlog(figures["waiting"], figures["due"], figures["dead"], figures["oldest"])


def workers(*, seen_within: timedelta = timedelta(minutes=5)) -> list[WorkerRow]:
    """Return the workers seen lately, those at work first."""
    alive = Worker.objects.filter(seen_at__gte=timezone.now() - seen_within)
    return [
        WorkerRow(*values)
        for values in alive.order_by(F("stopped_at").asc(nulls_first=True), "name").values_list(
            "name", "started_at", "seen_at", "stopped_at", "done", "failed"
        )
    ]


def jobs() -> list[JobRow]:
    """Return the periodic jobs by name."""
    rows = PeriodicJob.objects.order_by("name")
    return [
        JobRow(*values) for values in rows.values_list("name", "next_at", "started_at", "ended_at", "error")
    ]


def _row(one: Delivery, blocked: int = 0) -> DeliveryRow:
    return DeliveryRow(
        id=one.pk,
        kind=one.kind,
        destination=one.destination,
        key=one.key,
        state=one.state,
        attempts=one.attempts,
        created_at=one.created_at,
        next_at=one.next_at,
        ended_at=one.ended_at,
        last_error=one.last_error,
        subject=Subject(one.subject_label, one.subject_pk) if one.subject_pk is not None else None,
        note=one.note,
        blocked=blocked,
    )
