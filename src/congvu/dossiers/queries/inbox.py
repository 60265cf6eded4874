"""The inbox: open steps by urgency, in pages that never count and never skip."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.utils import timezone

from congvu.calendars import rules as clock
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.common.text import search_words
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.rules import holder_keys
from congvu.dossiers.states import StepState
from congvu.statements.queries import Compiled

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
    back = bool(before)
    found = _ordered(
        _Asked(actor, box, filters or Filters(), limits), _cursor(before or after), back=back, size=size + 1
    )
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
    asked = _Asked(actor, box, replace(filters or Filters(), urgency=""), limits_for(actor))
    found = dict(asked.run(_COUNTED, scope=_scope(actor, box)))
    return {name.value: found.get(name.value, 0) for name in clock.Urgency}


def procedures_waiting(actor: Actor, box: Box = Box.MINE) -> list[tuple[str, str]]:
    """Return code and name of the procedures among the most urgent open steps, by name (one statement).

    So many steps are looked at that a filter has what it needs, and never so many that it costs more with
    more dossiers.
    """
    kind, values = _scope(actor, box)
    found = _PROCEDURES.rows({"box": kind}, **values, clearance=actor.clearance)
    return list(dict(found).items())


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


type _Scope = tuple[str, dict[str, Any]]
"""How steps are chosen ("holder", "unit" or "agency"), and the values of the holes of all three."""


def _scope(actor: Actor, box: Box) -> _Scope:
    values = {"holders": tuple(keys_of(actor)), "units": actor.unit_ids or (0,), "agency": actor.agency_id}
    if box == Box.MINE:
        return "holder", values
    return "unit" if box == Box.UNIT or not actor.agency_wide else "agency", values


def _parts(actor: Actor, box: Box) -> list[_Scope]:
    """Return scopes that are each served in order by one index; all in one when they are too many."""
    kind, values = whole = _scope(actor, box)
    several = {"holder": "holders", "unit": "units"}.get(kind, "")
    if not several or len(values[several]) > QUEUES:
        return [whole]
    return [(kind, {**values, several: (one,)}) for one in values[several]]


def _belonging(box: str, holders: tuple[str, ...], units: tuple[int, ...], agency: int) -> QuerySet[Step]:
    """Return the open steps of a scope."""
    chosen = {
        "holder": Q(holder__in=holders, agency_id=agency),
        "unit": Q(unit_id__in=units),
        "agency": Q(agency_id=agency),
    }
    return Step.objects.filter(chosen[box], state=StepState.OPEN)


_COLUMNS = (
    "order_at", "id", "dossier_id", "key", "name", "type", "assignee_id", "assignee__full_name", "unit__name",
    "due_at", "started_at", "paused", "dossier__code", "dossier__owner_name", "dossier__procedure_name",
    "dossier__channel", "dossier__state", "dossier__version", "dossier__due_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody asks of an inbox, as the statements take it."""

    actor: Actor
    box: Box
    filters: Filters
    limits: clock.Bounds

    def run[R](self, statement: Compiled[R], *, scope: _Scope, **more: Any) -> list[R]:
        """Run a statement over a scope; a search for words is composed anew, they are patterns in it."""
        kind, values = scope
        narrow, limits = self.filters, self.limits
        values = values | {
            "clearance": self.actor.clearance, "now": limits.now, "today_end": limits.today_end,
            "soon_until": limits.soon_until, "procedure": narrow.procedure, "step_type": narrow.step_type,
            "channel": narrow.channel,
        }  # fmt: skip
        shape = {
            "box": kind, "urgency": narrow.urgency, "by_procedure": bool(narrow.procedure),
            "by_type": bool(narrow.step_type), "by_channel": bool(narrow.channel), **more.pop("shape", {}),
        }  # fmt: skip
        words = search_words(narrow.text)
        if words:
            return list(statement.build(**values, **shape, **more, words=words))
        return statement.rows(shape, **values, **more)


def _ordered(
    asked: _Asked, cursor: tuple[datetime, int] | None, *, back: bool, size: int
) -> list[dict[str, Any]]:
    shape = {"beyond": cursor is not None, "back": back, "size": size}
    at, pk = cursor or (asked.limits.now, 0)
    lists: Iterable[list[dict[str, Any]]] = (
        asked.run(_LISTED, scope=scope, shape=shape, at=at, pk=pk) for scope in _parts(asked.actor, asked.box)
    )
    ordered = merge(*lists, key=lambda row: (row["order_at"], row["id"]), reverse=back)
    return list(islice(ordered, size))


