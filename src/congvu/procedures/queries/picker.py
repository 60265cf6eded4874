"""The intake picker, and where a procedure is processed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat

from congvu.common.text import fold
from congvu.directory.models import Agency, AgencyKind, Level
from congvu.procedures.messages import CatalogueRow, RouteInfo
from congvu.procedures.models import CaseTime, ProcedureVersion, Route
from congvu.procedures.queries.versions import in_force, today
from congvu.procedures.rules.limits import limit_text

LOCAL = RouteInfo(kind=Route.Kind.LOCAL.value)

# Phi địa giới (NĐ 118/2025 Điều 15): province and commune one-stop shops receive for each other.
_RECEIVES = {
    Level.MINISTRY: frozenset({"ministry", "other"}),
    Level.PROVINCE: frozenset({"province", "commune", "other"}),
    Level.DISTRICT: frozenset({"district", "commune", "other"}),
    Level.COMMUNE: frozenset({"province", "commune", "other"}),
}
_OWN_ONLY = {AgencyKind.DEPARTMENT, AgencyKind.VERTICAL}


def receivable_levels(agency: Agency) -> tuple[frozenset[str], str]:
    """Return the procedure levels that `agency` may receive, and the level that it decides itself."""
    own = str(agency.level)
    if agency.kind in _OWN_ONLY:
        return frozenset({own, "other"}), own
    return _RECEIVES[Level(agency.level)], own


def _at_levels(levels: frozenset[str]) -> Q:
    # The list is stored as JSON; as text it holds each code in quotes on both databases.
    condition = Q()
    for level in sorted(levels):
        condition |= Q(level_text__contains=f'"{level}"')
    return condition


def _matching(levels: frozenset[str], own: str, words: str) -> QuerySet[Any]:
    rows = (
        ProcedureVersion.objects.filter(in_force(today()), status=ProcedureVersion.Status.PUBLISHED)
        .annotate(level_text=Cast("levels", TextField()))
        .filter(_at_levels(levels))
        .select_related("procedure__field")
        .defer("steps_text", "conditions", "source", "review_notes", "legal_bases")
    )
    for word in words.split():
        rows = rows.filter(procedure__search_text__contains=word)
    return rows.annotate(cursor=Concat(_rank(own, words), Value(" "), F("procedure__code")))


def _rank(own: str, words: str) -> Case | Value:
    decides = Q(level_text__contains=f'"{own}"')
    whens = [When(decides, then=Value("3"))]
    if words:
        whens = [
            When(procedure__code__startswith=words, then=Value("0")),
            When(decides & Q(procedure__search_text__contains=words), then=Value("1")),
            When(procedure__search_text__contains=words, then=Value("2")),
            *whens,
        ]
    return Case(*whens, default=Value("4"), output_field=CharField())


def catalogue(
    agency_id: int,
    q: str = "",
    *,
    field_id: int | None = None,
    codes: Sequence[str] | None = None,
    after: str = "",
    limit: int = 20,
) -> list[CatalogueRow]:
    """Return published procedures that `agency_id` may receive, best match first (three statements).

    Args:
        agency_id: the receiving agency.
        q: words of the name, field or code, with or without diacritics; all must occur.
        field_id: only this field.
        codes: only procedures with these codes.
        after: cursor of the last row of the page before.
        limit: rows per page.
    """
    agency = Agency.objects.only("level", "kind").get(pk=agency_id)
    levels, own = receivable_levels(agency)
    folded = fold(q)
    rows = _matching(levels, own, folded)
    if field_id is not None:
        rows = rows.filter(procedure__field_id=field_id)
    if codes is not None:
        rows = rows.filter(procedure__code__in=codes)
    if after:
        rows = rows.filter(cursor__gt=after)
    page = list(rows.order_by("cursor")[:limit])
    routes = routes_for([row.procedure_id for row in page], agency_id, today())
    limits = _first_limits([row.pk for row in page])
    return [
        CatalogueRow(
            procedure_id=row.procedure_id,
            version_id=row.pk,
            code=row.procedure.code,
            name=row.name,
            field=row.procedure.field.name,
            levels=tuple(row.levels),
            own_level=own in row.levels,
            instant=row.instant,
            limit=limits.get(row.pk, ""),
            route=routes[row.procedure_id],
            cursor=row.cursor,
        )
        for row in page
    ]


def _first_limits(version_ids: list[int]) -> dict[int, str]:
    limits: dict[int, str] = {}
    rows = CaseTime.objects.filter(case__version_id__in=version_ids, amount__isnull=False).order_by(
        "case__version_id", "case__no", "channel", "id"
    )
    for version_id, amount, unit in rows.values_list("case__version_id", "amount", "unit"):
        limits.setdefault(version_id, limit_text(amount, unit))
    return limits


def route_for(procedure_id: int, agency_id: int, on: date | None = None) -> RouteInfo:
    """Return where a procedure is processed for an agency on a day (today by default)."""
    return routes_for([procedure_id], agency_id, on or today())[procedure_id]


def routes_for(procedure_ids: list[int], agency_id: int, on: date) -> dict[int, RouteInfo]:
    """Return the route of each procedure with one statement: the agency's own, the common one, or local."""
    rows = (
        Route.objects.filter(
            Q(agency_id=agency_id) | Q(agency__isnull=True),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            procedure_id__in=procedure_ids,
            valid_from__lte=on,
        )
        .order_by(F("agency_id").asc(nulls_first=True), "valid_from")
        .values_list("procedure_id", "kind", "system_name", "legal_basis", "pk")
    )
    found = dict.fromkeys(procedure_ids, LOCAL)
    for procedure_id, kind, system_name, basis, pk in rows:
        found[procedure_id] = RouteInfo(kind, system_name, basis, pk)
    return found
