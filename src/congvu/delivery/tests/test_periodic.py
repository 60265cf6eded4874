"""Periodic jobs: at their time, in one process at a time, again after a failure or a death."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from congvu.delivery import queries
from congvu.delivery.models import PeriodicJob
from congvu.delivery.services import periodic, register_periodic, registry
from congvu.delivery.services.worker import WorkerLoop

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)  # 10:00 in Vietnam
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def work():
    return WorkerLoop("thử").work_once()


def test_runs_every_so_often(clock):
    runs = []
    register_periodic("thử", 300, lambda: runs.append(1))
    periodic.prepare()
    periodic.prepare()
    assert PeriodicJob.objects.count() == 1
    assert [work(), work()] == [1, 0]
    clock.shift(299)
    assert work() == 0
    clock.shift(1)
    assert work() == 1
    assert len(runs) == 2
    [row] = queries.jobs()
    assert (row.error, row.ended_at, row.next_at) == (
        "",
        NOW + timedelta(seconds=300),
        NOW + timedelta(seconds=600),
    )


def test_daily_job_waits_for_its_time(clock):
    runs = []
    register_periodic("đêm", 0, lambda: runs.append(1), at=time(0, 5))
    periodic.prepare()
    assert work() == 0
    clock.move_to(datetime(2026, 3, 2, 17, 5, tzinfo=UTC))
    assert [work(), work()] == [1, 0]
    assert PeriodicJob.objects.get().next_at == datetime(2026, 3, 3, 17, 5, tzinfo=UTC)


def test_one_process_at_a_time(clock):
    register_periodic("thử", 300, lambda: None)
    periodic.prepare()
    [job] = periodic.due()
    token = periodic.take(job, "một")
    assert token
    assert periodic.take(job, "hai") is None
    assert periodic.due() == []
    clock.shift(periodic.LEASE_SECONDS - 1)
    assert periodic.renew(token) == 1
    clock.shift(periodic.LEASE_SECONDS - 1)
    assert periodic.take(job, "hai") is None
    clock.shift(2)
    assert periodic.due() == [job]
    assert periodic.take(job, "hai")
    assert periodic.renew(token) == 0


def test_late_process_does_not_move_the_time_of_its_successor(clock):
    register_periodic("thử", 300, lambda: None)
    periodic.prepare()
    [job] = periodic.due()
    first = periodic.take(job, "một")
    clock.shift(periodic.LEASE_SECONDS + 1)
    second = periodic.take(job, "hai")
    periodic.run(job, first)
    assert PeriodicJob.objects.get().held_by == second


def test_failure_is_kept_and_tried_at_the_next_time(clock):
    def fail():
        raise ValueError("hỏng rồi")

    register_periodic("thử", 300, fail)
    periodic.prepare()
    assert work() == 1
    assert "ValueError: hỏng rồi" in queries.jobs()[0].error
    registry.register_periodic("thử", 300, lambda: None)
    clock.shift(300)
    assert work() == 1
    assert queries.jobs()[0].error == ""


def test_jobs_of_rooms_that_left_are_passed_over(clock):
    register_periodic("thử", 300, lambda: None)
    periodic.prepare()
    registry._PERIODIC.clear()
    assert work() == 0
