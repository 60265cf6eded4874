"""What people do to deliveries that failed: try again, or skip with a reason."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit import services as audit
from congvu.audit.events import EventKind
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.delivery.events import RETRIED, SKIPPED
from congvu.delivery.models import Delivery, Worker
from congvu.delivery.states import State, move
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand

KEPT_DAYS = 90


@transaction.atomic
def retry(delivery_id: int, *, actor: Actor, reason: str = "") -> None:
    """Have a dead or skipped delivery tried again, with all its attempts anew.

    Raises StateRefused when it is neither; needs `delivery.manage`.
    """
    demand(actor, "delivery.manage")
    delivery = _moved(
        delivery_id, "retry", attempts=0, next_at=timezone.now(), ended_at=None, note=reason[:500]
    )
    _record(RETRIED, delivery, actor, reason)


@transaction.atomic
def skip(delivery_id: int, *, actor: Actor, reason: str) -> None:
    """Give a delivery up for good; those that wait behind it go on.

    Needs `delivery.manage`. Raises ActionRefused without a reason, StateRefused when sent or being sent.
    """
    demand(actor, "delivery.manage")
    if not reason.strip():
        raise ActionRefused(_("Hãy ghi lý do bỏ qua."), code="reason", field="reason")
    delivery = _moved(delivery_id, "skip", ended_at=timezone.now(), note=reason.strip()[:500])
    _record(SKIPPED, delivery, actor, reason)


def wake(kind: str, ids: Collection[int] | None = None) -> int:
    """Let waiting deliveries of a kind be tried at once, as when a channel works again; return how many.

    Args:
        kind: the kind.
        ids: only these; all of the kind unless told.
    """
    now = timezone.now()
    waiting = Delivery.objects.filter(kind=kind, state=State.WAITING, next_at__gt=now)
    if ids is not None:
        waiting = waiting.filter(pk__in=ids)
    return waiting.update(next_at=now)


def purge(days: int = KEPT_DAYS) -> int:
    """Delete deliveries done or skipped over `days` days ago, at most 5,000; return how many.

    Workers that were not seen for so long go as well.
    """
    limit = timezone.now() - timedelta(days=days)
    Worker.objects.filter(seen_at__lt=limit).delete()
    old = Delivery.objects.filter(state__in=[State.DONE, State.SKIPPED], ended_at__lt=limit)
    keys = list(old.order_by("ended_at").values_list("pk", flat=True)[:5000])
    Delivery.objects.filter(pk__in=keys).delete()
    return len(keys)


def _moved(delivery_id: int, action: str, **values: object) -> Delivery:
    rule = move(action)
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None or State(delivery.state) not in rule.sources:
        raise StateRefused(_("Lượt gửi này không còn ở trạng thái cho phép thao tác."), code="delivery-state")
    Delivery.objects.filter(pk=delivery_id).update(state=rule.target, held_by="", lost=False, **values)
    return delivery


def _record(kind: EventKind, delivery: Delivery, actor: Actor, reason: str) -> None:
    audit.record(
        kind.name,
        Subject("delivery.delivery", delivery.pk),
        actor=actor,
        reason=reason,
        delivery_kind=delivery.kind,
        destination=delivery.destination,
    )
