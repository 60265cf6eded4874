"""Reading a document on the screen: it marks who saw it, and never changes a state."""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.documents.models import DocumentView, IncomingDocument, Line


@transaction.atomic
def mark_read(document_id: int, *, actor: Actor) -> None:
    """Note that the actor opened a document: the viewed-by list, and the read time of their own lines.

    It is no fact of office, so no event and no new version follow.

    Raises:
        IncomingDocument.DoesNotExist: not there, or not visible.
    """
    document = IncomingDocument.objects.visible_to(actor).only("pk").get(pk=document_id)
    if not actor.officer_id:
        return
    now = timezone.now()
    seen = DocumentView.objects.filter(document=document, officer_id=actor.officer_id)
    if not seen.update(last_at=now, times=F("times") + 1):
        DocumentView.objects.bulk_create(
            [DocumentView(document=document, officer_id=actor.officer_id, first_at=now, last_at=now)],
            ignore_conflicts=True,
        )
    mine = Q(officer_id=actor.officer_id) | Q(officer__isnull=True, unit_id=actor.unit_id)
    Line.objects.filter(mine, document=document, read_at__isnull=True).update(read_at=now)
