"""The four national buckets, grouped; each number is the count of exactly what its link lists."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Count

from congvu.assignments.queries.lists import Scope, counted
from congvu.assignments.rules import Bucket
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Unit

MOST = 500
"""So many lines of one table are shown; the rest are narrowed by the filter."""


class Grouping(StrEnum):
    """What the lines of the table stand for."""

    AGENCY = "agency"
    UNIT = "unit"
    OFFICER = "officer"
    GIVER = "giver"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a name, the filters that lead to exactly its work, and its four numbers.

    Args:
        keys: fields of `Scope` with their values.
        numbers: by bucket.
    """

    name: str
    keys: dict[str, Any]
    numbers: dict[str, int]

    @property
    def total(self) -> int:
        """All that counts."""
        return sum(self.numbers.values())

    @property
    def late(self) -> int:
        """Late, done or not."""
        return self.numbers[Bucket.DONE_LATE] + self.numbers[Bucket.OPEN_LATE]


@dataclass(frozen=True, slots=True)
class Table:
    """The table with its sums; `cut` tells that there were more lines."""

    lines: list[Line] = field(default_factory=list)
    sums: dict[str, int] = field(default_factory=dict)
    cut: bool = False

    @property
    def total(self) -> int:
        """All that counts."""
        return sum(self.sums.values())


DEEPER: dict[Grouping, Grouping] = {Grouping.AGENCY: Grouping.UNIT, Grouping.UNIT: Grouping.OFFICER}
"""What the lines of a line are parted by, where one goes deeper."""

_COLUMNS: dict[Grouping, tuple[str, ...]] = {
    Grouping.AGENCY: ("lead_agency_id", "lead_agency__name"),
    Grouping.UNIT: ("lead_agency_id", "lead_agency__name", "lead_unit_id", "lead_unit__name"),
    Grouping.OFFICER: ("lead_agency_id", "lead_unit_id", "lead_unit__name", "lead_officer_id",
                       "lead_officer__full_name", "lead_agency__name"),
    Grouping.GIVER: ("giver_id", "giver__full_name"),
    Grouping.SOURCE: ("source_code",),
}  # fmt: skip


def statistics(actor: Actor, scope: Scope, by: Grouping) -> Table:
    """Count what a scope holds by bucket and line (one grouped statement).

    Args:
        actor: whose sight; what they may not see is not counted either.
        scope: what is counted.
        by: what the lines stand for.
    """
    rows = counted(actor, scope).order_by().values("bucket", *_COLUMNS[by]).annotate(n=Count("pk"))
    lines: dict[tuple[Any, ...], Line] = {}
    sums = {bucket.value: 0 for bucket in Bucket}
    for row in rows:
        key = tuple(row[name] for name in _COLUMNS[by])
        if key not in lines:
            lines[key] = Line(_name(row, by), _keys(row, by), {bucket.value: 0 for bucket in Bucket})
        lines[key].numbers[row["bucket"]] += row["n"]
        sums[row["bucket"]] += row["n"]
    ordered = sorted(
        lines.values(), key=lambda line: (-line.numbers[Bucket.OPEN_LATE], -line.total, line.name)
    )
    return Table(ordered[:MOST], sums, cut=len(ordered) > MOST)


def place_name(scope: Scope) -> str:
    """Return the agency or unit that a scope is narrowed to, "" for none (at most one statement)."""
    if scope.unit:
        return Unit.objects.filter(pk=scope.unit).values_list("name", flat=True).first() or ""
    if scope.agency:
        return Agency.objects.filter(pk=scope.agency).values_list("name", flat=True).first() or ""
    return ""


def _keys(row: dict[str, Any], by: Grouping) -> dict[str, Any]:
    if by == Grouping.GIVER:
        return {"giver": row["giver_id"] or 0}
    if by == Grouping.SOURCE:
        return {"source": row["source_code"] or "-"}
    keys = {"agency": row["lead_agency_id"]}
    if by != Grouping.AGENCY:
        keys["unit"] = row["lead_unit_id"] or 0
    if by == Grouping.OFFICER:
        keys["officer"] = row["lead_officer_id"] or 0
    return keys


def _name(row: dict[str, Any], by: Grouping) -> str:
    if by == Grouping.GIVER:
        return row["giver__full_name"] or ""
    if by == Grouping.SOURCE:
        return row["source_code"] or ""
    agency = row["lead_agency__name"]
    if by == Grouping.AGENCY:
        return str(agency)
    unit = row["lead_unit__name"] or agency
    if by == Grouping.UNIT or not row["lead_officer__full_name"]:
        return str(unit)
    return f"{row['lead_officer__full_name']} ({unit})"
