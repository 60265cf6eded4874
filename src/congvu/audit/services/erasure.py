"""Erasing personal values from events while the chain stays verifiable."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from congvu.audit.events import SHREDDED
from congvu.audit.models import Event
from congvu.audit.services.recording import record
from congvu.common.subject import Subject
from congvu.directory.messages import Actor


@transaction.atomic
def shred(
    subject: Subject, fields: Collection[str] | None = None, *, actor: Actor, reason: str, agency_id: int
) -> int:
    """Erase personal values and their salts from all events about `subject`; return how many changed.

    Args:
        subject: whose events.
        fields: names of the personal fields to erase; all of them unless told.
        actor: who decided it; needs `audit.shred`.
        reason: the request or decision that demands it.
        agency_id: the agency in whose chain the erasure is recorded.

    Legal source: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 (quyền yêu cầu xóa dữ liệu).
    """
    if not actor.can("audit.shred"):
        raise PermissionDenied("audit.shred")
    events = (
        Event.objects.select_for_update()
        .filter(subject_label=subject.label, subject_pk=subject.pk)
        .exclude(personal={})
    )
    changed, gone = [], set()
    for event in events:
        names = set(event.personal) if fields is None else set(event.personal) & set(fields)
        if names:
            event.personal = {name: pair for name, pair in event.personal.items() if name not in names}
            changed.append(event)
            gone |= names
    if not changed:
        return 0
    Event.objects.bulk_update(changed, ["personal"], batch_size=200)
    record(
        SHREDDED.name,
        subject,
        actor=actor,
        agency_id=agency_id,
        reason=reason,
        count=len(changed),
        fields=sorted(gone),
    )
    return len(changed)
