"""Working time of an agency: weekly tables with validity, special days, and fast arithmetic over them.

Everything counts in whole minutes of local time: the receipt prints hours and minutes, and the clock runs
"as printed" (Điều 17, 18 NĐ 118/2025), so seconds are dropped. Vietnam has had one offset since 1975.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

VN = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = 1440  # minutes
_ANCHOR = 2020  # year at which the running totals are zero
_HORIZON = 30  # years searched before giving up on a table without hours

type Minute = int
"""A local minute: proleptic day ordinal × 1440 + minute of the day."""


class NoWorkingTime(ValueError):  # noqa: N818 — the house names refusals as facts
    """The table has no working hours in the years searched."""


def to_minute(moment: datetime) -> Minute:
    """Return the local minute of an aware `moment`; raise ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("naive datetime")
    local = moment.astimezone(VN)
    return local.toordinal() * DAY + local.hour * 60 + local.minute


def to_moment(minute: Minute) -> datetime:
    """Return the aware moment (Asia/Ho_Chi_Minh) of a local minute."""
    day, rest = divmod(minute, DAY)
    return datetime.combine(date.fromordinal(day), time(rest // 60, rest % 60), tzinfo=VN)


@dataclass(frozen=True, slots=True)
class Interval:
    """Working hours on one weekday, in force from `valid_from` to `valid_to` (both inclusive).

    Args:
        weekday: 0 = Monday … 6 = Sunday.
        starts, ends: times of the day; `ends` later than `starts`.
    """

    weekday: int
    starts: time
    ends: time
    valid_from: date = date.min
    valid_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Tell whether the interval belongs to the table of `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class DayException:
    """A day that departs from the week: off, or working although the week says otherwise.

    Args:
        as_weekday: whose hours a make-up day follows (the weekday it was swapped with); without it the
            day's own hours, or, where its weekday has none, those of the longest day of the table.
    """

    day: date
    kind: Literal["off", "working"]
    name: str
    basis: str = ""
    as_weekday: int | None = None


type _Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Year:
    """One year's working intervals as sorted arrays with running totals."""

    starts: list[Minute]
    ends: list[Minute]
    done: list[int]  # working minutes from the anchor up to each interval's end
    before: int  # working minutes from the anchor up to the year's start
    after: int
    days: list[int]  # ordinals of working days
    days_before: int
    closes: dict[int, Minute]  # closing minute of each working day


@dataclass(frozen=True)
class WorkSchedule:
    """The working time of one agency, hashable by identity and safe to share between threads.

    Args:
        layers: tables by precedence; on each day the first layer with any interval in force is used
            (an agency's own table before the common one).
        special: departures from the week, by day.
    """

    layers: tuple[tuple[Interval, ...], ...]
    special: Mapping[date, DayException] = field(default_factory=dict)
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)
    _weeks: dict[int, tuple[_Spans, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _changes: list[date] = field(default_factory=list, init=False, repr=False, compare=False)

    __hash__ = object.__hash__

    def __post_init__(self) -> None:
        rows = [row for layer in self.layers for row in layer]
        changes = {row.valid_from for row in rows}
        changes |= {row.valid_to + timedelta(days=1) for row in rows if row.valid_to is not None}
        self._changes.extend(sorted(changes))

    # -- days ------------------------------------------------------------------------------------

    def spans(self, day: date) -> _Spans:
        """Return the working spans of `day` as (from, to) minutes of the day, in order."""
        week = self._week(day)
        exception = self.special.get(day)
        if exception is None:
            return week[day.weekday()]
        if exception.kind == "off":
            return ()
        if exception.as_weekday is not None:
            return week[exception.as_weekday]
        return week[day.weekday()] or max(week, key=_length)

    def is_working_day(self, day: date) -> bool:
        """Tell whether any work is done on `day`."""
        return bool(self.spans(day))

    def full_day(self, day: date) -> int:
        """Return the minutes of one full working day of the table in force on `day`.

        Raises:
            NoWorkingTime: no hours are in force on that day.
        """
        longest = max(_length(spans) for spans in self._week(day))
        if not longest:
            raise NoWorkingTime(f"no working hours on {day}")
        return longest

    def _week(self, day: date) -> tuple[_Spans, ...]:
        part = bisect_right(self._changes, day)
        week = self._weeks.get(part)
        if week is None:
            rows: list[Interval] = []
            for layer in self.layers:
                rows = [row for row in layer if row.in_force(day)]
                if rows:
                    break
            week = tuple(_joined([row for row in rows if row.weekday == number]) for number in range(7))
            self._weeks[part] = week
        return week

    # -- minutes ---------------------------------------------------------------------------------

    def worked(self, minute: Minute) -> int:
        """Return the working minutes from the anchor to `minute`; only differences mean anything."""
        year = self._year(date.fromordinal(minute // DAY).year)
        at = bisect_right(year.starts, minute) - 1
        if at < 0:
            return year.before
        return year.done[at] - max(0, year.ends[at] - minute)

    def at_worked(self, total: int, near: Minute) -> Minute:
        """Return the first minute at which `worked` reaches `total` (an interval's end, not the next start).

        Args:
            near: a minute from whose year the search begins.
        """
        year = self._find(total, date.fromordinal(near // DAY).year, days=False)
        at = bisect_left(year.done, total)
        return year.ends[at] - (year.done[at] - total)

    def next_working(self, minute: Minute) -> Minute:
        """Return `minute` if work goes on then, else the next opening."""
        number = date.fromordinal(minute // DAY).year
        for ahead in range(_HORIZON):
            year = self._year(number + ahead)
            at = bisect_right(year.ends, minute)
            if at < len(year.ends):
                return max(minute, year.starts[at])
        raise NoWorkingTime("no opening ahead")

    def last_working(self, minute: Minute) -> Minute:
        """Return `minute` if work goes on up to then, else the last closing before it."""
        number = date.fromordinal(minute // DAY).year
        for back in range(_HORIZON):
            year = self._year(number - back)
            at = bisect_left(year.starts, minute) - 1
            if at >= 0:
                return min(minute, year.ends[at])
        raise NoWorkingTime("no closing behind")

    # -- working days ----------------------------------------------------------------------------

    def day_index(self, ordinal: int) -> int:
        """Return the number of working days up to and including the day `ordinal`, from the anchor."""
        year = self._year(date.fromordinal(ordinal).year)
        return year.days_before + bisect_right(year.days, ordinal)

    def at_day_index(self, index: int, near: int) -> int:
        """Return the ordinal of the working day with that index, searched from the day `near`."""
        year = self._find(index, date.fromordinal(near).year, days=True)
        return year.days[index - year.days_before - 1]

    def close_of(self, ordinal: int) -> Minute | None:
        """Return the closing minute of a working day, None for a day off."""
        return self._year(date.fromordinal(ordinal).year).closes.get(ordinal)

    def next_close(self, ordinal: int) -> Minute:
        """Return the closing minute of the day, or of the next working day when it is off."""
        minute = self.close_of(ordinal)
        if minute is None:
            minute = self.close_of(self.next_working(ordinal * DAY) // DAY)
        assert minute is not None
        return minute

    # -- years -----------------------------------------------------------------------------------

    def _year(self, number: int) -> _Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._build(number)
        return year

    def _build(self, number: int) -> _Year:
        starts: list[Minute] = []
        ends: list[Minute] = []
        days: list[int] = []
        closes: dict[int, Minute] = {}
        for ordinal in range(date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal() + 1):
            spans = self.spans(date.fromordinal(ordinal))
            if spans:
                days.append(ordinal)
                closes[ordinal] = ordinal * DAY + spans[-1][1]
                starts.extend(ordinal * DAY + span[0] for span in spans)
                ends.extend(ordinal * DAY + span[1] for span in spans)
        total = sum(ends) - sum(starts)
        before, days_before = self._offsets(number, total, len(days))
        done, running = [], before
        for start, end in zip(starts, ends, strict=True):
            running += end - start
            done.append(running)
        return _Year(starts, ends, done, before, before + total, days, days_before, closes)

    def _offsets(self, number: int, total: int, days: int) -> tuple[int, int]:
        """Return the running totals at the year's start, chained from the anchor in either direction."""
        if number == _ANCHOR:
            return 0, 0
        if number > _ANCHOR:
            for earlier in range(_ANCHOR, number - 1):
                self._year(earlier)  # build outwards, so that the recursion stays one deep
            last = self._year(number - 1)
            return last.after, last.days_before + len(last.days)
        for later in range(_ANCHOR, number + 1, -1):
            self._year(later)
        following = self._year(number + 1)
        return following.before - total, following.days_before - days

    def _find(self, total: int, near: int, *, days: bool) -> _Year:
        """Return the year, searched outwards from `near`, in which the running total is reached."""
        for _ in range(_HORIZON):
            year = self._year(near)
            low, high = year.before, year.after
            if days:
                low, high = year.days_before, year.days_before + len(year.days)
            if low < total <= high:
                return year
            near += 1 if total > high else -1
        raise NoWorkingTime("no working time in the years searched")


def read_spans(text: str) -> list[tuple[time, time]]:
    """Read "07:30-11:30, 13:00-17:00" (dash or en dash, comma or semicolon); "" is a day off.

    Raises:
        ValueError: a span that is not two times of the day.
    """
    spans = []
    for part in text.replace(";", ",").split(","):
        if part.strip():
            starts, dash, ends = part.replace("–", "-").partition("-")
            if not dash:
                raise ValueError(part)
            spans.append((time.fromisoformat(_padded(starts)), time.fromisoformat(_padded(ends))))
    return spans


def _padded(text: str) -> str:
    """Return "7h30" or "7:30" as "07:30"."""
    hour, colon, minute = text.strip().lower().replace("h", ":").partition(":")
    return f"{hour:0>2}:{minute:0>2}" if colon else f"{hour:0>2}:00"


def _length(spans: _Spans) -> int:
    return sum(end - start for start, end in spans)


def _joined(rows: list[Interval]) -> _Spans:
    """Return the intervals of one weekday in order, overlapping or touching ones joined."""
    spans: list[tuple[int, int]] = []
    for row in sorted(rows, key=lambda one: one.starts):
        start, end = (moment.hour * 60 + moment.minute for moment in (row.starts, row.ends))
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif end > start:
            spans.append((start, end))
    return tuple(spans)
