"""What the clock makes officers hear of: documents not registered today, work that is due; once a day."""

from collections import Counter
from functools import cache

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.calendars import rules as clock
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.directory.queries import officers_with_role
from congvu.documents.models import IncomingDocument, Line
from congvu.documents.states.incoming import IN_HAND, State
from congvu.notify.models import Notice
from congvu.notify.services import notify

REGISTRY_REMINDER, LINE_REMINDER = "incoming.unregistered", "incoming.reminder"


def remind_registry() -> int:
    """Tell the registry clerks of each agency how many documents wait to be registered past (or by) today.

    Legal source: NĐ 30/2020/NĐ-CP Điều 4 khoản 2 điểm c. Returns how many notices were given.
    """
    today = timezone.localdate()
    end = timezone.localtime().replace(hour=23, minute=59, second=59)
    waiting = (
        IncomingDocument.objects.filter(state=State.ARRIVED, register_due_at__lte=end)
        .order_by()
        .values_list("agency_id")
        .annotate(n=Count("id"))
    )
    told = _told(REGISTRY_REMINDER)
    given = 0
    for agency_id, number in waiting:
        if not schedule_for(agency_id).is_working_day(today):
            continue
        text = _("Còn %(n)s văn bản đến chưa vào sổ trong ngày.") % {"n": number}
        officers = {one.officer_id for one in officers_with_role(agency_id, "registry")} - told
        given += notify(sorted(officers), REGISTRY_REMINDER, text, "/van-ban-den/?hop=cho-tiep-nhan")
    return given


def remind_holders() -> int:
    """Tell officers how many documents in their hands are overdue, due today or soon; return how many."""
    now = timezone.now()

    @cache
    def bounds(agency_id: int) -> clock.Bounds:
        return clock.bounds(now, schedule_for(agency_id), legal_rules(timezone.localdate(now)))

    held = Line.objects.filter(
        state__in=[state.value for state in IN_HAND], officer__isnull=False, due_at__isnull=False
    )
    found: dict[int, Counter[clock.Urgency]] = {}
    for officer_id, agency_id, due in held.values_list("officer_id", "agency_id", "due_at").iterator():
        found.setdefault(officer_id or 0, Counter())[clock.urgency(due, bounds(agency_id))] += 1
    told = _told(LINE_REMINDER)
    texts = {
        officer_id: _reminder(counted) for officer_id, counted in found.items() if officer_id not in told
    }
    return sum(
        notify([officer_id], LINE_REMINDER, text, "/van-ban-den/?hop=cho-xu-ly")
        for officer_id, text in texts.items()
        if text
    )


def _told(kind: str) -> set[int]:
    """Return the officers who were reminded today: a job that runs again tells nobody twice."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return set(
        Notice.objects.filter(kind=kind, created_at__gte=midnight).values_list("officer_id", flat=True)
    )


def _reminder(counted: Counter[clock.Urgency]) -> str:
    """Return "Văn bản bạn đang giữ: 2 quá hạn, 1 đến hạn hôm nay.", "" when nothing presses."""
    words = {
        clock.Urgency.OVERDUE: _("quá hạn"),
        clock.Urgency.TODAY: _("đến hạn hôm nay"),
        clock.Urgency.SOON: _("sắp đến hạn"),
    }
    parts = [f"{counted[group]} {word}" for group, word in words.items() if counted[group]]
    return _("Văn bản đến bạn đang giữ: %(parts)s.") % {"parts": ", ".join(parts)} if parts else ""
