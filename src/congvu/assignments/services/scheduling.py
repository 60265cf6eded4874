"""Writing the weekly schedule: entries, publishing a week, and the secret of a calendar feed."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.assignments.messages import ScheduleDraft
from congvu.assignments.models import CalendarFeed, ScheduleAttendee, ScheduleItem
from congvu.assignments.queries.schedule import digest_of, managed
from congvu.assignments.services.access import fitting, written
from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.directory.models import Unit
from congvu.directory.permissions import demand
from congvu.directory.queries import colleagues, in_force
from congvu.notify.services import notify

LABEL = "assignments.scheduleitem"
MANAGE = "schedule.manage"


@transaction.atomic
def save_item(
    draft: ScheduleDraft, *, actor: Actor, item_id: int | None = None, seen_version: int | None = None
) -> ScheduleItem:
    """Write an entry of the schedule, or change one; a published entry that changes is told to its people.

    Raises:
        PermissionDenied: the capability is missing.
        ActionRefused: it ends before it begins, somebody is no colleague, a schedule that is another's.
        ScheduleItem.DoesNotExist: not there, or not the actor's to change.
    """
    demand(actor, MANAGE)
    item = _locked(item_id, actor, seen_version) if item_id is not None else _new(actor)
    _require_times(draft)
    _fill(item, draft)
    _require_scope(item, actor)
    _require_colleagues({*draft.officer_ids, *([draft.chair_id] if draft.chair_id else [])}, actor)
    fitting(item)
    item.version += 0 if item._state.adding else 1
    item.updated_at = timezone.now()
    item.save()
    _name(item, draft.officer_ids)
    at = f"{timezone.localtime(item.starts_at):%H:%M %d/%m/%Y}"
    record("schedule.saved", Subject(LABEL, item.pk), actor=actor, content=item.content, at=at)
    if item.state == ScheduleItem.State.PUBLISHED:
        _tell(item, _("Lịch công tác thay đổi"), actor)
    return item


@transaction.atomic
def publish_week(monday: date, *, actor: Actor) -> int:
    """Publish the drafts of a week that the actor manages; return how many."""
    demand(actor, MANAGE)
    start = datetime(monday.year, monday.month, monday.day, tzinfo=timezone.get_default_timezone())
    drafts = ScheduleItem.objects.select_for_update(of=("self",)).filter(
        managed(actor),
        agency_id=actor.agency_id,
        state=ScheduleItem.State.DRAFT,
        starts_at__gte=start,
        starts_at__lt=start + timedelta(days=7),
    )
    found = list(drafts.order_by("pk"))
    for item in found:
        item.state = ScheduleItem.State.PUBLISHED
        item.version += 1
        item.updated_at = timezone.now()
        item.save(update_fields=["state", "version", "updated_at"])
        _tell(item, _("Lịch công tác"), actor)
    if found:
        subject = Subject(LABEL, found[0].pk)
        record("schedule.published", subject, actor=actor, count=len(found), first=f"{monday:%d/%m/%Y}")
    return len(found)


@transaction.atomic
def cancel_item(item_id: int, reason: str, *, actor: Actor, seen_version: int | None = None) -> ScheduleItem:
    """Call an entry off; it stays visible as called off, and its people are told."""
    demand(actor, MANAGE)
    item = _locked(item_id, actor, seen_version)
    if item.state == ScheduleItem.State.CANCELLED:
        raise StateRefused(_("Lịch này đã hoãn, hủy."), code="cancelled")
    why = written(reason, _("lý do"), field="reason")
    published = item.state == ScheduleItem.State.PUBLISHED
    item.state = ScheduleItem.State.CANCELLED
    item.version += 1
    item.updated_at = timezone.now()
    item.save(update_fields=["state", "version", "updated_at"])
    record("schedule.cancelled", Subject(LABEL, item.pk), actor=actor, reason=why, content=item.content)
    if published:
        _tell(item, _("Hoãn, hủy lịch"), actor)
    return item


@transaction.atomic
def make_feed(*, actor: Actor) -> tuple[CalendarFeed, str]:
    """Make the secret address of the actor's schedule; the one before stops working.

    Returns the feed and its secret, which is kept nowhere and cannot be shown again.
    """
    officer_id = _person(actor)
    CalendarFeed.objects.filter(officer_id=officer_id, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        officer_id=officer_id, agency_id=actor.agency_id, digest=digest_of(token), created_at=timezone.now()
    )
    record("schedule.feed_made", Subject("assignments.calendarfeed", feed.pk), actor=actor)
    return feed, token


@transaction.atomic
def revoke_feed(*, actor: Actor) -> None:
    """Make the actor's secret address stop working.

    Raises:
        StateRefused: there is none.
    """
    feed = CalendarFeed.objects.filter(officer_id=_person(actor), revoked_at__isnull=True).first()
    if feed is None:
        raise StateRefused(_("Bạn chưa có địa chỉ đồng bộ."), code="no-feed")
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
    record("schedule.feed_revoked", Subject("assignments.calendarfeed", feed.pk), actor=actor)


def note_use(feed: CalendarFeed) -> None:
    """Note that a feed was read, at most once an hour; no fact of office, so not audited."""
    now = timezone.now()
    if feed.used_at is None or now - feed.used_at > timedelta(hours=1):
        CalendarFeed.objects.filter(pk=feed.pk).update(used_at=now)


def _new(actor: Actor) -> ScheduleItem:
    return ScheduleItem(uid=uuid4(), agency_id=actor.agency_id, created_by_id=actor.officer_id)


def _locked(item_id: int, actor: Actor, seen_version: int | None) -> ScheduleItem:
    item = (
        ScheduleItem.objects.filter(managed(actor), agency_id=actor.agency_id)
        .select_for_update(of=("self",))
        .get(pk=item_id)
    )
    if seen_version is not None and item.version != seen_version:
        raise StaleVersion(_("Lịch này vừa được người khác sửa. Hãy xem lại trước khi ghi."))
    return item


def _require_times(draft: ScheduleDraft) -> None:
    if draft.ends_at <= draft.starts_at:
        raise ActionRefused(_("Giờ kết thúc phải sau giờ bắt đầu."), code="times", field="ends_at")
    if timezone.localdate(draft.starts_at) != timezone.localdate(draft.ends_at):
        raise ActionRefused(
            _("Một mục lịch nằm trong một ngày; việc nhiều ngày hãy ghi từng ngày."),
            code="days",
            field="ends_at",
        )


def _fill(item: ScheduleItem, draft: ScheduleDraft) -> None:
    item.scope = draft.scope
    item.unit_id = draft.unit_id if draft.scope == "unit" else None
    item.officer_id = draft.officer_id if draft.scope == "officer" else None
    item.starts_at, item.ends_at = draft.starts_at, draft.ends_at
    item.content = one_line(written(draft.content, _("nội dung"), field="content"))
    item.place = one_line(draft.place)
    item.chair_id = draft.chair_id
    item.chair_text = "" if draft.chair_id else one_line(draft.chair_text)
    item.attendees = one_line(draft.attendees)
    try:
        item.links = [str(Subject.parse(link)) for link in draft.links]
    except ValueError:
        raise ActionRefused(_("Liên kết không hợp lệ."), code="links", field="links") from None


def _require_scope(item: ScheduleItem, actor: Actor) -> None:
    """An agency's schedule is kept by who sees all of it, a unit's by the unit, one's own by oneself."""
    if item.scope == "unit":
        unit = Unit.objects.filter(in_force(), pk=item.unit_id or 0, agency_id=actor.agency_id).exists()
        allowed = unit and (actor.agency_wide or item.unit_id in actor.unit_ids)
    elif item.scope == "officer":
        colleague = colleagues(actor.agency_id).filter(pk=item.officer_id or 0).exists()
        allowed = colleague and (actor.agency_wide or item.officer_id == actor.officer_id)
    else:
        allowed = actor.agency_wide
    if not allowed:
        raise ActionRefused(_("Bạn không lập được lịch này."), code="scope", field="scope")


