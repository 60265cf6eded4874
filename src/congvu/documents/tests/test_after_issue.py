"""What an issue and the end of work set off: work kept back takes effect, papers go into their file."""

from datetime import date

import pytest
import time_machine

from congvu.assignments import services as assignments
from congvu.assignments.messages import AssignmentDraft, Origin, Performer, ReportDraft
from congvu.assignments.models import Assignment
from congvu.audit.models import Event
from congvu.casefiles import services as casefiles
from congvu.casefiles.messages import CaseFileDraft
from congvu.casefiles.models import CaseItem
from congvu.common.subject import Subject
from congvu.documents import services
from congvu.documents.messages import Addressee, Receiver, Registration
from congvu.documents.models import OutgoingDocument
from congvu.documents.tests.paper import office
from congvu.documents.tests.world import at

pytestmark = pytest.mark.django_db
OUTGOING, INCOMING = "documents.outgoingdocument", "documents.incomingdocument"


@pytest.fixture
def desk(db):
    with time_machine.travel(at("2026-11-25 09:00"), tick=False):
        yield office()


def paper(desk, **changes):
    """Bring a document on paper to the registry; no key is needed."""
    receivers = (Receiver("Ông Trần Văn Bé", role="act"),)
    return desk.signed(**{"medium": "paper", "receivers": receivers, **changes})


def issue(desk, document):
    return services.issue_document(document.pk, actor=desk.registry)


def received(desk):
    """Let a document in, registered and given to the author's unit and the author."""
    document = desk.world.arrived()
    services.register_incoming(document.pk, Registration(desk.world.book.pk), actor=desk.registry)
    lines = services.present(
        document.pk,
        [Addressee(desk.world.land.pk, desk.author.officer_id, role="lead")],
        actor=desk.registry,
    )
    document.refresh_from_db()
    return document, lines[0]


def give(desk, subject=None, **changes):
    origin = Origin(kind="document", subject=subject) if subject else Origin()
    lead = Performer(desk.world.commune.pk, desk.world.land.pk, desk.author.officer_id)
    values = {"content": "Rà soát công trình", "lead": lead, "due_on": date(2026, 12, 20), "origin": origin}
    return assignments.create_assignment(AssignmentDraft(**{**values, **changes}), actor=desk.leader)


def kept_file(desk, actor=None, unit=None, **changes):
    values = {"title": "Trật tự xây dựng", "notation": "01.TTXD", "retention": "05", "unit_id": unit}
    actor = actor or desk.author
    return casefiles.open_case_file(CaseFileDraft(**{**values, **changes}), actor=actor)


def things(case_file):
    rows = CaseItem.objects.filter(case_file=case_file).values_list("subject_label", "subject_pk")
    return set(rows)


# --- work that was kept back ---------------------------------------------------------------------------


def test_work_from_a_draft_takes_effect_when_it_is_issued(desk):
    document = paper(desk)
    mine = give(desk, Subject(OUTGOING, document.pk), hidden=True)
    other = give(desk, Subject(OUTGOING, document.pk + 1000), hidden=True)
    assert not Assignment.objects.visible_to(desk.author).exists()
    issue(desk, document)
    assert Assignment.objects.get(pk=mine.pk).state == "not_started"
    assert Assignment.objects.get(pk=other.pk).state == "hidden"
    assert Assignment.objects.visible_to(desk.author).get().pk == mine.pk
    assert Event.objects.filter(kind="assignment.activated").count() == 1


def test_work_from_a_direction_takes_effect_with_the_document_that_settles_it(desk):
    incoming, line = received(desk)
    by_line = give(desk, Subject("documents.line", line.pk), hidden=True)
    by_document = give(desk, Subject(INCOMING, incoming.pk), hidden=True)
    issue(desk, paper(desk, reply_to_id=incoming.pk))
    states = Assignment.objects.filter(pk__in=[by_line.pk, by_document.pk]).values_list("state", flat=True)
    assert set(states) == {"not_started"}


def test_a_document_drafted_from_an_incoming_one_does_the_same(desk):
    incoming, line = received(desk)
    waiting = give(desk, Subject("documents.line", line.pk), hidden=True)
    issue(desk, paper(desk, source=Subject(INCOMING, incoming.pk)))
    assert Assignment.objects.get(pk=waiting.pk).state == "not_started"


def test_a_document_that_is_not_issued_lets_nothing_take_effect(desk):
    document = paper(desk)
    waiting = give(desk, Subject(OUTGOING, document.pk), hidden=True)
    services.refuse_number(document.pk, actor=desk.registry, reason="Sai thẩm quyền")
    assert Assignment.objects.get(pk=waiting.pk).state == "hidden"


