"""Entering documents in the register: numbers, dates, duplicates, two clerks, late and cancelled ones."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject
from congvu.documents.messages import Registration
from congvu.documents.models import DocumentLink, IncomingDocument
from congvu.documents.queries.books import default_book, next_number
from congvu.documents.queries.duplicates import find_duplicates
from congvu.documents.services import (
    answer_notice,
    arrive,
    cancel_reception,
    close_book,
    correct_incoming,
    enter_incoming,
    mark_duplicate,
    refuse_incoming,
    register_incoming,
    register_many,
    sender_asks,
)
from congvu.documents.services.facts import facts_of
from congvu.documents.tests.world import World, at, build, cleared
from congvu.registers.models import VoidNumber

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(at("2026-11-25 09:00"), tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build()


def _register(world: World, document: IncomingDocument, **changes):
    return register_incoming(
        document.pk,
        Registration(world.book.pk, **changes),
        actor=world.registry,
        seen_version=document.version,
    )


def test_numbers_run_on_without_gap_and_only_in_the_transaction_that_uses_them(world: World) -> None:
    assert default_book(world.commune.pk, 2026, "in") == world.book
    assert default_book(world.commune.pk, 2026, "in", secret=True) == world.secret_book
    assert next_number(world.book) == 1
    numbers = [
        _register(world, world.arrived(facts={"number": str(no)})).arrival_number for no in range(1, 4)
    ]
    refused = world.arrived(facts={"subject": ""})
    with pytest.raises(ActionRefused) as refusal:
        _register(world, refused)
    assert (refusal.value.code, refusal.value.field) == ("missing", "subject")
    numbers.append(_register(world, world.arrived(facts={"number": "9"})).arrival_number)
    assert numbers == [1, 2, 3, 4]
    assert next_number(world.book) == 5


def test_paper_is_entered_in_one_step_and_a_double_submit_takes_one_number(world: World) -> None:
    arrival = world.arrival()
    first = enter_incoming(arrival, Registration(world.book.pk), actor=world.registry)
    again = enter_incoming(arrival, Registration(world.book.pk), actor=world.registry)
    assert (first.pk, first.state, first.arrival_number) == (again.pk, "registered", 1)
    assert next_number(world.book) == 2


@pytest.mark.parametrize(
    ("facts", "registration", "code"),
    [
        ({"issued_on": date(2026, 11, 26)}, {}, "issued-future"),
        ({}, {"arrived_on": date(2026, 11, 26)}, "arrived-future"),
        ({}, {"arrived_on": date(2026, 11, 22), "late_reason": "x"}, "arrived-before-issued"),
        ({}, {"due_at": at("2026-11-24 17:00")}, "due-before-arrived"),
        ({"reply_by": date(2026, 11, 20)}, {}, "reply-before-issued"),
        ({"issued_on": None}, {}, "missing"),
        ({"issuer_name": ""}, {}, "missing"),
        ({"kind_name": "", "kind_code": ""}, {}, "missing"),
        ({}, {"book_id": 0}, "book"),
        ({}, {"number": 7}, "number"),
        ({}, {"number": 7, "suffix": "a"}, "number"),
        ({}, {"number": 1, "suffix": "!!"}, "number"),
    ],
)
def test_what_does_not_fit_is_refused_and_no_number_is_lost(
    world: World, facts: dict, registration: dict, code: str
) -> None:
    document = world.arrived(facts=facts)
    values = {"book_id": world.book.pk, **registration}
    with pytest.raises(ActionRefused) as refusal:
        register_incoming(document.pk, Registration(**values), actor=world.registry)
    assert refusal.value.code == code
    document.refresh_from_db()
    assert (document.state, document.arrival_number) == ("arrived", None)
    assert next_number(world.book) == 1


def test_a_suffix_goes_behind_a_number_that_was_given(world: World) -> None:
    _register(world, world.arrived())
    late = world.arrived(facts={"number": "88"})
    assert _register(world, late, number=1, suffix="a").arrival_code == "1a"
    with pytest.raises(ActionRefused) as refusal:
        _register(world, world.arrived(facts={"number": "89"}), number=1, suffix="a")
    assert refusal.value.code == "number-taken"
    assert next_number(world.book) == 2


def test_after_the_next_working_day_a_reason_is_asked(world: World) -> None:
    document = world.arrived()
    with time_machine.travel(at("2026-11-26 16:59"), tick=False):
        other = world.arrived(facts={"number": "77"})
    with time_machine.travel(at("2026-11-26 17:01"), tick=False):
        with pytest.raises(ActionRefused) as refusal:
            _register(world, document)
        assert refusal.value.code == "late"
        assert "17:00 26/11/2026" in refusal.value.message
        done = _register(world, document, late_reason="Bì thư thất lạc tại bưu cục")
        assert done.late_reason == "Bì thư thất lạc tại bưu cục"
        assert _register(world, other).late_reason == ""


def test_secret_documents_have_their_own_register(world: World) -> None:
    clerk = cleared(world.registry, 2)
    document = world.arrived(facts={"confidentiality": 1})
    with pytest.raises(ActionRefused) as refusal:
        register_incoming(document.pk, Registration(world.book.pk), actor=clerk)
    assert refusal.value.code == "secret-book"
    done = register_incoming(document.pk, Registration(world.secret_book.pk), actor=clerk)
    assert (done.arrival_number, done.book) == (1, world.secret_book)


def test_a_closed_register_takes_no_more(world: World) -> None:
    close_book(world.book.pk, actor=world.registry)
    with pytest.raises(StateRefused) as refusal:
        _register(world, world.arrived())
    assert refusal.value.code == "book-closed"


def test_the_second_of_two_clerks_is_told_who_was_faster(world: World) -> None:
    document = world.arrived()
    _register(world, document)
    with pytest.raises(StateRefused) as refusal:
        register_incoming(
            document.pk,
            Registration(world.book.pk),
            actor=world.second_registry,
            seen_version=document.version,
        )
    assert refusal.value.code == "already-registered"
    assert refusal.value.message == "Văn bản đã được Vũ Thị Mai tiếp nhận lúc 09:00 25/11/2026, số đến 1."


def test_the_same_document_entered_twice_is_noticed_and_may_be_entered_with_a_reason(world: World) -> None:
    first = _register(world, world.arrived())
    second = world.arrived(facts={"number": "1254", "notation": "sxd - qlxd"})
    (twin,) = find_duplicates(second)
    assert (twin.id, twin.why, twin.arrival, twin.registered_by) == (first.pk, "data", "1", "Vũ Thị Mai")
    with pytest.raises(ActionRefused) as refusal:
        _register(world, second)
    assert refusal.value.code == "duplicate"
    assert "đã được Vũ Thị Mai tiếp nhận lúc 09:00 25/11/2026, số đến 1" in refusal.value.message
    assert (
        _register(world, second, despite="Hai văn bản khác nội dung, nơi gửi cấp trùng số").arrival_number
        == 2
    )
    other_issuer = world.arrived(facts={"issuer_name": "Sở Tài chính", "issuer_id": None})
    assert find_duplicates(other_issuer) == []
    other_day = world.arrived(facts={"issued_on": date(2026, 11, 20)})
    assert find_duplicates(other_day) == []


def test_the_same_file_is_noticed_whatever_is_typed(world: World) -> None:
    message = world.message(digest="c" * 64)
    first = arrive(message, actor=world.upper_registry, agency_id=world.commune.pk)
    register_incoming(first.pk, Registration(world.book.pk), actor=world.registry)
    second = arrive(
        world.message(digest="c" * 64, identity=None, facts={"number": "9"}),
        actor=world.upper_registry,
        agency_id=world.commune.pk,
    )
    second.content_digest = first.content_digest
    second.save(update_fields=["content_digest"])
    assert [twin.why for twin in find_duplicates(second)] == ["file"]


def test_a_second_copy_is_tied_to_the_first_which_may_take_its_values(world: World) -> None:
    first = _register(world, world.arrived())
    second = world.arrived(facts={"subject": "Báo cáo tình hình trật tự xây dựng quý IV năm 2026 (bản rõ)"})
    assert mark_duplicate(second.pk, first.pk, take_over=True, actor=world.registry) == first
    second.refresh_from_db()
    first.refresh_from_db()
    assert (second.state, second.arrival_number) == ("duplicate", None)
    assert first.subject.endswith("(bản rõ)")
    assert DocumentLink.objects.get(document=second).subject_pk == first.pk
    assert next_number(world.book) == 2


def test_reception_is_cancelled_while_nobody_has_it_and_the_number_stays_void(world: World) -> None:
    document = _register(world, world.arrived())
    with pytest.raises(ActionRefused) as refusal:
        cancel_reception(document.pk, reason="  ", actor=world.registry)
    assert refusal.value.field == "reason"
    back = cancel_reception(document.pk, reason="Vào nhầm sổ", actor=world.registry)
    assert (back.state, back.arrival_number, back.book) == ("arrived", None, None)
    void = VoidNumber.objects.get()
    assert (void.number, void.reason) == (1, "Vào nhầm sổ")
    assert _register(world, back).arrival_number == 2


def test_a_misaddressed_document_goes_back_to_its_sender(world: World) -> None:
    document = world.arrived()
    done = refuse_incoming(document.pk, reason="Gửi nhầm địa chỉ", actor=world.registry)
    assert (done.state, done.notice_reason) == ("refused", "Gửi nhầm địa chỉ")
    with pytest.raises(StateRefused):
        _register(world, done)


def test_up_to_fifty_are_registered_each_for_itself(world: World) -> None:
    good = [world.arrived(facts={"number": str(no)}) for no in (1, 2)]
    bad = world.arrived(facts={"number": "3", "issuer_name": ""})
    wanted = [(one.pk, Registration(world.book.pk), one.version) for one in [good[0], bad, good[1]]]
    done = register_many([*wanted, (10**9, Registration(world.book.pk), None)], actor=world.registry)
    assert [document.arrival_number if document else None for _, document, _ in done] == [1, None, 2, None]
    assert [sentence for _, _, sentence in done] == [
        "",
        "Hãy nhập cơ quan ban hành.",
        "",
        "Không tìm thấy văn bản.",
    ]
    with pytest.raises(ActionRefused) as refusal:
        register_many(wanted * 17, actor=world.registry)
    assert refusal.value.code == "too-many"


def test_a_correction_says_what_changed_and_is_refused_to_who_saw_an_older_version(world: World) -> None:
    from congvu.audit.queries import timeline

    document = _register(world, world.arrived())
    facts = facts_of(document)
    corrected = correct_incoming(
        document.pk,
        world.facts(subject="Trích yếu khác"),
        actor=world.registry,
        seen_version=document.version,
    )
    assert corrected.subject == "Trích yếu khác"
    assert "trich yeu khac" in corrected.search_text
    first = timeline(Subject("documents.incomingdocument", document.pk))[0]
    assert first.sentence == "Vũ Thị Mai sửa thông tin văn bản: trích yếu"
    with pytest.raises(StaleVersion) as stale:
        correct_incoming(document.pk, facts, actor=world.registry, seen_version=document.version)
    assert stale.value.who == "Vũ Thị Mai"


def test_only_the_registry_registers_and_only_for_its_agency(world: World) -> None:
    document = world.arrived()
    with pytest.raises(PermissionDenied):
        register_incoming(document.pk, Registration(world.book.pk), actor=world.leader)
    with pytest.raises(IncomingDocument.DoesNotExist):
        register_incoming(document.pk, Registration(world.book.pk), actor=world.upper_registry)


def test_what_a_sender_asks_is_decided_by_the_receiver(world: World) -> None:
    source = Subject("documents.outgoingdocument", 71)
    first = arrive(world.message(source=source), actor=world.upper_registry, agency_id=world.commune.pk)
    register_incoming(first.pk, Registration(world.book.pk), actor=world.registry)
    with pytest.raises(StateRefused):
        answer_notice(first.pk, agree=True, actor=world.registry)
    (asked,) = sender_asks(source, "recall", reason="Ban hành nhầm", actor=world.upper_registry)
    assert (asked.notice, asked.notice_reason) == ("recall", "Ban hành nhầm")
    with pytest.raises(ActionRefused) as refusal:
        answer_notice(first.pk, agree=False, actor=world.registry)
    assert refusal.value.field == "reason"
    done = answer_notice(first.pk, agree=True, actor=world.registry)
    assert (done.state, done.notice_answer, done.arrival_number) == ("recalled", "agreed", 1)
    assert sender_asks(source, "recall", reason="Lần nữa", actor=world.upper_registry) == []
