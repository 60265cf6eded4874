"""Reads of the calendars: schedules and legal rules from one in-process snapshot, checked by a stamp."""

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from django.conf import settings
from django.db.models import Q

from congvu.calendars.models import CalendarStamp, LegalRule, SpecialDay, WorkingHours
from congvu.calendars.rules import DayException, Interval, LegalRules, RuleValue, WorkSchedule

STAMP_PK = 1
_SECONDS = 5.0  # how long a change in another process may stay unseen


@dataclass(frozen=True)
class _Book:
    """Everything read at one stamp; shared by all threads, replaced as a whole."""

    token: str
    common: WorkSchedule
    own: Mapping[int, WorkSchedule]
    rules: tuple[RuleValue, ...]
    ends: Mapping[RuleValue, date]
    changes: tuple[date, ...]
    by_part: dict[int, LegalRules] = field(default_factory=dict)

    def rules_on(self, on: date) -> LegalRules:
        part = bisect_right(self.changes, on)
        found = self.by_part.get(part)
        if found is None:
            values = {
                rule.code: rule
                for rule in self.rules
                if rule.valid_from <= on and (rule not in self.ends or on <= self.ends[rule])
            }
            first = self.changes[part - 1] if part else date.min
            found = self.by_part[part] = LegalRules(first, values)
        return found


@dataclass(slots=True)
class _Shelf:
    book: _Book | None = None
    checked: float = 0.0


_shelf = _Shelf()


def schedule_for(agency_id: int | None) -> WorkSchedule:
    """Return the working time of an agency: its own table and days before the common ones.

    Costs no SQL unless the calendars changed (the stamp is read at most every few seconds). Agencies without
    rows of their own share one object.

    Args:
        agency_id: None for the common calendar.
    """
    book = _current()
    return book.common if agency_id is None else book.own.get(agency_id, book.common)


def legal_rules(on: date) -> LegalRules:
    """Return the rules in force on a day, cached like `schedule_for`.

    Args:
        on: the day that the dossier began, not today, so that running dossiers keep their rules.
    """
    return _current().rules_on(on)


def calendar_token() -> str:
    """Return the token of the calendars now in use; cached due dates made under another one may be stale."""
    return _current().token


def belonging_to(agency_id: int | None) -> Q:
    """Return the condition for rows of one agency or (None) the common ones."""
    return Q(agency__isnull=True) if agency_id is None else Q(agency_id=agency_id)


def forget() -> None:
    """Make the next read check the stamp at once (after a write in this process)."""
    _shelf.checked = 0.0


def _current() -> _Book:
    now = time.monotonic()
    book = _shelf.book
    if book is not None and now - _shelf.checked < getattr(settings, "CALENDAR_STAMP_SECONDS", _SECONDS):
        return book
    token = CalendarStamp.objects.filter(pk=STAMP_PK).values_list("token", flat=True).first() or ""
    if book is None or book.token != token:
        book = _read(token)  # the token was read first: rows can only be newer, never older
        _shelf.book = book
    _shelf.checked = now
    return book


def _read(token: str) -> _Book:
    common_hours: list[Interval] = []
    own_hours: dict[int, list[Interval]] = defaultdict(list)
    for row in WorkingHours.objects.all():
        hours = own_hours[row.agency_id] if row.agency_id else common_hours
        hours.append(Interval(row.weekday, row.starts, row.ends, row.valid_from, row.valid_to))
    common_days: dict[date, DayException] = {}
    own_days: dict[int, dict[date, DayException]] = defaultdict(dict)
    for day in SpecialDay.objects.exclude(kind=SpecialDay.Kind.CANCELLED):
        days = own_days[day.agency_id] if day.agency_id else common_days
        kind: Literal["off", "working"] = "off" if day.kind == SpecialDay.Kind.OFF else "working"
        days[day.day] = DayException(day.day, kind, day.name, day.legal_basis, day.as_weekday)
    common = tuple(common_hours)
    own = {
        agency_id: WorkSchedule(
            (tuple(own_hours.get(agency_id, ())), common), common_days | own_days.get(agency_id, {})
        )
        for agency_id in own_hours.keys() | own_days.keys()
    }
    rules, ends = _read_rules()
    changes = {rule.valid_from for rule in rules} | {end + timedelta(days=1) for end in ends.values()}
    return _Book(token, WorkSchedule((common,), common_days), own, rules, ends, tuple(sorted(changes)))


def _read_rules() -> tuple[tuple[RuleValue, ...], dict[RuleValue, date]]:
    ends: dict[RuleValue, date] = {}
    rules: list[RuleValue] = []
    for row in LegalRule.objects.order_by("valid_from"):
        rule = RuleValue(row.code, row.value, row.unit, row.legal_basis, row.certainty, row.valid_from)
        rules.append(rule)
        if row.valid_to is not None:
            ends[rule] = row.valid_to
    return tuple(rules), ends