# --- filing by itself ----------------------------------------------------------------------------------


def test_an_issued_answer_goes_where_its_question_lies(desk):
    incoming, _line = received(desk)
    case_file = kept_file(desk)
    casefiles.file_subject(case_file.pk, Subject(INCOMING, incoming.pk), actor=desk.author)
    document = issue(desk, paper(desk, reply_to_id=incoming.pk))
    assert things(case_file) == {(INCOMING, incoming.pk), (OUTGOING, document.pk)}
    item = CaseItem.objects.get(subject_label=OUTGOING)
    assert (item.automatic, item.kind, item.number, item.notation) == (True, "outgoing", "01", "UBND-KT")
    assert item.signer == "Đỗ Văn Minh"
    assert Event.objects.filter(kind="casefile.filed_automatically").count() == 1


def test_a_finished_document_goes_where_its_answer_lies_once(desk):
    incoming, line = received(desk)
    document = issue(desk, paper(desk, reply_to_id=incoming.pk))
    case_file = kept_file(desk)
    casefiles.file_subject(case_file.pk, Subject(OUTGOING, document.pk), actor=desk.author)
    services.complete_line(line.pk, result="Đã trả lời", actor=desk.author)
    assert (INCOMING, incoming.pk) in things(case_file)
    services.reopen_incoming(incoming.pk, reason="Bổ sung", actor=desk.registry)
    services.complete_line(line.pk, result="Đã bổ sung", actor=desk.author)
    assert CaseItem.objects.filter(subject_label=INCOMING).count() == 1


def test_work_goes_where_the_document_that_gave_it_lies(desk):
    incoming, _line = received(desk)
    case_file = kept_file(desk)
    casefiles.file_subject(case_file.pk, Subject(INCOMING, incoming.pk), actor=desk.author)
    task = give(desk, Subject(INCOMING, incoming.pk))
    assignments.report_done(task.pk, ReportDraft("Đã rà soát 12 công trình."), actor=desk.author)
    if Assignment.objects.get(pk=task.pk).awaiting == "unit":
        assignments.pass_unit(task.pk, actor=desk.head)
    assignments.approve(task.pk, actor=desk.leader)
    item = CaseItem.objects.get(subject_label="assignments.assignment")
    assert (item.case_file_id, item.kind, item.automatic) == (case_file.pk, "assignment", True)
    assert item.note == "Đã rà soát 12 công trình."


def test_nobody_elses_file_is_touched_and_nothing_is_filed_without_a_thread(desk):
    incoming, _line = received(desk)
    kept_file(desk)
    culture = desk.world.culture_specialist
    other = services.arrive(desk.world.arrival(facts={"number": "77"}), actor=desk.registry)
    services.register_incoming(other.pk, Registration(desk.world.book.pk), actor=desk.registry)
    unit = [Addressee(desk.world.culture.pk, culture.officer_id, role="lead")]
    services.present(other.pk, unit, actor=desk.registry)
    elsewhere = kept_file(desk, culture, notation="02.VH")
    casefiles.file_subject(elsewhere.pk, Subject(INCOMING, other.pk), actor=culture)
    document = issue(desk, paper(desk, reply_to_id=incoming.pk))
    assert not CaseItem.objects.filter(subject_pk=document.pk, subject_label=OUTGOING).exists()
    assert things(elsewhere) == {(INCOMING, other.pk)}


def test_the_nearest_file_of_the_unit_takes_it(desk):
    incoming, _line = received(desk)
    far, near = kept_file(desk), kept_file(desk, notation="02.TTXD")
    task = give(desk, Subject(INCOMING, incoming.pk))
    casefiles.file_subject(far.pk, Subject("assignments.assignment", task.pk), actor=desk.author)
    casefiles.file_subject(near.pk, Subject(INCOMING, incoming.pk), actor=desk.author)
    document = issue(desk, paper(desk, reply_to_id=incoming.pk))
    assert CaseItem.objects.get(subject_label=OUTGOING).case_file_id == near.pk
    assert OutgoingDocument.objects.get(pk=document.pk).state == "issued"


def test_a_closed_file_and_one_of_a_lower_rank_take_nothing(desk):
    incoming, _line = received(desk)
    case_file = kept_file(desk)
    casefiles.file_subject(case_file.pk, Subject(INCOMING, incoming.pk), actor=desk.author)
    type(case_file).objects.filter(pk=case_file.pk).update(
        state="closed", ended_on=date(2026, 11, 25), closed_at=at("2026-11-25 10:00")
    )
    document = issue(desk, paper(desk, reply_to_id=incoming.pk))
    assert things(case_file) == {(INCOMING, incoming.pk)}
    assert document.state == "issued"
