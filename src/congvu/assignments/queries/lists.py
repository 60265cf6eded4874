"""Lists of work: open work by urgency, and everything that statistics count, in pages that never count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from congvu.assignments import rules
from congvu.assignments.models import Assignment, Involvement
from congvu.assignments.queries.scopes import AssignmentQuerySet, given_by, involved, led_by, persons_of
from congvu.assignments.rules import Group, Limits
from congvu.assignments.states import OPEN, State
from congvu.calendars.queries import legal_rules
from congvu.directory.messages import Actor

PAGE = 50
_OPEN = sorted(state.value for state in OPEN)


class Box(StrEnum):
    """Whose work is shown."""

    MINE = "mine"
    UNIT = "unit"
    GIVEN = "given"
    APPROVE = "approve"
    FOLLOWED = "followed"


class Side(StrEnum):
    """Which work is counted: what one's own side does, or what it gave."""

    LEAD = "lead"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list of open work; "" means no filter."""

    group: str = ""
    state: str = ""
    source: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What statistics count, and what a number of theirs leads to.

    Args:
        side: what one's own side leads, or what it gave.
        given_from, given_to: days of giving, inclusive.
        agency, unit, officer, giver: keys of who leads or gave; 0 unit means the agency as a whole, 0 officer
            the unit as a whole.
        source: "label:pk", or the number of the source document, or "-" for none.
        bucket: one of the four.
        text: words.
    """

    side: Side = Side.LEAD
    given_from: date | None = None
    given_to: date | None = None
    agency: int | None = None
    unit: int | None = None
    officer: int | None = None
    giver: int | None = None
    source: str = ""
    bucket: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One line of a list, ready to show."""

    pk: int
    code: str
    content: str
    state: str
    version: int
    leader: str
    giver: str
    source: str
    urgency: int
    confidentiality: int
    due_on: date | None
    due_at: datetime | None
    finished_on: date | None
    group: Group
    awaiting: str
    extended: bool
    has_parent: bool
    cursor: str
    bucket: str = ""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A page of rows; `older` and `newer` are cursors, "" where there is nothing more."""

    rows: Sequence[TaskRow] = field(default_factory=tuple)
    newer: str = ""
    older: str = ""


_COLUMNS = (
    "id", "code", "content", "state", "version", "lead_agency__name", "lead_agency__short_name",
    "lead_unit__name", "lead_officer__full_name", "giver__full_name", "giver_agency__name", "source_code",
    "urgency", "confidentiality", "due_on", "due_at", "finished_on", "first_due_on", "awaiting", "order_at",
    "parent_id",
)  # fmt: skip


