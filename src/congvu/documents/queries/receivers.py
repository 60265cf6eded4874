"""Receivers that are no longer there: agencies that have closed, and who carries on their work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from congvu.directory.models import Agency
from congvu.directory.queries import resolve_code, successors_of


@dataclass(frozen=True, slots=True)
class Gone:
    """An agency that has closed.

    Args:
        name: its name.
        closed_on: its last day.
        successors: names of the agencies that carry on its work today.
    """

    name: str
    closed_on: date
    successors: tuple[str, ...] = ()


def closed_receivers(agency_ids: Iterable[int | None], codes: Iterable[str], day: date) -> list[Gone]:
    """Return the agencies among these that had closed before a day (one statement when there are none).

    A code that was given to another agency since is not that of the closed one any more.
    """
    ids, asked = {one for one in agency_ids if one}, {one for one in codes if one}
    if not ids and not asked:
        return []
    closed = Agency.objects.filter(Q(pk__in=ids) | Q(codes__code__in=asked), closed_on__lt=day)
    found = []
    for agency in closed.order_by("pk").distinct():
        if agency.pk not in ids and not _still_means(agency, asked, day):
            continue
        last = agency.closed_on or day
        found.append(Gone(agency.name, last, tuple(one.name for one in successors_of(agency, day))))
    return found


def _still_means(agency: Agency, codes: set[str], day: date) -> bool:
    own = codes & set(agency.codes.values_list("code", flat=True))
    resolved = (resolve_code(code, day) for code in own)
    return any(one is not None and one.agency_id == agency.pk for one in resolved)
