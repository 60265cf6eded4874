"""Adding, removing and restoring special days."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.calendars.models import SpecialDay
from congvu.calendars.permissions import demand_change
from congvu.calendars.queries import belonging_to
from congvu.calendars.services.stamp import bump
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory.messages import Actor

_KINDS = (SpecialDay.Kind.OFF, SpecialDay.Kind.WORKING)


@transaction.atomic
def add_special_day(
    *,
    actor: Actor,
    agency_id: int | None,
    day: date,
    kind: str,
    name: str,
    legal_basis: str = "",
    swapped_with: date | None = None,
) -> SpecialDay:
    """Make a day off, or a working day, in the calendar of an agency or (None) the common one.

    Args:
        kind: "off" or "working".
        swapped_with: for a make-up day, the day whose hours it follows.

    Raises:
        PermissionDenied: not an administrator of that agency or one above it.
        ActionRefused: no such kind, no name, or the day is special already.
    """
    demand_change(actor, agency_id)
    name = clean(name)
    if kind not in _KINDS:
        raise ActionRefused(_("Hãy chọn ngày nghỉ hoặc ngày làm bù."), code="day-kind", field="kind")
    if not name or len(name) > 200:
        raise ActionRefused(_("Hãy ghi tên ngày, không quá 200 chữ."), code="day-name", field="name")
    row = SpecialDay.objects.select_for_update().filter(belonging_to(agency_id), day=day).first()
    if row is not None and row.kind != SpecialDay.Kind.CANCELLED:
        raise StateRefused(
            _("Ngày %(day)s đã có trong lịch: %(name)s. Hãy bỏ ngày ấy trước.")
            % {"day": f"{day:%d/%m/%Y}", "name": row.name},
            code="day-taken",
            field="day",
        )
    row = row or SpecialDay(agency_id=agency_id, day=day)
    row.kind, row.name, row.legal_basis = kind, name, clean(legal_basis)[:300]
    row.as_weekday = swapped_with.weekday() if swapped_with and kind == SpecialDay.Kind.WORKING else None
    row.certainty, row.origin = "H", SpecialDay.Origin.HAND
    row.save()
    bump()
    _record("calendar.day_added", row, actor, kind_name=str(SpecialDay.Kind(kind).label))
    return row


@transaction.atomic
def remove_special_day(*, actor: Actor, day_id: int) -> None:
    """Take a special day out of the calendar; a seeded one stays as cancelled, so that seeding leaves it.

    Raises:
        PermissionDenied: not an administrator of that agency or one above it.
        StateRefused: it is gone or cancelled already.
    """
    row = _fetch(day_id, actor)
    if row.kind == SpecialDay.Kind.CANCELLED:
        raise StateRefused(_("Ngày này đã được bỏ khỏi lịch."), code="day-gone")
    _record("calendar.day_removed", row, actor)
    if row.agency_id is None:
        row.kind = SpecialDay.Kind.CANCELLED
        row.save(update_fields=["kind"])
    else:
        row.delete()
    bump()


@transaction.atomic
def restore_special_day(*, actor: Actor, day_id: int) -> SpecialDay:
    """Put a cancelled day of the common calendar back: working when it names a weekday's hours, else off.

    Raises:
        PermissionDenied: not an administrator of that agency or one above it.
        StateRefused: it is not cancelled.
    """
    row = _fetch(day_id, actor)
    if row.kind != SpecialDay.Kind.CANCELLED:
        raise StateRefused(_("Ngày này đang có hiệu lực."), code="day-live")
    row.kind = SpecialDay.Kind.OFF if row.as_weekday is None else SpecialDay.Kind.WORKING
    row.save(update_fields=["kind"])
    bump()
    _record("calendar.day_restored", row, actor)
    return row


def _fetch(day_id: int, actor: Actor) -> SpecialDay:
    row = SpecialDay.objects.select_for_update().filter(pk=day_id).first()
    if row is None:
        raise StateRefused(_("Ngày này đã được bỏ khỏi lịch."), code="day-gone")
    demand_change(actor, row.agency_id)
    return row


def _record(kind: str, row: SpecialDay, actor: Actor, **data: str) -> None:
    record(
        kind,
        Subject("calendars.specialday", row.pk),
        actor=actor,
        agency_id=row.agency_id,
        day=row.day,
        name=row.name,
        legal_basis=row.legal_basis,
        **data,
    )
