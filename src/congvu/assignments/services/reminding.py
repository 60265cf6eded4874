"""Reminders before and after deadlines: once for each assignment and day, in the product and by e-mail."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.assignments import rules
from congvu.assignments.models import Assignment, Reminder
from congvu.assignments.services.telling import givers, link_of, performers, short, tell
from congvu.assignments.states import DOING, WAITING
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.directory.messages import Actor
from congvu.directory.models import Officer
from congvu.notify.services import send_email

BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """One line of an officer's e-mail."""

    code: str
    content: str
    due: str
    said: str
    link: str


def remind_all() -> int:
    """Remind performers of work that is due soon, late, or to be reported on; givers of what waits for them.

    Each assignment once a day; late work on working days only. Return how many assignments were told of.
    """
    today = timezone.localdate()
    told = 0
    last = 0
    while True:
        batch = list(_candidates(today).filter(pk__gt=last).order_by("pk")[:BATCH])
        if not batch:
            return told
        last = batch[-1].pk
        told += _remind(batch, today)


def _candidates(today: date) -> QuerySet[Assignment]:
    until = rules.soon_until(today, legal_rules(today))
    doing = Q(state__in=[state.value for state in DOING]) & (
        Q(last_on__lte=until) | Q(report_due_on__lte=today)
    )
    waiting = Q(state__in=[state.value for state in WAITING], last_on__lte=until)
    rows = Assignment.objects.filter(doing | waiting).exclude(reminders__on=today)
    return rows.select_related("lead_agency", "lead_unit", "lead_officer", "giver")


@transaction.atomic
def _remind(batch: list[Assignment], today: date) -> int:
    kinds = [(one, kind) for one in batch if (kind := _kind(one, today))]
    Reminder.objects.bulk_create(Reminder(assignment=one, on=today, kind=kind) for one, kind in kinds)
    mails: dict[int, list[Told]] = defaultdict(list)
    for one, kind in kinds:
        said = _said(one, kind, today)
        whom = givers(one) if one.state in WAITING else performers(one)
        tell(whom, "assignment.reminder", said, one, actor=Actor.system(one.giver_agency_id))
        for officer_id in whom:
            due = f"{one.due_on:%d/%m/%Y}" if one.due_on else ""
            mails[officer_id].append(Told(one.code, short(one.content), due, said, link_of(one)))
    for officer, lines in _addressees(mails):
        _mail(officer, lines, today, batch[0].pk)
    return len(kinds)


def _kind(assignment: Assignment, today: date) -> str:
    """Return what to remind of, "" for nothing today."""
    if assignment.last_on is not None and assignment.last_on < today:
        works = schedule_for(assignment.lead_agency_id).is_working_day(today)
        return "after" if works else ""
    if assignment.last_on is not None and assignment.last_on <= rules.soon_until(today, legal_rules(today)):
        return "before"
    return "report" if assignment.report_due_on is not None else ""


def _said(assignment: Assignment, kind: str, today: date) -> str:
    if assignment.state in WAITING:
        return _("Chờ bạn duyệt, hạn nhiệm vụ %(due)s") % {"due": f"{assignment.due_on:%d/%m/%Y}"}
    if kind == "report":
        return _("Đến kỳ báo cáo tiến độ")
    assert assignment.last_on is not None
    days = (assignment.last_on - today).days
    if days < 0:
        return _("Quá hạn %(days)s ngày") % {"days": -days}
    return _("Còn %(days)s ngày đến hạn") % {"days": days} if days else _("Đến hạn hôm nay")


def _addressees(mails: dict[int, list[Told]]) -> Iterator[tuple[Officer, list[Told]]]:
    for officer in Officer.objects.filter(pk__in=mails, is_active=True).exclude(email="").order_by("pk"):
        yield officer, mails[officer.pk]


def _mail(officer: Officer, lines: list[Told], today: date, batch: int) -> None:
    try:
        validate_email(officer.email)
    except ValidationError:
        return  # an address that cannot be one is no reason to remind nobody
    body = render_to_string(
        "assignments/mail/reminder.txt",
        {"officer": officer, "lines": lines, "site": settings.SITE_URL, "today": today},
    )
    subject = _("Nhắc %(count)s nhiệm vụ, ngày %(day)s") % {"count": len(lines), "day": f"{today:%d/%m/%Y}"}
    key = f"assignments.remind:{officer.pk}:{today}:{batch}"
    send_email(officer.email, subject, body.strip() + "\n", key=key)