def _listed(
    *, beyond: bool, back: bool, size: int, at: datetime, pk: int, clearance: int, **narrow: Any
) -> QuerySet[Step, dict[str, Any]]:
    """Return a page of steps in their order, from a place on."""
    steps = _narrowed(**narrow).filter(dossier__confidentiality__lte=clearance)
    if beyond:
        further = (
            Q(order_at__lt=at) | Q(order_at=at, id__lt=pk)
            if back
            else (Q(order_at__gt=at) | Q(order_at=at, id__gt=pk))
        )
        steps = steps.filter(Q(order_at__lte=at) if back else Q(order_at__gte=at)).filter(further)
    order = ("-order_at", "-id") if back else ("order_at", "id")
    listed: QuerySet[Step, dict[str, Any]] = steps.order_by(*order).values(*_COLUMNS)[:size]
    return listed


def _counted(
    *, clearance: int, now: datetime, today_end: datetime, soon_until: datetime, **narrow: Any
) -> QuerySet[Step, tuple[str, int]]:
    """Return how many steps stand in each urgency group.

    There are few dossiers above somebody's clearance, and they have an index of their own, so that a count
    need not look at every dossier.
    """
    secret = Dossier.objects.filter(confidentiality__gt=0).filter(confidentiality__gt=clearance)
    group = Case(
        When(paused=True, then=Value("paused")),
        When(order_at__lt=now, then=Value("overdue")),
        When(order_at__lt=today_end, then=Value("today")),
        When(order_at__lte=soon_until, then=Value("soon")),
        default=Value("later"),
        output_field=CharField(),
    )
    steps = _narrowed(now=now, today_end=today_end, soon_until=soon_until, **narrow)
    open_to_all = steps.exclude(dossier__in=secret.values("pk")).order_by()
    return open_to_all.annotate(group=group).values("group").annotate(n=Count("id")).values_list("group", "n")


def _procedures(*, clearance: int, **scope: Any) -> QuerySet[Dossier, tuple[str, str]]:
    """Return code and name of the procedures among the most urgent steps of a scope, by name."""
    steps = _belonging(**scope).order_by("order_at", "id")
    urgent = Dossier.objects.filter(pk__in=steps.values("dossier_id")[:CAP], confidentiality__lte=clearance)
    named = urgent.order_by("procedure_name", "procedure_code")
    return named.values_list("procedure_code", "procedure_name").distinct()


def _narrowed(
    *,
    box: str, holders: tuple[str, ...], units: tuple[int, ...], agency: int,
    urgency: str, now: datetime, today_end: datetime, soon_until: datetime,
    by_procedure: bool, procedure: str, by_type: bool, step_type: str, by_channel: bool, channel: str,
    words: Sequence[str] = (),
) -> QuerySet[Step]:  # fmt: skip
    """Return the open steps of a scope that the filters leave."""
    steps = _belonging(box, holders, units, agency)
    if urgency:
        steps = steps.filter(_in_group(clock.Urgency(urgency), now, today_end, soon_until))
    if by_procedure:
        steps = steps.filter(dossier__procedure_code=procedure)
    if by_type:
        steps = steps.filter(type=step_type)
    if by_channel:
        steps = steps.filter(dossier__channel=channel)
    for word in words:
        steps = steps.filter(dossier__search_text__contains=word)
    return steps


_SCOPE = ("holders", "units", "agency", "clearance")
_NARROW = (*_SCOPE, "now", "today_end", "soon_until", "procedure", "step_type", "channel")
_LISTED = Compiled(_listed, *_NARROW, "at", "pk")
_COUNTED = Compiled(_counted, *_NARROW)
_PROCEDURES = Compiled(_procedures, *_SCOPE)


def _in_group(group: clock.Urgency, now: datetime, today_end: datetime, soon_until: datetime) -> Q:
    if group == clock.Urgency.PAUSED:
        return Q(paused=True)
    running = Q(paused=False)
    if group == clock.Urgency.OVERDUE:
        return running & Q(order_at__lt=now)
    if group == clock.Urgency.TODAY:
        return running & Q(order_at__gte=now, order_at__lt=today_end)
    if group == clock.Urgency.SOON:
        return running & Q(order_at__gte=today_end, order_at__lte=soon_until)
    return running & Q(order_at__gte=today_end, order_at__gt=soon_until)


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
