"""The weekly schedule: who keeps it, who sees it, conflicts, and the calendar feed."""

from datetime import timedelta

import icalendar
import pytest
from django.core.exceptions import PermissionDenied

from congvu.assignments import services
from congvu.assignments.messages import ScheduleDraft
from congvu.assignments.models import CalendarFeed, ScheduleItem
from congvu.assignments.queries.schedule import calendar_of, conflicts_of, crowded, feed_of, visible, week
from congvu.assignments.tests.world import at, day
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.directory.models import Officer, Post
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db


def entry(world, **changes):
    values = {
        "content": "Họp giao ban tuần",
        "starts_at": at("2026-11-17 08:00"), "ends_at": at("2026-11-17 09:00"),
        "place": "Phòng họp A", "chair_id": world.leader.officer_id, "officer_ids": (world.head.officer_id,),
    }  # fmt: skip
    return ScheduleDraft(**{**values, **changes})


def sees(world, item):
    names = ("leader", "registry", "head", "specialist", "culture_head", "culture_specialist", "stranger")
    return {name for name in names if visible(getattr(world, name)).filter(pk=item.pk).exists()}


def test_a_draft_is_seen_by_who_keeps_it_and_a_published_week_by_all(world):
    item = services.save_item(entry(world), actor=world.registry)
    assert sees(world, item) == {"leader", "registry"}
    assert not Notice.objects.exists()
    assert services.publish_week(day("2026-11-16"), actor=world.registry) == 1
    assert sees(world, item) == {
        "leader", "registry", "head", "specialist", "culture_head", "culture_specialist",
    }  # fmt: skip
    told = set(Notice.objects.values_list("officer_id", flat=True))
    assert told == {world.leader.officer_id, world.head.officer_id}
    assert services.publish_week(day("2026-11-16"), actor=world.registry) == 0


def test_a_units_schedule_is_the_units_and_of_those_named(world):
    draft = entry(
        world, scope="unit", unit_id=world.office.pk, chair_id=world.head.officer_id,
        officer_ids=(world.culture_specialist.officer_id,),
    )  # fmt: skip
    item = services.save_item(draft, actor=world.head)
    services.publish_week(day("2026-11-16"), actor=world.head)
    assert sees(world, item) == {"leader", "registry", "head", "specialist", "culture_specialist"}
    days = week(world.culture_specialist, day("2026-11-16"), whose="own")
    assert [[one.pk for one in each.items] for each in days] == [[], [item.pk], [], [], [], [], []]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_at": at("2026-11-17 08:00")}, "times"),
        ({"ends_at": at("2026-11-18 09:00")}, "days"),
        ({"content": " "}, "empty"),
        ({"scope": "unit", "unit_id": None}, "scope"),
        ({"scope": "officer", "officer_id": 0}, "scope"),
        ({"place": "x" * 201}, "too-long"),
        ({"links": ("rubbish",)}, "links"),
    ],
)
def test_what_cannot_be_is_refused(world, changes, code):
    with pytest.raises(ActionRefused) as refused:
        services.save_item(entry(world, **changes), actor=world.registry)
    assert refused.value.code == code
    assert not ScheduleItem.objects.exists()


def test_nobody_keeps_anothers_schedule(world):
    with pytest.raises(PermissionDenied):
        services.save_item(entry(world), actor=world.specialist)
    for draft in (entry(world), entry(world, scope="unit", unit_id=world.culture.pk)):
        with pytest.raises(ActionRefused) as refused:
            services.save_item(draft, actor=world.head)
        assert refused.value.code == "scope"
    with pytest.raises(ActionRefused) as refused:
        services.save_item(entry(world, officer_ids=(world.stranger.officer_id,)), actor=world.registry)
    assert refused.value.code == "colleague"
    item = services.save_item(entry(world), actor=world.registry)
    for actor in (world.head, world.stranger):
        with pytest.raises(ScheduleItem.DoesNotExist):
            services.save_item(entry(world), actor=actor, item_id=item.pk)


def test_changes_are_told_and_an_old_page_is_refused(world):
    item = services.save_item(entry(world), actor=world.registry)
    services.publish_week(day("2026-11-16"), actor=world.registry)
    Notice.objects.all().delete()
    seen = ScheduleItem.objects.get().version
    services.save_item(
        entry(world, starts_at=at("2026-11-17 08:30"), officer_ids=()), actor=world.registry,
        item_id=item.pk, seen_version=seen,
    )  # fmt: skip
    assert set(Notice.objects.values_list("officer_id", flat=True)) == {world.leader.officer_id}
    with pytest.raises(StaleVersion):
        services.save_item(entry(world), actor=world.registry, item_id=item.pk, seen_version=seen)
    services.cancel_item(item.pk, "Lãnh đạo đi công tác", actor=world.registry)
    with pytest.raises(StateRefused):
        services.cancel_item(item.pk, "Lần nữa", actor=world.registry)


