"""Importing a year's decreed days from a file, all or nothing, with a dry run."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from congvu.audit.services import record
from congvu.calendars.models import SpecialDay
from congvu.calendars.permissions import demand_change
from congvu.calendars.queries import belonging_to
from congvu.calendars.rules.dayfile import DayRow, RowError, read_days
from congvu.calendars.services.stamp import BOOK, bump
from congvu.directory.messages import Actor


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What a file would do (dry run) or did.

    Args:
        added, changed, same: rows by what they mean for the calendar.
        errors: when there is any, nothing was written.
        applied: whether it was written.
    """

    added: tuple[DayRow, ...] = ()
    changed: tuple[DayRow, ...] = ()
    same: tuple[DayRow, ...] = ()
    errors: tuple[RowError, ...] = field(default=())
    applied: bool = False

    @property
    def first_year(self) -> int | None:
        """The year of the earliest day that is new or changed."""
        return min((row.day.year for row in (*self.added, *self.changed)), default=None)


@transaction.atomic
def import_days(
    *, actor: Actor, content: bytes, filename: str, agency_id: int | None = None, dry_run: bool = True
) -> ImportResult:
    """Read a CSV or JSON file of special days and put it into a calendar.

    Args:
        content, filename: as `rules.dayfile.read_days` takes them.
        agency_id: None for the common calendar.
        dry_run: only tell what would happen.

    Raises:
        PermissionDenied: not an administrator of that agency or one above it.
    """
    demand_change(actor, agency_id)
    rows, errors = read_days(content, filename)
    known = {
        row.day: row
        for row in SpecialDay.objects.select_for_update().filter(
            belonging_to(agency_id), day__in=[row.day for row in rows]
        )
    }
    added = tuple(row for row in rows if row.day not in known)
    same = tuple(row for row in rows if row.day in known and _same(row, known[row.day]))
    changed = tuple(row for row in rows if row.day in known and not _same(row, known[row.day]))
    if errors or dry_run or not (added or changed):
        return ImportResult(added, changed, same, tuple(errors))
    _write(added, changed, known, agency_id)
    bump()
    record(
        "calendar.imported",
        BOOK,
        actor=actor,
        agency_id=agency_id,
        file=filename[:200],
        added=len(added),
        changed=len(changed),
        days=[f"{row.day} {row.kind} {row.name}" for row in (*added, *changed)],
    )
    return ImportResult(added, changed, same, (), applied=True)


def _write(
    added: tuple[DayRow, ...],
    changed: tuple[DayRow, ...],
    known: dict[date, SpecialDay],
    agency_id: int | None,
) -> None:
    SpecialDay.objects.bulk_create(
        [_filled(SpecialDay(agency_id=agency_id, day=row.day), row) for row in added]
    )
    SpecialDay.objects.bulk_update(
        [_filled(known[row.day], row) for row in changed],
        ["kind", "name", "legal_basis", "as_weekday", "origin", "certainty"],
    )


def _filled(day: SpecialDay, row: DayRow) -> SpecialDay:
    day.kind, day.name, day.legal_basis, day.as_weekday = row.kind, row.name, row.basis, row.as_weekday
    day.origin, day.certainty = SpecialDay.Origin.FILE, "H"
    return day


def _same(row: DayRow, day: SpecialDay) -> bool:
    return (row.kind, row.name, row.basis, row.as_weekday) == (
        day.kind,
        day.name,
        day.legal_basis,
        day.as_weekday,
    )
