"""The directory as the interface shows it."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from congvu.directory.models import Agency, AgencyCode
from congvu.directory.queries import resolve_code, standing


def agency_list(*, after: int | None, limit: int, q: str = "", closed: bool = False) -> list[dict[str, Any]]:
    """Return agencies by number, one more than `limit` when there are more (two statements)."""
    rows = Agency.objects.all() if closed else Agency.objects.filter(standing())
    if q.strip():
        rows = rows.filter(
            Q(name__icontains=q.strip())
            | Q(short_name__iexact=q.strip())
            | Q(pk__in=AgencyCode.objects.filter(code__istartswith=q.strip()).values("agency"))
        )
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return [_row(agency) for agency in _whole(rows).order_by("pk")[: limit + 1]]


def agency_one(pk: int) -> dict[str, Any] | None:
    """Return one agency with its codes."""
    agency = _whole(Agency.objects.filter(pk=pk)).first()
    return _row(agency) if agency else None


def code_meaning(code: str) -> dict[str, Any] | None:
    """Return whom a code means today; None for one that was never assigned."""
    found = resolve_code(code)
    if found is None:
        return None
    current = _whole(Agency.objects.filter(pk__in=found.current)).order_by("pk")
    return {
        "code": found.code,
        "scheme": found.scheme,
        "agency_id": found.agency_id,
        "agency_name": found.agency_name,
        "expired": found.expired,
        "current": [_row(agency) for agency in current],
    }


def _whole(rows: QuerySet[Agency]) -> QuerySet[Agency]:
    codes = AgencyCode.objects.order_by("scheme", "-valid_from")
    return rows.prefetch_related(Prefetch("codes", codes))


def _row(agency: Agency) -> dict[str, Any]:
    names = ("id", "key", "name", "short_name", "kind", "level", "parent_id", "closed_on")
    codes = [
        {"scheme": one.scheme, "code": one.code, "valid_from": one.valid_from, "valid_to": one.valid_to}
        for one in agency.codes.all()
    ]
    return {**{name: getattr(agency, name) for name in names}, "codes": codes}
