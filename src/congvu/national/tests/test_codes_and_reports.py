"""Codes of GetNextValue, the catalogue as drafts, and ours against theirs."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from congvu.audit.queries import timeline
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.dossiers import services as dossiers
from congvu.dossiers.models import Dossier
from congvu.national.management.double.catalogue import ENTRIES
from congvu.national.messages import RemoteDossier
from congvu.national.models import OnlineMessage, ReservedCode, SyncedDossier
from congvu.national.queries.comparing import visible_runs
from congvu.national.rules.catalogue import read_entry
from congvu.national.rules.compare import Ours, compare
from congvu.national.services import ask_catalogue, ask_reconciliation, poll, take_lease
from congvu.national.services.catalogue import import_entries
from congvu.national.services.codes import fill_reserves
from congvu.national.services.reconciling import reconcile
from congvu.national.tests import world as made
from congvu.procedures.models import Procedure, ProcedureVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return made.build()


@pytest.mark.parametrize("generation", ["1", "2"])
def test_codes_come_from_the_national_side(world, double, generation):
    made.join(world, double, generation, codes="national", options={"reserve": "2"})
    first = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    assert first.code.endswith("-0001")  # none in reserve yet: our own, and it says so
    events = [
        row for row in timeline(Subject("dossiers.dossier", first.pk)) if row.kind.startswith("national")
    ]
    assert "chưa có mã quốc gia dự trữ" in events[0].sentence
    assert fill_reserves() == 2
    assert fill_reserves() == 0
    second = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    assert second.code == ReservedCode.objects.get(taken_at__isnull=False).code
    assert second.code.endswith("-00001")
    double.faults("http-500@GetNextValue")
    assert fill_reserves() == 0
    third = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    assert third.code.endswith("-00002")
    fourth = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    assert fourth.code.endswith("-0002")
    [event] = [row for row in timeline(Subject("dossiers.dossier", fourth.pk)) if "fallback" in row.kind]
    assert "HTTP 500" in event.sentence
    made.deliver()
    assert double.dossier(second.code)["TrangThai"] == "2"


def test_codes_of_yesterday_are_not_used(world, double):
    made.join(world, double, codes="national")
    dossiers.receive_dossier(world.intake(), actor=world.clerk)
    fill_reserves()
    ReservedCode.objects.filter(code__isnull=False).update(on=timezone.localdate() - timedelta(days=1))
    assert dossiers.receive_dossier(world.intake(), actor=world.clerk).code.endswith("-0002")
    assert fill_reserves() == 3


def test_without_the_setting_codes_are_ours(world, double):
    made.join(world, double)
    assert dossiers.receive_dossier(world.intake(), actor=world.clerk).code.endswith("-0001")
    assert fill_reserves() == 0
    assert not ReservedCode.objects.exists()


def test_an_entry_of_the_catalogue_is_read_with_its_doubts():
    content = read_entry(ENTRIES[0])
    assert (content.code, content.field, content.levels) == ("1.001193", "Hộ tịch", ("commune",))
    assert content.review_notes == ()
    [case] = content.cases
    assert [(row.channel, row.amount, row.unit) for row in case.time_rows] == [
        ("1", 1, "wday"), ("2", 1, "wday"), ("3", 1, "wday"),
    ]  # fmt: skip
    assert [row.name for row in case.components] == ["Giấy chứng sinh", "Tờ khai đăng ký khai sinh"]
    assert content.results[0].code == "KQ.G15.000031"
    assert read_entry(ENTRIES[3]).cases[0].fees[0].amount == 8000
    papers = [
        {"TRUONGHOP": "Lần đầu", "GIAYTO": [{"TENGIAYTO": "Đơn"}]},
        {"TRUONGHOP": "Cấp lại", "GIAYTO": [{"TENGIAYTO": "Giấy cũ"}]},
    ]
    doubtful = read_entry({**ENTRIES[0], "THANHPHANHOSO": papers, "KETQUATHUCHIEN": [], "CAPTHUCHIEN": "?"})
    assert [case.name for case in doubtful.cases] == ["Lần đầu", "Cấp lại"]
    assert {note.field for note in doubtful.review_notes if note.blocking} == {
        "components",
        "results",
        "levels",
    }
    with pytest.raises(ValueError, match="mã hoặc tên"):
        read_entry({"MATTHC": "1.0"})


@pytest.mark.parametrize("generation", ["1", "2"])
def test_the_catalogue_comes_as_drafts_and_a_second_time_changes_nothing(world, double, generation):
    link = made.join(world, double, generation)
    actor = Actor.system(world.commune.pk)
    assert ask_catalogue(link.pk, actor=actor) == 4
    made.deliver()
    drafts = ProcedureVersion.objects.filter(status="draft")
    assert set(drafts.values_list("procedure__code", flat=True)) == {
        "1.001193", "1.000894", "1.004873", "2.000635",
    }  # fmt: skip
    assert Procedure.objects.get(code="1.001193").versions.filter(status="published").count() == 1
    report = import_entries(ENTRIES, actor=actor, source="lần hai")
    assert (report.added, dict(report.changed), report.unchanged) == ((), {}, 4)
    with pytest.raises(PermissionDenied):
        import_entries(ENTRIES, actor=world.clerk, source="x")


@pytest.mark.parametrize("generation", ["1", "2"])
def test_each_difference_is_explained(world, double, generation):
    link = made.join(world, double, generation)
    agree = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    made.deliver()
    waits = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    behind = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    made.deliver()
    double.faults("http-500")
    dossiers.complete_step(behind.pk, "s1", actor=world.clerk)
    last = dossiers.receive_dossier(world.intake(), actor=world.clerk)
    made.deliver()
    double.faults()
    SyncedDossier.objects.filter(dossier=waits).update(sent_status="4")
    Dossier.objects.filter(pk=waits.pk).update(state="processing")
    stray = double.act("nop", MaTTHC="1.000894", ChuHoSo="Lê Văn Tám", SoGiayToChuHoSo="075190012345")
    leased = take_lease(link.pk)
    assert leased is not None
    poll(leased)
    today = timezone.localdate()
    run = ask_reconciliation(today, today, actor=world.leader)
    made.deliver()
    run.refresh_from_db()
    assert (run.ours, run.theirs, run.same) == (4, 4, 1)
    found = {row["code"]: row for row in run.rows}
    assert agree.code not in found
    assert "chờ gửi" in found[last.code]["why"]
    assert "HTTP 500" in found[last.code]["why"]
    assert found[last.code]["kind"] == "only_ours"
    assert found[behind.code]["ours"] == "4 Đang xử lý"
    assert "chờ gửi" in found[behind.code]["why"]
    assert "đổi ở phía quốc gia" in found[waits.code]["why"]
    assert "cách ly" in found[stray["MaHoSo"]]["why"]
    assert "chưa công bố" in found[stray["MaHoSo"]]["why"]
    assert OnlineMessage.objects.get().state == "quarantined"
    assert visible_runs(world.leader).get() == run
    assert not visible_runs(world.stranger).exists()


def test_a_far_side_that_does_not_answer_is_said(world, double):
    made.join(world, double)
    today = timezone.localdate()
    run = ask_reconciliation(today, today, actor=world.leader)
    double.faults("http-500")
    made.deliver()
    run.refresh_from_db()
    assert run.ended_at is None
    assert "HTTP 500" in run.error
    double.faults()
    made.due_now()
    made.deliver()
    run.refresh_from_db()
    assert run.ended_at is not None
    assert run.error == ""
    assert reconcile(run).rows == []


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 2, 1), date(2026, 1, 1)), (date(2025, 1, 1), date(2026, 1, 1))]
)
def test_a_period_that_is_none(world, double, first, last):
    made.join(world, double)
    with pytest.raises(Exception, match="92 ngày"):
        ask_reconciliation(first, last, actor=world.leader)


def test_the_comparison_is_complete():
    now = timezone.now()
    ours = [
        Ours(1, "A-000001", "1.001193", "2", now, sent_status="2", sent_at=now),
        Ours(2, "A-000002", "1.001193", "4", now, sent_status="2", sent_at=now),
        Ours(3, "A-000003", "1.001193", "2", now, left_out="Hồ sơ có độ mật."),
        Ours(4, "A-000004", "1.001193", "2", now, sent_status="2", sent_at=now),
    ]
    theirs = [
        RemoteDossier("A-000001", "1.001193.000.00.00.H19", "2", due_at=now + timedelta(hours=3)),
        RemoteDossier("A-000002", "1.000894", "2", due_at=now),
        RemoteDossier("A-000005", "1.001193", "1"),
    ]
    same, found = compare(ours, theirs, {})
    assert same == 0
    assert [(one.code[-1], one.kind) for one in found] == [
        ("1", "due"), ("2", "status"), ("2", "procedure"), ("3", "only_ours"), ("4", "only_ours"),
        ("5", "only_theirs"),
    ]  # fmt: skip
    assert all(one.why.endswith((".", "…")) for one in found)
    assert "hãy cho đồng bộ lại" in found[4].why
