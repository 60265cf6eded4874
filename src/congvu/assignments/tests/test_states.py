"""The one table of moves: every state × action pair, tried on the services themselves."""

import pytest

from congvu.assignments import services
from congvu.assignments.messages import Wording
from congvu.assignments.models import Assignment, Report
from congvu.assignments.states import (
    DOING,
    FINAL,
    MOVES,
    OPEN,
    STATE_NAMES,
    WAITING,
    Action,
    State,
    after,
    allowed,
)
from congvu.assignments.tests.world import day, report
from congvu.common.errors import StateRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor

pytestmark = pytest.mark.django_db


def in_state(world, state):
    """Return an assignment that came into `state` by services alone."""
    make = {
        State.HIDDEN: lambda: world.give(hidden=True),
        State.NOT_STARTED: lambda: services.activate_one(world.give(hidden=True).pk, actor=world.leader),
        State.IN_PROGRESS: world.give,
        State.REPORTED: lambda: done(world.give()),
        State.ENDED: lambda: world.done(world.give()),
        State.CLOSE_PROPOSED: lambda: proposed(world.give()),
        State.CLOSED: lambda: services.close(world.give().pk, "Không cần nữa", actor=world.leader),
        State.EXTENSION_PROPOSED: lambda: asked(world.give()),
        State.RETURNED: lambda: services.return_assignment(world.give().pk, "Sai việc", actor=world.head),
        State.TRANSFERRED: lambda: services.transfer(
            world.give(lead=world.to_unit(world.culture)).pk, world.to_unit(), "Đúng việc", actor=world.leader
        ),
        State.CANCELLED: lambda: services.cancel(world.give().pk, "Nhầm", actor=world.leader),
    }

    def done(one):
        services.report_done(one.pk, report(), actor=world.head)
        return one

    def proposed(one):
        services.propose_close(one.pk, report(), actor=world.head)
        return one

    def asked(one):
        services.request_extension(one.pk, report(new_due_on=day("2026-11-30")), actor=world.head)
        return one

    found = Assignment.objects.get(pk=make[state]().pk)
    assert found.state == state
    return found


def do(world, action, one, actor):
    """Do an action, whatever it needs."""
    pk = one.pk
    acts = {
        Action.ACTIVATE: lambda: services.activate_one(pk, actor=actor),
        Action.START: lambda: services.start(pk, actor=actor),
        Action.REPORT_PROGRESS: lambda: services.report_progress(pk, report(), actor=actor),
        Action.REPORT_DONE: lambda: services.report_done(pk, report(), actor=actor),
        Action.PROPOSE_CLOSE: lambda: services.propose_close(pk, report(), actor=actor),
        Action.REQUEST_EXTENSION: lambda: services.request_extension(
            pk, report(new_due_on=day("2026-11-30")), actor=actor
        ),
        Action.PASS_UNIT: lambda: services.pass_unit(pk, actor=actor),
        Action.REFUSE_UNIT: lambda: services.refuse_unit(pk, "Chưa rõ", actor=actor),
        Action.APPROVE: lambda: services.approve(pk, actor=actor),
        Action.REFUSE: lambda: services.refuse(pk, "Chưa đạt", actor=actor),
        Action.SUB_ASSIGN: lambda: services.sub_assign(
            pk, [world.draft(lead=world.to_officer(), due_on=day("2026-11-20"))], actor=actor
        ),
        Action.COOPERATE: lambda: services.cooperate(pk, "Kết quả", actor=actor),
        Action.SETTLE: lambda: services.settle_difficulty(
            pk, (one.reports.exclude(difficulties="").first() or difficulty(one)).pk, "Đã rõ", actor=actor
        ),
        Action.RETURN: lambda: services.return_assignment(pk, "Không thuộc thẩm quyền", actor=actor),
        Action.INSIST: lambda: services.insist(pk, "Vẫn làm", actor=actor),
        Action.TRANSFER: lambda: services.transfer(pk, world.to_school(), "Đúng việc", actor=actor),
        Action.EDIT: lambda: services.edit_assignment(pk, Wording("Việc khác"), actor=actor),
        Action.CORRECT: lambda: services.correct_assignment(pk, Wording("Việc khác"), "Nhầm", actor=actor),
        Action.SET_DEADLINE: lambda: services.set_deadline(pk, day("2026-12-01"), "Đổi", actor=actor),
        Action.URGE: lambda: services.urge(pk, "Làm nhanh", actor=actor),
        Action.CLOSE: lambda: services.close(pk, "Không cần", actor=actor),
        Action.CANCEL: lambda: services.cancel(pk, "Nhầm", actor=actor),
        Action.STOP_SERIES: lambda: services.stop_series(pk, actor=actor),
        Action.FOLLOW: lambda: services.follow(pk, actor=actor),
    }
    return acts[action]()


