"""Real workers, killed and told to stop: nothing is lost, no effect happens twice."""

import signal
import time

import pytest
from django.db import transaction

from congvu.audit.tests.factories import AgencyFactory
from congvu.audit.tests.processes import Outside
from congvu.delivery.services import Order, enqueue_many, registry

COUNT = 60
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def outside(agency, tmp_path):
    registry.register_handler("number", lambda message: None)
    with transaction.atomic():
        enqueue_many(Order("number", "a", {}, f"k{number}") for number in range(COUNT))
    return Outside(tmp_path)


@pytest.fixture
def start(agency, outside):
    begun = []

    def one():
        begun.append(outside.start("-m", "congvu.delivery.tests.crash", agency.pk))
        return begun[-1]

    yield one
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate()


def states(outside):
    return dict(outside.rows("SELECT state, COUNT(*) FROM delivery_delivery GROUP BY state"))


def until(condition, seconds=40):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_killed_worker_loses_nothing_and_doubles_nothing(outside, start):
    victim, other = start(), start()
    until(lambda: states(outside).get("done", 0) >= 5)
    victim.kill()
    other.kill()
    victim.wait()
    other.wait()
    assert states(outside).get("sending", 0) > 0
    start(), start()
    until(lambda: states(outside) == {"done": COUNT})
    assert outside.rows("SELECT value FROM registers_counter") == [(COUNT,)]
    outcomes = dict(outside.rows("SELECT outcome, COUNT(*) FROM delivery_attempt GROUP BY outcome"))
    assert outcomes["done"] == COUNT
    assert outcomes["lost"] > 0
    assert set(outcomes) == {"done", "lost"}


def test_told_to_stop_it_finishes_and_gives_the_rest_back(outside, start):
    worker = start()
    until(lambda: states(outside).get("done", 0) >= 3)
    worker.send_signal(signal.SIGTERM)
    outside.finish(worker, timeout=20)
    left = states(outside)
    assert set(left) == {"done", "waiting"}
    assert outside.rows(
        "SELECT COUNT(*) FROM delivery_delivery WHERE state = 'waiting' AND attempts > 0"
    ) == [(0,)]
    assert outside.rows("SELECT value FROM registers_counter") == [(left["done"],)]
    [(done, stopped)] = outside.rows("SELECT done, stopped_at FROM delivery_worker")
    assert done == left["done"]
    assert stopped is not None
