"""A dossier that has ended goes into the case file that a rule names, and costs nothing without one."""

from datetime import date

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.casefiles import services as casefiles
from congvu.casefiles.messages import CaseFileDraft, RuleDraft
from congvu.casefiles.models import CaseItem
from congvu.casefiles.queries import filing_rules
from congvu.common.subject import Subject
from congvu.dossiers import services
from congvu.dossiers.tests.world import at, build
from congvu.files.services import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    filing_rules.forget()
    with time_machine.travel(at("2026-11-16 09:00"), tick=False):
        yield build()


def rule(world, match="procedure", value=None, confidentiality=0):
    case_file = casefiles.open_case_file(
        CaseFileDraft(
            title="Đăng ký khai sinh năm 2026", notation="07.HT", retention="01", started_on=date(2026, 1, 5)
        ),
        actor=world.specialist,
    )
    draft = RuleDraft("dossiers.dossier", match, value or world.version.procedure.code, case_file.pk)
    casefiles.write_rule(draft, actor=world.specialist)
    filing_rules.forget()
    return case_file


def finished(world):
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    scan = store(ContentFile(b"xin chao", "giay-chung-sinh.txt"), actor=world.clerk)
    services.attach_file(dossier.pk, scan, actor=world.clerk)
    services.complete_step(dossier.pk, "s1", actor=world.clerk)
    services.propose_result(dossier.pk, "s2", actor=world.specialist, name="Giấy khai sinh")
    services.sign_result(dossier.pk, "s3", actor=world.leader)
    services.issue_result(dossier.pk, "s4", actor=world.registry)
    return dossier


def returned(world, dossier):
    return services.return_result(dossier.pk, actor=world.clerk, way="counter", receiver="Trần Thị Bưởi")


def test_what_is_returned_is_filed_with_its_papers(world):
    case_file = rule(world)
    dossier = returned(world, finished(world))
    item = CaseItem.objects.get()
    assert (item.case_file_id, item.subject_pk, item.automatic) == (case_file.pk, dossier.pk, True)
    assert (item.kind, item.type_name, item.number) == ("dossier", "Giấy khai sinh", "1")
    assert item.dated_on == date(2026, 11, 16)
    assert "Trần Thị Bưởi" in item.summary
    assert item.files.get().name == "giay-chung-sinh.txt"


def test_it_can_be_filed_by_hand_with_its_papers(world):
    dossier = finished(world)
    case_file = rule(world)
    thing = Subject("dossiers.dossier", dossier.pk)
    item = casefiles.file_subject(case_file.pk, thing, actor=world.specialist)
    assert (item.kind, item.files.count()) == ("dossier", 1)
    with pytest.raises(type(dossier).DoesNotExist):
        casefiles.draft_of(thing, world.stranger)


def test_what_is_withdrawn_is_filed_too(world):
    rule(world)
    dossier = services.receive_dossier(world.intake(), actor=world.clerk)
    services.withdraw_dossier(dossier.pk, actor=world.clerk, reason="Theo đề nghị")
    assert CaseItem.objects.get().notation == dossier.code


def test_no_rule_no_item_and_at_most_one_statement(world):
    first, second = finished(world), finished(world)
    filing_rules.forget()
    counts = []
    for dossier in (first, second):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            returned(world, dossier)
        counts.append(sum("casefiles_" in one["sql"] for one in seen.captured_queries))
    assert counts == [1, 0]
    assert not CaseItem.objects.exists()


def test_a_secret_dossier_does_not_go_into_an_open_case_file(world):
    rule(world)
    dossier = finished(world)
    type(dossier).objects.filter(pk=dossier.pk).update(confidentiality=1)
    secret = world.clerk.__class__(**{**_as_dict(world.clerk), "clearance": 1})
    services.return_result(dossier.pk, actor=secret, way="counter", receiver="Trần Thị Bưởi")
    assert not CaseItem.objects.exists()


def _as_dict(actor):
    return {name: getattr(actor, name) for name in actor.__slots__}
