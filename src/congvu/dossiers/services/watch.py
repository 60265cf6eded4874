"""What the clock makes happen by itself: silence that counts as consent, dossiers that close."""

from collections import Counter
from collections.abc import Callable
from functools import cache

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.calendars import rules as clock
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.dossiers.models import Opinion, Step, SupplementRequest
from congvu.dossiers.services.opinions import settle_silence
from congvu.dossiers.services.supplement import close_unanswered
from congvu.dossiers.states import MOVES, Action, StepState
from congvu.notify.services import notify

BATCH = 200


def settle_all_silence() -> int:
    """Count every opinion that is overdue and whose silence is consent; return how many."""
    due = Opinion.objects.filter(
        answered_at__isnull=True,
        cancelled_at__isnull=True,
        silence_is_consent=True,
        due_at__lte=timezone.now(),
        dossier__state__in=sorted(MOVES[Action.GIVE_OPINION].sources),
    ).values_list("pk", "dossier__competent_agency_id")[:BATCH]
    return sum(_tried(settle_silence, pk, agency_id) for pk, agency_id in list(due))


def close_all_unanswered() -> int:
    """Close every dossier whose time for supplement is over; return how many."""
    due = SupplementRequest.objects.filter(
        Q(dossier__state="supplement") | Q(dossier__state="incomplete"),
        answered_at__isnull=True,
        cancelled_at__isnull=True,
        close_at__lte=timezone.now(),
    ).values_list("dossier_id", "dossier__receiving_agency_id")[:BATCH]
    return sum(_tried(close_unanswered, pk, agency_id) for pk, agency_id in list(dict.fromkeys(due)))


def remind_holders() -> int:
    """Tell every officer how many dossiers in their hands are overdue, due today or soon; return how many."""
    now = timezone.now()

    @cache
    def bounds(agency_id: int) -> clock.Bounds:
        return clock.bounds(now, schedule_for(agency_id), legal_rules(timezone.localdate(now)))

    held = Step.objects.filter(state=StepState.OPEN, paused=False, assignee__isnull=False)
    found: dict[int, Counter[clock.Urgency]] = {}
    for officer_id, agency_id, due in held.values_list("assignee_id", "agency_id", "order_at").iterator():
        found.setdefault(officer_id or 0, Counter())[clock.urgency(due, bounds(agency_id))] += 1
    told = [(officer_id, _reminder(counted)) for officer_id, counted in found.items()]
    return sum(notify([officer_id], "dossier.reminder", text, "/") for officer_id, text in told if text)


def _reminder(counted: Counter[clock.Urgency]) -> str:
    """Return "Hồ sơ bạn đang giữ: 2 quá hạn, 1 đến hạn hôm nay.", "" when nothing presses."""
    words = {
        clock.Urgency.OVERDUE: _("quá hạn"),
        clock.Urgency.TODAY: _("đến hạn hôm nay"),
        clock.Urgency.SOON: _("sắp đến hạn"),
    }
    parts = [f"{counted[group]} {word}" for group, word in words.items() if counted[group]]
    return _("Hồ sơ bạn đang giữ: %(parts)s.") % {"parts": ", ".join(parts)} if parts else ""


def _tried(act: Callable[..., object], pk: int, agency_id: int) -> bool:
    """Do one act in a transaction of its own; what somebody else did meanwhile is no error."""
    try:
        act(pk, actor=Actor.system(agency_id))
    except ActionRefused:
        return False
    return True
