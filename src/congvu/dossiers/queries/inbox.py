"""The inbox: open steps by urgency, in pages that never count and never skip."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.utils import timezone

from congvu.calendars import rules as clock
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.queries.scopes import search_words
from congvu.dossiers.rules import holder_keys
from congvu.dossiers.states import StepState

PAGE = 50
CAP = 1000
QUEUES = 2
"""So many queues are read in order and merged (an officer's own and their unit's); beyond that one statement
sorts them, so that the inbox of a leader over many units costs no more statements than a specialist's."""


class Box(StrEnum):
    """Whose open steps are shown."""

    MINE = "mine"
    UNIT = "unit"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows an inbox: each "" or None means no filter.

    Args:
        urgency: one group.
        procedure: a procedure code.
        step_type: a type of step, such as "sign".
        channel: "1", "2" or "3".
        text: words of the applicant's name, or of the code.
    """

    urgency: str = ""
    procedure: str = ""
    step_type: str = ""
    channel: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of the inbox, ready to show."""

    step_id: int
    dossier_id: int
    code: str
    owner: str
    procedure: str
    channel: str
    state: str
    version: int
    step_key: str
    step_name: str
    step_type: str
    unit: str
    assignee: str
    mine: bool
    due_at: datetime | None
    step_due_at: datetime | None
    started_at: datetime
    urgency: clock.Urgency
    cursor: str


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of rows; `older` and `newer` are cursors, "" where there is nothing more."""

    rows: list[InboxRow] = field(default_factory=list)
    older: str = ""
    newer: str = ""


def inbox(
    actor: Actor,
    box: Box = Box.MINE,
    filters: Filters | None = None,
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> InboxPage:
    """Return a page of open steps, the most urgent first.

    Args:
        actor: whose inbox.
        box: the actor's own and their queues, the unit's, or the agency's.
        filters: what narrows it.
        after, before: cursor of the row that the page follows, or comes before.
        size: rows a page.
    """
    limits = limits_for(actor)
    steps = _narrow(Step.objects.filter(state=StepState.OPEN), filters or Filters(), limits)
    steps = steps.filter(dossier__confidentiality__lte=actor.clearance)
    back = bool(before)
    cursor = _cursor(before or after)
    found = _ordered(steps, actor, box, cursor, back=back, size=size + 1)
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    rows = [_row(values, actor, limits) for values in found]
    first, last = (rows[0].cursor, rows[-1].cursor) if rows else ("", "")
    older = last if (more and not back) or back else ""
    newer = first if (more and back) or (after and not back) else ""
    return InboxPage(rows, older, newer)


def counts(actor: Actor, box: Box = Box.MINE, filters: Filters | None = None) -> dict[str, int]:
    """Return how many open steps stand in each urgency group (one grouped statement)."""
    limits = limits_for(actor)
    steps = _narrow(
        Step.objects.filter(_belongs(actor, box), state=StepState.OPEN).exclude(_too_secret(actor)),
        Filters(**{**_plain(filters), "urgency": ""}),
        limits,
    )
    group = Case(
        When(paused=True, then=Value("paused")),
        When(order_at__lt=limits.now, then=Value("overdue")),
        When(order_at__lt=limits.today_end, then=Value("today")),
        When(order_at__lte=limits.soon_until, then=Value("soon")),
        default=Value("later"),
        output_field=CharField(),
    )
    grouped = steps.order_by().annotate(group=group).values("group").annotate(n=Count("id"))
    found = {row["group"]: row["n"] for row in grouped}
    return {name.value: found.get(name.value, 0) for name in clock.Urgency}


def procedures_waiting(actor: Actor, box: Box = Box.MINE) -> list[tuple[str, str]]:
    """Return code and name of the procedures among the most urgent open steps, by name (one statement).

    So many steps are looked at that a filter has what it needs, and never so many that it costs more with
    more dossiers.
    """
    steps = Step.objects.filter(_belongs(actor, box), state=StepState.OPEN).order_by("order_at", "id")
    urgent = Dossier.objects.filter(
        pk__in=steps.values("dossier_id")[:CAP], confidentiality__lte=actor.clearance
    )
    found = urgent.order_by("procedure_name", "procedure_code").values_list(
        "procedure_code", "procedure_name"
    )
    return list(dict(found.distinct()).items())


def limits_for(actor: Actor) -> clock.Bounds:
    """Return the moments that part the urgency groups now, by the agency's working time."""
    now = timezone.now()
    return clock.bounds(now, schedule_for(actor.agency_id), legal_rules(timezone.localdate(now)))


def keys_of(actor: Actor) -> list[str]:
    """Return the holder keys whose steps are the actor's, or those of the officer they stand in for."""
    return holder_keys(actor.officer_id, actor.unit_ids, actor.roles, actor.acting_for_id)


def holds(actor: Actor, step: Step) -> bool:
    """Tell whether a step is in `actor`'s hands: theirs, or in a queue of their unit and role.

    Of somebody with posts in several agencies only the post acted in counts.
    """
    return step.agency_id == actor.agency_id and step.holder in keys_of(actor)


