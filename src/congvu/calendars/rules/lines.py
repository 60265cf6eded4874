"""Lines that number time, and a budget laid on one: the one arithmetic behind every unit."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from congvu.calendars.rules.legal import Budget, Code, LegalRules
from congvu.calendars.rules.schedule import DAY, Minute, WorkSchedule

type Stop = tuple[Minute, Minute | None]
"""A time in which the clock stands still; without end while it lasts."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a budget while the clock stands still: working minutes, working or calendar days."""

    amount: int
    unit: Literal["minute", "wday", "day"]


class Line(Protocol):
    """A way of numbering time."""

    @property
    def unit(self) -> Literal["minute", "wday", "day"]:
        """What the numbers count."""

    def index(self, minute: Minute) -> int:
        """Return the number reached at a minute."""

    def moment(self, index: int, after: Minute) -> Minute:
        """Return the due minute for a number; later than `after`."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Working minutes: exact."""

    schedule: WorkSchedule
    unit: Literal["minute", "wday", "day"] = "minute"

    def index(self, minute: Minute) -> int:
        return self.schedule.worked(minute)

    def moment(self, index: int, after: Minute) -> Minute:
        if index <= self.schedule.worked(after):
            return self.schedule.next_working(after)
        return self.schedule.at_worked(index, after)


@dataclass(frozen=True, slots=True)
class _WorkingDays:
    """Working days, the last one counted to its close."""

    schedule: WorkSchedule
    unit: Literal["minute", "wday", "day"] = "wday"

    def index(self, minute: Minute) -> int:
        return self.schedule.day_index(minute // DAY)

    def moment(self, index: int, after: Minute) -> Minute:
        reached = self.schedule.day_index(after // DAY)
        day = after // DAY if index <= reached else self.schedule.at_day_index(index, after // DAY)
        due = self.schedule.next_close(day)
        return due if due > after else self.schedule.next_close(after // DAY + 1)


@dataclass(frozen=True, slots=True)
class _CalendarDays:
    """Calendar days; where the end falls on a day off, the rule says whether it moves (Điều 148 BLDS)."""

    schedule: WorkSchedule
    at_close: bool
    moves: bool
    unit: Literal["minute", "wday", "day"] = "day"

    def index(self, minute: Minute) -> int:
        return minute // DAY

    def moment(self, index: int, after: Minute) -> Minute:
        due = self._end(index)
        return due if due > after else self._end(after // DAY + 1)

    def _end(self, day: int) -> Minute:
        if self.schedule.close_of(day) is None and self.moves:
            day = self.schedule.next_working(day * DAY) // DAY
        close = self.schedule.close_of(day)
        # 23:59 stands for 24 giờ, so that the printed date stays that of the last day.
        return close if self.at_close and close is not None else day * DAY + DAY - 1


@dataclass(frozen=True, slots=True)
class Run:
    """A budget laid on its line from a start."""

    line: Line
    start: Minute
    end: int

    @property
    def whole(self) -> Remaining:
        """The whole budget, as what is left before any of it ran."""
        return Remaining(max(0, self.end - self.line.index(self.start)), self.line.unit)

    def through(self, stops: list[Stop]) -> tuple[Minute | None, Remaining | None]:
        """Return the due minute, or what is left when an open stop comes first."""
        end, line = self.end, self.line
        due = line.moment(end, self.start)
        for start, stop in stops:
            if stop is not None and stop <= self.start:
                continue
            start = max(start, self.start)
            if start >= due:
                break
            left = max(0, end - line.index(start))
            if stop is None:
                return None, Remaining(left, line.unit)
            end = line.index(stop) + left
            due = line.moment(end, stop)
        return due, None


def begin(
    origin: Minute, budget: Budget, schedule: WorkSchedule, rules: LegalRules, *, rolls: bool = True
) -> Run:
    """Lay a budget on its line from `origin`.

    Args:
        rolls: move a start outside working hours (or after the rule's hour) to the next opening; an
            extension does not, it continues where the budget ended.
    """
    if budget.unit in ("day", "month"):
        return _calendar_run(origin, budget, schedule, rules)
    if budget.unit == "wday" and budget.amount == 0:
        start = _opening(origin, rules.clock(Code.SAME_DAY_CUTOFF), schedule)
        return Run(_WorkingDays(schedule), start, schedule.day_index(start // DAY))
    start = _opening(origin, rules.clock(Code.START_CUTOFF), schedule) if rolls else origin
    if budget.unit == "wday" and rules.choice(Code.WDAY_COUNT) == "days":
        return Run(_WorkingDays(schedule), start, schedule.day_index(start // DAY) + budget.amount)
    length = 60 if budget.unit == "hour" else day_length(start, schedule, rules)
    return Run(Minutes(schedule), start, schedule.worked(start) + budget.amount * length)


def day_length(start: Minute, schedule: WorkSchedule, rules: LegalRules) -> int:
    """Return the minutes of one working day: a full day of the table at the start, or the rule's hours."""
    if rules.choice(Code.WDAY_LENGTH) == "table":
        return schedule.full_day(date.fromordinal(start // DAY))
    return rules.number(Code.WDAY_LENGTH) * 60


def add_months(day: date, months: int) -> date:
    """Return the corresponding day, or the month's last when there is none (khoản 4 Điều 148 BLDS 2015)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1).toordinal()
    next_year, next_month = divmod(year * 12 + month + 1, 12)
    length = date(next_year, next_month + 1, 1).toordinal() - first
    return date.fromordinal(first + min(day.day, length) - 1)


def _calendar_run(origin: Minute, budget: Budget, schedule: WorkSchedule, rules: LegalRules) -> Run:
    line = _CalendarDays(
        schedule, rules.choice(Code.DAY_END) == "close", rules.choice(Code.DAY_OFF_END) == "next"
    )
    first = origin // DAY
    if rules.choice(Code.DAY_FIRST) == "included":
        first -= 1
    if budget.unit == "day":
        return Run(line, origin, first + budget.amount)
    return Run(line, origin, add_months(date.fromordinal(first), budget.amount).toordinal())


def _opening(origin: Minute, cutoff: int | None, schedule: WorkSchedule) -> Minute:
    """Return where counting starts: at once in working hours, else (or past the hour) at an opening."""
    if cutoff is not None and origin % DAY > cutoff:
        return schedule.next_working((origin // DAY + 1) * DAY)
    return schedule.next_working(origin)
