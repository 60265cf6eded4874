"""Back-off and next runs, as arithmetic; states as a table."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.delivery import rules
from congvu.delivery.models import Attempt, Delivery
from congvu.delivery.states import BLOCKING, MOVES, OPEN, Outcome, State, move

VN = ZoneInfo("Asia/Ho_Chi_Minh")


@given(st.integers(1, 10_000), st.floats(0, 1), st.floats(0.1, 600))
def test_delay_is_bounded(attempt, chance, base):
    wait = rules.delay(attempt, chance, base=base).total_seconds()
    assert min(base, rules.LONGEST_SECONDS) / 2 - 1e-3 <= wait <= rules.LONGEST_SECONDS


def test_delay_doubles():
    assert [rules.delay(n, 1, base=30).total_seconds() for n in range(1, 6)] == [30, 60, 120, 240, 480]
    assert [rules.delay(n, 0, base=30).total_seconds() for n in (1, 2)] == [15, 30]
    assert rules.delay(50, 1) == timedelta(hours=6)
    with pytest.raises(ValueError, match="from 1"):
        rules.delay(0, 1)


@pytest.mark.parametrize(
    ("now", "at", "expected"),
    [
        (datetime(2026, 3, 1, 10, tzinfo=VN), None, datetime(2026, 3, 1, 10, 5, tzinfo=VN)),
        (datetime(2026, 3, 1, 10, tzinfo=VN), time(11), datetime(2026, 3, 1, 11, tzinfo=VN)),
        (datetime(2026, 3, 1, 11, tzinfo=VN), time(11), datetime(2026, 3, 2, 11, tzinfo=VN)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=VN), time(0, 5), datetime(2027, 1, 1, 0, 5, tzinfo=VN)),
    ],
)
def test_next_run(now, at, expected):
    assert rules.next_run(now, 300, at) == expected


def test_states_are_told_alike():
    assert {state.value for state in State} == set(Delivery.States.values)
    assert {one.value for one in Outcome} == set(Attempt.Outcomes.values)


def test_every_state_is_reached_and_left():
    assert {State.WAITING} | {one.target for one in MOVES} == set(State)
    left = set().union(*(one.sources for one in MOVES))
    assert set(State) - left == {State.DONE}
    assert set(OPEN) < set(BLOCKING)
    assert move("skip").needs_reason
