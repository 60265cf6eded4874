"""Who is told of what: officers in the product, the applicant by e-mail."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from congvu.delivery.models import Delivery
from congvu.delivery.services.registry import periodic_jobs
from congvu.directory.tests.factories import PostFactory
from congvu.dossiers import services
from congvu.dossiers.models import LocalBinding
from congvu.dossiers.services import watch
from congvu.dossiers.tests.world import SIMPLE, at, build
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db
MORNING = "2026-11-25 08:30"


def texts(officer_id):
    return list(Notice.objects.filter(officer_id=officer_id).order_by("id").values_list("kind", "text"))


def mails():
    return {one.key: one.payload for one in Delivery.objects.filter(kind="mail")}


@time_machine.travel(at(MORNING), tick=False)
def test_an_officer_is_told_of_a_step_that_arrives_and_a_queue_is_not():
    world = build()
    LocalBinding.objects.filter(role="specialist", agency=world.commune).update(
        officer=world.specialist.officer_id
    )
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    assert not Notice.objects.exists()
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    [(kind, text)] = texts(world.specialist.officer_id)
    assert kind == "dossier.arrived"
    assert dossier.code in text
    assert "Thẩm định" in text
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Giấy khai sinh")
    assert Notice.objects.count() == 1


@time_machine.travel(at(MORNING), tick=False)
def test_one_is_told_of_an_assignment_and_of_what_comes_back_but_never_of_ones_own_doing():
    world = build()
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk, assign_to=world.specialist.officer_id)
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Giấy khai sinh")
    services.reject_result(dossier.pk, "s3", actor=world.leader, to="s2", reason="Thiếu trang 2")
    kinds = [kind for kind, _text in texts(world.specialist.officer_id)]
    assert kinds == ["dossier.assigned", "dossier.sent_back"]
    services.take_over(dossier.pk, "s2", actor=world.specialist)
    services.assign_step(dossier.pk, "s2", actor=world.head, officer_id=world.head.officer_id)
    assert len(texts(world.specialist.officer_id)) == 2
    assert texts(world.head.officer_id) == []


@time_machine.travel(at(MORNING), tick=False)
def test_those_who_may_answer_are_told_that_their_opinion_is_asked():
    world = build()
    colleague = PostFactory(unit=world.upper_office, roles=["unit-head"]).officer
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.ask_opinion(
        dossier.pk, "s2", actor=world.specialist, unit_id=world.upper_office.pk, question="Hợp quy hoạch?",
        due_at=at("2026-12-01 17:00"),
    )  # fmt: skip
    assert [kind for kind, _ in texts(colleague.pk)] == ["dossier.opinion_asked"]
    assert len(texts(world.upper_specialist.officer_id)) == 1
    assert texts(world.upper_clerk.officer_id) == []


@time_machine.travel(at(MORNING), tick=False)
def test_the_applicant_gets_code_secret_and_due_date_by_mail(settings):
    settings.SITE_URL = "https://motcua.example.vn"
    world = build()
    intake = world.intake()
    intake = replace(intake, owner=replace(intake.owner, email="buoi@example.vn"))
    dossier = services.receive_dossier(intake, actor=world.clerk)
    services.receive_dossier(intake, actor=world.clerk)
    [mail] = mails().values()
    assert mail["to"] == "buoi@example.vn"
    assert dossier.code in mail["subject"]
    for part in (dossier.code, dossier.secret, "08:30 25/11/2026", "https://motcua.example.vn/tra-cuu/"):
        assert part in mail["body"]
    assert "{" not in mail["body"]


@time_machine.travel(at(MORNING), tick=False)
def test_the_applicant_is_mailed_what_to_supplement_and_that_the_result_is_ready():
    world = build()
    intake = world.intake()
    intake = replace(intake, owner=replace(intake.owner, email="buoi@example.vn", name="Lê & Con"))
    dossier = services.receive_dossier(intake, actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.request_supplement(
        dossier.pk, actor=world.specialist, items=["Bản sao sổ đỏ"], reason="Chưa có giấy tờ đất"
    )
    supplement = next(body for key, body in mails().items() if key.startswith("dossier.supplement"))
    assert "1. Bản sao sổ đỏ" in supplement["body"]
    assert "Lê & Con" in supplement["body"]
    services.resume_dossier(dossier.pk, actor=world.specialist)
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Giấy phép")
    services.sign_result(dossier.pk, "s3", actor=world.leader)
    services.issue_result(dossier.pk, "s4", actor=world.registry)
    ready = next(body for key, body in mails().items() if key.startswith("dossier.ready"))
    assert "nhận kết quả" in ready["body"]
    assert len(mails()) == 3


@time_machine.travel(at(MORNING), tick=False)
def test_no_mail_without_an_address_and_none_for_an_impossible_one():
    world = build()
    services.receive_dossier(world.intake(), actor=world.clerk)
    intake = world.intake()
    intake = replace(intake, owner=replace(intake.owner, id_number="075190099999", email="không phải thư"))
    services.receive_dossier(intake, actor=world.clerk)
    assert mails() == {}


def test_the_morning_reminder_counts_what_presses():
    world = build()
    with time_machine.travel(at(MORNING), tick=False):
        for _ in range(2):
            dossier = services.receive_dossier(world.intake(), actor=world.clerk)
            services.complete_step(dossier.pk, "s1", actor=world.clerk)
            services.assign_step(dossier.pk, "s2", actor=world.head, officer_id=world.specialist.officer_id)
        services.receive_dossier(world.intake(), actor=world.clerk)
        Notice.objects.all().delete()
    with time_machine.travel(dossier.due_at + timedelta(minutes=1), tick=False):
        assert watch.remind_holders() == 1
    [(kind, text)] = texts(world.specialist.officer_id)
    assert kind == "dossier.reminder"
    assert "2 quá hạn" in text


def test_the_jobs_are_registered():
    names = set(periodic_jobs())
    assert {"dossiers.silence", "dossiers.auto-close", "dossiers.remind"} <= names


@time_machine.travel(at(MORNING), tick=False)
def test_the_channel_is_known_to_the_conditions_of_a_process():
    spec = {
        **SIMPLE,
        "nodes": [
            {**SIMPLE["nodes"][0], "next": "c1"},
            {"key": "c1", "kind": "choice", "else": "s3", "branches": [
                {"when": 'data.channel == "2"', "next": "s2"}]},
            *SIMPLE["nodes"][1:],
        ],
    }  # fmt: skip
    world = build(spec)
    for channel, expected in (("1", "s3"), ("2", "s2")):
        with transaction.atomic():
            dossier = services.receive_dossier(world.intake(channel=channel), actor=world.clerk)
        services.complete_step(dossier.pk, "s1", actor=world.clerk)
        assert dossier.steps.get(state="open").key == expected