def test_conflicts_name_people_and_places(world):
    first = services.save_item(entry(world), actor=world.registry)
    same_person = services.save_item(
        entry(world, content="Tiếp dân", place="Trụ sở", starts_at=at("2026-11-17 08:30"),
              ends_at=at("2026-11-17 10:00")), actor=world.registry,
    )  # fmt: skip
    assert conflicts_of(same_person, world.registry) == [
        "Phạm Thị Hoa, Đỗ Văn Minh đã có “Họp giao ban tuần” lúc 08:00–09:00."
    ]
    same_place = services.save_item(
        entry(world, scope="unit", unit_id=world.culture.pk, chair_id=None, officer_ids=(),
              place="phòng họp a"),
        actor=world.culture_head,
    )  # fmt: skip
    assert conflicts_of(same_place, world.culture_head) == [
        "phòng họp a đã dùng cho một lịch khác lúc 08:00–09:00."
    ]
    after = services.save_item(
        entry(world, starts_at=at("2026-11-17 10:00"), ends_at=at("2026-11-17 11:00")), actor=world.registry
    )
    assert conflicts_of(after, world.registry) == []
    found = crowded(week(world.registry, day("2026-11-16")))
    assert found == {first.pk, same_person.pk, same_place.pk}
    services.cancel_item(first.pk, "Hoãn", actor=world.registry)
    assert conflicts_of(same_person, world.registry) == []


def test_a_week_costs_the_same_for_one_and_thirty(world, django_assert_num_queries):
    for count in (1, 29):
        for _ in range(count):
            services.save_item(entry(world), actor=world.registry)
        with django_assert_num_queries(3):
            days = week(world.registry, day("2026-11-16"))
            crowded(days)
    assert len(days[1].items) == 30


def test_the_feed_is_a_calendar_of_ones_own(world, clock):
    own = services.save_item(entry(world), actor=world.registry)
    services.save_item(
        entry(world, content="Riêng của phòng Văn hóa", scope="unit", unit_id=world.culture.pk, chair_id=None,
              officer_ids=()), actor=world.culture_head,
    )  # fmt: skip
    for actor in (world.registry, world.culture_head):
        services.publish_week(day("2026-11-16"), actor=actor)
    services.save_item(entry(world, content="Còn dự thảo"), actor=world.registry)
    feed, token = services.make_feed(actor=world.specialist)
    found = feed_of(feed.pk, token)
    events = list(icalendar.Calendar.from_ical(calendar_of(found)).walk("VEVENT"))
    assert [str(event["summary"]) for event in events] == ["Họp giao ban tuần"]
    assert events[0]["dtstart"].dt == at("2026-11-17 08:00")
    assert events[0]["dtend"].dt - events[0]["dtstart"].dt == timedelta(hours=1)
    assert str(events[0]["location"]) == "Phòng họp A"
    assert "Chủ trì: Đỗ Văn Minh" in str(events[0]["description"])
    services.cancel_item(own.pk, "Hoãn", actor=world.registry)
    (event,) = icalendar.Calendar.from_ical(calendar_of(found)).walk("VEVENT")
    assert str(event["status"]) == "CANCELLED"
    assert int(event["sequence"]) > int(events[0]["sequence"])
    culture, secret = services.make_feed(actor=world.culture_specialist)
    assert b"V\xc4\x83n h\xc3\xb3a" in calendar_of(feed_of(culture.pk, secret))


def test_a_secret_opens_only_its_own_feed_until_it_is_revoked(world):
    feed, token = services.make_feed(actor=world.specialist)
    assert token not in CalendarFeed.objects.get().digest
    assert feed_of(feed.pk, token + "x") is None
    assert feed_of(feed.pk + 1, token) is None
    again, second = services.make_feed(actor=world.specialist)
    assert feed_of(feed.pk, token) is None
    assert feed_of(again.pk, second) is not None
    services.revoke_feed(actor=world.specialist)
    assert feed_of(again.pk, second) is None
    with pytest.raises(StateRefused):
        services.revoke_feed(actor=world.specialist)


def test_who_has_left_has_no_feed(world):
    feed, token = services.make_feed(actor=world.specialist)
    Post.objects.filter(officer_id=world.specialist.officer_id).update(valid_to=day("2026-11-15"))
    assert feed_of(feed.pk, token) is None
    Post.objects.filter(officer_id=world.specialist.officer_id).update(valid_to=None)
    Officer.objects.filter(pk=world.specialist.officer_id).update(is_active=False)
    assert feed_of(feed.pk, token) is None
