"""Deadlines after a change of the calendars: every open dossier is computed anew, a portion at a time.

`due_at` is a cached column; what it follows from (facts, and the calendar of the day) may change under it,
as when a make-up working day is decreed. One row remembers for which calendars all were computed.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.calendars.queries import calendar_token
from congvu.directory.messages import Actor
from congvu.dossiers.models import ClockRun, Dossier
from congvu.dossiers.services.access import journal, store
from congvu.dossiers.services.clock import recompute, retime_steps, written
from congvu.dossiers.states import OPEN

PORTION = 200
RUN = 1


def recompute_after_calendar_change(most: int = PORTION) -> int:
    """Compute the next portion of open dossiers for the calendars of now; return how many were looked at.

    Args:
        most: dossiers in one call; the next call goes on after them. 0 is returned when nothing is left.
    """
    token = calendar_token()
    run, _new = ClockRun.objects.get_or_create(pk=RUN, defaults={"token": token, "begun_at": timezone.now()})
    if run.token != token:
        run.token, run.after_id, run.begun_at, run.done_at = token, 0, timezone.now(), None
    elif run.done_at is not None:
        return 0
    pks = list(
        Dossier.objects.filter(
            pk__gt=run.after_id,
            state__in=sorted(state.value for state in OPEN),
            accepted_at__isnull=False,
            finished_at__isnull=True,
        )
        .order_by("pk")
        .values_list("pk", flat=True)[:most]
    )
    for pk in pks:
        _recompute_one(pk)
    run.after_id = pks[-1] if pks else run.after_id
    run.done_at = None if len(pks) == most else timezone.now()
    run.save(update_fields=["token", "after_id", "begun_at", "done_at"])
    return len(pks)


@transaction.atomic
def _recompute_one(pk: int) -> None:
    """Compute one dossier under its lock; what moves is recorded with the old and the new date."""
    dossier = Dossier.objects.select_for_update(of=("self",)).filter(pk=pk, finished_at__isnull=True).first()
    if dossier is None or dossier.accepted_at is None:
        return
    old = dossier.due_at
    recompute(dossier)
    steps = retime_steps(dossier)
    if dossier.due_at == old and not steps:
        return
    store(dossier, "due_at", "paused_at")
    journal(
        dossier,
        "dossier.recomputed",
        actor=Actor.system(dossier.competent_agency_id),
        change=_change(old, dossier.due_at),
        old=written(old),
        new=written(dossier.due_at),
        steps={step.key: written(step.due_at) for step in steps},
    )


def _change(old: datetime | None, new: datetime | None) -> str:
    if old == new:
        return _("hạn của bước đang làm")
    return _("hạn trả từ %(old)s thành %(new)s") % {"old": written(old), "new": written(new)}
