"""Running periodic jobs, each in one process at a time."""

import logging
import traceback
import uuid
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from congvu.delivery import rules
from congvu.delivery.models import PeriodicJob
from congvu.delivery.services.registry import Periodic, periodic_jobs

logger = logging.getLogger(__name__)
LEASE_SECONDS = 60


def prepare() -> None:
    """Make a row for each registered job that has none; a new job runs at once, a daily one at its time."""
    now = timezone.localtime()
    PeriodicJob.objects.bulk_create(
        [
            PeriodicJob(name=job.name, next_at=now if job.at is None else rules.next_run(now, 0, job.at))
            for job in periodic_jobs().values()
        ],
        ignore_conflicts=True,
    )


def due() -> list[Periodic]:
    """Return the registered jobs whose time has come and that no live process holds (one statement)."""
    now = timezone.now()
    names = (
        PeriodicJob.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), next_at__lte=now)
        .order_by("next_at")
        .values_list("name", flat=True)
    )
    jobs = periodic_jobs()
    return [jobs[name] for name in names if name in jobs]


def take(job: Periodic, worker: str, *, lease_seconds: int = LEASE_SECONDS) -> str | None:
    """Take `job` for `worker`; return the token, or None when another process was faster."""
    now = timezone.now()
    token = f"{worker[:46]}/{uuid.uuid4().hex}"
    taken = PeriodicJob.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=now), name=job.name, next_at__lte=now
    ).update(held_by=token, lease_until=now + timedelta(seconds=lease_seconds), started_at=now)
    return token if taken else None


def renew(token: str, *, lease_seconds: int = LEASE_SECONDS) -> int:
    """Lengthen the lease under `token`."""
    until = timezone.now() + timedelta(seconds=lease_seconds)
    return PeriodicJob.objects.filter(held_by=token).update(lease_until=until)


def run(job: Periodic, token: str) -> bool:
    """Run a job that was taken and set its next time; return whether it went well."""
    error = ""
    try:
        job.function()
    except Exception as caught:  # whatever a job does, the worker lives on
        logger.exception("periodic job %s failed", job.name)
        error = "".join(traceback.format_exception(caught)).replace("\x00", "")[-4000:]
    now = timezone.localtime()
    PeriodicJob.objects.filter(name=job.name, held_by=token).update(
        held_by="",
        lease_until=None,
        ended_at=now,
        next_at=rules.next_run(now, job.every_seconds, job.at),
        error=error,
    )
    return not error