def work(
    actor: Actor,
    box: Box = Box.MINE,
    filters: Filters | None = None,
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> TaskPage:
    """Return a page of open work, the most urgent first (one statement).

    Args:
        actor: whose list.
        box: which one.
        filters: what narrows it.
        after, before: cursor of the row that the page follows, or comes before.
        size: rows a page.
    """
    limits = limits_now()
    rows = _narrow(_box(actor, box), filters or Filters(), limits)
    back = bool(before)
    cursor = _cursor(before or after)
    if cursor is not None:
        at, pk = cursor
        rows = rows.filter(
            Q(order_at__lt=at) | Q(order_at=at, id__lt=pk)
            if back
            else Q(order_at__gt=at) | Q(order_at=at, id__gt=pk)
        )
    rows = rows.order_by(*(("-order_at", "-id") if back else ("order_at", "id")))
    found = list(rows.values(*_COLUMNS)[: size + 1])
    return _paged(found, limits, size=size, back=back, after=after)


def counts(actor: Actor, box: Box, filters: Filters | None = None) -> dict[str, int]:
    """Return how many stand in each urgency group (one grouped statement)."""
    limits = limits_now()
    chosen = filters or Filters()
    rows = _narrow(_box(actor, box), Filters("", chosen.state, chosen.source, chosen.text), limits)
    group = Case(
        When(due_at__isnull=True, then=Value(Group.OPEN_ENDED.value)),
        When(due_at__lt=limits.now, then=Value(Group.OVERDUE.value)),
        When(due_at__lt=limits.today_end, then=Value(Group.TODAY.value)),
        When(due_at__lt=limits.soon_until, then=Value(Group.SOON.value)),
        default=Value(Group.LATER.value),
        output_field=CharField(),
    )
    grouped = rows.order_by().annotate(group=group).values("group").annotate(n=Count("id"))
    found = {row["group"]: row["n"] for row in grouped}
    return {name.value: found.get(name.value, 0) for name in Group}


def waiting_for(actor: Actor) -> int:
    """Return how many reports and proposals wait for `actor` (one statement, at most 1000)."""
    return _box(actor, Box.APPROVE).order_by()[:1000].count()


def counted(actor: Actor, scope: Scope) -> AssignmentQuerySet:
    """Return what a scope counts, each with its bucket: behind every number of the statistics."""
    rows = Assignment.objects.visible_to(actor).in_buckets(timezone.now())
    rows = rows.filter(led_by(actor) if scope.side == Side.LEAD else given_by(actor))
    if scope.given_from:
        rows = rows.filter(given_at__gte=_midnight(scope.given_from))
    if scope.given_to:
        rows = rows.filter(given_at__lt=_midnight(scope.given_to + timedelta(1)))
    if scope.agency is not None:
        rows = rows.filter(lead_agency_id=scope.agency)
    if scope.unit is not None:
        rows = rows.filter(lead_unit_id=scope.unit or None)
    if scope.officer is not None:
        rows = rows.filter(lead_officer_id=scope.officer or None)
    if scope.giver is not None:
        rows = rows.filter(giver_id=scope.giver or None)
    if scope.source:
        rows = rows.filter(_of_source(scope.source))
    if scope.text:
        rows = rows.matching(scope.text)
    only: dict[str, Any] = {"bucket": scope.bucket} if scope.bucket else {}
    return rows.filter(**only)


def listed(actor: Actor, scope: Scope, *, before: str = "", after: str = "", size: int = PAGE) -> TaskPage:
    """Return a page of what a scope counts, newest first (one statement).

    Args:
        before: cursor after which older rows follow.
        after: cursor before which newer rows stand.
    """
    limits = limits_now()
    rows = counted(actor, scope)
    back = bool(after)
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after))
    elif before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    rows = rows.order_by("pk" if back else "-pk")
    found = list(rows.values(*_COLUMNS, "bucket")[: size + 1])
    return _paged(found, limits, size=size, back=back, after=before, by_id=True)


def limits_now() -> Limits:
    """Return the moments that part the urgency groups now."""
    now = timezone.now()
    return rules.limits_at(now, legal_rules(timezone.localdate(now)))


def _box(actor: Actor, box: Box) -> QuerySet[Assignment]:
    states = [*_OPEN, "hidden"] if box == Box.GIVEN else _OPEN
    rows = Assignment.objects.filter(state__in=states, confidentiality__lte=actor.clearance)
    if box == Box.FOLLOWED:
        part = Involvement.objects.filter(assignment=OuterRef("pk")).filter(involved(actor))
        return rows.filter(Exists(part.exclude(reason__in=["giver", "lead"]))).filter(_seen(actor))
    return rows.filter(
        {Box.MINE: _mine, Box.UNIT: led_by, Box.GIVEN: _given, Box.APPROVE: _decides}[box](actor)
    )


def _seen(actor: Actor) -> Q:
    """Following alone opens nothing: what is followed must still be visible for another reason."""
    part = Involvement.objects.filter(assignment=OuterRef("pk")).exclude(reason="follows")
    return Q(Exists(part.filter(involved(actor))))


def _mine(actor: Actor) -> Q:
    """What falls to the officer: their own, and what was given to the unit or agency that they lead."""
    own = Q(lead_officer_id__in=persons_of(actor))
    if actor.can("assignment.approve"):
        own |= Q(lead_officer__isnull=True, lead_unit_id=actor.unit_id or 0)
        if actor.agency_wide:
            own |= Q(lead_unit__isnull=True)
    return Q(lead_agency_id=actor.agency_id) & own


