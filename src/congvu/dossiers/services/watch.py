"""What the clock makes happen by itself: silence that counts as consent, dossiers that close."""

from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.dossiers.models import Opinion, SupplementRequest
from congvu.dossiers.services.opinions import settle_silence
from congvu.dossiers.services.supplement import close_unanswered

BATCH = 200


def settle_all_silence() -> int:
    """Count every opinion that is overdue and whose silence is consent; return how many."""
    due = Opinion.objects.filter(
        answered_at__isnull=True,
        cancelled_at__isnull=True,
        silence_is_consent=True,
        due_at__lte=timezone.now(),
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


def _tried(act: Callable[..., object], pk: int, agency_id: int) -> bool:
    """Do one act in a transaction of its own; what somebody else did meanwhile is no error."""
    try:
        act(pk, actor=Actor.system(agency_id))
    except ActionRefused:
        return False
    return True
