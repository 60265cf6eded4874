"""Reads of the calendars: the cached snapshot that services compute with, and what the screens show."""

from congvu.calendars.queries.screens import (
    DayShown,
    HoursShown,
    Month,
    RuleHistory,
    YearShown,
    hours_of,
    rule_histories,
    rule_history,
    rule_titles,
    year_of,
)
from congvu.calendars.queries.snapshot import (
    STAMP_PK,
    belonging_to,
    calendar_token,
    forget,
    legal_rules,
    schedule_for,
)

__all__ = [
    "STAMP_PK",
    "DayShown",
    "HoursShown",
    "Month",
    "RuleHistory",
    "YearShown",
    "belonging_to",
    "calendar_token",
    "forget",
    "hours_of",
    "legal_rules",
    "rule_histories",
    "rule_history",
    "rule_titles",
    "schedule_for",
    "year_of",
]
