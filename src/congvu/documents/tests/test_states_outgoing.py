"""The table of moves of outgoing documents, and the chain of checks."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.directory.permissions import CAPABILITIES
from congvu.documents.states.outgoing import (
    CHECK_NAMES,
    FINAL,
    MOVES,
    STATE_NAMES,
    STATE_OF,
    Action,
    By,
    Check,
    CheckState,
    Link,
    Place,
    State,
    allowed,
    current,
    may_act,
    moves_from,
    state_of,
    still_good,
)

EVERYWHERE = Place(author=True, holder=True, agency=True)
NOWHERE = Place(author=False, holder=False, agency=False)


def test_each_state_and_check_has_a_name():
    assert set(STATE_NAMES) == set(State)
    assert set(CHECK_NAMES) == set(STATE_OF) == set(Check)
    assert set(MOVES) == set(Action)


@pytest.mark.parametrize(("state", "action"), list(itertools.product(State, Action)))
def test_buttons_and_table_agree(state, action):
    offered = {move.action for move in moves_from(state, frozenset(CAPABILITIES), EVERYWHERE)}
    assert (action in offered) == allowed(action, state)


def test_capabilities_exist():
    assert {move.capability for move in MOVES.values()} <= set(CAPABILITIES)


def test_each_state_is_reached_and_only_final_ones_cannot_be_left():
    reached = {move.target for move in MOVES.values()} | set(STATE_OF.values()) | {State.DRAFT}
    assert reached - {None} == set(State)
    stuck = {
        state
        for state in State
        if not any(
            state in move.sources
            and (
                move.target
                or move.action in {Action.SUBMIT, Action.CHECK_CONTENT, Action.CHECK_FORM, Action.APPROVE}
            )
            for move in MOVES.values()
        )
    }
    assert stuck == FINAL


@pytest.mark.parametrize("action", list(Action))
def test_nobody_acts_without_a_place(action):
    move = MOVES[action]
    for state in move.sources:
        assert not may_act(move, state, NOWHERE)


@pytest.mark.parametrize(
    ("by", "place"),
    [
        (By.AUTHOR, Place(author=True, holder=False, agency=True)),
        (By.HOLDER, Place(author=False, holder=True, agency=True)),
        (By.OFFICE, Place(author=False, holder=False, agency=True)),
    ],
)
def test_whose_act_it_is(by, place):
    for move in MOVES.values():
        if move.by == by:
            assert all(may_act(move, state, place) for state in move.sources)


def test_signed_papers_are_sent_back_by_the_registry_only():
    place = Place(author=True, holder=False, agency=True)
    drafter = frozenset({"document.view", "document.draft"})
    assert Action.SEND_BACK not in {move.action for move in moves_from(State.SIGNED, drafter, place)}
    clerk = frozenset({"document.view", "document.issue"})
    assert Action.SEND_BACK in {move.action for move in moves_from(State.SIGNED, clerk, place)}


def chain(*states, version=1):
    kinds = [Check.CONTENT, Check.FORM, Check.APPROVE, Check.SIGN]
    done = CheckState.DONE
    return [
        Link(order, kind, CheckState(state), version if state == done else None)
        for order, (kind, state) in enumerate(zip(kinds, states, strict=False), start=1)
    ]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("open", "waiting", "waiting", "waiting"), State.CONTENT),
        (("done", "open", "waiting", "waiting"), State.FORM),
        (("done", "done", "open", "waiting"), State.APPROVING),
        (("done", "done", "done", "open"), State.SIGNING),
        (("done", "done", "done", "done"), State.SIGNED),
    ],
)
def test_where_a_chain_stands(states, expected):
    assert state_of(chain(*states)) == expected
    assert (current(chain(*states)) is None) == (expected == State.SIGNED)


def test_a_new_version_voids_what_was_given_on_the_old_one():
    links = chain("done", "done", "open", "waiting")
    assert len(still_good(links, 1)) == 2
    assert still_good(links, 2) == []
    mixed = [Link(1, Check.CONTENT, CheckState.DONE, 2), Link(2, Check.FORM, CheckState.DONE, 1)]
    assert [one.order for one in still_good(mixed, 2)] == [1]


@given(st.lists(st.sampled_from(list(CheckState)), max_size=4), st.integers(1, 3))
def test_good_checks_are_a_beginning_of_the_chain(states, version):
    links = chain(*states, version=2)
    good = still_good(links, version)
    assert good == links[: len(good)]
    assert all(one.version == version for one in good)
