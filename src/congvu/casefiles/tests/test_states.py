"""The table of moves: every state reachable and escapable, buttons and services agree."""

import pytest

from congvu.casefiles import services
from congvu.casefiles.messages import CaseFileEdit, ItemDraft
from congvu.casefiles.models import CaseFile
from congvu.casefiles.states import FINAL, MOVES, STATE_NAMES, Action, State, moves_from
from congvu.common.errors import StateRefused
from congvu.directory.permissions import CAPABILITIES


def test_every_state_has_a_name_and_is_reached():
    assert set(STATE_NAMES) == set(State)
    reached = {State.OPEN} | {move.target for move in MOVES.values() if move.target}
    assert reached == set(State)


def test_every_state_but_the_last_can_be_left():
    for state in set(State) - FINAL:
        assert any(state in move.sources and move.target not in (None, state) for move in MOVES.values()), (
            state
        )


def test_every_move_asks_for_a_capability_of_the_product():
    assert {move.capability for move in MOVES.values()} <= set(CAPABILITIES)


def test_a_keeper_sees_other_buttons_than_a_neighbour():
    both = frozenset({"casefile.keep"})
    held = {move.action for move in moves_from(State.OPEN, both, holds=True)}
    assert {Action.EDIT, Action.FILE, Action.CLOSE} <= held
    assert moves_from(State.OPEN, both, holds=False) == []
    assert [move.action for move in moves_from(State.CLOSED, {"casefile.approve"}, holds=False)] == [
        Action.REOPEN,
        Action.KEEP_BACK,
    ]


ACTS = {
    Action.EDIT: lambda world, pk: services.edit_case_file(pk, CaseFileEdit("A", "05"), actor=world.keeper),
    Action.FILE: lambda world, pk: services.file_item(
        case_file_id=pk, subject=None, title="A", actor=world.keeper
    ),
    Action.ARRANGE: lambda world, pk: services.count_pages(pk, actor=world.keeper),
    Action.CLOSE: lambda world, pk: services.close_case_file(pk, actor=world.keeper),
    Action.SUBMIT: lambda world, pk: services.propose_handover([pk], actor=world.keeper),
    Action.AMEND: lambda world, pk: services.amend_case_file(pk, actor=world.keeper),
    Action.REOPEN: lambda world, pk: services.reopen_case_file(pk, actor=world.leader, reason="Sót"),
}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", list(ACTS))
def test_the_service_refuses_what_the_table_does_not_allow(world, state, action):
    case_file = world.closed()
    CaseFile.objects.filter(pk=case_file.pk).update(state=state)
    if state in MOVES[action].sources:
        ACTS[action](world, case_file.pk)
        return
    before = CaseFile.objects.filter(pk=case_file.pk).values().get()
    with pytest.raises(StateRefused):
        ACTS[action](world, case_file.pk)
    assert CaseFile.objects.filter(pk=case_file.pk).values().get() == before


def test_items_may_not_be_touched_once_closed(world):
    case_file = world.closed()
    item = case_file.items.first()
    for act in (
        lambda: services.remove_item(item.pk, actor=world.keeper, reason="Trùng"),
        lambda: services.describe_item(item.pk, ItemDraft("Khác"), actor=world.keeper),
    ):
        with pytest.raises(StateRefused):
            act()
