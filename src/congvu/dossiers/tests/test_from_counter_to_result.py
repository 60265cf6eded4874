"""The plain life of a dossier: counter, appraisal, signature, number, return."""

from copy import deepcopy

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from congvu.audit.queries import timeline, verify
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.dossiers import services
from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.services.access import subject_of
from congvu.dossiers.states import State
from congvu.dossiers.tests.world import SIMPLE, at, build

pytestmark = pytest.mark.django_db


def test_the_whole_way():
    world = build()
    with time_machine.travel(at("2026-11-24 09:00"), tick=False):
        dossier = services.receive_dossier(world.intake(), actor=world.clerk)
        assert dossier.code == "H19.75.26248-261124-0001"
        assert dossier.state == State.RECEIVED
        assert dossier.due_at == at("2026-11-27 17:00")  # 24/11 is Ngày Văn hóa Việt Nam, a day off
        services.complete_step(dossier.pk, "s1", actor=world.clerk)
    with time_machine.travel(at("2026-11-24 10:00"), tick=False):
        services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Giấy khai sinh")
    with time_machine.travel(at("2026-11-24 14:00"), tick=False):
        result = services.sign_result(dossier.pk, "s3", actor=world.leader)
        services.issue_result(dossier.pk, "s4", actor=world.registry)
    dossier.refresh_from_db()
    result.refresh_from_db()
    assert dossier.state == State.DONE
    assert dossier.finished_at == at("2026-11-24 14:00")
    assert (result.number, result.notation) == (1, "01/UBND")
    services.return_result(dossier.pk, actor=world.clerk, way="counter", receiver="Trần Thị Bưởi")
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    assert not dossier.steps.filter(state="open").exists()
    kinds = [row.kind for row in timeline(subject_of(dossier), newest_first=False)]
    assert kinds == [
        "dossier.accepted", "dossier.step_done", "dossier.result_proposed", "dossier.step_done",
        "dossier.result_signed", "dossier.step_done", "dossier.result_issued", "dossier.step_done",
        "dossier.returned",
    ]  # fmt: skip
    assert verify() == []


def test_a_double_submit_finds_the_first_dossier():
    world = build()
    intake = world.intake()
    first = services.receive_dossier(intake, actor=world.clerk)
    assert services.receive_dossier(intake, actor=world.clerk).pk == first.pk
    assert Dossier.objects.count() == 1


def test_codes_run_on_without_a_gap_when_an_intake_is_refused():
    world = build()
    with time_machine.travel(at("2026-11-24 09:00"), tick=False):
        services.receive_dossier(world.intake(), actor=world.clerk)
        Step.objects.all().delete()
        with pytest.raises(ActionRefused):
            services.receive_dossier(world.intake(channel="9"), actor=world.clerk)
        second = services.receive_dossier(world.intake(), actor=world.clerk)
    assert second.code.endswith("-0002")


def test_strangers_and_the_wrong_role_get_nowhere():
    world = build()
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    with pytest.raises(Dossier.DoesNotExist):
        services.complete_step(dossier.pk, "s1", actor=world.stranger)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    with pytest.raises(StateRefused, match="không do bạn xử lý"):
        services.complete_step(dossier.pk, "s2", actor=world.clerk)


def test_two_officers_never_decide_one_dossier_twice():
    world = build()
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    seen = Dossier.objects.get(pk=dossier.pk).version
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Kết quả", seen_version=seen)
    with pytest.raises(StaleVersion) as caught:
        services.propose_result(dossier.pk, "s2", actor=world.head, name="Khác", seen_version=seen)
    assert "Lê Văn Hùng" in caught.value.message


def test_a_number_is_only_given_to_what_was_signed():
    world = build()
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Kết quả")
    with pytest.raises(StateRefused):
        services.issue_result(dossier.pk, "s4", actor=world.registry)


def test_capabilities_are_asked_first():
    world = build()
    nobody = world.clerk.__class__(
        officer_id=world.clerk.officer_id,
        officer_name="x",
        agency_id=world.commune.pk,
        unit_id=world.one_stop.pk,
    )
    with pytest.raises(PermissionDenied):
        services.receive_dossier(world.intake(), actor=nobody)


def test_a_result_that_waits_to_be_fetched_is_not_late():
    from congvu.dossiers.queries.inbox import counts, inbox

    world = build()
    with time_machine.travel(at("2026-11-23 09:00"), tick=False):
        dossier = services.receive_dossier(world.intake(), actor=world.clerk)
        services.complete_step(dossier.pk, "s1", actor=world.clerk)
        services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Giấy khai sinh")
        services.sign_result(dossier.pk, "s3", actor=world.leader)
        services.issue_result(dossier.pk, "s4", actor=world.registry)
    with time_machine.travel(at("2026-12-20 09:00"), tick=False):
        (row,) = inbox(world.clerk).rows
        assert (row.step_type, row.urgency) == ("return", "later")
        assert counts(world.clerk)["overdue"] == 0
        assert counts(world.clerk)["later"] == 1


def test_an_issuing_step_may_have_an_outcome():
    spec = deepcopy(SIMPLE)
    spec["nodes"][3] |= {"outcomes": ["send_up", "reply"]}
    world = build(spec)
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Tờ trình")
    services.sign_result(dossier.pk, "s3", actor=world.leader)
    services.issue_result(dossier.pk, "s4", actor=world.registry, outcome="send_up")
    assert dossier.steps.get(key="s4").outcome == "send_up"
