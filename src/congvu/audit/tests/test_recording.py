"""Recording: inside a transaction, two statements, one chain per agency and day."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from congvu.audit import rules
from congvu.audit.models import ChainHead, Event
from congvu.audit.services import chain, record, record_many
from congvu.audit.tests.factories import AgencyFactory, actor_in, entry
from congvu.common.subject import Subject

THING = Subject("test.thing", 7)


def test_first_event_opens_the_chain(actor):
    event = record("test.done", THING, actor=actor, reason="đủ hồ sơ", code="H01")
    event = Event.objects.get(pk=event.pk)
    assert (event.seq, event.day, event.agency_id) == (1, timezone.localdate(), actor.agency_id)
    assert (event.officer_name, event.post_title) == ("Nguyễn Thị Ánh", "Chuyên viên")
    assert (event.reason, event.data) == ("đủ hồ sơ", {"code": "H01"})
    expected = hashlib.sha256((rules.genesis(actor.agency_id) + event.digest).encode()).hexdigest()
    assert event.hash == expected
    head = ChainHead.objects.get()
    assert (head.seq, head.hash) == (1, event.hash)


def test_later_events_follow(actor):
    events = [record("test.done", THING, actor=actor, code=str(number)) for number in range(3)]
    assert [event.seq for event in events] == [1, 2, 3]
    for before, after in pairwise(events):
        assert after.hash == rules.link(before.hash, after.digest)
    assert ChainHead.objects.get().hash == events[-1].hash


def test_costs_few_statements(actor, django_assert_num_queries):
    record("test.done", THING, actor=actor)
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        record("test.done", THING, actor=actor)
    with django_assert_num_queries(2):
        record_many([entry(actor, pk) for pk in range(chain.NESTED)])
    with django_assert_num_queries(2 + 3):
        record_many([entry(actor, pk) for pk in range(3 * chain.ROWS)])


def test_saved_events_carry_their_keys(actor):
    for count in (1, 2, chain.ROWS + 1):
        for event in record_many([entry(actor, pk) for pk in range(count)]):
            stored = Event.objects.get(pk=event.pk)
            assert (stored.seq, stored.hash, stored.subject_pk) == (event.seq, event.hash, event.subject_pk)
            assert rules.digest(stored.recorded) == event.digest


@pytest.mark.parametrize("count", [1, 2, chain.NESTED, chain.NESTED + 1, chain.ROWS + 1, 120])
def test_batches_link_like_single_events(actor, count):
    record("test.done", THING, actor=actor)
    events = record_many([entry(actor, pk) for pk in range(count)])
    stored = list(Event.objects.order_by("seq"))
    assert [event.subject_pk for event in stored[1:]] == list(range(count))
    assert [event.pk for event in events] == [event.pk for event in stored[1:]]
    marks = rules.links(rules.genesis(actor.agency_id), [event.digest for event in stored])
    assert [event.hash for event in stored] == marks
    assert ChainHead.objects.get().hash == marks[-1]


def test_batch_over_agencies_keeps_the_order_given(actor):
    other = actor_in(AgencyFactory())
    events = record_many(
        [entry(other, 1), entry(actor, 2), entry(other, 3), entry(actor, 4, agency_id=other.agency_id)]
    )
    assert [event.subject_pk for event in events] == [1, 2, 3, 4]
    assert [event.seq for event in events] == [1, 1, 2, 3]
    assert ChainHead.objects.count() == 2


def test_empty_batch_writes_nothing(actor):
    assert record_many([]) == []
    assert not ChainHead.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_refuses_outside_a_transaction(actor):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record("test.done", THING, actor=actor)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rollback_leaves_no_gap(actor):
    def work():
        with transaction.atomic():
            record("test.done", THING, actor=actor)
            raise KeyError

    with transaction.atomic():
        record("test.done", THING, actor=actor)
    with pytest.raises(KeyError):
        work()
    with transaction.atomic():
        assert record("test.done", THING, actor=actor).seq == 2


def test_unknown_kind_is_refused(actor):
    with pytest.raises(LookupError, match=r"test\.never"):
        record("test.never", THING, actor=actor)
    assert not Event.objects.exists()


def test_day_is_local(actor):
    with time_machine.travel(datetime(2026, 2, 1, 18, 30, tzinfo=UTC), tick=False):
        assert record("test.done", THING, actor=actor).day == date(2026, 2, 2)


def test_new_day_is_tied_to_the_last(actor):
    with time_machine.travel(datetime(2026, 2, 1, 3, tzinfo=UTC), tick=False):
        last = record("test.done", THING, actor=actor)
    with time_machine.travel(datetime(2026, 2, 9, 3, tzinfo=UTC), tick=False):
        first = record("test.done", THING, actor=actor)
    head = ChainHead.objects.get(day=date(2026, 2, 9))
    assert (head.opened_day, head.opened_seq, head.opened_hash) == (last.day, 1, last.hash)
    assert (first.seq, first.hash) == (1, rules.link(last.hash, first.digest))


def test_personal_values_are_sealed_apart(actor):
    event = record("test.named", THING, actor=actor, name="Lê Văn Út", code="H02", reason="ốm")
    event = Event.objects.get(pk=event.pk)
    assert event.data == {"code": "H02"}
    assert event.reason == ""
    assert set(event.sealed) == set(event.personal) == {"name", "reason"}
    salt, value = event.personal["name"]
    assert value == "Lê Văn Út"
    assert event.sealed["name"] == rules.seal(salt, value)
    assert event.content == {"code": "H02", "name": "Lê Văn Út", "reason": "ốm"}


def test_data_come_back_as_they_were_hashed(actor):
    data = {
        "on": date(2026, 2, 1),
        "at": datetime(2026, 2, 1, 3, tzinfo=UTC),
        "fee": Decimal("75000.50"),
        "label": gettext_lazy("hồ sơ"),
        "codes": {"b", "a"},
        "nested": {"x": (1, None, True), "thing": THING},
        "big": 12345678901234567890,
        "nul": "a\x00b",
    }
    event = Event.objects.get(pk=record("test.done", THING, actor=actor, **data).pk)
    assert event.data == {
        "on": "2026-02-01",
        "at": "2026-02-01T03:00:00.000000Z",
        "fee": "75000.50",
        "label": "hồ sơ",
        "codes": ["a", "b"],
        "nested": {"x": [1, None, True], "thing": "test.thing:7"},
        "big": 12345678901234567890,
        "nul": "ab",
    }


@pytest.mark.parametrize("data", [{"ratio": 0.1}, {"map": {1: 2}}, {"deep": [{"x": 1.5}]}])
def test_inexact_data_are_refused(actor, data):
    with pytest.raises(TypeError):
        record("test.done", THING, actor=actor, **data)


def test_database_refuses_change_and_removal(actor):
    record("test.done", THING, actor=actor)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_gate SET open = FALSE")
    refused = [
        lambda: Event.objects.update(officer_name="Kẻ gian"),
        lambda: Event.objects.update(data={"code": "khác"}),
        lambda: Event.objects.all().delete(),
        lambda: ChainHead.objects.update(seq=0),
        lambda: ChainHead.objects.all().delete(),
    ]
    for attempt in refused:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert Event.objects.update(personal={}) == 1
    assert record("test.done", THING, actor=actor).seq == 2
