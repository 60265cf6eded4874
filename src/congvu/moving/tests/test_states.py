"""Every state of a run with every action: the table as written down."""

from itertools import product

import pytest

from congvu.moving.states import ACTIVE, FINAL, MOVES, STATE_NAMES, Action, State, allowed

_EXPECTED = {
    #             map check checked start stop resume fail finish drop
    State.NEW: "x x . . . . . . x",
    State.CHECKING: ". . x . x . x . .",
    State.CHECKED: "x x . x . . . . x",
    State.RUNNING: ". . . . x . x x .",
    State.STOPPED: "x x . . . x . . x",
    State.FAILED: "x x . . . x . . x",
    State.DONE: ". . . . . . . . .",
    State.DROPPED: ". . . . . . . . .",
}


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_each_state_with_each_action(state, action):
    expected = _EXPECTED[state].split()[list(Action).index(action)] == "x"
    assert allowed(action, state) is expected


def test_every_state_is_reached_and_every_open_one_is_left():
    reached = {State.NEW} | {move.target for move in MOVES.values()}
    assert reached == set(State) == set(STATE_NAMES)
    for state in set(State) - FINAL:
        assert any(state in move.sources for move in MOVES.values())
    assert not ACTIVE & FINAL
