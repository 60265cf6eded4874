"""The fast clock against the minute-by-minute one, on random tables, days, pauses and rules."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.calendars.rules import (
    VN,
    Budget,
    ClockFacts,
    DayException,
    Interval,
    NoWorkingTime,
    Pause,
    WorkSchedule,
    add_working_minutes,
    compute_due,
    working_minutes_between,
)
from congvu.calendars.rules.schedule import DAY, to_minute, to_moment
from congvu.calendars.tests.pure import rules_on
from congvu.calendars.tests.reference import Reference

FIRST = date(2026, 12, 14)  # so that cases cross a year's end
FAST = settings(max_examples=60, deadline=None)


def moments(days=20):
    return st.builds(
        lambda day, minute: to_moment((FIRST.toordinal() + day) * DAY + minute),
        st.integers(0, days),
        st.integers(0, DAY - 1),
    )


SPANS = st.sampled_from(
    [
        ((450, 690), (780, 1020)),  # office hours
        ((450, 690),),  # a morning
        ((420, 700), (700, 900)),  # two that touch
        ((0, 240), (1200, 1439)),  # a night shift around midnight
        (),
    ]
)
WEEKS = st.tuples(*[SPANS] * 7).filter(lambda week: sum(1 for spans in week if spans) >= 3)
SPECIAL = st.dictionaries(st.integers(-2, 60), st.sampled_from(["off", "working"]), max_size=8)


@st.composite
def pauses(draw):
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(moments(16))
        length = draw(st.one_of(st.integers(1, 5 * DAY), st.sampled_from([DAY, 2 * DAY])))
        kind = draw(st.sampled_from(["pause", "pause", "restart"]))
        opened = draw(st.integers(0, 7)) == 0
        found.append(Pause(start, None if opened else start + timedelta(minutes=length), "lý do", kind))
    return tuple(found)


@st.composite
def schedules(draw):
    week, chosen = draw(WEEKS), draw(SPECIAL)
    intervals = tuple(
        Interval(weekday, time(start // 60, start % 60), time(end // 60, end % 60))
        for weekday, spans in enumerate(week)
        for start, end in spans
    )
    longest = max(week, key=lambda spans: sum(end - start for start, end in spans))
    exceptions, special = {}, {}
    for offset, kind in chosen.items():
        day = FIRST + timedelta(days=offset)
        exceptions[day] = DayException(day, kind, "ngày")
        special[day.toordinal()] = () if kind == "off" else week[day.weekday()] or longest
    return WorkSchedule((intervals,), exceptions), week, special


def reference_for(week, special, changes):
    cutoff = changes["clock__start_cutoff"]
    return Reference(
        week,
        special,
        {
            "count": changes["clock__wday_count"],
            "end": changes["clock__day_end"],
            "off": changes["clock__day_off_end"],
            "cutoff": None if cutoff == "none" else int(cutoff[:2]) * 60,
        },
    )


CHANGES = st.fixed_dictionaries(
    {
        "clock__start_cutoff": st.sampled_from(["none", "15:00"]),
        "clock__wday_count": st.sampled_from(["hours", "days"]),
        "clock__day_end": st.just("close"),
        "clock__day_off_end": st.just("next"),
    }
)
DAY_CHANGES = st.fixed_dictionaries(
    {
        "clock__start_cutoff": st.just("none"),
        "clock__wday_count": st.just("hours"),
        "clock__day_end": st.sampled_from(["close", "midnight"]),
        "clock__day_off_end": st.sampled_from(["next", "keep"]),
    }
)
WORKING = st.one_of(
    st.builds(Budget, st.integers(1, 30), st.just("hour")),
    st.builds(Budget, st.integers(1, 6), st.just("wday")),
)
CALENDAR = st.one_of(
    st.builds(Budget, st.integers(0, 25), st.just("day")),
    st.builds(Budget, st.integers(0, 3), st.just("month")),
)


def agree(schedule, week, special, start, budget, stops, changes):
    deadline = compute_due(ClockFacts(start, budget, stops), schedule, rules_on(**changes))
    due, left = reference_for(week, special, changes).due(start, budget, stops)
    assert deadline.due_at == (None if due is None else to_moment(due))
    assert (deadline.remaining and deadline.remaining.amount) == left
    assert deadline.explanation


@FAST
@given(schedules(), moments(), WORKING, pauses(), CHANGES)
def test_working_time_agrees_with_the_walk(table, start, budget, stops, changes):
    agree(*table, start, budget, stops, changes)


@FAST
@given(schedules(), moments(), CALENDAR, pauses(), DAY_CHANGES)
def test_calendar_time_agrees_with_the_walk(table, start, budget, stops, changes):
    agree(*table, start, budget, stops, changes)


@FAST
@given(schedules(), moments(), moments(40))
def test_minutes_between_are_those_that_a_walk_counts(table, start, end):
    schedule, week, special = table
    if end < start:
        start, end = end, start
    walk = Reference(week, special, {})
    counted = sum(walk.working(minute) for minute in range(to_minute(start), to_minute(end)))
    assert working_minutes_between(start, end, schedule) == counted
    assert working_minutes_between(end, start, schedule) == -counted


@FAST
@given(schedules(), moments(), st.integers(1, 5000))
def test_adding_minutes_is_undone_by_counting_them(table, start, minutes):
    schedule = table[0]
    end = add_working_minutes(start, minutes, schedule)
    assert working_minutes_between(start, end, schedule) == minutes
    assert working_minutes_between(start, end - timedelta(minutes=1), schedule) == minutes - 1
    back = add_working_minutes(end, -minutes, schedule)
    assert working_minutes_between(back, end, schedule) == minutes


@FAST
@given(schedules(), moments(), WORKING, pauses())
def test_a_longer_budget_is_never_due_earlier(table, start, budget, stops):
    rules = rules_on()
    more = Budget(budget.amount + 1, budget.unit)
    first = compute_due(ClockFacts(start, budget, stops), table[0], rules)
    second = compute_due(ClockFacts(start, more, stops), table[0], rules)
    if second.due_at is not None:
        assert first.due_at is not None
        assert first.due_at < second.due_at


def test_a_table_without_hours_is_refused():
    empty = WorkSchedule(((),))
    with pytest.raises(NoWorkingTime):
        compute_due(ClockFacts(to_moment(740_000 * DAY), Budget(1, "hour")), empty, rules_on())


def test_naive_moments_are_refused():
    naive = datetime(2026, 3, 2, 10, 0)  # noqa: DTZ001
    with pytest.raises(ValueError, match="naive"):
        compute_due(ClockFacts(naive, Budget(1, "hour")), WorkSchedule(((),)), rules_on())


def test_a_moment_elsewhere_is_the_same_moment_here():
    from datetime import UTC

    schedule = WorkSchedule((tuple(Interval(day, time(8), time(16)) for day in range(5)),))
    there = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam
    due = compute_due(ClockFacts(there, Budget(2, "hour")), schedule, rules_on()).due_at
    assert due == datetime(2026, 3, 2, 11, 0, tzinfo=VN)
    assert due.utcoffset() == timedelta(hours=7)


def test_a_new_table_takes_over_on_its_day():
    summer = tuple(Interval(day, time(7), time(15), date(2026, 4, 1)) for day in range(5))
    winter = tuple(Interval(day, time(8), time(16), date.min, date(2026, 3, 31)) for day in range(5))
    schedule = WorkSchedule((summer + winter,))
    start = datetime(2026, 3, 31, 15, 0, tzinfo=VN)
    assert add_working_minutes(start, 120, schedule) == datetime(2026, 4, 1, 8, 0, tzinfo=VN)


def test_long_limits_cross_many_years():
    schedule = WorkSchedule((tuple(Interval(day, time(8), time(16)) for day in range(5)),))
    start = datetime(2026, 3, 2, 8, 0, tzinfo=VN)
    end = add_working_minutes(start, 8 * 60 * 261 * 10, schedule)
    assert end.year == 2036
    assert add_working_minutes(datetime(2005, 3, 7, 8, 0, tzinfo=VN), 60, schedule).year == 2005
