"""Every state of an incoming document and of a line with every action: the two tables as written down."""

from itertools import product

import pytest

from congvu.documents.states.incoming import (
    FINAL,
    LINE_MOVES,
    LINE_NAMES,
    MOVES,
    OPEN,
    STATE_NAMES,
    WITH_SOMEBODY,
    Action,
    LineAction,
    LineState,
    State,
    allowed,
    line_allowed,
    line_moves_from,
    moves_from,
)

# Rows are states, columns actions; "x" is allowed. Written by hand, so that a change of a table shows here.
_ACTIONS = list(Action)
_EXPECTED = {
    #              correct register refuse dup cancel present direct opinion link finish reopen recall copy
    State.ARRIVED: "x x x x . . . . x . . x .",
    State.REGISTERED: "x . . . x x x x x x . x x",
    State.PROCESSING: "x . . . . x x x x x . x x",
    State.DONE: "x . . . . . . x x . x x x",
    State.REFUSED: ". . . . . . . . . . . . .",
    State.DUPLICATE: ". . . . . . . . . . . . .",
    State.RECALLED: ". . . . . . . . . . . . .",
}
_LINE_ACTIONS = list(LineAction)
_LINE_EXPECTED = {
    #                 receive forward complete return withdraw
    LineState.WAITING: "x x x x x",
    LineState.TODO: ". x x x x",
    LineState.FORWARDED: ". x x . x",
    LineState.DONE: ". x . . .",
    LineState.RETURNED: ". . . . .",
    LineState.BOUNCED: ". x x x x",
    LineState.WITHDRAWN: ". . . . .",
}


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)), ids=str)
def test_a_document_in_a_state_allows_what_the_table_says(state: State, action: Action) -> None:
    assert allowed(action, state) == (_EXPECTED[state].split()[_ACTIONS.index(action)] == "x")


@pytest.mark.parametrize(("state", "action"), list(product(LineState, LineAction)), ids=str)
def test_a_line_in_a_state_allows_what_the_table_says(state: LineState, action: LineAction) -> None:
    expected = _LINE_EXPECTED[state].split()[_LINE_ACTIONS.index(action)] == "x"
    assert line_allowed(action, state) == expected


def test_every_state_is_reached_and_every_open_one_left() -> None:
    reached = {move.target for move in MOVES.values()} | {State.PROCESSING}
    assert set(State) - {State.ARRIVED} <= reached
    assert all(any(state in move.sources for move in MOVES.values()) for state in OPEN)
    assert not any(state in move.sources for move in MOVES.values() for state in FINAL)
    # A line comes back to its sender as "bị trả lại" by somebody else's return.
    assert set(LineState) - {LineState.WAITING} == {m.target for m in LINE_MOVES.values()} | {
        LineState.BOUNCED
    }
    assert all(any(state in move.sources for move in LINE_MOVES.values()) for state in WITH_SOMEBODY)


def test_every_state_has_a_name_and_every_table_a_row_for_each_action() -> None:
    assert set(STATE_NAMES) == set(State)
    assert set(LINE_NAMES) == set(LineState)
    assert set(MOVES) == set(Action)
    assert set(LINE_MOVES) == set(LineAction)


def test_buttons_are_those_of_the_officers_capabilities() -> None:
    registry = [move.action for move in moves_from(State.ARRIVED, frozenset({"document.register"}))]
    assert registry == [
        Action.REGISTER,
        Action.CORRECT,
        Action.REFUSE,
        Action.MARK_DUPLICATE,
        Action.RECALL,
    ]
    assert moves_from(State.ARRIVED, frozenset({"document.direct"})) == []
    assert [move.action for move in moves_from(State.REGISTERED, frozenset({"document.direct"}))] == [
        Action.DIRECT
    ]


def test_a_line_offers_its_holder_work_and_its_sender_the_taking_back() -> None:
    work = frozenset({"document.work"})
    held = line_moves_from(LineState.TODO, work, holds=True, sent=False)
    assert [move.action for move in held] == [LineAction.FORWARD, LineAction.COMPLETE, LineAction.RETURN]
    sent = line_moves_from(LineState.TODO, work, holds=False, sent=True)
    assert [move.action for move in sent] == [LineAction.WITHDRAW]
    assert line_moves_from(LineState.TODO, frozenset(), holds=True, sent=True) == []
