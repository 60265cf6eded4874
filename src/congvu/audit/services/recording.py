"""Recording facts: inside the transaction that makes them true, or not at all."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils import timezone

from congvu.audit import rules
from congvu.audit.events import kind_of
from congvu.audit.models import Event
from congvu.audit.services import chain
from congvu.common.subject import Subject
from congvu.directory.messages import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of a batch for `record_many`; the fields are the arguments of `record`."""

    kind: str
    subject: Subject
    actor: Actor
    agency_id: int | None = None
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def record(
    kind: str, subject: Subject, *, actor: Actor, agency_id: int | None = None, reason: str = "", **data: Any
) -> Event:
    """Append one event to the chain of an agency and today (one statement on PostgreSQL, two on SQLite).

    Call it late in a transaction: until the end, others of that agency wait to append.

    Args:
        kind: a registered event kind.
        subject: what the event is about.
        actor: who acts, in which post.
        agency_id: whose chain; the actor's agency unless told.
        reason: the reason that the officer gave.
        data: facts of the event; dates and decimals become text, floats are refused.

    Raises RuntimeError outside a transaction, LookupError for a kind that nobody registered.
    """
    return record_many([Entry(kind, subject, actor, agency_id, reason, data)])[0]


def record_many(entries: Iterable[Entry]) -> list[Event]:
    """Append a batch of events, in the order given: two statements for each agency concerned.

    Chains are locked in the order of agencies, so that two batches never wait for each other in a circle.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record works only inside the transaction that makes the fact true")
    now = timezone.now()
    today = timezone.localdate(now)
    events = [_drafted(entry, now, today) for entry in entries]
    ordered = sorted(events, key=lambda event: event.agency_id)
    for agency_id, batch in groupby(ordered, key=lambda event: event.agency_id):
        chain.append(agency_id, today, list(batch))
    return events


def _drafted(entry: Entry, now: datetime, today: date) -> Event:
    open_data, sealed, personal = _split(entry)
    actor = entry.actor
    event = Event(
        agency_id=entry.agency_id or actor.agency_id,
        day=today,
        at=now,
        kind=entry.kind,
        subject_label=entry.subject.label,
        subject_pk=entry.subject.pk,
        officer_id=actor.officer_id,
        officer_name=actor.officer_name,
        post_title=actor.post_title,
        acting_for_id=actor.acting_for_id,
        reason="" if "reason" in sealed else rules.plain(entry.reason),
        data=open_data,
        sealed=sealed,
        personal=personal,
    )
    event.digest = rules.digest(event.recorded)
    return event


def _split(entry: Entry) -> tuple[dict[str, Any], dict[str, str], dict[str, list[Any]]]:
    """Part the data of `entry` into open facts and sealed personal values."""
    kind = kind_of(entry.kind)
    open_data: dict[str, Any] = rules.plain(entry.data)
    if "reason" in kind.personal and entry.reason:
        open_data["reason"] = rules.plain(entry.reason)
    sealed: dict[str, str] = {}
    personal: dict[str, list[Any]] = {}
    for name in kind.personal:
        value = open_data.pop(name, None)
        if value not in (None, ""):
            salt = secrets.token_hex(16)
            personal[name] = [salt, value]
            sealed[name] = rules.seal(salt, value)
    return open_data, sealed, personal
