"""The outbox: in the fact's transaction, once per key, in order, retried, and in the end dead."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction

from congvu.audit.models import Event
from congvu.audit.tests.factories import AgencyFactory, actor_in
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.delivery import queries
from congvu.delivery.messages import Permanent
from congvu.delivery.models import Attempt, Delivery, Worker
from congvu.delivery.services import Order, claiming, enqueue, enqueue_many, purge, registry, retry, skip
from congvu.delivery.services.delivering import deliver
from congvu.delivery.services.worker import WorkerLoop

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def manager(db):
    return actor_in(AgencyFactory(), capabilities=frozenset({"delivery.manage"}))


def put(number=1, destination="a", kind="note", **values):
    enqueue(kind, destination, {"n": number}, key=f"{kind}:{destination}:{number}", **values)


def work():
    return WorkerLoop("thử").work_once()


def numbers(sent):
    return [message.payload["n"] for message in sent]


def test_message_arrives_whole(note, sent, clock):
    put(7, "xã Hưng Thịnh", subject=Subject("test.thing", 3))
    assert work() == 1
    [message] = sent
    assert (message.kind, message.destination, message.payload) == ("note", "xã Hưng Thịnh", {"n": 7})
    assert (message.key, message.attempt) == ("note:xã Hưng Thịnh:7", 1)
    [row] = queries.deliveries_of(Subject("test.thing", 3))
    assert (row.state, row.attempts, row.ended_at, row.last_error) == ("done", 1, NOW, "")
    [attempt] = queries.attempts_of(row.id)
    assert (attempt.number, attempt.worker, attempt.outcome) == (1, "thử", "done")
    assert work() == 0


def test_a_key_delivers_once(note, sent):
    put()
    put()
    assert Delivery.objects.count() == 1
    work()
    put()
    work()
    assert len(sent) == 1


@pytest.mark.django_db(transaction=True)
def test_only_inside_a_transaction(note):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        put()
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rollback_takes_the_message_along(note, sent):
    def fail():
        with transaction.atomic():
            put()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert work() == 0


def test_unknown_kind_is_refused_at_once():
    with pytest.raises(LookupError, match="pigeon"):
        put(kind="pigeon")


def test_many_cost_one_statement(note, django_assert_num_queries):
    with django_assert_num_queries(1):
        put()
    with django_assert_num_queries(1):
        enqueue_many(Order("note", "b", {"n": number}, f"k{number}") for number in range(100))
    with django_assert_num_queries(3):  # savepoint, claim, release
        assert len(claiming.claim("thử")) == 20


def test_not_before(note, sent, clock):
    put(not_before=NOW + timedelta(hours=1))
    assert work() == 0
    clock.shift(3600)
    assert work() == 1


def test_failure_waits_longer_each_time_and_ends_dead(clock, sent):
    def fail(message):
        sent.append(message)
        raise ConnectionError("máy chủ không trả lời")

    registry.register_handler("note", fail, max_attempts=4, base_seconds=100)
    put()
    waits = []
    while Delivery.objects.get().state != "dead":
        assert work() == 1
        row = queries.deliveries()[0]
        if row.state == "waiting":
            waits.append((row.next_at - datetime.now(UTC)).total_seconds())
            clock.shift(waits[-1] - 1)
            assert work() == 0
            clock.shift(2)
    for wait, whole in zip(waits, (100, 200, 400), strict=True):
        assert whole / 2 <= wait <= whole
    assert [message.attempt for message in sent] == [1, 2, 3, 4]
    [row] = queries.dead_letters()
    assert row.last_error.startswith("ConnectionError: máy chủ không trả lời\n")
    assert [one.outcome for one in queries.attempts_of(row.id)] == ["failed"] * 4
    clock.shift(10**7)
    assert work() == 0


def test_permanent_failure_is_dead_at_once(note):
    def fail(message):
        raise Permanent("địa chỉ không tồn tại")

    registry.register_handler("note", fail)
    put()
    work()
    assert queries.dead_letters()[0].attempts == 1


def test_one_failure_leaves_the_others_alone(sent):
    def fail(message):
        if message.payload["n"] == 2:
            raise ValueError
        sent.append(message)

    registry.register_handler("note", fail)
    for number in (1, 2, 3):
        put(number)
    assert work() == 3
    assert numbers(sent) == [1, 3]


def test_handler_that_left_is_a_failure(note, monkeypatch):
    put()
    monkeypatch.setattr(registry, "_HANDLERS", {})
    work()
    assert "no handler is registered" in queries.deliveries()[0].last_error


def test_ordered_destination_goes_one_after_the_other(note, sent):
    note(ordered=True)
    for destination, number in (("a", 1), ("a", 2), ("b", 3), ("a", 4)):
        put(number, destination)
    assert [work() for _ in range(4)] == [2, 1, 1, 0]
    assert numbers(sent) == [1, 3, 2, 4]


def test_failure_holds_the_line_of_an_ordered_destination(sent, clock):
    broken = [True]

    def fail(message):
        if message.payload["n"] == 1 and broken:
            raise ValueError
        sent.append(message)

    registry.register_handler("note", fail, ordered=True)
    put(1, "a")
    put(2, "a")
    put(3, "b")
    work()
    work()
    assert numbers(sent) == [3]
    broken.clear()
    clock.shift(60)
    work()
    work()
    assert numbers(sent) == [3, 1, 2]


def test_dead_letter_holds_the_line_until_retried_or_skipped(sent, manager):
    def fail(message):
        if message.payload["n"] in (1, 2):
            raise Permanent("hỏng")
        sent.append(message)

    registry.register_handler("note", fail, ordered=True)
    for number in (1, 2, 3):
        put(number)
    work()
    assert work() == 0
    [row] = queries.dead_letters()
    assert row.blocked == 2
    skip(row.id, actor=manager, reason="Gửi bản giấy")
    assert work() == 1
    [second] = queries.dead_letters()
    registry.register_handler("note", sent.append, ordered=True)
    retry(second.id, actor=manager)
    assert work() == 1
    assert work() == 1
    assert numbers(sent) == [2, 3]
    event = Event.objects.get(kind="delivery.skipped")
    assert (event.reason, event.data["destination"]) == ("Gửi bản giấy", "a")
    assert Event.objects.filter(kind="delivery.retried").count() == 1


def test_retry_begins_anew(manager):
    calls = []

    def fail(message):
        calls.append(message.attempt)
        raise Permanent("hỏng")

    registry.register_handler("note", fail)
    put()
    work()
    retry(Delivery.objects.get().pk, actor=manager)
    work()
    assert calls == [1, 1]
    assert Attempt.objects.count() == 2


@pytest.mark.parametrize("state", ["sending", "done", "skipped"])
def test_skip_is_refused(note, manager, state):
    put()
    Delivery.objects.update(state=state)
    with pytest.raises(StateRefused):
        skip(Delivery.objects.get().pk, actor=manager, reason="thử")
    assert not Event.objects.exists()


@pytest.mark.parametrize("state", ["waiting", "sending", "done"])
def test_retry_is_refused(note, manager, state):
    put()
    Delivery.objects.update(state=state)
    with pytest.raises(StateRefused):
        retry(Delivery.objects.get().pk, actor=manager)


def test_skip_needs_reason_and_capability(note, manager):
    put()
    key = Delivery.objects.get().pk
    with pytest.raises(ActionRefused, match="lý do"):
        skip(key, actor=manager, reason=" ")
    for action in (skip, retry):
        with pytest.raises(PermissionDenied):
            action(key, actor=actor_in(AgencyFactory()), reason="x")
    with pytest.raises(StateRefused):
        skip(key + 1, actor=manager, reason="x")
    assert Delivery.objects.get().state == "waiting"


def test_what_is_held_is_not_taken_twice(note, clock):
    put()
    assert len(claiming.claim("một")) == 1
    assert claiming.claim("hai") == []
    clock.shift(claiming.LEASE_SECONDS - 1)
    assert claiming.claim("hai") == []


def test_lease_runs_out_and_another_takes_over(note, sent, clock):
    put()
    [first] = claiming.claim("một")
    clock.shift(claiming.LEASE_SECONDS + 1)
    [second] = claiming.claim("hai")
    assert (second.lost, second.message.attempt) == (True, 2)
    assert deliver(first, "một") == "lost"
    assert Delivery.objects.get().state == "sending"
    assert deliver(second, "hai") == "done"
    assert [(one.number, one.worker, one.outcome) for one in queries.attempts_of(first.message.id)] == [
        (1, "hai", "lost"),
        (2, "hai", "done"),
    ]


def test_renewed_lease_holds(note, clock):
    put()
    [mine] = claiming.claim("một")
    clock.shift(claiming.LEASE_SECONDS - 1)
    assert claiming.renew(mine.token, [mine.message.id]) == 1
    clock.shift(claiming.LEASE_SECONDS - 1)
    assert claiming.claim("hai") == []
    clock.shift(2)
    assert len(claiming.claim("hai")) == 1
    assert claiming.renew(mine.token, [mine.message.id]) == 0


def test_transactional_effect_of_a_late_worker_is_rolled_back(clock):
    thing = AgencyFactory(name="cũ")

    def rename(message):
        thing.name += "!"
        thing.save(update_fields=["name"])

    registry.register_handler("note", rename, transactional=True)
    put()
    [late] = claiming.claim("một")
    clock.shift(claiming.LEASE_SECONDS + 1)
    [quick] = claiming.claim("hai")
    assert deliver(late, "một") == "lost"
    thing.refresh_from_db()
    assert thing.name == "cũ"
    assert deliver(quick, "hai") == "done"
    thing.refresh_from_db()
    assert thing.name == "cũ!"


@pytest.mark.parametrize("transactional", [True, False])
def test_failed_consequences_are_rolled_back_with_the_closing(transactional):
    agency = AgencyFactory(name="cũ")

    def settle():
        agency.name = "mới"
        agency.save()
        raise ValueError("sau cùng")

    registry.register_handler("note", lambda message: settle, transactional=transactional)
    put()
    work()
    agency.refresh_from_db()
    assert agency.name == "cũ"
    assert queries.deliveries()[0].state == "waiting"


def test_message_that_kills_its_workers_ends_dead(note, sent, clock):
    note(max_attempts=3)
    put()
    for _ in range(3):
        assert len(claiming.claim("chết")) == 1
        clock.shift(claiming.LEASE_SECONDS + 1)
    assert work() == 1
    assert sent == []
    [row] = queries.dead_letters()
    assert "mọi lần thử" in row.last_error


def test_what_is_given_back_counts_no_attempt(note, sent):
    put(1)
    put(2)
    loop = WorkerLoop("thử")

    def stop_after_first(message):
        sent.append(message)
        loop.stop()

    registry.register_handler("note", stop_after_first)
    assert loop.work_once() == 1
    waiting = Delivery.objects.get(state="waiting")
    assert (waiting.attempts, waiting.held_by) == (0, "")
    assert work() == 1
    assert numbers(sent) == [1, 2]


def test_backlog_and_old_rows(note, clock):
    put(1)
    put(2, not_before=NOW + timedelta(days=1))
    put(3)
    Delivery.objects.filter(payload__n=3).update(state="dead")
    figures = queries.backlog()
    assert (figures.waiting, figures.due, figures.dead, figures.oldest_due) == (2, 1, 1, NOW)
    work()
    Worker.objects.create(name="cũ", started_at=NOW, seen_at=NOW)
    clock.shift(89 * 86400)
    assert purge() == 0
    assert Worker.objects.exists()
    clock.shift(2 * 86400)
    assert purge() == 1
    assert not Worker.objects.exists()
    assert sorted(Delivery.objects.values_list("payload__n", flat=True)) == [2, 3]


def test_dead_letters_page_at_a_fixed_cost(note, django_assert_num_queries):
    note(ordered=True)
    for number in range(30):
        put(number)
    Delivery.objects.update(state="dead")
    with django_assert_num_queries(2):
        first = queries.dead_letters(limit=20)
    rest = queries.dead_letters(before=first[-1].id, limit=20)
    assert len(first) + len(rest) == len({row.id for row in first + rest}) == 30
