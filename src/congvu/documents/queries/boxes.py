"""Boxes of incoming documents: what waits for whom, in pages that never count and never skip."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.utils import timezone

from congvu.calendars import rules as clock
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.directory.messages import Actor
from congvu.documents.models import IncomingDocument, Line
from congvu.documents.queries.incoming_scopes import IncomingQuerySet
from congvu.documents.states.incoming import LineRole, LineState, State

PAGE = 50
REGISTRY = "document.register"


class Box(StrEnum):
    """The boxes, each by its place in an address."""

    WAITING = "cho-tiep-nhan"
    PRESENT = "cho-trinh"
    TODO = "cho-xu-ly"
    INFORM = "de-biet"
    CAME_BACK = "de-nghi-tra-lai"
    HANDLED = "da-xu-ly"
    RETURNED = "da-tra-lai"
    ALL = "tat-ca"


COUNTED = (Box.WAITING, Box.PRESENT, Box.TODO, Box.INFORM, Box.CAME_BACK)
"""Boxes that ask for an act; what is done already is not counted."""
_GROUPED = frozenset({Box.WAITING, Box.TODO})


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a box: each "" or None means no filter."""

    text: str = ""
    kind: str = ""
    urgent: bool = False
    arrived_from: date | None = None
    arrived_to: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One document, or one line of it, ready to show.

    Args:
        line_id: the line, None in boxes of documents.
        order: the moment by which the box is ordered; its urgency group follows from it.
        group: the urgency group, None in boxes without.
        read_code, read_subject, read_issuer: what a machine read, of documents that nobody confirmed yet.
    """

    document_id: int
    version: int
    code: str
    subject: str
    kind: str
    issuer: str
    issued_on: date | None
    urgency: int
    confidentiality: int
    arrival: str
    arrived_at: datetime
    state: str
    line_id: int | None
    line_state: str
    role: str
    name: str
    sender: str
    task: str
    unread: bool
    due_at: datetime | None
    group: clock.Urgency | None
    cursor: str
    read_code: str = ""
    read_subject: str = ""
    read_issuer: str = ""


@dataclass(frozen=True, slots=True)
class BoxPage:
    """A page of rows; `older` and `newer` are cursors, "" where there is nothing more."""

    rows: list[Row] = field(default_factory=list)
    older: str = ""
    newer: str = ""


def boxes_of(actor: Actor) -> list[Box]:
    """Return the boxes that an officer has."""
    return [box for box in Box if box != Box.PRESENT or registers(actor)]


def registers(actor: Actor) -> bool:
    """Tell whether an officer registers documents of the agency."""
    return actor.agency_wide and actor.can(REGISTRY)


def box_page(
    actor: Actor,
    box: Box,
    filters: Filters | None = None,
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> BoxPage:
    """Return a page of a box (one statement).

    Args:
        actor: whose box.
        box: which one; work by deadline, what is done newest first.
        filters: what narrows it.
        after, before: cursor of the row that the page follows, or comes before.
        size: rows a page.
    """
    chosen = filters or Filters()
    limits = limits_for(actor)
    rows, order, ascending, columns = _source(actor, box, chosen)
    back = bool(before)
    cursor = _cursor(before or after, with_stamp=order != "pk")
    forward = ascending != back
    rows = _beyond(rows, order, cursor, forward=forward)
    sign = "" if forward else "-"
    fields = [f"{sign}pk"] if order == "pk" else [f"{sign}{order}", f"{sign}pk"]
    found = list(rows.order_by(*fields).values(*columns)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    shown = [_row(values, box, order, limits, of_line="document_id" in columns) for values in found]
    first, last = (shown[0].cursor, shown[-1].cursor) if shown else ("", "")
    older = last if (more and not back) or back else ""
    newer = first if (more and back) or (after and not back) else ""
    return BoxPage(shown, older, newer)


def counts(actor: Actor) -> dict[Box, int]:
    """Return how much waits in each box that asks for an act (one grouped statement)."""
    mine = _mine(actor) & Q(document__confidentiality__lte=actor.clearance)
    lines = (
        Line.objects.filter(mine, state__in=[LineState.WAITING, LineState.TODO, LineState.BOUNCED])
        .order_by()
        .annotate(what=F("state"), told=F("role"))
        .values_list("what", "told")
        .annotate(n=Count("id"))
    )
    back = (
        _came_back(actor).order_by().annotate(what=Value("back"), told=Value("")).values_list("what", "told")
    )
    parts: list[QuerySet[Any, Any]] = [back.annotate(n=Count("id"))]
    if registers(actor):
        documents = IncomingDocument.objects.filter(
            agency_id=actor.agency_id,
            confidentiality__lte=actor.clearance,
            state__in=[State.ARRIVED, State.REGISTERED],
        )
        grouped = documents.order_by().annotate(what=F("state"), told=Value("")).values_list("what", "told")
        parts.append(grouped.annotate(n=Count("id")))
    found = dict.fromkeys(COUNTED, 0)
    for what, told, number in lines.union(*parts, all=True).order_by():
        box = _box_of(what, told, registers(actor))
        found[box] += number
    return found


def limits_for(actor: Actor) -> clock.Bounds:
    """Return the moments that part the urgency groups now, by the agency's working time."""
    now = timezone.now()
    return clock.bounds(now, schedule_for(actor.agency_id), legal_rules(timezone.localdate(now)))


