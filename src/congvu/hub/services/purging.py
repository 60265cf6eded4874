"""Letting go of bytes that all recipients have, of old refusals, and of drafts of killed processes."""

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from congvu.hub.models import HubDelivery, HubMessage, HubRefusal
from congvu.hub.services import disk
from congvu.hub.states import State

DRAFT_SECONDS = 24 * 3600


def purge() -> int:
    """Remove the bytes of packages older than HUB_KEEP_DAYS that every recipient has; return how many.

    The rows stay: who sent what to whom and when. Bytes that a younger package shares stay too.
    """
    now = timezone.now()
    HubRefusal.objects.filter(at__lt=now - timedelta(days=30)).delete()
    for path in (disk.root() / "tmp").glob("*"):
        if path.is_file() and time.time() - path.stat().st_mtime > DRAFT_SECONDS:
            path.unlink(missing_ok=True)
    before = now - timedelta(days=settings.HUB_KEEP_DAYS)
    unfinished = HubDelivery.objects.exclude(state=State.DONE).values("message_id")
    old = HubMessage.objects.filter(created_at__lt=before, purged_at__isnull=True).exclude(pk__in=unfinished)
    done = 0
    for message in old.order_by("id")[:1000]:
        HubMessage.objects.filter(pk=message.pk).update(purged_at=now)
        done += 1
        if not HubMessage.objects.filter(sha256=message.sha256, purged_at__isnull=True).exists():
            disk.remove(message.sha256)
    return done
