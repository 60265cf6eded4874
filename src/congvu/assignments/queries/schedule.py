"""The weekly schedule: what an officer may see of it, conflicts, and the calendar feed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

import icalendar
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.assignments.models import CalendarFeed, ScheduleAttendee, ScheduleItem
from congvu.common.text import fold
from congvu.directory.messages import Actor
from congvu.directory.models import Post
from congvu.directory.queries import in_force

AHEAD, BEHIND = timedelta(days=180), timedelta(days=30)
"""How far a feed reaches."""
MOST = 1000


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a week with its entries."""

    day: date
    items: Sequence[ScheduleItem]


def monday_of(day: date) -> date:
    """Return the Monday of the week that holds `day`."""
    return day - timedelta(days=day.weekday())


def week(actor: Actor, monday: date, *, whose: str = "") -> list[Day]:
    """Return seven days with the entries that `actor` may see (three statements).

    Args:
        monday: the first day.
        whose: "agency", "unit", "officer" for one kind of schedule, "own" for what the actor takes part in.
    """
    items = visible(actor).filter(starts_at__gte=_start(monday), starts_at__lt=_start(monday + timedelta(7)))
    if whose == "own":
        items = items.filter(_part_of(actor.officer_id or 0))
    elif whose:
        items = items.filter(scope=whose)
    found = list(_whole(items)[:MOST])
    days = [monday + timedelta(ahead) for ahead in range(7)]
    return [Day(day, [one for one in found if timezone.localdate(one.starts_at) == day]) for day in days]


def visible(actor: Actor) -> QuerySet[ScheduleItem]:
    """Return the entries that `actor` may see; drafts only those they manage."""
    own = ScheduleItem.objects.filter(agency_id=actor.agency_id)
    seen = Q(scope="agency") | Q(scope="unit", unit_id__in=actor.unit_ids) | _part_of(actor.officer_id or 0)
    if actor.agency_wide:
        seen = Q()
    published = seen & ~Q(state="draft")
    return own.filter(published | managed(actor)) if actor.can("schedule.manage") else own.filter(published)


def managed(actor: Actor) -> Q:
    """Return the condition for entries that `actor` may change."""
    if actor.agency_wide:
        return Q(agency_id=actor.agency_id)
    return Q(scope="unit", unit_id__in=actor.unit_ids) | Q(scope="officer", officer_id=actor.officer_id or 0)


def conflicts_of(item: ScheduleItem, actor: Actor) -> list[str]:
    """Return a sentence for each entry at the same time with the same people or the same place.

    What the actor may not see is told without its content.
    """
    people = _people(item)
    same_time = ScheduleItem.objects.filter(
        agency_id=item.agency_id, starts_at__lt=item.ends_at, ends_at__gt=item.starts_at
    ).exclude(Q(pk=item.pk) | Q(state="cancelled"))
    seen = set(visible(actor).filter(pk__in=same_time.values("pk")).values_list("pk", flat=True))
    said = []
    for other in _whole(same_time):
        names = [name for pk, name in _people(other).items() if pk in people]
        what = f"“{other.content}”" if other.pk in seen else _("một lịch khác")
        when = f"{timezone.localtime(other.starts_at):%H:%M}–{timezone.localtime(other.ends_at):%H:%M}"
        if names:
            words = {"who": ", ".join(names), "what": what, "when": when}
            said.append(_("%(who)s đã có %(what)s lúc %(when)s.") % words)
        elif item.place and fold(item.place) == fold(other.place):
            words = {"place": item.place, "what": what, "when": when}
            said.append(_("%(place)s đã dùng cho %(what)s lúc %(when)s.") % words)
    return said


