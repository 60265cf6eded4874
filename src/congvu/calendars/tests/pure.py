"""The seeded calendar and rules without a database, for tests of the pure rules."""

import json
from datetime import date, datetime, time
from functools import cache

from congvu.calendars.rules import VN, DayException, Interval, LegalRules, RuleValue, WorkSchedule
from congvu.calendars.services import seeding

MORNING, AFTERNOON = (time(7, 30), time(11, 30)), (time(13, 0), time(17, 0))


def office_week(valid_from: date = date.min, valid_to: date | None = None) -> tuple[Interval, ...]:
    """Monday to Friday 07:30–11:30 and 13:00–17:00: eight hours a day."""
    return tuple(
        Interval(weekday, starts, ends, valid_from, valid_to)
        for weekday in range(5)
        for starts, ends in (MORNING, AFTERNOON)
    )


@cache
def seeded_schedule() -> WorkSchedule:
    days = seeding.wanted_days(range(2014, 2028))
    special = {
        day.day: DayException(day.day, day.kind, day.name, day.legal_basis, day.as_weekday)
        for day in days.values()
    }
    return WorkSchedule((office_week(),), special)


@cache
def rules_on(on: date = date(2026, 7, 1), **changes: str) -> LegalRules:
    """The shipped rules on a day; `clock__wday_count="days"` changes one."""
    values = {}
    for rule in json.loads((seeding.DATA / "legal_rules.json").read_text("utf-8")):
        rows = [row for row in rule["values"] if date.fromisoformat(row["valid_from"]) <= on]
        row = max(rows, key=lambda one: one["valid_from"])
        value = changes.get(rule["code"].replace(".", "__"), row["value"])
        unit = "" if rule["code"] in changes else row["unit"]
        if value.isdecimal() and rule["code"] == "clock.wday_length":
            unit = "hour"
        values[rule["code"]] = RuleValue(rule["code"], value, unit, row["basis"], row["certainty"])
    return LegalRules(on, values)


def at(text: str) -> datetime:
    """Read "2026-02-13 10:00" as a moment in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VN)