def _box_of(what: str, told: str, registry: bool) -> Box:
    if what == State.ARRIVED:
        return Box.WAITING
    if what == State.REGISTERED:
        return Box.PRESENT
    if what == "back":
        return Box.CAME_BACK
    if told == LineRole.INFORM:
        return Box.INFORM
    return Box.WAITING if what == LineState.WAITING and not registry else Box.TODO


def _mine(actor: Actor) -> Q:
    """Return the condition for lines in the actor's hands.

    A unit's lines are those of its people; a leader over the whole agency is not bothered with them.
    """
    own = Q(officer_id__in={actor.officer_id or 0, actor.acting_for_id or actor.officer_id or 0})
    own &= Q(agency_id=actor.agency_id)
    if actor.agency_wide and "unit-head" not in actor.roles:
        return own
    return own | Q(officer__isnull=True, unit_id__in=actor.unit_ids)


def _came_back(actor: Actor) -> QuerySet[Line]:
    """Return the lines that the actor sent, that were given back, and that nobody has sent anew."""
    open_again = Q(parent__state=LineState.BOUNCED) | Q(
        parent__isnull=True, document__state__in=[State.REGISTERED, State.PROCESSING]
    )
    return Line.objects.filter(
        open_again,
        sender_id=actor.officer_id or 0,
        state=LineState.RETURNED,
        agency_id=actor.agency_id,
        document__confidentiality__lte=actor.clearance,
    )


_DOCUMENT = (
    "version", "code", "subject", "kind_name", "issuer_name", "issued_on", "urgency", "confidentiality",
    "arrival_number", "arrival_suffix", "arrived_at", "state",
)  # fmt: skip
_DOCUMENT_COLUMNS = ("pk", "register_due_at", "due_at", *_DOCUMENT)
_READ = {
    "read_code": ("number", "notation"), "read_subject": ("subject",), "read_issuer": ("issuer_name",),
}  # fmt: skip
_WAITING_COLUMNS = (
    *_DOCUMENT_COLUMNS,
    *(f"reading__values__{name}__value" for names in _READ.values() for name in names),
)
_LINE_COLUMNS = (
    "pk", "document_id", "order_at", "role", "name", "sender_name", "task", "read_at",
    *(f"document__{name}" for name in _DOCUMENT), "due_at", "state",
)  # fmt: skip


def _source(actor: Actor, box: Box, filters: Filters) -> tuple[QuerySet[Any], str, bool, tuple[str, ...]]:
    """Return the rows of a box, by what they are ordered, whether from small to large, and the columns."""
    registry = registers(actor)
    if box == Box.ALL or (registry and box in {Box.WAITING, Box.PRESENT}):
        documents = _narrow(IncomingDocument.objects.visible_to(actor), filters, actor)
        if box == Box.WAITING:
            return documents.filter(state=State.ARRIVED), "register_due_at", True, _WAITING_COLUMNS
        if box == Box.PRESENT:
            return documents.filter(state=State.REGISTERED), "pk", True, _DOCUMENT_COLUMNS
        if filters.state:
            documents = documents.filter(state=filters.state)
        return documents, "pk", False, _DOCUMENT_COLUMNS
    lines = _lines(actor, box, registry)
    lines = lines.filter(document__confidentiality__lte=actor.clearance)
    if filters != Filters():
        within = _narrow(IncomingDocument.objects.filter(agency_id=actor.agency_id), filters, actor)
        lines = lines.filter(document__in=within)
    work = box in {Box.WAITING, Box.TODO}
    return lines, "order_at" if work else "pk", work, _LINE_COLUMNS


