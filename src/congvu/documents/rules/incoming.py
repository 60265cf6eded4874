"""Dates, numbers and clocks of incoming documents: pure."""

import re
from datetime import date, datetime

from congvu.calendars.rules import Code, LegalRules, due_after
from congvu.calendars.rules.schedule import DAY, WorkSchedule, to_minute, to_moment
from congvu.common.text import one_line

_DIGITS = re.compile(r"\d+")
_SUFFIX = re.compile(r"[A-Za-z]{1,2}\d?|bis", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_EVENING = 17 * 60


def register_due(arrived_at: datetime, urgency: int, schedule: WorkSchedule, rules: LegalRules) -> datetime:
    """Return by when a document should stand in the register: the same working day, urgent ones at once.

    Legal source: NĐ 30/2020/NĐ-CP Điều 4 khoản 2 điểm c, Điều 22; the amounts are legal rules with validity.
    """
    if urgency:
        return due_after(arrived_at, rules.budget(Code.DOCUMENT_REGISTER_URGENT), schedule, rules)
    return _close_after(arrived_at, rules.budget(Code.DOCUMENT_REGISTER).amount, schedule)


def register_latest(arrived_at: datetime, schedule: WorkSchedule, rules: LegalRules) -> datetime:
    """Return after when a registration is late: the close of the next working day."""
    return _close_after(arrived_at, rules.budget(Code.DOCUMENT_REGISTER_LATEST).amount, schedule)


def end_of_day(day: date, schedule: WorkSchedule) -> datetime:
    """Return when work closes on `day`, or 17:00 of a day off."""
    ordinal = day.toordinal()
    close = schedule.close_of(ordinal)
    return to_moment(close if close is not None else ordinal * DAY + _EVENING)


def _close_after(start: datetime, days: int, schedule: WorkSchedule) -> datetime:
    """Return the close of the working day, `days` after the first one that is (or follows) `start`."""
    first = schedule.next_working(to_minute(start)) // DAY
    last = schedule.at_day_index(schedule.day_index(first) + days, first)
    return to_moment(schedule.next_close(last))


def written_number(text: str) -> tuple[str, int | None]:
    """Return a document's number as it is kept and as it is sorted: "05" and 5, "12a" and 12."""
    number = _SPACES.sub("", one_line(text))
    digits = _DIGITS.match(number)
    return number, int(digits.group()) if digits and len(digits.group()) <= 9 else None


def written_notation(text: str) -> str:
    """Return a notation without spaces: NĐ 30/2020/NĐ-CP Phụ lục III."""
    return _SPACES.sub("", one_line(text)).strip("/")


def written_code(number: str, notation: str) -> str:
    """Return number and notation together, such as "189/TB-UBND"."""
    return "/".join(part for part in (number, notation) if part)


def suffix_problem(suffix: str) -> bool:
    """Tell whether a suffix of an arrival number is none, such as "a" or "bis"."""
    return bool(suffix) and _SUFFIX.fullmatch(suffix) is None


FIRST_DAY = date(1945, 9, 2)  # no document of the present state is older; a typing slip like 1026 is caught


def date_problem(
    *, issued_on: date | None, arrived_on: date, due_on: date | None, reply_by: date | None, today: date
) -> str:
    """Return what is wrong with a document's dates, "" when they may stand.

    The names are stable: "issued-future", "arrived-future", "arrived-before-issued", "due-before-arrived",
    "due-past", "reply-before-issued", "issued-too-old".
    """
    if issued_on and issued_on < FIRST_DAY:
        return "issued-too-old"
    if issued_on and issued_on > today:
        return "issued-future"
    if arrived_on > today:
        return "arrived-future"
    if issued_on and arrived_on < issued_on:
        return "arrived-before-issued"
    if due_on and due_on < arrived_on:
        return "due-before-arrived"
    if due_on and due_on < today:
        return "due-past"
    if reply_by and issued_on and reply_by < issued_on:
        return "reply-before-issued"
    return ""
