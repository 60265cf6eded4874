"""Asking what citizens did on the portal: stored, confirmed, then handled; each message once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from congvu.delivery.services import wake
from congvu.interchange.channels.base import ChannelError
from congvu.national.messages import Waiting
from congvu.national.models import NationalLink, OnlineMessage
from congvu.national.rules.reading import Unreadable, waiting
from congvu.national.rules.values import Fields
from congvu.national.services.adapters.base import NationalSide
from congvu.national.services.connecting import KIND
from congvu.national.services.handling import handle
from congvu.national.services.placing import agency_of
from congvu.national.services.sides import side_of
from congvu.national.services.writing_down import journal
from congvu.national.states import Inbound

LEASE = timedelta(minutes=10)
MOST_AT_ONCE = 500


@dataclass(slots=True)
class Polled:
    """What one look at the national side brought."""

    fetched: int = 0
    handled: int = 0
    quarantined: int = 0
    error: str = ""


def poll_due(limit: int = 20) -> int:
    """Look over every link whose time has come; return how many messages were fetched."""
    fetched = 0
    for _turn in range(limit):
        link = take_lease()
        if link is None:
            break
        fetched += poll(link).fetched
    return fetched


def take_lease(link_id: int | None = None) -> NationalLink | None:
    """Take the link that has waited longest, or a named one; None when none is free."""
    now = timezone.now()
    free = NationalLink.objects.filter(Q(poll_until__isnull=True) | Q(poll_until__lt=now), active=True)
    due = Q(poll_next_at__isnull=True) | Q(poll_next_at__lte=now)
    wanted = free.filter(pk=link_id) if link_id is not None else free.filter(due)
    for pk in list(wanted.order_by("poll_next_at", "pk").values_list("pk", flat=True)[:10]):
        token = uuid.uuid4().hex
        if free.filter(pk=pk).update(poll_token=token, poll_until=now + LEASE):
            return NationalLink.objects.select_related("agency").get(pk=pk)
    return None


def poll(link: NationalLink) -> Polled:
    """Fetch and handle what waits at a leased link, then give it back; never raise for the far side."""
    done = Polled()
    try:
        side = side_of(link)
        after = link.cursor if str(link.options.get("by_cursor", "")) == "1" else 0
        _take(link, side, side.waiting(after), done)
        _handle_pending(link, side, done)
    except ChannelError as error:
        done.error = error.told
    _release(link, done)
    return done


def _take(link: NationalLink, side: NationalSide, rows: list[Mapping[str, Any]], done: Polled) -> None:
    """Store each message, then tell the far side that it is safe."""
    found: list[Waiting] = []
    for row in rows[:MOST_AT_ONCE]:
        try:
            found.append(waiting(row))
        except Unreadable as error:
            done.error = str(error)
    for one in sorted(found, key=lambda each: each.sequence):
        done.fetched += _store(link, one)
        side.confirm(one.sequence, one.code, stored=True)
        if one.sequence > link.cursor:
            link.cursor = one.sequence
            NationalLink.objects.filter(pk=link.pk).update(cursor=one.sequence)


def _store(link: NationalLink, one: Waiting) -> bool:
    code = one.code.strip().upper()[:60]
    agency = agency_of(link, Fields(one.body).text("MaDonViTiepNhan", "MaDonVi").upper())
    try:
        with transaction.atomic():
            message, made = OnlineMessage.objects.get_or_create(
                link=link,
                sequence=one.sequence,
                code=code,
                defaults={
                    "kind": one.kind,
                    "body": dict(one.body),
                    "agency": agency,
                    "received_at": timezone.now(),
                },
            )
            if made:
                journal(message, "national.stored")
    except IntegrityError:
        return False
    return made


def _handle_pending(link: NationalLink, side: NationalSide, done: Polled) -> None:
    pending = OnlineMessage.objects.filter(link=link, state=Inbound.STORED).order_by("sequence")
    for pk in list(pending.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        state = handle(pk, side)
        done.handled += state in {Inbound.DONE, Inbound.DECIDING}
        done.quarantined += state == Inbound.QUARANTINED


def _release(link: NationalLink, done: Polled) -> None:
    """Give the lease back and write how it went; when it works again, what waited goes out at once."""
    now = timezone.now()
    works_again = link.failing_since is not None and not done.error
    values: dict[str, Any] = {
        "poll_token": "",
        "poll_until": None,
        "poll_next_at": now + timedelta(seconds=link.poll_seconds),
        "polled_at": now,
        "poll_error": done.error[:2000],
        "failing_since": (link.failing_since or now) if done.error else None,
    }
    if not done.error:
        values["alarmed_at"] = None
    held = NationalLink.objects.filter(pk=link.pk, poll_token=link.poll_token)
    if held.update(**values) and works_again:
        wake(KIND)
