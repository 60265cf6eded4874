"""What the calendar screens show, as plain values."""

import calendar
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from django.db.models import Q

from congvu.calendars.models import Certainty, LegalRule, SpecialDay, WorkingHours
from congvu.calendars.queries.snapshot import belonging_to, schedule_for
from congvu.calendars.rules import Code, titled, value_text, weekday_name

_RULES = Path(__file__).resolve().parent.parent / "data" / "legal_rules.json"


@dataclass(frozen=True, slots=True)
class DayShown:
    """A special day in the list of a year.

    Args:
        common: whether it belongs to the common calendar.
        certainty: in words; "" when the decree was read.
    """

    id: int
    day: date
    kind: str
    kind_name: str
    name: str
    basis: str
    common: bool
    certainty: str


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the year picture: special (off, working), a plain day off, or a plain working day."""

    day: date
    kind: Literal["off", "working", "rest", "plain"]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday; None where a week reaches outside the month."""

    number: int
    weeks: tuple[tuple[DayCell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class YearShown:
    """A year: the picture, the list, and how many days are worked."""

    year: int
    months: tuple[Month, ...]
    days: tuple[DayShown, ...]
    cancelled: tuple[DayShown, ...]
    working_days: int


@dataclass(frozen=True, slots=True)
class HoursShown:
    """A table of working hours: a line per weekday, from Monday."""

    valid_from: date
    valid_to: date | None
    basis: str
    common: bool
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RuleShown:
    """One value of a rule in words."""

    id: int
    text: str
    basis: str
    certainty: str
    valid_from: date
    valid_to: date | None
    standing: Literal["past", "now", "future"]


@dataclass(frozen=True, slots=True)
class RuleHistory:
    """A rule with its values, the newest first."""

    code: str
    title: str
    values: tuple[RuleShown, ...]

    @property
    def now(self) -> RuleShown | None:
        """The value in force."""
        return next((value for value in self.values if value.standing == "now"), None)


def year_of(agency_id: int | None, year: int) -> YearShown:
    """Return a year of an agency's calendar, or (None) of the common one.

    Args:
        year: 1971 to 9990.
    """
    whose = Q(agency__isnull=True) if agency_id is None else Q(agency__isnull=True) | Q(agency_id=agency_id)
    rows = [_shown(row) for row in SpecialDay.objects.filter(whose, day__year=year).order_by("day", "id")]
    own = {row.day for row in rows if not row.common}
    live = tuple(
        row for row in rows if row.kind != SpecialDay.Kind.CANCELLED and not (row.common and row.day in own)
    )
    cancelled = tuple(row for row in rows if row.kind == SpecialDay.Kind.CANCELLED)
    schedule = schedule_for(agency_id)
    by_day = {row.day: row for row in live}
    months = tuple(
        Month(
            month,
            tuple(
                tuple(
                    _cell(day, by_day.get(day), works=schedule.is_working_day(day))
                    if day.month == month
                    else None
                    for day in week
                )
                for week in calendar.Calendar().monthdatescalendar(year, month)
            ),
        )
        for month in range(1, 13)
    )
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    worked = schedule.day_index(last) - schedule.day_index(first - 1)
    return YearShown(year, months, live, cancelled, worked)


def hours_of(agency_id: int | None) -> list[HoursShown]:
    """Return the tables of an agency, the newest first, then the common ones."""
    tables: dict[tuple[bool, date], list[WorkingHours]] = defaultdict(list)
    whose = belonging_to(None) if agency_id is None else belonging_to(None) | belonging_to(agency_id)
    for row in WorkingHours.objects.filter(whose).order_by("weekday", "starts"):
        tables[row.agency_id is None, row.valid_from].append(row)
    shown = [_table(rows) for _, rows in sorted(tables.items(), key=lambda one: one[0][1], reverse=True)]
    return sorted(shown, key=lambda table: table.common)


def rule_histories(today: date) -> list[RuleHistory]:
    """Return every rule with its values, in the order of the data file."""
    rows = defaultdict(list)
    for row in LegalRule.objects.order_by("-valid_from"):
        rows[row.code].append(_rule(row, today))
    return [RuleHistory(code, title, tuple(rows[code])) for code, title in rule_titles().items()]


def rule_history(code: str, today: date) -> RuleHistory | None:
    """Return one rule with its values, None for a code that nobody knows."""
    title = rule_titles().get(code)
    if title is None:
        return None
    rows = LegalRule.objects.filter(code=code).order_by("-valid_from")
    return RuleHistory(code, title, tuple(_rule(row, today) for row in rows))


@cache
def rule_titles() -> dict[str, str]:
    """Return what each rule is called, from the data file."""
    titles = {rule["code"]: rule["title"] for rule in json.loads(_RULES.read_text("utf-8"))}
    return {code: titles[code] for code in titles if code in set(Code)}


def _shown(row: SpecialDay) -> DayShown:
    unsure = "" if row.certainty == Certainty.HIGH else str(Certainty(row.certainty).label)
    kind_name = str(SpecialDay.Kind(row.kind).label)
    return DayShown(
        row.pk, row.day, row.kind, kind_name, row.name, row.legal_basis, row.agency_id is None, unsure
    )


def _cell(day: date, special: DayShown | None, *, works: bool) -> DayCell:
    if special is not None:
        return DayCell(day, "off" if special.kind == SpecialDay.Kind.OFF else "working", special.name)
    return DayCell(day, "plain" if works else "rest")


def _table(rows: list[WorkingHours]) -> HoursShown:
    spans: dict[int, list[str]] = {weekday: [] for weekday in range(7)}
    for row in rows:
        spans[row.weekday].append(f"{row.starts:%H:%M}–{row.ends:%H:%M}")
    first = rows[0]
    lines = tuple((titled(weekday_name(weekday)), ", ".join(texts)) for weekday, texts in spans.items())
    return HoursShown(first.valid_from, first.valid_to, first.legal_basis, first.agency_id is None, lines)


def _rule(row: LegalRule, today: date) -> RuleShown:
    standing: Literal["past", "now", "future"] = "now"
    if row.valid_from > today:
        standing = "future"
    elif row.valid_to is not None and row.valid_to < today:
        standing = "past"
    unsure = "" if row.certainty == Certainty.HIGH else str(Certainty(row.certainty).label)
    text = value_text(row.code, row.value, row.unit)
    return RuleShown(row.pk, text, row.legal_basis, unsure, row.valid_from, row.valid_to, standing)