def _lines(actor: Actor, box: Box, registry: bool) -> QuerySet[Line]:
    if box == Box.CAME_BACK:
        return _came_back(actor)
    mine = Line.objects.filter(_mine(actor))
    working = mine.exclude(role=LineRole.INFORM)
    if box == Box.WAITING:
        return working.filter(state=LineState.WAITING)
    if box == Box.TODO:
        todo = [LineState.TODO, LineState.BOUNCED, *([LineState.WAITING] if registry else [])]
        return working.filter(state__in=todo)
    if box == Box.INFORM:
        return mine.filter(role=LineRole.INFORM, state=LineState.TODO)
    if box == Box.RETURNED:
        return mine.filter(state=LineState.RETURNED)
    return mine.filter(state__in=[LineState.FORWARDED, LineState.DONE])


def _narrow(documents: IncomingQuerySet, filters: Filters, actor: Actor) -> IncomingQuerySet:
    if filters.text:
        documents = documents.matching(filters.text, actor)
    if filters.kind:
        documents = documents.filter(kind_name=filters.kind)
    if filters.urgent:
        documents = documents.filter(urgency__gt=0)
    if filters.arrived_from:
        documents = documents.filter(arrived_on__gte=filters.arrived_from)
    if filters.arrived_to:
        documents = documents.filter(arrived_on__lte=filters.arrived_to)
    return documents


def _beyond(
    rows: QuerySet[Any], order: str, cursor: tuple[datetime | None, int] | None, *, forward: bool
) -> QuerySet[Any]:
    if cursor is None:
        return rows
    at, pk = cursor
    side = "gt" if forward else "lt"
    if order == "pk":
        return rows.filter(**{f"pk__{side}": pk})
    return rows.filter(**{f"{order}__{side}e": at}).filter(
        Q(**{f"{order}__{side}": at}) | Q(**{order: at, f"pk__{side}": pk})
    )


def _row(values: dict[str, Any], box: Box, order: str, limits: clock.Bounds, *, of_line: bool) -> Row:
    of = "document__" if of_line else ""
    due = values["due_at"] if of_line or box != Box.WAITING else values["register_due_at"]
    number, suffix = values[f"{of}arrival_number"], values[f"{of}arrival_suffix"]
    stamp = f"{values[order].timestamp():.6f}" if order != "pk" and values[order] else "0"
    return Row(
        document_id=values["document_id"] if of_line else values["pk"],
        version=values[f"{of}version"],
        code=values[f"{of}code"],
        subject=values[f"{of}subject"],
        kind=values[f"{of}kind_name"],
        issuer=values[f"{of}issuer_name"],
        issued_on=values[f"{of}issued_on"],
        urgency=values[f"{of}urgency"],
        confidentiality=values[f"{of}confidentiality"],
        arrival=f"{number}{suffix}" if number is not None else "",
        arrived_at=values[f"{of}arrived_at"],
        state=values[f"{of}state"],
        line_id=values["pk"] if of_line else None,
        line_state=values["state"] if of_line else "",
        role=values.get("role", ""),
        name=values.get("name", ""),
        sender=values.get("sender_name", ""),
        task=values.get("task", ""),
        unread=of_line and values["read_at"] is None,
        due_at=due,
        group=clock.urgency(due, limits) if box in _GROUPED else None,
        cursor=f"{stamp}_{values['pk']}",
        **_read(values),
    )


def _read(values: dict[str, Any]) -> dict[str, str]:
    """Return what a machine read of a document that waits to be registered."""
    found = {}
    for target, names in _READ.items():
        parts = [values.get(f"reading__values__{name}__value") for name in names]
        found[target] = "/".join(str(part) for part in parts if part)
    return found


def _cursor(text: str, *, with_stamp: bool) -> tuple[datetime | None, int] | None:
    """Read a cursor; a mangled one means the first page, never an error."""
    stamp, _, pk = text.partition("_")
    try:
        key = int(pk)
        at = datetime.fromtimestamp(float(stamp), tz=timezone.get_default_timezone()) if with_stamp else None
    except (ValueError, OverflowError, OSError):
        return None
    return (at, key) if 0 <= key < 2**63 else None
