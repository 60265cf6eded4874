"""Recurring work: a nightly job gives it again, once for each period whatever happens."""

import logging
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from congvu.assignments import rules
from congvu.assignments.messages import Performer
from congvu.assignments.models import Assignment, Series
from congvu.assignments.services.giving import set_due, write
from congvu.assignments.services.performers import Checked, all_checked
from congvu.assignments.states import State
from congvu.calendars.queries import schedule_for
from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor

logger = logging.getLogger(__name__)


def give_recurring() -> int:
    """Give whatever recurring work is due to be given today; return how many.

    Each series in a transaction of its own; a series whose performer is no longer there is passed over until
    somebody transfers its latest task.
    """
    today = timezone.localdate()
    due = (
        Series.objects.filter(_running(today), next_on__lte=today).order_by("pk").values_list("pk", flat=True)
    )
    given = 0
    for pk in list(due):
        try:
            given += _give(pk, today)
        except ActionRefused as refused:
            logger.warning("series %s gave nothing: %s", pk, refused.message)
    return given


def _running(today: date) -> Q:
    return Q(stopped_at__isnull=True) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


@transaction.atomic
def _give(series_id: int, today: date) -> int:
    series = (
        Series.objects.select_for_update(of=("self",))
        .filter(_running(today), pk=series_id, next_on__lte=today)
        .first()
    )
    if series is None:  # another process was faster
        return 0
    latest = series.assignments.order_by("-series_on").first()
    if latest is None:
        return 0
    works = schedule_for(latest.lead_agency_id).is_working_day
    number, given_on, next_on = rules.next_given(
        series.begins_on, series.every, series.number, series.next_on, today, works
    )
    series.number, series.next_on = number, next_on
    series.save(update_fields=["number", "next_on"])
    if series.ends_on is not None and given_on > series.ends_on:
        return 0
    _copy(latest, series, given_on)
    return 1


def _copy(latest: Assignment, series: Series, given_on: date) -> None:
    actor = Actor.system(latest.giver_agency_id)
    rank = latest.confidentiality
    lead = Performer(latest.lead_agency_id, latest.lead_unit_id, latest.lead_officer_id)
    all_checked([lead], actor, confidentiality=rank, field="lead")
    now = timezone.now()
    copy = Assignment(
        content=latest.content,
        giver_agency_id=latest.giver_agency_id,
        giver_unit_id=latest.giver_unit_id,
        giver_id=latest.giver_id,
        lead_agency=latest.lead_agency,
        lead_unit=latest.lead_unit,
        lead_officer=latest.lead_officer,
        state=State.NOT_STARTED,
        urgency=latest.urgency,
        confidentiality=rank,
        by_government=latest.by_government,
        needs_document=latest.needs_document,
        source_kind=latest.source_kind,
        source_code=latest.source_code,
        source_on=latest.source_on,
        source_title=latest.source_title,
        parent=None,
        series=series,
        series_on=given_on,
        frequency=latest.frequency,
        given_at=now,
        active_from=now,
        report_due_on=rules.report_due(given_on, latest.frequency),
        created_at=now,
        updated_at=now,
    )
    set_due(
        copy,
        None if series.days is None else max(given_on + timedelta(days=series.days), timezone.localdate()),
    )
    copy.first_due_on = copy.due_on
    write(copy, _partners(latest, actor), actor=actor)


def _partners(latest: Assignment, actor: Actor) -> list[Checked]:
    rows = [Performer(row.agency_id, row.unit_id, row.officer_id) for row in latest.partners.all()]
    return all_checked(rows, actor, confidentiality=latest.confidentiality, field="partners")
