"""Setting the working hours of an agency, or the common ones, from a day on."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.calendars.models import WorkingHours
from congvu.calendars.permissions import demand_change
from congvu.calendars.queries import belonging_to
from congvu.calendars.rules import weekday_name as weekday
from congvu.calendars.services.stamp import BOOK, bump
from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One working interval of a weekday (0 = Monday)."""

    weekday: int
    starts: time
    ends: time


@transaction.atomic
def set_working_hours(
    *, actor: Actor, agency_id: int | None, rows: list[HoursRow], valid_from: date, legal_basis: str = ""
) -> list[WorkingHours]:
    """Put a whole table in force from a day on; the earlier table ends the day before.

    Args:
        agency_id: None for the common table.
        rows: all intervals of the week, not overlapping.

    Raises:
        PermissionDenied: not an administrator of that agency or one above it.
        ActionRefused: no interval, an impossible or overlapping one, or there is a later table.
    """
    demand_change(actor, agency_id)
    _check(rows)
    same = WorkingHours.objects.filter(belonging_to(agency_id))
    if same.filter(valid_from__gte=valid_from).exists():
        raise ActionRefused(
            _("Đã có bảng giờ làm việc bắt đầu từ ngày này hoặc sau đó; hãy chọn ngày muộn hơn."),
            code="hours-later",
            field="valid_from",
        )
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    same.filter(still).update(valid_to=valid_from - timedelta(days=1))
    created = WorkingHours.objects.bulk_create(
        [
            WorkingHours(
                agency_id=agency_id,
                weekday=row.weekday,
                starts=row.starts,
                ends=row.ends,
                valid_from=valid_from,
                legal_basis=legal_basis,
            )
            for row in rows
        ]
    )
    bump()
    record(
        "calendar.hours_set",
        BOOK,
        actor=actor,
        agency_id=agency_id,
        valid_from=valid_from,
        table=_text(rows),
        legal_basis=legal_basis,
        common=agency_id is None,
    )
    return created


def _text(rows: list[HoursRow]) -> str:
    """Return the table as an event keeps it."""
    return "; ".join(f"{weekday(row.weekday)} {row.starts:%H:%M}–{row.ends:%H:%M}" for row in rows)


def _check(rows: list[HoursRow]) -> None:
    if not rows:
        raise ActionRefused(_("Hãy nhập ít nhất một khoảng giờ làm việc."), code="hours-empty", field="hours")
    last: HoursRow | None = None
    for row in sorted(rows, key=lambda one: (one.weekday, one.starts)):
        if not 0 <= row.weekday <= 6 or row.ends <= row.starts:
            raise ActionRefused(
                _("Giờ kết thúc phải sau giờ bắt đầu."), code="hours-order", field=f"hours-{row.weekday}"
            )
        if last and last.weekday == row.weekday and row.starts < last.ends:
            raise ActionRefused(
                _("Hai khoảng giờ của cùng một ngày chồng lên nhau."),
                code="hours-overlap",
                field=f"hours-{row.weekday}",
            )
        last = row
