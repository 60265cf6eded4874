"""Refusing, stopping, withdrawing; and the forms that say so."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from congvu.common.errors import ActionRefused, StateRefused
from congvu.directory.permissions import CAPABILITIES
from congvu.dossiers import services
from congvu.dossiers.states import MOVES, Action, State, allowed
from congvu.dossiers.tests.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build()


def test_refusal_at_the_counter_costs_no_code(world):
    dossier = services.save_draft(world.intake(), actor=world.clerk)
    with pytest.raises(ActionRefused, match="lý do"):
        services.refuse_dossier(dossier.pk, actor=world.clerk, reason="  ")
    services.refuse_dossier(
        dossier.pk, actor=world.clerk, reason="Không thuộc thẩm quyền", legal_basis="Điều 17"
    )
    dossier.refresh_from_db()
    assert (dossier.state, dossier.code) == (State.REFUSED, None)
    form = services.issue_form(dossier.pk, "refusal", actor=world.clerk)
    assert form.number == "01/TCHS"
    assert form.data["form"]["reason"] == "Không thuộc thẩm quyền"
    assert services.issue_form(dossier.pk, "refusal", actor=world.clerk).pk == form.pk


def test_guidance_then_acceptance(world):
    dossier = services.save_draft(world.intake(), actor=world.clerk)
    services.guide_applicant(dossier.pk, actor=world.clerk, items=["Bản sao hộ chiếu"], reason="Thiếu")
    dossier.refresh_from_db()
    assert (dossier.state, dossier.due_at) == (State.INCOMPLETE, None)
    accepted = services.accept_dossier(dossier.pk, actor=world.clerk)
    assert accepted.state == State.RECEIVED
    assert accepted.code
    assert not accepted.supplements.filter(answered_at__isnull=True).exists()


def test_refusal_after_appraisal_needs_its_legal_basis(world):
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    with pytest.raises(ActionRefused, match="căn cứ"):
        services.reject_dossier(dossier.pk, actor=world.specialist, reason="Sai", legal_basis="")
    services.reject_dossier(dossier.pk, actor=world.specialist, reason="Sai", legal_basis="Điều 5")
    dossier.refresh_from_db()
    assert dossier.state == State.REFUSED
    assert not dossier.steps.filter(state="open").exists()


def test_stopping_ends_all_work_and_prints_form_05(world):
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.stop_dossier(
        dossier.pk,
        actor=world.clerk,
        reason="Công dân đề nghị dừng",
        papers_returned="Giấy chứng sinh: 01 bản",
    )
    dossier.refresh_from_db()
    assert dossier.state == State.STOPPED
    form = services.issue_form(dossier.pk, "stop", actor=world.leader)
    assert form.data["form"]["returned_papers"] == ["Giấy chứng sinh: 01 bản"]
    with pytest.raises(StateRefused):
        services.complete_step(dossier.pk, "s1", actor=world.clerk)


def test_result_is_not_returned_while_money_is_due(world):
    from congvu.dossiers.messages import Charge

    dossier = services.receive_dossier(world.intake(charges=(Charge("Lệ phí", 8000),)), actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Kết quả")
    services.sign_result(dossier.pk, "s3", actor=world.leader)
    services.issue_result(dossier.pk, "s4", actor=world.registry)
    with pytest.raises(ActionRefused, match="chưa nộp"):
        services.return_result(dossier.pk, actor=world.clerk, way="counter", receiver="A")
    services.collect_fees(dossier.pk, actor=world.clerk, receipt_no="BL-02")
    services.return_result(dossier.pk, actor=world.clerk, way="post", reference="VN123")
    dossier.refresh_from_db()
    assert dossier.delivery_state == "sent"


_CALLS = {
    Action.ACCEPT: lambda d, a: services.accept_dossier(d, actor=a),
    Action.GUIDE: lambda d, a: services.guide_applicant(d, actor=a, items=["x"], reason="r"),
    Action.REFUSE: lambda d, a: services.refuse_dossier(d, actor=a, reason="r"),
    Action.REJECT: lambda d, a: services.reject_dossier(d, actor=a, reason="r", legal_basis="b"),
    Action.SUPPLEMENT: lambda d, a: services.request_supplement(d, actor=a, items=["x"], reason="r"),
    Action.RESUME: lambda d, a: services.resume_dossier(d, actor=a),
    Action.UNDO_SUPPLEMENT: lambda d, a: services.undo_supplement(d, actor=a, reason="r"),
    Action.STOP: lambda d, a: services.stop_dossier(d, actor=a, reason="r"),
    Action.WITHDRAW: lambda d, a: services.withdraw_dossier(d, actor=a, reason="r"),
    Action.RETURN_RESULT: lambda d, a: services.return_result(d, actor=a, way="counter", receiver="A"),
    Action.COMPLETE: lambda d, a: services.complete_step(d, "s1", actor=a),
    Action.TAKE_OVER: lambda d, a: services.take_over(d, "s1", actor=a),
    Action.CONFIRM_PAYMENT: lambda d, a: services.confirm_payment(d, "s1", actor=a, receipt_no="1"),
}


def _refusal_of(action, pk, actor):
    try:
        _CALLS[action](pk, actor)
    except ActionRefused as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", list(_CALLS))
def test_every_action_in_every_state_is_as_the_table_says(world, state, action):
    from congvu.dossiers.models import Dossier

    world.clerk = replace(world.clerk, capabilities=frozenset(CAPABILITIES))
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    Dossier.objects.filter(pk=dossier.pk).update(state=state)
    if action == Action.ACCEPT:
        dossier.steps.all().delete()
    if allowed(action, state):
        assert state in MOVES[action].sources
        assert _refusal_of(action, dossier.pk, world.clerk) != "state"
    else:
        before = Dossier.objects.get(pk=dossier.pk)
        with pytest.raises(StateRefused, match="trạng thái"):
            _CALLS[action](dossier.pk, world.clerk)
        after = Dossier.objects.get(pk=dossier.pk)
        assert (after.state, after.version) == (before.state, before.version)


@pytest.mark.parametrize("action", list(_CALLS))
def test_every_action_asks_for_its_capability(world, action):
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    without = replace(world.clerk, capabilities=frozenset(CAPABILITIES) - {MOVES[action].capability})
    with pytest.raises(PermissionDenied):
        _CALLS[action](dossier.pk, without)
