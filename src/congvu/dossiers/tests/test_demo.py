"""The demonstration, played small: believable, whole, and loaded only once."""

from collections import Counter
from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from congvu.assignments.models import Assignment
from congvu.assignments.queries import lists
from congvu.assignments.rules import Bucket
from congvu.audit.queries import verify
from congvu.calendars.queries import schedule_for
from congvu.calendars.rules import VN, working_minutes_between
from congvu.casefiles.models import CaseFile
from congvu.directory.models import Agency, Officer
from congvu.directory.queries import actor_for
from congvu.documents.models import Book, IncomingDocument, OutgoingDocument
from congvu.documents.queries import boxes
from congvu.documents.queries.outgoing import box_counts, used_numbers
from congvu.dossiers.models import Applicant, Dossier, Extension, Opinion, Step
from congvu.dossiers.queries.inbox import counts
from congvu.dossiers.rules import identity_problem
from congvu.dossiers.services.demo import load_demonstration
from congvu.dossiers.services.demo.clock import moved_clock
from congvu.dossiers.services.demo.office import OfficeSize, office_counts
from congvu.dossiers.services.demo.show import Size
from congvu.dossiers.states import State
from congvu.procedures.models import ProcedureVersion
from congvu.registers.queries import audit_register

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 10, 10, tzinfo=VN)
OFFICE = OfficeSize(arriving=1, drafting=2, tasks=3, agencies=("phuong-trang-bom",))
SMALL = Size(weeks=20, elsewhere=3, before=5, seats=("phuong-trang-bom",), office=OFFICE)


@pytest.fixture(scope="module")
def shown(django_db_setup, django_db_blocker):
    """Play once for this module, inside a transaction that is taken back."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        yield load_demonstration(size=SMALL)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _at_that_time(shown):
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_seat_has_work_in_each_urgency_group(shown):
    assert shown.added == Dossier.objects.count() > 60
    for name in ("hung.trangbom", "nga.trangbom", "dat.trangbom", "phuc.trangbom", "duong.trangbom"):
        work = counts(actor_for(Officer.objects.get(username=name)))
        assert all(work.values()), (name, work)


def test_states_are_many_and_the_journal_is_whole(shown):
    assert len(shown.states) >= 7
    assert {State.PROCESSING, State.RETURNED, State.SUPPLEMENT, State.RECEIVED} <= set(shown.states)
    assert Opinion.objects.exists()
    assert verify() == []


def test_people_are_vietnamese_and_their_numbers_valid(shown):
    for person in Applicant.objects.all():
        assert identity_problem(person.id_kind, person.id_number, None) == ""
        assert person.phone.startswith("09")
    assert Applicant.objects.filter(name__startswith="Nguyễn ").exists()


def test_work_is_done_in_working_hours_and_codes_follow_the_days(shown):
    city = schedule_for(Agency.objects.get(key="thanh-pho-dong-nai").pk)
    minute = timedelta(minutes=1)
    done = Step.objects.filter(done_by__isnull=False, dossier__accepted_at__year=2026)
    late = [
        at
        for at in done.values_list("done_at", flat=True)
        if working_minutes_between(at - minute, at + minute, city) == 0
    ]
    assert late == []
    numbers = Counter()
    rows = Dossier.objects.filter(code__startswith="H19").order_by("accepted_at", "id")
    for code, agency in rows.values_list("code", "receiving_agency_id"):
        head, _, tail = code.rpartition("-")
        numbers[agency, head] += 1
        assert int(tail) == numbers[agency, head]


def test_2015_is_over_and_its_catalogue_with_it(shown):
    old = Dossier.objects.filter(receiving_agency__realm="trang-bom-2015")
    assert old.count() == 5
    assert {row.accepted_at.year for row in old} == {2015}
    assert not old.filter(state__in=[State.PROCESSING, State.RECEIVED]).exists()
    versions = ProcedureVersion.objects.filter(procedure__code__startswith="T-DNA-2015")
    assert set(versions.values_list("status", flat=True)) == {"retired"}
    assert {row.rules_on.year for row in old} == {2015}


def test_a_second_run_adds_nothing(shown, settings):
    settings.DEMO = False
    before = Dossier.objects.count(), Step.objects.count(), Extension.objects.count(), office_counts()
    out = StringIO()
    call_command("demo", stdout=out)
    after = Dossier.objects.count(), Step.objects.count(), Extension.objects.count(), office_counts()
    assert before == after
    assert "thêm 0" in out.getvalue()
    assert "Mật khẩu" not in out.getvalue()


def test_the_moved_clock_is_put_back():
    from django.utils import timezone

    with moved_clock(datetime(2015, 3, 2, 8, 0, tzinfo=VN)) as clock:
        assert timezone.localdate().year == 2015
        clock.at = datetime(2016, 3, 2, 8, 0, tzinfo=VN)
        assert timezone.now().year == 2016
    assert timezone.now() == NOW


def test_registers_of_documents_have_no_gap(shown):
    incoming = Book.objects.get(direction="in", code="chung")
    numbers = list(incoming.incoming.order_by("arrival_number").values_list("arrival_number", flat=True))
    found = audit_register(
        agency_id=incoming.agency_id, register=incoming.register, period=incoming.period, used=numbers
    )
    assert (found.missing, found.doubles, found.void_but_used) == ((), (), ())
    assert len(found.void) == 1
    outgoing = Book.objects.get(direction="out", code="chung")
    found = audit_register(
        agency_id=outgoing.agency_id,
        register=outgoing.register,
        period=outgoing.period,
        used=used_numbers(outgoing),
    )
    assert (found.missing, found.doubles, found.void_but_used) == ((), (), ())
    assert len(found.void) == 1
    days = list(outgoing.outgoing.order_by("number").values_list("issued_on", flat=True))
    assert days == sorted(days)


def test_documents_and_tasks_stand_in_every_state(shown):
    incoming = set(IncomingDocument.objects.values_list("state", flat=True))
    assert incoming == {"arrived", "registered", "processing", "done", "refused"}
    outgoing = set(OutgoingDocument.objects.values_list("state", flat=True))
    assert outgoing >= {"draft", "content", "form", "approving", "signing", "returned", "signed", "numbered"}
    assert outgoing >= {"issued", "refused", "recalled", "replaced", "dropped"}
    tasks = Assignment.objects.exclude(state="cancelled")
    chair = actor_for(Officer.objects.get(username="hung.trangbom"))
    counted = lists.counted(chair, lists.Scope(side=lists.Side.GIVEN))
    assert {row["bucket"] for row in counted.order_by().values("bucket")} == {one.value for one in Bucket}
    assert set(CaseFile.objects.values_list("state", flat=True)) == {"open", "closed"}
    assert tasks.filter(parent__isnull=False).exists()
    assert tasks.filter(series__isnull=False).exists()
    assert tasks.filter(extensions__isnull=False).exists()


@pytest.mark.parametrize("name", ["hung", "thuy", "dat", "nga", "son", "quan", "loc", "minh", "lan"])
def test_every_seat_has_documents_and_tasks(shown, name):
    actor = actor_for(Officer.objects.get(username=f"{name}.trangbom"))
    assert sum(boxes.counts(actor).values()) + sum(box_counts(actor).values()) > 0
    if name in {"son", "quan", "loc", "minh"}:
        tasks = [lists.counts(actor, box) for box in (lists.Box.MINE, lists.Box.UNIT)]
        assert sum(sum(group.values()) for group in tasks) > 0
