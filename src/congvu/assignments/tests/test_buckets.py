"""The four national buckets: one definition, a partition, and numbers that lead to exactly their work."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvu.assignments.models import Assignment, Involvement
from congvu.assignments.queries.lists import Box, Filters, Scope, Side, counted, counts, listed, work
from congvu.assignments.queries.statistics import Grouping, statistics
from congvu.assignments.rules import NEVER, Bucket, bucket_of, due_of
from congvu.assignments.states import COMPLETED, State
from congvu.assignments.tests.world import at, day, report
from congvu.calendars.queries import schedule_for

pytestmark = pytest.mark.django_db

STATES = st.sampled_from(list(State))
DAYS = st.integers(-20, 20).map(lambda ahead: date(2026, 11, 16) + timedelta(ahead))
TASKS = st.lists(st.tuples(STATES, st.none() | DAYS, DAYS), min_size=1, max_size=12)


def put(world, state, due_on, finished_on, number):
    """Write an assignment straight into the table, in any state, due at any time."""
    due = due_of(due_on, schedule_for(world.commune.pk)) if due_on else None
    one = Assignment(
        code=f"T{number}", content="Việc", state=state, giver_agency=world.commune, giver_unit=world.board,
        giver_id=world.leader.officer_id, lead_agency=world.commune, lead_unit=world.office,
        given_at=at("2026-11-02 08:00"), order_at=due.at if due else NEVER,
        created_at=at("2026-11-02 08:00"), updated_at=at("2026-11-02 08:00"),
        finished_on=finished_on if state in COMPLETED else None,
    )  # fmt: skip
    if due:
        one.due_on, one.last_on, one.due_at = due.on, due.last_on, due.at
    one.save()
    Involvement.objects.create(
        assignment=one, who=f"u{world.office.pk}", agency=world.commune, unit=world.office, reason="lead"
    )
    return one


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tasks=TASKS)
def test_the_buckets_part_all_that_counts(world, tasks):
    Assignment.objects.all().delete()
    with time_machine.travel(at("2026-11-16 09:00"), tick=False):
        made = [put(world, *task, number) for number, task in enumerate(tasks)]
        now = at("2026-11-16 09:00")
        expected = {
            one.pk: bucket_of(State(one.state), one.finished_on, one.last_on, one.due_at, now) for one in made
        }
        found = {one.pk: one.bucket for one in Assignment.objects.in_buckets(now)}
        assert found == {pk: bucket for pk, bucket in expected.items() if bucket}
        parts = [
            set(counted(world.head, Scope(bucket=bucket)).values_list("pk", flat=True)) for bucket in Bucket
        ]
        assert sum(map(len, parts)) == len(set().union(*parts)) == len(found)
        assert Assignment.objects.countable().count() == len(found)


@pytest.mark.parametrize(
    ("state", "finished", "due", "bucket"),
    [
        ("ended", "2026-11-13", "2026-11-13", Bucket.DONE_IN_TIME),
        ("ended", "2026-11-14", "2026-11-13", Bucket.DONE_LATE),
        ("ended", "2026-11-02", "2026-10-31", Bucket.DONE_IN_TIME),  # the 31st was a Saturday
        ("closed", "2026-11-14", None, Bucket.DONE_IN_TIME),
        ("in_progress", None, "2026-11-16", Bucket.OPEN_IN_TIME),
        ("in_progress", None, "2026-11-13", Bucket.OPEN_LATE),
        ("reported", None, "2026-11-13", Bucket.OPEN_LATE),
        ("returned", None, None, Bucket.OPEN_IN_TIME),
    ],
)
def test_the_edges_of_the_buckets(world, state, finished, due, bucket):
    put(world, State(state), day(due) if due else None, day(finished) if finished else None, 1)
    assert statistics(world.head, Scope(), Grouping.UNIT).sums[bucket] == 1


def test_every_number_leads_to_exactly_its_work(world, clock):
    world.give(lead=world.to_officer(), due_on=day("2026-11-17"))
    world.done(world.give())
    world.give(lead=world.to_unit(world.culture), due_on=day("2026-11-17"))
    world.give(lead=world.to_school(), due_on=None)
    clock.move_to(at("2026-11-18 09:00"))
    for by in Grouping:
        for side in Side:
            scope = Scope(side, given_from=day("2026-11-01"), given_to=day("2026-11-30"))
            table = statistics(world.leader, scope, by)
            assert (
                sum(line.total for line in table.lines) == table.total == counted(world.leader, scope).count()
            )
            for line in table.lines:
                for bucket, number in line.numbers.items():
                    leads = Scope(side, scope.given_from, scope.given_to, bucket=bucket, **line.keys)
                    assert len(listed(world.leader, leads).rows) == number, (by, line.name, bucket)
    given_side = statistics(world.leader, Scope(Side.GIVEN), Grouping.AGENCY)
    assert [line.name for line in given_side.lines] == [world.commune.name, world.school.name]
    assert given_side.lines[0].numbers[Bucket.OPEN_LATE] == 2


def test_statistics_count_only_what_one_may_see(world):
    world.give(lead=world.to_unit(world.culture))
    assert statistics(world.head, Scope(), Grouping.UNIT).total == 0
    assert statistics(world.stranger, Scope(), Grouping.UNIT).total == 0
    assert statistics(world.culture_specialist, Scope(), Grouping.UNIT).total == 1


def test_statistics_and_lists_cost_the_same_for_one_and_thirty(world, django_assert_num_queries):
    world.give(lead=world.to_officer())
    for _ in range(2):
        with django_assert_num_queries(1):
            statistics(world.leader, Scope(), Grouping.OFFICER)
        with django_assert_num_queries(1):
            rows = work(world.specialist).rows
        with django_assert_num_queries(1):
            counts(world.specialist, Box.MINE)
        with django_assert_num_queries(1):
            listed(world.leader, Scope())
        for _ in range(29 if len(rows) == 1 else 0):
            world.give(lead=world.to_officer())
    assert len(rows) == 30


def test_boxes_hold_what_they_say(world, clock):
    mine = world.give(lead=world.to_officer())
    units = world.give()
    schools = world.give(lead=world.to_school(), partners=(world.to_unit(world.culture),))
    hidden = world.give(lead=world.to_unit(world.culture), hidden=True)

    def box(actor, which):
        return {row.pk for row in work(actor, which).rows}

    assert box(world.specialist, Box.MINE) == {mine.pk}
    assert box(world.head, Box.MINE) == {units.pk}
    assert box(world.colleague, Box.MINE) == set()
    assert box(world.colleague, Box.UNIT) == {mine.pk, units.pk}
    assert box(world.headmaster, Box.MINE) == {schools.pk}
    assert box(world.leader, Box.GIVEN) == {mine.pk, units.pk, schools.pk, hidden.pk}
    assert box(world.culture_head, Box.FOLLOWED) == {schools.pk}
    assert box(world.culture_head, Box.UNIT) == set()
    from congvu.assignments import services

    services.report_done(mine.pk, report(), actor=world.specialist)
    assert box(world.head, Box.APPROVE) == {mine.pk}
    assert box(world.leader, Box.APPROVE) == set()
    services.pass_unit(mine.pk, actor=world.head)
    assert box(world.leader, Box.APPROVE) == {mine.pk}
    assert box(world.head, Box.APPROVE) == box(world.specialist, Box.APPROVE) == set()
    services.follow(units.pk, actor=world.colleague)
    assert box(world.colleague, Box.FOLLOWED) == {units.pk}
    services.follow(units.pk, actor=world.colleague, on=False)
    assert box(world.colleague, Box.FOLLOWED) == set()


def test_groups_and_pages(world, clock):
    dues = ["2026-11-16", "2026-11-17", "2026-11-19", "2026-11-20", "2026-12-01", None]
    for due in dues:
        world.give(lead=world.to_officer(), due_on=day(due) if due else None)
    assert counts(world.specialist, Box.MINE) == {"overdue": 0, "today": 1, "soon": 2, "later": 2, "none": 1}
    clock.move_to(at("2026-11-17 18:00"))
    numbers = counts(world.specialist, Box.MINE)
    assert numbers == {"overdue": 2, "today": 0, "soon": 2, "later": 1, "none": 1}
    for group, number in numbers.items():
        found = work(world.specialist, filters=Filters(group=group)).rows
        assert len(found) == number
        assert {row.group for row in found} <= {group}
    first = work(world.specialist, size=4)
    second = work(world.specialist, size=4, after=first.older)
    assert [row.due_on for row in (*first.rows, *second.rows)] == [day(due) if due else None for due in dues]
    assert (first.newer, second.older) == ("", "")
    back = work(world.specialist, size=4, before=second.newer)
    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]
    assert len(work(world.specialist, after="rubbish_x").rows) == 6
    assert len(work(world.specialist, filters=Filters(text="giai ngan")).rows) == 6
    assert not work(world.specialist, filters=Filters(text="khac han")).rows