def _given(actor: Actor) -> Q:
    return Q(giver_id__in=persons_of(actor), giver_agency_id=actor.agency_id)


def _decides(actor: Actor) -> Q:
    if not actor.can("assignment.approve"):
        return Q(pk__in=[])
    given = Q(giver_agency_id=actor.agency_id) & (
        Q() if actor.agency_wide and actor.can("assignment.give") else Q(giver_id__in=persons_of(actor))
    )
    heads = Q(lead_unit_id__in=actor.unit_ids)
    if actor.agency_wide:
        heads |= Q(lead_unit__isnull=True)
    return (given & Q(awaiting="giver")) | (Q(lead_agency_id=actor.agency_id, awaiting="unit") & heads)


def _narrow(rows: QuerySet[Assignment], filters: Filters, limits: Limits) -> QuerySet[Assignment]:
    if filters.group:
        rows = rows.filter(_in_group(Group(filters.group), limits))
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.source:
        rows = rows.filter(source_kind=filters.source)
    if filters.text:
        rows = rows.filter(pk__in=Assignment.objects.matching(filters.text).values("pk"))
    return rows


def _in_group(group: Group, limits: Limits) -> Q:
    return {
        Group.OPEN_ENDED: Q(due_at__isnull=True),
        Group.OVERDUE: Q(due_at__lt=limits.now),
        Group.TODAY: Q(due_at__gte=limits.now, due_at__lt=limits.today_end),
        Group.SOON: Q(due_at__gte=limits.today_end, due_at__lt=limits.soon_until),
        Group.LATER: Q(due_at__gte=limits.soon_until),
    }[group]


def _of_source(source: str) -> Q:
    if source == "-":
        return Q(source_code="", source_pk__isnull=True)
    label, colon, pk = source.partition(":")
    if colon and pk.isdecimal() and "." in label:
        return Q(source_label=label, source_pk=int(pk))
    return Q(source_code=source)


def _paged(
    found: list[dict[str, Any]], limits: Limits, *, size: int, back: bool, after: str, by_id: bool = False
) -> TaskPage:
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    rows = [_row(values, limits, by_id=by_id) for values in found]
    first, last = (rows[0].cursor, rows[-1].cursor) if rows else ("", "")
    older = last if (more and not back) or back else ""
    newer = first if (more and back) or (after and not back) else ""
    return TaskPage(rows, newer, older)


def _row(values: dict[str, Any], limits: Limits, *, by_id: bool) -> TaskRow:
    agency = values["lead_agency__short_name"] or values["lead_agency__name"]
    leader = values["lead_officer__full_name"] or values["lead_unit__name"] or agency
    stamp = f"{values['order_at'].timestamp():.6f}_{values['id']}"
    first = values["first_due_on"]
    return TaskRow(
        pk=values["id"],
        code=values["code"],
        content=values["content"],
        state=values["state"],
        version=values["version"],
        leader=leader,
        giver=values["giver__full_name"] or values["giver_agency__name"],
        source=values["source_code"],
        urgency=values["urgency"],
        confidentiality=values["confidentiality"],
        due_on=values["due_on"],
        due_at=values["due_at"],
        finished_on=values["finished_on"],
        group=rules.group_of(values["due_at"], limits),
        awaiting=values["awaiting"],
        extended=first is not None and first != values["due_on"] and State(values["state"]) in OPEN,
        has_parent=values["parent_id"] is not None,
        cursor=str(values["id"]) if by_id else stamp,
        bucket=values.get("bucket", ""),
    )


def _cursor(text: str) -> tuple[datetime, int] | None:
    """Read a cursor; a mangled one means the first page, never an error."""
    stamp, _, pk = text.partition("_")
    try:
        return datetime.fromtimestamp(float(stamp), tz=timezone.get_default_timezone()), int(pk)
    except (ValueError, OverflowError, OSError):
        return None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())
