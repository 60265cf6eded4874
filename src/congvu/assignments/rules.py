"""Pure rules of assigned work: deadlines, urgency groups, the four buckets, extensions, recurrence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from congvu.assignments.states import COMPLETED, COUNTABLE, State
from congvu.calendars.rules import (
    VN,
    Budget,
    Code,
    LegalRules,
    WorkSchedule,
    add_months,
    close_of_day,
    due_after,
)

NEVER = datetime(2999, 12, 31, tzinfo=UTC)
"""Where work without a deadline stands in an order by deadline: at the end."""
PERIOD_MONTHS = {"month": 1, "quarter": 3}


class Group(StrEnum):
    """Groups of a list of work, the most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    OPEN_ENDED = "none"


GROUP_NAMES: dict[Group, str] = {
    Group.OVERDUE: "Quá hạn",
    Group.TODAY: "Hôm nay",
    Group.SOON: "Sắp đến hạn",
    Group.LATER: "Còn hạn",
    Group.OPEN_ENDED: "Không thời hạn",
}


class Bucket(StrEnum):
    """The four national buckets (theo dõi nhiệm vụ, QĐ 42/2014/QĐ-TTg); everything else derives from them."""

    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_LATE = "open_late"


BUCKET_NAMES: dict[Bucket, str] = {
    Bucket.DONE_IN_TIME: "Hoàn thành đúng hạn",
    Bucket.DONE_LATE: "Hoàn thành quá hạn",
    Bucket.OPEN_IN_TIME: "Chưa hoàn thành, trong hạn",
    Bucket.OPEN_LATE: "Chưa hoàn thành, quá hạn",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: the day as it was set, the day that it ends with, and the moment.

    Args:
        on: the day that was set.
        last_on: the last day that is in time: `on`, or the next working day when `on` is a day off.
        at: close of work on `last_on`, by the performer's calendar.
    """

    on: date
    last_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """The moments that part the urgency groups, computed once per list."""

    now: datetime
    today_end: datetime
    soon_until: datetime


def due_of(on: date, schedule: WorkSchedule) -> Due:
    """Return the deadline that a day means; one that ends on a day off ends with the next working day."""
    at = close_of_day(on, schedule)
    return Due(on, at.astimezone(VN).date(), at)


def limits_at(now: datetime, rules: LegalRules) -> Limits:
    """Return the bounds of the urgency groups at `now`; soon is so many calendar days ahead."""
    today = now.astimezone(VN).date()
    return Limits(now, _midnight(today + timedelta(1)), _midnight(soon_until(today, rules) + timedelta(1)))


def soon_until(today: date, rules: LegalRules) -> date:
    """Return the last day whose deadlines are due soon."""
    return today + timedelta(days=rules.budget(Code.TASK_SOON).amount)


def group_of(due_at: datetime | None, limits: Limits) -> Group:
    """Return the urgency group of a deadline."""
    if due_at is None or due_at >= NEVER:
        return Group.OPEN_ENDED
    if due_at < limits.now:
        return Group.OVERDUE
    if due_at < limits.today_end:
        return Group.TODAY
    return Group.SOON if due_at < limits.soon_until else Group.LATER


def bucket_of(
    state: State, finished_on: date | None, last_on: date | None, due_at: datetime | None, now: datetime
) -> Bucket | None:
    """Return the bucket of an assignment, None for one that does not count (hidden, cancelled).

    What waits for the giver's decision is not completed: nobody's word alone completes work.
    """
    if state not in COUNTABLE:
        return None
    if state in COMPLETED:
        late = last_on is not None and finished_on is not None and finished_on > last_on
        return Bucket.DONE_LATE if late else Bucket.DONE_IN_TIME
    return Bucket.OPEN_LATE if due_at is not None and due_at < now else Bucket.OPEN_IN_TIME


def ask_window(rules: LegalRules, *, by_government: bool) -> int:
    """Return within how many days after the deadline an extension may be asked for."""
    code = Code.TASK_ASK_WITHIN_GOVERNMENT if by_government else Code.TASK_ASK_WITHIN
    return rules.budget(code).amount


def extension_problem(
    due_on: date | None,
    new_due_on: date,
    *,
    approved: int,
    today: date,
    rules: LegalRules,
    by_government: bool,
) -> str:
    """Return why an extension cannot be asked for, "" when it can.

    Args:
        due_on: the deadline now.
        new_due_on: the one asked for.
        approved: how many extensions were approved before.
        today: the day of asking.
        by_government: whether the Government or the Prime Minister gave the work.

    The reasons are stable names: "no-deadline", "count", "too-late", "not-later", "past", "too-far".
    """
    if due_on is None:
        return "no-deadline"
    if approved >= rules.number(Code.TASK_EXTENSIONS):
        return "count"
    window = timedelta(days=ask_window(rules, by_government=by_government))
    if today > due_on + window:
        return "too-late"
    if new_due_on <= due_on:
        return "not-later"
    if new_due_on < today:
        return "past"
    return "too-far" if new_due_on > due_on + window else ""


def finish_problem(finished_on: date, *, today: date, given_on: date, rules: LegalRules) -> str:
    """Return why a completion date cannot stand ("future", "before-given", "back-dated"), "" when it can."""
    if finished_on > today:
        return "future"
    if finished_on < given_on:
        return "before-given"
    earliest = today - timedelta(days=rules.budget(Code.TASK_BACK_DATING).amount)
    return "back-dated" if finished_on < earliest else ""


def nth_on(begins_on: date, every: str, n: int, works: Callable[[date], bool]) -> date:
    """Return the day on which recurring work is given for the n-th time (0 is the first).

    Args:
        begins_on: the first day.
        every: "day" (working days), "week", "month" or "quarter"; a month without the day: its last.
        works: tells whether a day is a working day.
    """
    if every in PERIOD_MONTHS:
        return add_months(begins_on, PERIOD_MONTHS[every] * n)
    if every == "week":
        return begins_on + timedelta(weeks=n)
    day = begins_on
    for _ in range(n):
        day = next_working_day(day + timedelta(1), works)
    return day


def next_working_day(day: date, works: Callable[[date], bool]) -> date:
    """Return `day`, or the first working day after it; after a month of days off the day itself."""
    for ahead in range(31):
        if works(day + timedelta(ahead)):
            return day + timedelta(ahead)
    return day


def next_given(
    begins_on: date, every: str, number: int, next_on: date, today: date, works: Callable[[date], bool]
) -> tuple[int, date, date]:
    """Return what a series gives now: how many times it gave then, the day it gives for, and the next day.

    Days that were missed while nobody watched are left out: only the newest is given.

    Args:
        number: how many times it gave so far.
        next_on: its next day, not after `today`.
    """
    if every == "day":
        days = [day for day in _days(next_on, today) if works(day)]
        given = days[-1] if days else next_on
        return number + 1, given, next_working_day(max(given, today) + timedelta(1), works)
    while (following := nth_on(begins_on, every, number + 1, works)) <= today:
        number, next_on = number + 1, following
    return number + 1, next_on, following


def report_due(after: date, frequency: str) -> date | None:
    """Return the day by which the next progress report is due, None without a frequency."""
    if frequency in PERIOD_MONTHS:
        return add_months(after, PERIOD_MONTHS[frequency])
    days = {"day": 1, "week": 7}.get(frequency)
    return after + timedelta(days=days) if days else None


def entry_due(
    source_on: date, schedule: WorkSchedule, rules: LegalRules, *, urgent: bool, many: bool
) -> datetime:
    """Return by when work that a document gives is to be entered: that day when urgent, else working days."""
    code = Code.TASK_ENTRY_URGENT if urgent else Code.TASK_ENTRY_MANY if many else Code.TASK_ENTRY
    budget: Budget = rules.budget(code)
    start = close_of_day(source_on, schedule)
    return due_after(start, budget, schedule, rules) if budget.amount else start


@dataclass(frozen=True, slots=True)
class Span:
    """A span of days that results are published for."""

    name: str
    first: date
    last: date


def reporting_spans(today: date) -> list[Span]:
    """Return the spans that results are asked for: this quarter, the one before, half-year and year."""
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    before = add_months(quarter, -3)
    half = date(today.year, 1 if today.month <= 6 else 7, 1)
    halves = {1: "6 tháng đầu năm", 7: "6 tháng cuối năm"}
    return [
        Span(_quarter_name(quarter), quarter, _last_day(quarter, 3)),
        Span(_quarter_name(before), before, _last_day(before, 3)),
        Span(f"{halves[half.month]} {half.year}", half, _last_day(half, 6)),
        Span(f"Năm {today.year}", date(today.year, 1, 1), date(today.year, 12, 31)),
    ]


def _quarter_name(first: date) -> str:
    return f"Quý {('I', 'II', 'III', 'IV')[first.month // 3]}/{first.year}"


def _last_day(first: date, months: int) -> date:
    return add_months(first, months) - timedelta(1)


def child_problem(due_on: date | None, parent_due_on: date | None) -> str:
    """Return why a part does not fit within the whole ("no-deadline", "later"), "" when it does."""
    if parent_due_on is None:
        return ""
    if due_on is None:
        return "no-deadline"
    return "later" if due_on > parent_due_on else ""


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(ahead) for ahead in range((last - first).days + 1)]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VN)
