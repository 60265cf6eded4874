"""Reading the journal: the timeline of a thing, and what happened in an agency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from congvu.audit.events import known
from congvu.audit.models import ChainHead, Event
from congvu.common.subject import Subject
from congvu.statements.queries import Compiled

_FIELDS = (
    "id",
    "at",
    "kind",
    "subject_label",
    "subject_pk",
    "officer_id",
    "officer_name",
    "post_title",
    "acting_for__full_name",
    "reason",
    "data",
    "sealed",
    "personal",
)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One event as a person reads it.

    Args:
        id: the event's key; keyset pages go on from it.
        at: when, aware.
        kind: the event kind's name.
        sentence: what happened, in Vietnamese.
        link: URL name that shows the subject, or "".
        subject: what it happened to.
        officer_id: who did it; None for the system.
        officer_name: the name at that time.
        post_title: the title at that time.
        acting_for: name of the officer stood in for, or "".
        reason: the reason given; "" when there is none or when it was erased.
        data: the event's data; personal values that were erased are None.
    """

    id: int
    at: datetime
    kind: str
    sentence: str
    link: str
    subject: Subject
    officer_id: int | None
    officer_name: str
    post_title: str
    acting_for: str
    reason: str
    data: Mapping[str, Any]


def timeline(
    subject: Subject,
    *,
    kinds: Iterable[str] | None = None,
    before: int | None = None,
    limit: int = 200,
    newest_first: bool = True,
) -> list[TimelineRow]:
    """Return the events of `subject`, ready to show (one statement).

    Args:
        subject: whose events.
        kinds: only these kinds.
        before: only events older than this event's id (keyset page).
        limit: at most so many.
        newest_first: the order wanted.
    """
    shape = {
        "kinds": None if kinds is None else tuple(kinds),
        "back": before is not None,
        "newest_first": newest_first,
        "limit": limit,
    }
    values = {"label": subject.label, "pk": subject.pk, "before": before or 0}
    return [_row(*row) for row in _TIMELINE.rows(shape, **values)]


def _timeline(
    *,
    label: str,
    pk: int,
    before: int,
    kinds: tuple[str, ...] | None,
    back: bool,
    newest_first: bool,
    limit: int,
) -> models.QuerySet[Event, Any]:
    events = Event.objects.filter(subject_label=label, subject_pk=pk)
    if kinds is not None:
        events = events.filter(kind__in=kinds)
    if back:
        events = events.filter(pk__lt=before)
    return events.order_by("-pk" if newest_first else "pk").values_list(*_FIELDS)[:limit]


_TIMELINE = Compiled(_timeline, "label", "pk", "before")


def journal(
    agency_id: int, *, day: date | None = None, before: int | None = None, limit: int = 100
) -> list[TimelineRow]:
    """Return what happened in an agency, newest first (one statement).

    Args:
        agency_id: whose chain.
        day: one local day, or all.
        before: only events older than this event's id.
        limit: at most so many.
    """
    events = Event.objects.filter(agency_id=agency_id)
    if day is not None:
        events = events.filter(day=day)
    if before is not None:
        events = events.filter(pk__lt=before)
    return _rows(events.order_by("-day", "-seq")[:limit])


def heads(day: date | None = None) -> models.QuerySet[ChainHead]:
    """Return the ends of all chains, or of one day, for an outsider to keep."""
    chosen = ChainHead.objects.order_by("agency_id", "day")
    return chosen if day is None else chosen.filter(day=day)


def _rows(events: models.QuerySet[Event]) -> list[TimelineRow]:
    return [_row(*values) for values in events.values_list(*_FIELDS)]


def _row(
    pk: int,
    at: datetime,
    name: str,
    label: str,
    subject_pk: int,
    officer_id: int | None,
    officer_name: str,
    post_title: str,
    acting_for: str | None,
    reason: str,
    data: dict[str, Any],
    sealed: dict[str, str],
    personal: dict[str, list[Any]],
) -> TimelineRow:
    kind = known(name)
    content = {**data, **{key: personal[key][1] if key in personal else None for key in sealed}}
    said = {"officer": officer_name, "post": post_title, **content}
    return TimelineRow(
        id=pk,
        at=at,
        kind=name,
        sentence=kind.say(said),
        link=kind.link,
        subject=Subject(label, subject_pk),
        officer_id=officer_id,
        officer_name=officer_name,
        post_title=post_title,
        acting_for=acting_for or "",
        reason=reason or content.get("reason") or "",
        data=content,
    )
