"""Pauses, restarts, the one extension, closing: the clock is always right and explains itself."""

import pytest
import time_machine

from congvu.common.errors import ActionRefused, StateRefused
from congvu.dossiers import services
from congvu.dossiers.models import Step
from congvu.dossiers.services.clock import deadline_of
from congvu.dossiers.states import State
from congvu.dossiers.tests.world import at, build

pytestmark = pytest.mark.django_db


def _in_appraisal(world, when):
    with time_machine.travel(at(when), tick=False):
        dossier = services.receive_dossier(world.intake(), actor=world.clerk)
        services.complete_step(dossier.pk, "s1", actor=world.clerk)
    dossier.refresh_from_db()
    return dossier


def test_a_supplement_stops_the_clock_over_a_holiday():
    """Received Friday 28/8/2026; asked on Tuesday 1/9, answered Monday 7/9: 2/9 and 1/9 are holidays."""
    world = build(limit=(5, "wday"))
    dossier = _in_appraisal(world, "2026-08-27 09:00")
    first_due = dossier.due_at
    with time_machine.travel(at("2026-08-28 10:00"), tick=False):
        services.request_supplement(
            dossier.pk,
            actor=world.specialist,
            items=["Bản vẽ mặt cắt"],
            reason="Thiếu bản vẽ",
            legal_basis="Điều 19 khoản 4",
        )
    dossier.refresh_from_db()
    assert (dossier.state, dossier.due_at) == (State.SUPPLEMENT, None)
    assert Step.objects.get(dossier=dossier, state="open").paused
    with time_machine.travel(at("2026-09-07 08:00"), tick=False):
        services.resume_dossier(dossier.pk, actor=world.clerk)
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING
    assert dossier.due_at > first_due
    reasons = [reason.text for reason in deadline_of(dossier).explanation]
    assert any("Thiếu bản vẽ" in text for text in reasons)


def test_a_restart_gives_the_whole_time_again():
    world = build(limit=(3, "wday"), on_supplement="restart")
    dossier = _in_appraisal(world, "2026-11-23 09:00")
    with time_machine.travel(at("2026-11-24 09:00"), tick=False):
        services.request_supplement(dossier.pk, actor=world.specialist, items=["Tờ khai"], reason="Sai mẫu")
    with time_machine.travel(at("2026-11-26 09:00"), tick=False):
        services.resume_dossier(dossier.pk, actor=world.clerk)
    dossier.refresh_from_db()
    assert dossier.due_at == at("2026-12-01 09:00")


def test_a_supplement_request_made_in_error_costs_no_time():
    world = build()
    dossier = _in_appraisal(world, "2026-11-23 09:00")
    due = dossier.due_at
    with time_machine.travel(at("2026-11-23 10:00"), tick=False):
        services.request_supplement(dossier.pk, actor=world.specialist, items=["x"], reason="Nhầm")
    with time_machine.travel(at("2026-11-25 10:00"), tick=False):
        services.undo_supplement(dossier.pk, actor=world.specialist, reason="Giấy tờ đã có")
    dossier.refresh_from_db()
    assert (dossier.state, dossier.due_at) == (State.PROCESSING, due)
    assert not dossier.pauses.exists()


def test_the_deadline_is_extended_once_and_never_again():
    world = build()
    dossier = _in_appraisal(world, "2026-11-23 09:00")
    with time_machine.travel(at("2026-11-24 09:00"), tick=False):
        with pytest.raises(ActionRefused, match="sau hạn cũ"):
            services.extend_dossier(
                dossier.pk, actor=world.leader, new_due_at=at("2026-11-25 09:00"), reason="Chờ xác minh"
            )
        services.extend_dossier(
            dossier.pk, actor=world.leader, new_due_at=at("2026-12-02 17:00"), reason="Chờ xác minh"
        )
        with pytest.raises(StateRefused, match="một lần"):
            services.extend_dossier(
                dossier.pk, actor=world.leader, new_due_at=at("2026-12-09 17:00"), reason="Lần nữa"
            )
    dossier.refresh_from_db()
    assert dossier.due_at == at("2026-12-02 17:00")
    assert not dossier.extension.late_notice
    form = services.issue_form(dossier.pk, "apology", actor=world.leader)
    assert form.data["form"]["reason"] == "Chờ xác minh"


def test_a_dossier_that_is_never_supplemented_is_closed_by_the_clock():
    from congvu.dossiers.services.watch import close_all_unanswered

    world = build()
    dossier = _in_appraisal(world, "2026-11-23 09:00")
    with time_machine.travel(at("2026-11-23 10:00"), tick=False):
        services.request_supplement(dossier.pk, actor=world.specialist, items=["x"], reason="Thiếu")
        assert close_all_unanswered() == 0
    with time_machine.travel(at("2027-03-01 10:00"), tick=False):
        assert close_all_unanswered() == 1
    dossier.refresh_from_db()
    assert dossier.state == State.CLOSED


def test_the_catalogue_may_change_but_a_running_dossier_keeps_its_time():
    from congvu.procedures.models import CaseTime

    world = build()
    dossier = _in_appraisal(world, "2026-11-23 09:00")
    due = dossier.due_at
    CaseTime.objects.filter(case_id=dossier.case_id).update(amount=30)
    services.add_note(dossier.pk, actor=world.specialist, text="Đã gọi điện")
    assert deadline_of(dossier).due_at == due
