"""Lists of dossiers: all that an officer may see, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils import timezone

from congvu.calendars import rules as clock
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Involvement
from congvu.dossiers.queries.inbox import PAGE, limits_for
from congvu.dossiers.queries.scopes import branches
from congvu.dossiers.states import PAUSED, State

_BATCH = 3
NEWEST = 500
"""So many dossiers say which procedures a filter offers."""


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What narrows a list of dossiers: each "" or None means no filter."""

    state: str = ""
    procedure: str = ""
    channel: str = ""
    accepted_from: date | None = None
    accepted_to: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One line of a list of dossiers, ready to show."""

    id: int
    code: str
    owner: str
    procedure: str
    channel: str
    state: str
    holding: str
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    urgency: clock.Urgency | None


@dataclass(frozen=True, slots=True)
class DossierPage:
    """A page of rows, newest first; `older` and `newer` are ids to go on from, None at the ends."""

    rows: list[DossierRow] = field(default_factory=list)
    older: int | None = None
    newer: int | None = None


_COLUMNS = (
    "id", "code", "owner_name", "procedure_name", "channel", "state", "holding", "submitted_at",
    "accepted_at", "due_at", "finished_at",
)  # fmt: skip


def dossier_list(
    actor: Actor,
    filters: ListFilters | None = None,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE,
) -> DossierPage:
    """Return the dossiers that `actor` may see, newest first (two statements as a rule).

    The participation rows are walked in the order of their index, so that the cost does not grow with the
    number of dossiers in the database.

    Args:
        actor: who looks.
        filters: what narrows the list.
        before, after: id that the page lies below, or above.
        size: rows a page.
    """
    condition = _condition(filters or ListFilters())
    back = after is not None
    ids: list[int] = []
    edge = after if back else before
    while len(ids) <= size:
        found = _walk(actor, condition, edge, size * _BATCH + 1, back=back)
        ids = list(dict.fromkeys([*ids, *found]))
        if len(found) <= size * _BATCH:
            break
        edge = found[-1]
    return _page(ids, actor, size, begun=before is not None, back=back)


def exact(actor: Actor, code: str) -> int | None:
    """Return the id of the dossier with this code that `actor` may see, or None (one statement)."""
    found = Dossier.objects.visible_to(actor).filter(code=code.strip().upper())
    return found.values_list("pk", flat=True).first()


def export(actor: Actor, filters: ListFilters, *, limit: int, batch: int = 1000) -> Iterator[DossierRow]:
    """Yield the rows of a whole filtered list, newest first, at most `limit` (two statements a batch)."""
    left, before = limit, None
    while left > 0:
        page = dossier_list(actor, filters, before=before, size=min(batch, left))
        yield from page.rows
        left -= len(page.rows)
        before = page.older
        if before is None:
            return


def recent_procedures(actor: Actor, size: int = 8) -> list[str]:
    """Return the codes of the procedures that an officer last received dossiers of (one statement)."""
    last = Dossier.objects.filter(created_by_id=actor.officer_id).order_by("-pk")
    return list(dict.fromkeys(last.values_list("procedure_code", flat=True)[:200]))[:size]


def procedures_seen(actor: Actor) -> dict[str, str]:
    """Return code → name of the procedures of the newest dossiers in sight (one statement a branch)."""
    found: dict[str, str] = {}
    for part in branches(actor):
        newest = Involvement.objects.filter(part).order_by("-dossier_id").values("dossier_id")[:NEWEST]
        named = Dossier.objects.filter(pk__in=newest).values_list("procedure_code", "procedure_name")
        found |= dict(named.order_by().distinct())
    return found


def _page(ids: list[int], actor: Actor, size: int, *, begun: bool, back: bool) -> DossierPage:
    """Return the page of the first ids; `begun` when there are newer ones, `back` when walked upwards."""
    more, ids = len(ids) > size, ids[:size]
    if back:
        ids.reverse()
    rows = _rows(ids, actor)
    older = bool(ids) and (more or back)
    newer = bool(ids) and (more if back else begun)
    return DossierPage(rows, ids[-1] if older else None, ids[0] if newer else None)


def _walk(actor: Actor, condition: Q, edge: int | None, limit: int, *, back: bool) -> list[int]:
    rows = Involvement.objects.filter(condition, dossier__confidentiality__lte=actor.clearance)
    if edge is not None:
        rows = rows.filter(dossier_id__gt=edge) if back else rows.filter(dossier_id__lt=edge)
    ids = rows.order_by("dossier_id" if back else "-dossier_id").values_list("dossier_id", flat=True)
    lists = [list(ids.filter(part)[:limit]) for part in branches(actor)]
    return list(islice(merge(*lists, reverse=not back), limit))


def _condition(filters: ListFilters) -> Q:
    condition = Q()
    if filters.state:
        condition &= Q(dossier__state=filters.state)
    if filters.procedure:
        condition &= Q(dossier__procedure_code=filters.procedure)
    if filters.channel:
        condition &= Q(dossier__channel=filters.channel)
    if filters.accepted_from:
        condition &= Q(dossier__accepted_at__gte=_midnight(filters.accepted_from))
    if filters.accepted_to:
        condition &= Q(dossier__accepted_at__lt=_midnight(filters.accepted_to, days=1))
    if filters.overdue:
        running = [State.RECEIVED.value, State.PROCESSING.value]
        condition &= Q(dossier__due_at__lt=timezone.now(), dossier__state__in=running)
    return condition


def _midnight(day: date, days: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromordinal(day.toordinal() + days), time.min))


def _rows(ids: list[int], actor: Actor) -> list[DossierRow]:
    limits = limits_for(actor)
    found = {row["id"]: row for row in Dossier.objects.filter(pk__in=ids).values(*_COLUMNS)}
    return [_row(found[pk], limits) for pk in ids if pk in found]


def _row(values: dict[str, Any], limits: clock.Bounds) -> DossierRow:
    state = State(values["state"])
    running = state in {State.RECEIVED, State.PROCESSING} or state in PAUSED
    urgency = (
        clock.urgency(values["due_at"], limits, paused=state in PAUSED)
        if running and values["finished_at"] is None
        else None
    )
    return DossierRow(
        id=values["id"],
        code=values["code"] or "",
        owner=values["owner_name"],
        procedure=values["procedure_name"],
        channel=values["channel"],
        state=values["state"],
        holding=values["holding"],
        submitted_at=values["submitted_at"],
        accepted_at=values["accepted_at"],
        due_at=values["due_at"],
        finished_at=values["finished_at"],
        urgency=urgency,
    )