def difficulty(one):
    """Return a report with a difficulty, written straight into the table."""
    return Report.objects.create(
        assignment=one, kind="progress", state="noted", content="x", difficulties="Thiếu vốn",
        reported_at=one.given_at,
    )  # fmt: skip


WHO = {
    "performer": "head",
    "head": "head",
    "giver": "leader",
    "partner": "culture_head",
    "party": "leader",
    "anybody": "head",
}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", list(Action))
def test_the_services_do_what_the_table_says(world, state, action):
    actor = getattr(world, WHO[MOVES[action].by])
    if state == State.HIDDEN and actor is not world.leader:
        actor = Actor.system(world.commune.pk)  # performers do not see it at all
    partners = (world.to_unit(world.culture),)
    world.draft = lambda **more: type(world).draft(world, **{"partners": partners, **more})
    if state == State.TRANSFERRED:
        partners = ()
    one = in_state(world, state)
    if action == Action.COOPERATE and not partners:
        one.partners.create(who="u0", agency=world.commune, unit=world.culture)
    if action in {Action.PASS_UNIT, Action.REFUSE_UNIT} and state in DOING:
        services.report_done(one.pk, report(), actor=world.specialist)
        state = State.IN_PROGRESS
    if action == Action.STOP_SERIES:
        one = repeated(one)
    if action == Action.FOLLOW and state == State.HIDDEN:
        actor = world.leader
    if not allowed(action, state):
        if action == Action.SETTLE:
            difficulty(one)
        before = snapshot(one)
        with pytest.raises(StateRefused):
            do(world, action, one, actor)
        assert snapshot(one) == before
        return
    do(world, action, one, actor)
    one.refresh_from_db()
    expected = after(action, state)
    if action in {Action.REPORT_DONE, Action.PROPOSE_CLOSE, Action.REQUEST_EXTENSION}:
        expected = MOVES[action].after  # the head's own report skips the first approval
    if action == Action.PASS_UNIT:
        expected = State.REPORTED
    assert one.state == expected
    assert (one.awaiting == "giver") == (one.state in WAITING)


def repeated(one):
    from congvu.assignments.models import Series

    one.series = Series.objects.create(every="week", begins_on=day("2026-11-16"), next_on=day("2026-11-23"))
    one.series_on = day("2026-11-16")
    one.save(update_fields=["series", "series_on"])
    return one


def snapshot(one):
    one.refresh_from_db()
    return one.state, one.version, one.due_on, one.lead_unit_id, one.reports.count(), one.children.count()


def test_the_table_is_whole() -> None:
    assert set(MOVES) == set(Action)
    assert set(STATE_NAMES) == set(State)
    reached = {target for move in MOVES.values() for target in move.targets.values()}
    reached |= {move.after for move in MOVES.values() if move.after}
    assert reached | {State.HIDDEN, State.IN_PROGRESS} == set(State)
    for state in set(State) - FINAL:
        assert any(move.targets.get(state, state) != state or move.after for move in MOVES.values()
                   if state in move.targets), state  # fmt: skip
    for state in FINAL:
        assert all(after(action, state) == state for action in Action if allowed(action, state))


def test_work_is_completed_by_the_giver_alone() -> None:
    """No word of a performer leads to an end: only the giver's approval or decision does."""
    for move in MOVES.values():
        for source, target in move.targets.items():
            if target in {State.ENDED, State.CLOSED} and source != target:
                assert move.by == "giver"
                assert move.capability == "assignment.approve"
    assert not OPEN & FINAL


def test_nothing_of_another_agency_is_reached(world) -> None:
    one = world.give()
    for action in Action:
        with pytest.raises(Assignment.DoesNotExist):
            do(world, action, one, world.stranger)
    assert Subject("assignments.assignment", one.pk)