def _require_colleagues(officer_ids: set[int], actor: Actor) -> None:
    if colleagues(actor.agency_id).filter(pk__in=officer_ids).count() != len(officer_ids):
        raise ActionRefused(
            _("Người chủ trì, người dự phải là cán bộ đang công tác tại cơ quan."),
            code="colleague",
            field="officer_ids",
        )


def _name(item: ScheduleItem, officer_ids: Iterable[int]) -> None:
    ScheduleAttendee.objects.filter(item=item).exclude(officer_id__in=officer_ids).delete()
    have = set(ScheduleAttendee.objects.filter(item=item).values_list("officer_id", flat=True))
    new = [pk for pk in dict.fromkeys(officer_ids) if pk not in have]
    ScheduleAttendee.objects.bulk_create(ScheduleAttendee(item=item, officer_id=pk) for pk in new)


def _tell(item: ScheduleItem, said: str, actor: Actor) -> None:
    named = ScheduleAttendee.objects.filter(item=item).values_list("officer_id", flat=True)
    people = {*named, item.chair_id, item.officer_id} - {None, actor.officer_id}
    at = f"{timezone.localtime(item.starts_at):%H:%M %d/%m}"
    day = timezone.localdate(item.starts_at)
    text = f"{said}: {item.content}, {at}{f', {item.place}' if item.place else ''}"
    notify(
        [pk for pk in people if pk],
        "schedule.item",
        text,
        f"/lich-cong-tac/?tuan={day}",
        Subject(LABEL, item.pk),
    )


def _person(actor: Actor) -> int:
    if not actor.officer_id:
        raise PermissionDenied(MANAGE)
    return actor.officer_id