def _belongs(actor: Actor, box: Box) -> Q:
    if box == Box.MINE:
        return Q(holder__in=keys_of(actor), agency_id=actor.agency_id)
    if box == Box.UNIT or not actor.agency_wide:
        return Q(unit_id__in=actor.unit_ids)
    return Q(agency_id=actor.agency_id)


def _too_secret(actor: Actor) -> Q:
    """Return the condition for steps of dossiers above the actor's clearance.

    There are few, and they have an index of their own, so that a count need not look at every dossier.
    """
    secret = Dossier.objects.filter(confidentiality__gt=0).filter(confidentiality__gt=actor.clearance)
    return Q(dossier__in=secret.values("pk"))


def _parts(actor: Actor, box: Box) -> list[Q]:
    """Return conditions that are each served in order by one index."""
    if box == Box.MINE:
        return [Q(holder=key, agency_id=actor.agency_id) for key in keys_of(actor)]
    if box == Box.UNIT or not actor.agency_wide:
        return [Q(unit_id=unit_id) for unit_id in actor.unit_ids]
    return [Q(agency_id=actor.agency_id)]


_COLUMNS = (
    "order_at", "id", "dossier_id", "key", "name", "type", "assignee_id", "assignee__full_name", "unit__name",
    "due_at", "started_at", "paused", "dossier__code", "dossier__owner_name", "dossier__procedure_name",
    "dossier__channel", "dossier__state", "dossier__version", "dossier__due_at",
)  # fmt: skip


def _ordered(
    steps: QuerySet[Step],
    actor: Actor,
    box: Box,
    cursor: tuple[datetime, int] | None,
    *,
    back: bool,
    size: int,
) -> list[dict[str, Any]]:
    if cursor is not None:
        at, pk = cursor
        beyond = (
            Q(order_at__lt=at) | Q(order_at=at, id__lt=pk)
            if back
            else (Q(order_at__gt=at) | Q(order_at=at, id__gt=pk))
        )
        edge = Q(order_at__lte=at) if back else Q(order_at__gte=at)
        steps = steps.filter(edge).filter(beyond)
    steps = steps.order_by(*(("-order_at", "-id") if back else ("order_at", "id")))
    parts = _parts(actor, box)
    if len(parts) > QUEUES:
        return list(steps.filter(_belongs(actor, box)).values(*_COLUMNS)[:size])
    lists: Iterable[list[dict[str, Any]]] = (
        list(steps.filter(part).values(*_COLUMNS)[:size]) for part in parts
    )
    ordered = merge(*lists, key=lambda row: (row["order_at"], row["id"]), reverse=back)
    return list(islice(ordered, size))


def _narrow(steps: QuerySet[Step], filters: Filters, limits: clock.Bounds) -> QuerySet[Step]:
    if filters.urgency:
        steps = steps.filter(_in_group(clock.Urgency(filters.urgency), limits))
    if filters.procedure:
        steps = steps.filter(dossier__procedure_code=filters.procedure)
    if filters.step_type:
        steps = steps.filter(type=filters.step_type)
    if filters.channel:
        steps = steps.filter(dossier__channel=filters.channel)
    for word in search_words(filters.text):
        steps = steps.filter(dossier__search_text__contains=word)
    return steps


def _in_group(group: clock.Urgency, limits: clock.Bounds) -> Q:
    if group == clock.Urgency.PAUSED:
        return Q(paused=True)
    running = Q(paused=False)
    if group == clock.Urgency.OVERDUE:
        return running & Q(order_at__lt=limits.now)
    if group == clock.Urgency.TODAY:
        return running & Q(order_at__gte=limits.now, order_at__lt=limits.today_end)
    if group == clock.Urgency.SOON:
        return running & Q(order_at__gte=limits.today_end, order_at__lte=limits.soon_until)
    return running & Q(order_at__gte=limits.today_end, order_at__gt=limits.soon_until)


def _plain(filters: Filters | None) -> dict[str, str]:
    chosen = filters or Filters()
    return {name: getattr(chosen, name) for name in Filters.__dataclass_fields__}


def _row(values: dict[str, Any], actor: Actor, limits: clock.Bounds) -> InboxRow:
    due_at = values["dossier__due_at"]
    return InboxRow(
        step_id=values["id"],
        dossier_id=values["dossier_id"],
        code=values["dossier__code"] or "",
        owner=values["dossier__owner_name"],
        procedure=values["dossier__procedure_name"],
        channel=values["dossier__channel"],
        state=values["dossier__state"],
        version=values["dossier__version"],
        step_key=values["key"],
        step_name=values["name"],
        step_type=values["type"],
        unit=values["unit__name"],
        assignee=values["assignee__full_name"] or "",
        mine=values["assignee_id"] == actor.officer_id,
        due_at=due_at,
        step_due_at=values["due_at"],
        started_at=values["started_at"],
        urgency=clock.urgency(
            None if values["paused"] else values["order_at"], limits, paused=values["paused"]
        ),
        cursor=f"{values['order_at'].timestamp():.6f}_{values['id']}",
    )


def _cursor(text: str) -> tuple[datetime, int] | None:
    """Read a cursor; a mangled one means the first page, never an error."""
    stamp, _, pk = text.partition("_")
    try:
        return datetime.fromtimestamp(float(stamp), tz=timezone.get_default_timezone()), int(pk)
    except (ValueError, OverflowError, OSError):
        return None
