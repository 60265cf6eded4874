"""What happens by itself: recurring work, reminders, each once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.assignments import jobs, rules, services
from congvu.assignments.models import Assignment, Reminder, Series
from congvu.assignments.services.recurring import give_recurring
from congvu.assignments.services.reminding import remind_all
from congvu.assignments.tests.world import at, day, report
from congvu.delivery.models import Delivery
from congvu.delivery.services.registry import periodic_jobs
from congvu.directory.models import Unit
from congvu.notify.models import Notice


@pytest.mark.django_db
def test_weekly_work_is_given_again_once_a_week(world, clock):
    one = world.give(every="week", due_on=day("2026-11-20"), partners=(world.to_unit(world.culture),))
    assert give_recurring() == 0
    clock.move_to(at("2026-11-23 00:20"))
    assert give_recurring() == 1
    assert give_recurring() == 0
    second = Assignment.objects.exclude(pk=one.pk).get()
    assert (second.state, second.code, second.series_on) == ("not_started", "2/NV-2026", day("2026-11-23"))
    assert second.due_on == day("2026-11-27")
    assert second.partners.count() == 1
    assert Assignment.objects.visible_to(world.specialist).filter(pk=second.pk).exists()
    assert Notice.objects.filter(officer_id=world.head.officer_id, subject_pk=second.pk).exists()
    services.start(second.pk, actor=world.head)
    services.stop_series(second.pk, actor=world.leader)
    clock.move_to(at("2026-11-30 00:20"))
    assert give_recurring() == 0


@pytest.mark.django_db
def test_what_was_missed_while_nobody_watched_is_given_once(world, clock):
    world.give(every="day", due_on=day("2026-11-16"))
    clock.move_to(at("2026-11-20 00:20"))
    assert give_recurring() == 1
    newest = Assignment.objects.latest("pk")
    assert (newest.series_on, newest.due_on) == (day("2026-11-20"), day("2026-11-20"))
    assert Series.objects.get().next_on == day("2026-11-23")


@pytest.mark.django_db
def test_a_series_ends_and_one_that_cannot_go_on_does_not_stop_the_others(world, clock):
    world.give(every="week", repeat_until=day("2026-11-30"))
    world.give(every="week", lead=world.to_unit(world.culture))
    Unit.objects.filter(pk=world.culture.pk).update(valid_to=day("2026-11-20"))
    clock.move_to(at("2026-11-23 00:20"))
    assert give_recurring() == 1
    assert Series.objects.filter(next_on=day("2026-11-23")).count() == 1
    clock.move_to(at("2026-12-07 00:20"))
    assert give_recurring() == 0


@given(
    st.dates(day("2024-01-01"), day("2030-12-31")),
    st.sampled_from(["day", "week", "month", "quarter"]),
    st.integers(0, 120),
    st.integers(1, 12),
)
def test_a_series_never_gives_twice_for_a_day_and_never_ahead(begins, every, wait, number):
    def works(one):
        return one.weekday() < 5

    next_on = rules.nth_on(begins, every, number, works)
    today = next_on + rules.timedelta(days=wait)
    count, given_on, following = rules.next_given(begins, every, number, next_on, today, works)
    assert next_on <= given_on <= today < following
    assert count > number
    if every in {"month", "quarter"}:
        assert given_on.day == begins.day or given_on.day >= 28


@pytest.mark.django_db
def test_reminders_come_before_and_after_once_a_day(world, clock):
    world.mail(world.specialist, "hung@trangbom.example")
    one = world.give(lead=world.to_officer(), due_on=day("2026-11-20"))
    other = world.give(lead=world.to_officer(), due_on=day("2026-11-19"))
    Notice.objects.all().delete()
    assert remind_all() == 1  # only what is due on the 19th is within three days
    clock.move_to(at("2026-11-18 07:00"))
    jobs.remind()
    assert remind_all() == 0
    assert Reminder.objects.filter(on=day("2026-11-18")).count() == 2
    texts = Notice.objects.filter(officer_id=world.specialist.officer_id).values_list("text", flat=True)
    assert any(text.startswith(f"Còn 2 ngày đến hạn: {one.code}") for text in texts)
    mails = list(Delivery.objects.order_by("pk"))
    assert len(mails) == 2
    assert one.code in mails[1].payload["body"]
    assert other.code in mails[1].payload["body"]
    assert mails[1].payload["to"] == "hung@trangbom.example"
    clock.move_to(at("2026-11-21 07:00"))  # a Saturday
    assert remind_all() == 0
    clock.move_to(at("2026-11-23 07:00"))
    assert remind_all() == 2
    assert Reminder.objects.filter(on=day("2026-11-23"), kind="after").count() == 2


@pytest.mark.django_db
def test_who_has_reported_is_left_alone_and_the_giver_is_reminded(world, clock):
    one = world.give(due_on=day("2026-11-17"))
    services.report_done(one.pk, report(), actor=world.head)
    Notice.objects.all().delete()
    clock.move_to(at("2026-11-18 07:00"))
    assert remind_all() == 1
    assert set(Notice.objects.values_list("officer_id", flat=True)) == {world.leader.officer_id}
    services.approve(one.pk, actor=world.leader)
    clock.move_to(at("2026-11-19 07:00"))
    assert remind_all() == 0


@pytest.mark.django_db
def test_a_report_that_is_due_is_reminded_of(world, clock):
    one = world.give(due_on=None, frequency="week")
    clock.move_to(at("2026-11-23 07:00"))
    assert remind_all() == 1
    services.report_progress(one.pk, report(), actor=world.head)
    clock.move_to(at("2026-11-25 07:00"))
    assert remind_all() == 0


def test_the_jobs_are_known_to_the_workers():
    assert {"assignments.recur", "assignments.remind"} <= set(periodic_jobs())
