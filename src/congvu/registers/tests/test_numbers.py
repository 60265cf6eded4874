"""Numbers without gap or double, and void numbers that stay visible."""

import pytest
from django.db import transaction

from congvu.audit.models import Event
from congvu.audit.tests.factories import AgencyFactory, actor_in
from congvu.common.errors import ActionRefused, StateRefused
from congvu.registers.models import Counter, VoidNumber
from congvu.registers.queries import audit_register, peek
from congvu.registers.services import take_number, take_numbers, void_number


@pytest.fixture
def agency(db):
    return AgencyFactory()


@pytest.fixture
def book(agency):
    return {"agency_id": agency.pk, "register": "dossier", "period": "2026"}


def test_numbers_run_from_one(book):
    assert [take_number(**book) for _ in range(3)] == [1, 2, 3]


def test_each_book_runs_alone(book):
    take_number(**book)
    assert take_number(**{**book, "period": "2027"}) == 1
    assert take_number(**{**book, "kind": "QĐ"}) == 1
    assert take_number(**{**book, "agency_id": AgencyFactory().pk}) == 1
    assert take_number(**book) == 2


def test_one_statement(book, django_assert_num_queries):
    with django_assert_num_queries(1):
        take_number(**book)
    with django_assert_num_queries(1):
        assert take_numbers(**book, count=5) == range(2, 7)


def test_count_must_be_positive(book):
    with pytest.raises(ValueError, match="at least 1"):
        take_numbers(**book, count=0)
    assert peek(**book) == 1


@pytest.mark.django_db(transaction=True)
def test_refuses_outside_a_transaction(book):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        take_number(**book)
    assert not Counter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rollback_gives_the_number_back(book):
    def fail():
        with transaction.atomic():
            assert take_number(**book) == 2
            raise KeyError

    with transaction.atomic():
        take_number(**book)
    with pytest.raises(KeyError):
        fail()
    with transaction.atomic():
        assert take_number(**book) == 2


def test_peek_takes_nothing(book):
    assert peek(**book) == 1
    take_number(**book)
    assert peek(**book) == peek(**book) == 2


def test_void_number_keeps_reason_and_is_audited(book, agency):
    actor = actor_in(agency)
    take_numbers(**book, count=3)
    void_number(**book, number=2, reason="Ghi nhầm sổ", actor=actor)
    void = VoidNumber.objects.get()
    assert (void.number, void.reason, void.officer_id) == (2, "Ghi nhầm sổ", actor.officer_id)
    event = Event.objects.get()
    assert (event.kind, event.reason, event.data["number"]) == ("number.voided", "Ghi nhầm sổ", 2)


@pytest.mark.parametrize("number", [0, -1, 4])
def test_never_taken_cannot_be_void(book, agency, number):
    take_numbers(**book, count=3)
    with pytest.raises(StateRefused, match="chưa được cấp") as refusal:
        void_number(**book, number=number, reason="x", actor=actor_in(agency))
    assert refusal.value.code == "not-taken"
    assert not VoidNumber.objects.exists()
    assert not Event.objects.exists()


def test_void_twice_is_refused(book, agency):
    take_number(**book)
    void_number(**book, number=1, reason="Hỏng", actor=actor_in(agency))
    with pytest.raises(StateRefused, match="đã được hủy"):
        void_number(**book, number=1, reason="Hỏng", actor=actor_in(agency))
    assert Event.objects.count() == 1


def test_void_needs_a_reason(book, agency):
    take_number(**book)
    with pytest.raises(ActionRefused) as refusal:
        void_number(**book, number=1, reason="  ", actor=actor_in(agency))
    assert refusal.value.field == "reason"


def test_report_names_each_fault(book, agency):
    take_numbers(**book, count=8)
    actor = actor_in(agency)
    void_number(**book, number=2, reason="Hỏng", actor=actor)
    void_number(**book, number=3, reason="Hỏng", actor=actor)
    report = audit_register(**book, used=[1, 3, 4, 4, 6, 7, 12])
    assert report.last == 8
    assert report.missing == (5, 8)
    assert report.doubles == (4,)
    assert report.foreign == (12,)
    assert report.void_but_used == (3,)
    assert report.void == ((2, "Hỏng"), (3, "Hỏng"))
    assert not report.sound
    assert audit_register(**book, used=[1, 4, 5, 6, 7, 8]).sound
