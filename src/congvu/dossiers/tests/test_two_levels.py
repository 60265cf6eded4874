"""Commune to department and back; parallel opinions; silence that is consent; payment; notices."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.common.errors import StateRefused
from congvu.dossiers import services
from congvu.dossiers.models import Dossier, HandOver, Opinion
from congvu.dossiers.queries.inbox import Box, inbox
from congvu.dossiers.services.watch import settle_all_silence
from congvu.dossiers.states import State
from congvu.dossiers.tests.world import at, build

pytestmark = pytest.mark.django_db


def _step(key, name, role, nxt, **more):
    return {"key": key, "kind": "step", "name": name, "role": role, "next": nxt, "hours": 4, **more}


TWO_LEVELS = {
    "start": "b1",
    "nodes": [
        _step("b1", "Tiếp nhận", "clerk", "b2", type="receive", place="received"),
        _step("b2", "Thẩm định tại xã", "specialist", "b3", type="appraise", place="received"),
        _step("b3", "Tiếp nhận tại sở", "clerk", "b4", type="receive", place="agency:so-xay-dung"),
        _step("b4", "Thẩm định tại sở", "specialist", "b5", type="appraise", place="agency:so-xay-dung"),
        _step("b5", "Trả kết quả", "clerk", "e", type="return", place="received"),
        {"key": "e", "kind": "end"},
    ],
}

CONSULTATION = {
    "start": "s1",
    "nodes": [
        _step("s1", "Tiếp nhận", "clerk", "f", type="receive", place="received"),
        {"key": "f", "kind": "fork", "next": ["s2", "s3"]},
        _step("s2", "Thẩm định", "specialist", "j", type="appraise", place="competent"),
        _step(
            "s3",
            "Ý kiến Sở Xây dựng",
            "specialist",
            "j",
            type="opinion",
            place="agency:so-xay-dung",
            silence_is_consent=True,
            wait={"amount": 12, "unit": "day"},
        ),
        {"key": "j", "kind": "join", "next": "s4"},
        _step("s4", "Trả kết quả", "clerk", "e", type="return", place="received"),
        {"key": "e", "kind": "end"},
    ],
}

PAYMENT = {
    "start": "s1",
    "nodes": [
        _step("s1", "Tiếp nhận", "clerk", "s2", type="receive", place="received"),
        _step("s2", "Chờ nộp thuế", "clerk", "s3", type="payment", place="received"),
        _step(
            "s3",
            "Niêm yết công khai 15 ngày",
            "specialist",
            "s4",
            type="publish",
            wait={"amount": 15, "unit": "day"},
        ),
        _step("s4", "Trả kết quả", "clerk", "e", type="return", place="received"),
        {"key": "e", "kind": "end"},
    ],
}


def test_a_dossier_goes_up_and_comes_back():
    world = build(TWO_LEVELS)
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.complete_step(dossier.pk, "b1", actor=world.clerk)
    with pytest.raises(Dossier.DoesNotExist):
        services.complete_step(dossier.pk, "b3", actor=world.upper_clerk)
    services.complete_step(dossier.pk, "b2", actor=world.specialist)
    hand_over = HandOver.objects.get(dossier=dossier)
    assert (hand_over.from_agency, hand_over.to_agency) == (world.commune, world.department)
    assert hand_over.received_at is None
    assert [row.code for row in inbox(world.upper_clerk).rows] == [dossier.code]
    services.complete_step(dossier.pk, "b3", actor=world.upper_clerk)
    hand_over.refresh_from_db()
    assert hand_over.received_by_id == world.upper_clerk.officer_id
    services.complete_step(dossier.pk, "b4", actor=world.upper_specialist)
    dossier.refresh_from_db()
    assert dossier.state == State.DONE
    assert [row.code for row in inbox(world.clerk).rows] == [dossier.code]
    slip = services.live_form(dossier.pk, "control-slip", actor=world.clerk)
    assert len(slip.rows) == 4
    assert slip.cooperating == ("Sở Xây dựng",)
    assert services.live_form(dossier.pk, "transfer-slip", actor=world.clerk).tasks[0].agency == "Sở Xây dựng"


def test_silence_is_consent_when_the_law_says_so():
    world = build(CONSULTATION, limit=(20, "wday"))
    with time_machine.travel(at("2026-11-02 09:00"), tick=False):
        dossier = services.receive_dossier(world.intake(), actor=world.clerk)
        services.complete_step(dossier.pk, "s1", actor=world.clerk)
        services.complete_step(dossier.pk, "s2", actor=world.specialist)
    opinion = Opinion.objects.get(dossier=dossier)
    with time_machine.travel(at("2026-11-10 09:00"), tick=False):
        assert settle_all_silence() == 0
    with time_machine.travel(at("2026-11-17 09:00"), tick=False):
        assert settle_all_silence() == 1
    dossier.refresh_from_db()
    opinion.refresh_from_db()
    assert (opinion.answer, dossier.state) == ("silent", State.DONE)


def test_an_answered_opinion_completes_its_step():
    world = build(CONSULTATION)
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    opinion = Opinion.objects.get(dossier=dossier)
    with pytest.raises(StateRefused, match="không được hỏi"):
        services.give_opinion(dossier.pk, opinion.pk, actor=world.specialist, agree=True, content="")
    services.give_opinion(
        dossier.pk, opinion.pk, actor=world.upper_specialist, agree=True, content="Thống nhất"
    )
    assert [row.step_key for row in inbox(world.specialist).rows] == ["s2"]
    services.complete_step(dossier.pk, "s2", actor=world.specialist)
    dossier.refresh_from_db()
    assert dossier.state == State.DONE


def test_waiting_for_money_stops_the_clock_and_a_notice_runs_its_days():
    world = build(PAYMENT, limit=(10, "wday"))
    with time_machine.travel(at("2026-11-02 09:00"), tick=False):
        dossier = services.receive_dossier(world.intake(), actor=world.clerk)
        services.complete_step(dossier.pk, "s1", actor=world.clerk)
        dossier.refresh_from_db()
        assert (dossier.state, dossier.due_at) == (State.PAYMENT, None)
    with time_machine.travel(at("2026-11-04 09:00"), tick=False):
        services.confirm_payment(dossier.pk, "s2", actor=world.clerk, receipt_no="BL-7")
        dossier.refresh_from_db()
        assert dossier.state == State.PROCESSING
        assert dossier.due_at is not None
        with pytest.raises(StateRefused, match="niêm yết"):
            services.complete_step(dossier.pk, "s3", actor=world.specialist)
    with time_machine.travel(at("2026-11-20 09:00"), tick=False):
        services.complete_step(dossier.pk, "s3", actor=world.specialist)


def test_undo_only_while_nobody_touched_what_followed():
    world = build()
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    done = dossier.steps.get(key="s1")
    services.undo_step(dossier.pk, done.pk, actor=world.clerk)
    dossier.refresh_from_db()
    assert dossier.state == State.RECEIVED
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.take_over(dossier.pk, "s2", actor=world.specialist)
    with pytest.raises(StateRefused, match="hoàn tác"):
        services.undo_step(
            dossier.pk, dossier.steps.filter(key="s1", state="done").last().pk, actor=world.clerk
        )


def test_a_leader_sends_back_and_the_same_officer_gets_it_again():
    world = build()
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Kết quả")
    services.reject_result(dossier.pk, "s3", actor=world.leader, to="s2", reason="Thiếu căn cứ")
    step = dossier.steps.get(state="open")
    assert (step.key, step.assignee_id) == ("s2", world.specialist.officer_id)
    assert dossier.results.get().state == "rejected"


def test_inbox_costs_the_same_for_one_row_and_for_thirty():
    world = build()
    services.receive_dossier(world.intake(), actor=world.clerk)
    inbox(world.clerk)
    with CaptureQueriesContext(connection) as one:
        assert len(inbox(world.clerk).rows) == 1
    for _ in range(29):
        services.receive_dossier(world.intake(), actor=world.clerk)
    with CaptureQueriesContext(connection) as thirty:
        page = inbox(world.clerk, size=20)
    assert len(page.rows) == 20
    assert len(one) == len(thirty)
    rest = inbox(world.clerk, Box.MINE, after=page.older, size=20)
    assert len(rest.rows) == 10
    assert not {r.step_id for r in page.rows} & {r.step_id for r in rest.rows}
    back = inbox(world.clerk, before=rest.newer, size=20)
    assert [r.step_id for r in back.rows] == [r.step_id for r in page.rows]


def test_bulk_names_what_is_left_out():
    from congvu.dossiers.states import Action

    world = build()
    first = services.receive_dossier(world.intake(), actor=world.clerk)
    second = services.receive_dossier(world.intake(), actor=world.clerk)
    services.complete_step(second.pk, "s1", actor=world.clerk)
    lines = services.apply_bulk([first.pk, second.pk, 999], Action.COMPLETE, actor=world.clerk)
    assert [bool(line.problem) for line in lines] == [False, True, True]
    assert first.steps.filter(state="done").count() == 1


def test_search_with_and_without_diacritics():
    from congvu.dossiers.queries.listing import dossier_list
    from congvu.search.queries import find

    world = build()
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    for text in ("Trần Thị Bưởi", "tran thi buoi", "buoi tra", "075190012345", dossier.code, "0912345678"):
        assert [hit.card.subject.pk for hit in find(world.clerk, text).hits] == [dossier.pk], text
    assert find(world.stranger, "buoi").hits == []
    assert [row.id for row in dossier_list(world.clerk).rows] == [dossier.pk]
    assert dossier_list(world.stranger).rows == []
