"""Alarms: links that have not answered for a while."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.national.models import NationalLink
from congvu.national.services.telling import link_to, tell_counter

SILENT = timedelta(minutes=15)


def raise_alarms() -> int:
    """Tell the counters of links that stand still, each once; return how many."""
    still = NationalLink.objects.filter(
        active=True, failing_since__lt=timezone.now() - SILENT, alarmed_at__isnull=True
    )
    return sum(_alarm(link) for link in still)


@transaction.atomic
def _alarm(link: NationalLink) -> int:
    rows = NationalLink.objects.filter(pk=link.pk, alarmed_at__isnull=True)
    if not rows.update(alarmed_at=timezone.now()):
        return 0
    since = timezone.localtime(link.failing_since)
    said = _("Cổng quốc gia không liên lạc được từ %(at)s (kết nối “%(name)s”): %(why)s")
    values = {"at": f"{since:%H:%M %d/%m/%Y}", "name": link.name, "why": link.poll_error[:200]}
    tell_counter([link.agency_id], "national.silent", said % values, link=link_to("desk:national"))
    return 1
