"""What once went wrong and must not again: clocks after restarts and new calendars, hand-overs, results."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine

from congvu.audit.models import Event
from congvu.calendars.models import SpecialDay
from congvu.calendars.services.stamp import bump
from congvu.common.errors import ActionRefused
from congvu.directory.models import Agency
from congvu.directory.tests.factories import AgencyFactory
from congvu.dossiers import services
from congvu.dossiers.models import ClockRun, Dossier, HandOver, Opinion
from congvu.dossiers.services.recomputing import recompute_after_calendar_change
from congvu.dossiers.states import State
from congvu.dossiers.tests.world import at, build
from congvu.notify.models import Notice
from congvu.procedures.models import CaseTime, ProcedureVersion
from congvu.procedures.queries import forget
from congvu.procedures.tests.factories import RouteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday():
    with time_machine.travel(at("2026-11-16 09:00"), tick=False) as clock:
        yield clock


def appraising(world, **changes):
    dossier = services.receive_dossier(world.intake(**changes), actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    return dossier


def fresh(dossier):
    return Dossier.objects.get(pk=dossier.pk)


# -- the calendar changes --------------------------------------------------------------------------


def day_off(day, agency=None):
    SpecialDay.objects.create(agency=agency, day=day, kind="off", name="Nghỉ bù", legal_basis="Thông báo 1")
    bump()


def test_a_new_day_off_moves_the_due_dates_of_open_dossiers_and_says_so(monday):
    world = build(limit=(3, "wday"))
    moved, done = appraising(world), appraising(world)
    services.stop_dossier(done.pk, actor=world.specialist, reason="Theo đơn")
    before = fresh(done)
    assert recompute_after_calendar_change() == 1
    assert fresh(moved).due_at == at("2026-11-19 09:00")
    assert not Event.objects.filter(kind="dossier.recomputed").exists()
    day_off(date(2026, 11, 17))
    assert recompute_after_calendar_change() == 1
    assert fresh(moved).due_at == at("2026-11-20 09:00")
    event = Event.objects.get(kind="dossier.recomputed")
    assert (event.data["old"], event.data["new"]) == ("09:00 19/11/2026", "09:00 20/11/2026")
    assert (event.subject_pk, event.officer_id) == (moved.pk, None)
    assert fresh(done).version == before.version
    assert recompute_after_calendar_change() == 0


def test_portions_go_on_where_they_stopped_and_a_change_meanwhile_begins_anew(monday):
    world = build(limit=(3, "wday"))
    made = [appraising(world) for _ in range(5)]
    while recompute_after_calendar_change(most=2):
        pass
    day_off(date(2026, 11, 17))
    assert [recompute_after_calendar_change(most=2) for _ in range(2)] == [2, 2]
    assert [fresh(one).due_at == at("2026-11-20 09:00") for one in made] == [True] * 4 + [False]
    day_off(date(2026, 11, 18))
    assert [recompute_after_calendar_change(most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert {fresh(one).due_at for one in made} == {at("2026-11-23 09:00")}
    assert ClockRun.objects.get().done_at is not None


def test_a_day_off_of_one_agency_moves_the_steps_there_only(monday):
    world = build(limit=(3, "wday"))
    dossier = appraising(world)
    step = dossier.steps.get(key="s2")
    day_off(date(2026, 11, 16), world.department)
    while recompute_after_calendar_change():
        pass
    step.refresh_from_db()
    assert step.due_at.date() == date(2026, 11, 16)
    day_off(date(2026, 11, 16), world.commune)
    while recompute_after_calendar_change():
        pass
    step.refresh_from_db()
    assert step.due_at.date() > date(2026, 11, 16)


# -- steps after a pause ---------------------------------------------------------------------------


def _supplemented(world, clock, until):
    dossier = appraising(world)
    clock.move_to(at("2026-11-16 10:00"))
    services.request_supplement(dossier.pk, actor=world.specialist, items=["Bản sao"], reason="Thiếu")
    clock.move_to(at(until))
    services.resume_dossier(dossier.pk, actor=world.clerk)
    return dossier.steps.get(key="s2")


def test_after_a_pause_a_step_has_what_was_left_of_its_time(monday):
    step = _supplemented(build(), monday, "2026-11-18 08:00")
    assert step.due_at == at("2026-11-18 10:00")


def test_after_a_restart_a_step_has_its_whole_time_again(monday):
    step = _supplemented(build(on_supplement="restart"), monday, "2026-11-18 08:00")
    assert step.due_at == at("2026-11-18 11:00")


def test_a_step_elsewhere_gets_its_time_back_by_the_hours_there(monday):
    world = build()
    dossier = appraising(world)
    dossier.steps.filter(key="s2").update(agency=world.department)
    day_off(date(2026, 11, 17), world.department)
    world.specialist = replace(world.specialist, agency_id=world.department.pk)
    monday.move_to(at("2026-11-16 10:00"))
    services.request_supplement(dossier.pk, actor=world.clerk, items=["Bản sao"], reason="Thiếu")
    monday.move_to(at("2026-11-18 08:00"))
    services.resume_dossier(dossier.pk, actor=world.clerk)
    assert dossier.steps.get(key="s2").due_at == at("2026-11-18 10:00")


def test_a_restart_asked_for_in_error_gives_no_time(monday):
    world = build(limit=(3, "wday"), on_supplement="restart")
    dossier = appraising(world)
    due = fresh(dossier).due_at, dossier.steps.get(key="s2").due_at
    monday.move_to(at("2026-11-16 15:00"))
    services.request_supplement(dossier.pk, actor=world.specialist, items=["x"], reason="Nhầm")
    monday.move_to(at("2026-11-17 10:00"))
    services.undo_supplement(dossier.pk, actor=world.specialist, reason="Đã có")
    assert (fresh(dossier).due_at, dossier.steps.get(key="s2").due_at) == due


# -- handing over ----------------------------------------------------------------------------------


def hand_over(world, dossier, agency, **changes):
    return services.hand_over_dossier(
        dossier.pk, "s2", actor=world.specialist, agency_id=agency.pk, reason="Thuộc thẩm quyền sở", **changes
    )


@pytest.mark.parametrize(
    "change", [{"realm": "khac"}, {"closed_on": date(2026, 11, 15)}, {"opened_on": date(2026, 12, 1)}]
)
def test_a_dossier_goes_to_no_agency_of_another_organisation_or_not_at_work(monday, change):
    world = build()
    dossier = appraising(world)
    Agency.objects.filter(pk=world.department.pk).update(**change)
    with pytest.raises(ActionRefused, match="thuộc tổ chức khác"):
        hand_over(world, dossier, world.department)
    assert fresh(dossier).competent_agency_id == world.commune.pk


def test_an_agency_that_closes_later_still_takes_dossiers(monday):
    world = build()
    dossier = appraising(world)
    Agency.objects.filter(pk=world.department.pk).update(closed_on=date(2026, 12, 31))
    hand_over(world, dossier, world.department)
    assert fresh(dossier).competent_agency_id == world.department.pk


def test_handing_over_ends_what_went_on_before_and_tells(monday):
    world = build()
    dossier = appraising(world)
    services.assign_step(dossier.pk, "s2", actor=world.head, officer_id=world.specialist.officer_id)
    services.ask_opinion(
        dossier.pk, "s2", actor=world.specialist, unit_id=world.upper_office.pk, question="Phù hợp?",
        due_at=at("2026-11-20 17:00"),
    )  # fmt: skip
    dossier.results.create(name="Dự thảo", proposed_at=at("2026-11-16 09:00"), state="signed",
                           signed_at=at("2026-11-16 09:00"))  # fmt: skip
    services.clock.pause_clock(fresh(dossier), kind="pause", reason="Niêm yết")
    Dossier.objects.filter(pk=dossier.pk).update(paused_at=at("2026-11-16 09:00"))
    monday.move_to(at("2026-11-17 09:00"))
    hand_over(world, dossier, world.department)
    after = fresh(dossier)
    assert (after.state, after.paused_at) == (State.RECEIVED, None)
    assert not after.pauses.filter(ends_at__isnull=True).exists()
    assert after.due_at == at("2026-11-20 09:00")
    assert Opinion.objects.get().cancelled_at is not None
    assert after.results.get().state == "rejected"
    assert Event.objects.filter(kind="dossier.result_rejected", reason="Thuộc thẩm quyền sở").count() == 1
    told = Notice.objects.filter(kind="dossier.handed_over").values_list("officer_id", flat=True)
    assert set(told) == {world.clerk.officer_id}
    assert HandOver.objects.get().to_agency == world.department


# -- results, drafts, registers --------------------------------------------------------------------


def test_sending_back_lets_the_proposed_result_fall_with_the_reason(monday):
    world = build()
    dossier = appraising(world)
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Giấy khai sinh")
    services.send_back(dossier.pk, "s3", actor=world.leader, to="s2", reason="Thiếu căn cứ")
    assert dossier.results.get().state == "rejected"
    assert Event.objects.get(kind="dossier.result_rejected").reason == "Thiếu căn cứ"
    assert dossier.steps.get(state="open").key == "s2"


def test_a_draft_is_not_accepted_once_another_system_processes_the_procedure(monday):
    world = build()
    draft = services.save_draft(world.intake(), actor=world.clerk)
    RouteFactory(procedure=world.version.procedure, system_name="Hệ thống hộ tịch")
    with pytest.raises(ActionRefused, match="Hệ thống hộ tịch"):
        services.accept_dossier(draft.pk, actor=world.clerk)
    assert (fresh(draft).state, fresh(draft).code) == (State.DRAFT, None)


def test_a_draft_is_not_accepted_for_an_agency_that_closed(monday):
    world = build()
    draft = services.save_draft(world.intake(competent_agency_id=world.department.pk), actor=world.clerk)
    Agency.objects.filter(pk=world.department.pk).update(closed_on=date(2026, 11, 1))
    with pytest.raises(ActionRefused, match="kết thúc hoạt động"):
        services.accept_dossier(draft.pk, actor=world.clerk)
    assert fresh(draft).state == State.DRAFT


def test_the_register_shows_no_more_than_its_reader_may_see(monday):
    world = build()
    services.receive_dossier(world.intake(), actor=world.clerk)
    cleared = replace(world.clerk, clearance=2)
    secret = services.receive_dossier(world.intake(confidentiality=2), actor=cleared)
    day = date(2026, 11, 16)
    assert [row.dossier_code for row in services.register_form(day, day, actor=cleared).rows][
        1
    ] == secret.code
    assert len(services.register_form(day, day, actor=world.clerk).rows) == 1


@pytest.mark.parametrize(
    ("received", "due"), [("2026-11-16 09:00", "2026-11-16 17:00"), ("2026-11-16 15:30", "2026-11-17 17:00")]
)
def test_an_instant_procedure_without_a_limit_is_due_the_same_day(received, due):
    with time_machine.travel(at(received), tick=False):
        world = build()
        ProcedureVersion.objects.filter(pk=world.version.pk).update(instant=True)
        CaseTime.objects.filter(case__version=world.version).update(amount=None, unit="")
        forget()
        dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    assert (dossier.budget_amount, dossier.due_at) == (0, at(due))


# -- names -----------------------------------------------------------------------------------------

BASIS = "Trích lục thay đổi hộ tịch số 12/2026 ngày 10/11/2026"


def _named(world, name, renamed=""):
    return world.intake(owner=replace(world.intake().owner, name=name, renamed=renamed))


def test_a_name_that_changed_by_law_is_recorded_with_its_basis(monday):
    world = build()
    before = services.receive_dossier(world.intake(), actor=world.clerk)
    with pytest.raises(ActionRefused, match="ghi căn cứ") as refused:
        services.receive_dossier(_named(world, "Trần Thị Bích"), actor=world.clerk)
    assert (refused.value.code, refused.value.field) == ("other-name", "owner-name")
    with pytest.raises(ActionRefused, match="căn cứ đổi họ tên") as refused:
        services.receive_dossier(_named(world, "Trần Thị Bích", "x"), actor=world.clerk)
    assert refused.value.field == "owner-renamed"
    after = services.receive_dossier(_named(world, "Trần Thị Bích", BASIS), actor=world.clerk)
    assert after.owner_id == before.owner_id
    assert (fresh(before).owner_name, after.owner_name) == ("Trần Thị Bưởi", "Trần Thị Bích")
    event = Event.objects.get(kind="applicant.renamed")
    assert (event.subject_pk, event.reason) == (before.owner_id, BASIS)
    assert services.receive_dossier(_named(world, "Trần Thị Bích"), actor=world.clerk).pk


def test_the_owner_of_a_running_dossier_is_renamed_and_found_under_the_new_name(monday):
    world = build()
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    with pytest.raises(ActionRefused, match="căn cứ"):
        services.rename_owner(dossier.pk, actor=world.clerk, name="Trần Thị Bích", basis=" ")
    services.rename_owner(dossier.pk, actor=world.clerk, name="Trần Thị Bích", basis=BASIS)
    after = fresh(dossier)
    assert (after.owner_name, after.owner.name) == ("Trần Thị Bích", "Trần Thị Bích")
    assert "tran thi bich" in after.search_text
    assert {event.kind for event in Event.objects.filter(reason=BASIS)} == {
        "applicant.renamed",
        "dossier.owner_renamed",
    }


def test_only_an_agency_of_the_organisation_is_named_as_the_place_of_guidance(monday):
    world = build()
    strange = AgencyFactory(realm="khac")
    with pytest.raises(ActionRefused, match="Nơi hướng dẫn"):
        services.receive_dossier(world.intake(helping_agency_id=strange.pk), actor=world.clerk)
    helped = services.receive_dossier(world.intake(helping_agency_id=world.department.pk), actor=world.clerk)
    assert helped.helping_agency == world.department
