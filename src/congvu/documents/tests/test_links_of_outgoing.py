"""What an outgoing document answers, replaces and corrects, from the draft to its receivers."""

import pytest
import time_machine

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.documents import services
from congvu.documents.messages import Receiver
from congvu.documents.models import Correction, DocumentLink, IncomingDocument, OutgoingDocument
from congvu.documents.queries.incoming_page import incoming_page
from congvu.documents.queries.outgoing_page import stage
from congvu.documents.tests.paper import office
from congvu.documents.tests.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    with time_machine.travel(at("2026-11-25 09:00"), tick=False):
        yield office()


def signed(desk, **changes):
    receivers = (Receiver("Sở Xây dựng", agency_id=desk.world.department.pk, role="act"),)
    return desk.signed(**{"medium": "paper", "receivers": receivers, **changes})


def issued(desk, **changes):
    return services.issue_document(signed(desk, **changes).pk, actor=desk.registry)


def asked(desk, number="77"):
    document = services.arrive(desk.world.arrival(facts={"number": number}), actor=desk.registry)
    IncomingDocument.objects.filter(pk=document.pk).update(reply_required=True)
    return document


def fresh(document):
    return type(document).objects.get(pk=document.pk)


def test_a_draft_is_tied_to_its_question_and_settles_it_when_issued(desk):
    question = asked(desk)
    document = signed(desk)
    services.answer_incoming(document.pk, question.pk, actor=desk.registry)
    assert fresh(document).reply_to_id == question.pk
    assert fresh(question).reply_required
    assert [card.subject.pk for card in stage(document.pk, desk.registry).answers] == [question.pk]
    shown = incoming_page(question.pk, desk.registry).linked_from
    assert [card.subject for card in shown] == [Subject("documents.outgoingdocument", document.pk)]
    services.issue_document(document.pk, actor=desk.registry)
    assert not fresh(question).reply_required
    assert Event.objects.filter(kind="outgoing.linked").count() == 1


def test_another_question_takes_its_place_before_the_issue_and_joins_it_after(desk):
    first, second, third = asked(desk), asked(desk, "78"), asked(desk, "79")
    document = signed(desk)
    services.answer_incoming(document.pk, first.pk, actor=desk.registry)
    services.answer_incoming(document.pk, second.pk, actor=desk.registry)
    assert fresh(document).reply_to_id == second.pk
    services.issue_document(document.pk, actor=desk.registry)
    services.answer_incoming(document.pk, third.pk, actor=desk.registry)
    assert fresh(document).reply_to_id == second.pk
    assert [fresh(one).reply_required for one in (first, second, third)] == [True, False, False]
    assert {card.subject.pk for card in stage(document.pk, desk.registry).answers} == {second.pk, third.pk}
    with pytest.raises(ActionRefused, match="đã được nối"):
        services.answer_incoming(document.pk, third.pk, actor=desk.registry)
    assert DocumentLink.objects.count() == 2


def test_what_is_not_seen_cannot_be_answered(desk):
    document = signed(desk)
    elsewhere = services.arrive(
        desk.world.arrival(), actor=desk.world.upper_registry, agency_id=desk.world.department.pk
    )
    for pk in (elsewhere.pk, 10**9):
        with pytest.raises(ActionRefused) as refused:
            services.answer_incoming(document.pk, pk, actor=desk.registry)
        assert (refused.value.code, refused.value.field) == ("incoming", "incoming_id")
    services.recall(issued(desk).pk, actor=desk.leader, reason="sai")
    gone = OutgoingDocument.objects.get(state="recalled")
    with pytest.raises(StateRefused):
        services.answer_incoming(gone.pk, asked(desk).pk, actor=desk.registry)


def test_a_letter_corrects_what_it_was_drafted_for_when_it_is_issued(desk):
    wrong = issued(desk)
    letter = signed(desk, corrects_id=wrong.pk, subject="đính chính")
    assert not Correction.objects.exists()
    services.issue_document(letter.pk, actor=desk.registry)
    correction = Correction.objects.get()
    assert (correction.kind, correction.document_id, correction.by_document_id) == (
        "correct", wrong.pk, letter.pk,
    )  # fmt: skip
    assert correction.reason == f"đính chính bằng công văn số {fresh(letter).code}"
    assert fresh(wrong).state == "issued"
    assert IncomingDocument.objects.filter(notice="update").count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"kind": "TB"}, "letter"), ({"replaces_id": 0}, "corrects"), ({"corrects_id": 10**9}, "corrects")],
)
def test_what_cannot_correct(desk, changes, code):
    wrong = issued(desk)
    if "replaces_id" in changes:
        changes = {"replaces_id": wrong.pk}
    with pytest.raises(ActionRefused) as refused:
        desk.drafted(**{"corrects_id": wrong.pk, **changes})
    assert refused.value.code == code


def test_what_was_recalled_meanwhile_is_not_corrected_and_the_letter_stays(desk):
    wrong = issued(desk)
    letter = signed(desk, corrects_id=wrong.pk)
    services.recall(wrong.pk, actor=desk.leader, reason="sai thẩm quyền")
    with pytest.raises(StateRefused):
        services.issue_document(letter.pk, actor=desk.registry)
    assert (fresh(letter).state, fresh(letter).number) == ("signed", None)
