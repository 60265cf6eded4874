"""Lists of case files and hand-overs: keyset pages, never a count over everything."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from congvu.casefiles.models import CaseFile, CaseItem, Catalogue, Handover
from congvu.casefiles.rules.retention import period_text
from congvu.casefiles.states import HANDOVER_OPEN, State
from congvu.directory.messages import Actor

SIZE = 30
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """What a list is narrowed to: "" and None mean everything."""

    text: str = ""
    state: str = ""
    year: int | None = None
    box: str = "unit"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case file in a list; `late` when it should have been handed over."""

    id: int
    notation: str
    year: int
    title: str
    unit: str
    keeper: str
    state: str
    period: str
    documents: int
    started_on: date
    ended_on: date | None
    last_day: date | None
    late: bool = False
    soon: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of a list, and the keys before and after which the next ones begin."""

    rows: list[CaseRow]
    newer: int | None = None
    older: int | None = None


def case_files(
    actor: Actor,
    filters: CaseFilters,
    *,
    today: date,
    before: int | None = None,
    after: int | None = None,
    size: int = SIZE,
) -> CasePage:
    """Return the case files that `actor` may see, newest first (one statement)."""
    found = _narrowed(actor, filters, today)
    if after is not None:
        rows = list(_values(found.filter(pk__gt=after).order_by("pk"))[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return CasePage([_row(one, today) for one in rows], _end(rows, 0, more), _end(rows, -1, True))
    found = found.filter(pk__lt=before) if before is not None else found
    rows = list(_values(found.order_by("-pk"))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return CasePage(
        [_row(one, today) for one in rows], _end(rows, 0, before is not None), _end(rows, -1, more)
    )


def _end(rows: list[dict[str, Any]], at: int, more: bool) -> int | None:
    return rows[at]["id"] if rows and more else None


def _narrowed(actor: Actor, filters: CaseFilters, today: date) -> QuerySet[CaseFile]:
    found = CaseFile.objects.visible_to(actor)
    if filters.box == "mine":
        found = found.filter(keeper_id=actor.officer_id)
    elif filters.box == "due":
        last = today + timedelta(days=SOON_DAYS)
        found = found.waiting().filter(Q(kept_until__isnull=True, due_on__lte=last) | Q(kept_until__lte=last))
    if filters.text:
        found = found.matching(filters.text)
    if filters.state in set(State):
        found = found.filter(state=filters.state)
    if filters.year:
        found = found.filter(year=filters.year)
    return found


def _values(found: QuerySet[CaseFile]) -> Any:
    inside = (
        CaseItem.objects.filter(case_file=OuterRef("pk"), removed_at__isnull=True)
        .order_by()
        .values("case_file")
        .annotate(total=Count("pk"))
        .values("total")
    )
    return found.annotate(
        documents=Coalesce(Subquery(inside, output_field=IntegerField()), 0)
    ).values(
        "id", "notation", "year", "title", "unit__name", "keeper__full_name", "state", "retention",
        "retention_years", "documents", "started_on", "ended_on", "due_on", "kept_until",
    )  # fmt: skip


def _row(one: dict[str, Any], today: date) -> CaseRow:
    last = one["kept_until"] or one["due_on"]
    waiting = one["state"] in {State.CLOSED, State.RETURNED} and last is not None
    return CaseRow(
        id=one["id"],
        notation=one["notation"],
        year=one["year"],
        title=one["title"],
        unit=one["unit__name"],
        keeper=one["keeper__full_name"],
        state=one["state"],
        period=period_text(one["retention"], one["retention_years"]),
        documents=one["documents"],
        started_on=one["started_on"],
        ended_on=one["ended_on"],
        last_day=last if waiting else None,
        late=waiting and last < today,
        soon=waiting and today <= last <= today + timedelta(days=SOON_DAYS),
    )


def open_choices(actor: Actor) -> list[tuple[int, str]]:
    """Return the case files in the actor's hands that take documents, the newest first (one statement)."""
    rows = CaseFile.objects.visible_to(actor).open().held_by(actor).order_by("-pk")
    return [
        (pk, f"{notation}/{year} – {title}")
        for pk, notation, year, title in rows.values_list("pk", "notation", "year", "title")[:500]
    ]


def ready_to_hand_over(actor: Actor, today: date) -> list[CaseRow]:
    """Return what the actor's hands hold that could be handed over now, the most urgent first."""
    states = [State.CLOSED, State.RETURNED]
    found = CaseFile.objects.visible_to(actor).held_by(actor).filter(state__in=states, due_on__isnull=False)
    return [_row(one, today) for one in _values(found.order_by("due_on", "pk"))[:200]]


def handovers(actor: Actor, *, waiting: bool) -> list[Handover]:
    """Return the agency's hand-overs, those that wait for the archive or the settled ones, newest first."""
    found = Handover.objects.filter(agency_id=actor.agency_id)
    if not actor.can("casefile.archive"):
        found = found.filter(Q(giver_id=actor.officer_id) | Q(unit_id__in=actor.unit_ids))
    states = [state.value for state in HANDOVER_OPEN]
    found = found.filter(state__in=states) if waiting else found.exclude(state__in=states)
    counted = found.annotate(cases=Count("lines")).select_related("unit", "giver")
    return list(counted.order_by("-pk")[:100])


def catalogues(actor: Actor) -> list[Catalogue]:
    """Return the agency's catalogues, the newest year first."""
    return list(Catalogue.objects.filter(agency_id=actor.agency_id))
