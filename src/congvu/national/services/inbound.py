"""Asking what citizens did on the portal: stored, confirmed, then handled; each message once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from congvu.delivery.services import wake
from congvu.interchange.channels.base import ChannelError
from congvu.interchange.services import leasing
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

MOST_AT_ONCE = 500


@dataclass(slots=True)
class Polled:
    """What one look at the national side brought."""

    fetched: int = 0
    handled: int = 0
    quarantined: int = 0
    error: str = ""


def poll_due(limit: int = 20) -> int:
    """Look once at every link whose time has come; return how many messages were fetched."""
    fetched, since = 0, timezone.now()
    for _turn in range(limit):
        link = take_lease(due=since)
        if link is None:
            break
        fetched += poll(link).fetched
    return fetched


def take_lease(link_id: int | None = None, *, due: datetime | None = None) -> NationalLink | None:
    """Take the link that has waited longest since `due` (now), or a named one; None when none is free."""
    found: NationalLink | None = leasing.take(NationalLink.objects.all(), link_id, due=due)
    return found


def poll(link: NationalLink) -> Polled:
    """Fetch and handle what waits at a leased link, then give it back; never raise for the far side."""
    done = Polled()
    with leasing.alive(_held(link)):
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


def _held(link: NationalLink) -> QuerySet[NationalLink]:
    return NationalLink.objects.filter(pk=link.pk, poll_token=link.poll_token)


def _release(link: NationalLink, done: Polled) -> None:
    """Give the lease back and write how it went; when it works again, what waited goes out at once."""
    if leasing.give_back(link, _held(link), done.error, after=link.poll_seconds):
        wake(KIND)