def feed_of(pk: int, token: str) -> CalendarFeed | None:
    """Return the feed that number and secret open together, compared in constant time; else None.

    An officer who has left the agency, or whose account is locked, has no feed any more.
    """
    feed = (
        CalendarFeed.objects.filter(pk=pk, revoked_at__isnull=True)
        .select_related("officer", "agency")
        .first()
    )
    known = feed.digest if feed else digest_of("")
    if not compare_digest(known, digest_of(token)) or feed is None or not feed.officer.is_active:
        return None
    posts = Post.objects.filter(in_force(), officer_id=feed.officer_id, agency_id=feed.agency_id)
    return feed if posts.exists() else None


def own_feed(actor: Actor) -> CalendarFeed | None:
    """Return the actor's feed, if there is one."""
    return CalendarFeed.objects.filter(officer_id=actor.officer_id or 0, revoked_at__isnull=True).first()


def digest_of(token: str) -> str:
    """Return what is kept of a secret."""
    return sha256(token.encode()).hexdigest()


def calendar_of(feed: CalendarFeed) -> bytes:
    """Return the officer's schedule as an iCalendar file (RFC 5545): own, units' and agency's."""
    now = timezone.now()
    posts = Post.objects.filter(in_force(), officer_id=feed.officer_id, agency_id=feed.agency_id)
    mine = (
        Q(scope="agency") | Q(scope="unit", unit_id__in=posts.values("unit_id")) | _part_of(feed.officer_id)
    )
    items = ScheduleItem.objects.filter(mine, agency_id=feed.agency_id).exclude(state="draft")
    items = items.filter(starts_at__gte=now - BEHIND, starts_at__lt=now + AHEAD)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Cong Vu//Lich cong tac//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Lịch công tác – {feed.officer.full_name}")
    for item in _whole(items)[:MOST]:
        calendar.add_component(_event(item))
    found: bytes = calendar.to_ical()
    return found


def _event(item: ScheduleItem) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{item.uid}@congvu")
    event.add("sequence", item.version)
    event.add("dtstamp", item.updated_at)
    event.add("last-modified", item.updated_at)
    event.add("dtstart", item.starts_at)
    event.add("dtend", item.ends_at)
    event.add("summary", item.content)
    event.add("status", "CANCELLED" if item.state == "cancelled" else "CONFIRMED")
    if item.place:
        event.add("location", item.place)
    who = [f"Chủ trì: {chair_of(item)}"] if chair_of(item) else []
    who += [f"Thành phần: {people_of(item)}"] if people_of(item) else []
    if who:
        event.add("description", "\n".join(who))
    return event


def chair_of(item: ScheduleItem) -> str:
    """Return who chairs, in words."""
    return item.chair.full_name if item.chair else item.chair_text


def people_of(item: ScheduleItem) -> str:
    """Return who takes part, in words."""
    names = [row.officer.full_name for row in item.officers.all()]
    return "; ".join([*names, *([item.attendees] if item.attendees else [])])


def _people(item: ScheduleItem) -> dict[int, str]:
    found = {row.officer_id: row.officer.full_name for row in item.officers.all()}
    for one in (item.chair, item.officer):
        if one is not None:
            found[one.pk] = one.full_name
    return found


def _whole(items: QuerySet[ScheduleItem]) -> QuerySet[ScheduleItem]:
    return (
        items.select_related("chair", "unit", "officer")
        .prefetch_related("officers__officer")
        .order_by("starts_at", "pk")
    )


def _part_of(officer_id: int) -> Q:
    named = ScheduleAttendee.objects.filter(item=OuterRef("pk"), officer_id=officer_id)
    return Q(chair_id=officer_id) | Q(officer_id=officer_id) | Q(Exists(named))


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())


def crowded(days: Iterable[Day]) -> set[int]:
    """Return the entries of a week, shown to who manages it, that share people or place at one time."""
    items = [item for day in days for item in day.items if item.state != "cancelled"]
    found: set[int] = set()
    for number, one in enumerate(items):
        for other in items[number + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            same_place = one.place and fold(one.place) == fold(other.place)
            if same_place or _people(one).keys() & _people(other).keys():
                found |= {one.pk, other.pk}
    return found
