"""Writing administrators' acts to the house's journal."""

from typing import Any

from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.models import Agency


def journal(kind: str, pk: int, actor: Actor, *, reason: str = "", **data: Any) -> None:
    """Record an act; an axis that stands alone, without any agency in the house's directory, has no chain."""
    if actor.agency_id:
        record(kind, Subject("hub.hubagency", pk), actor=actor, reason=reason, **data)


def operator() -> Actor:
    """Return the actor of the command line: the system, in the directory's first agency if there is one."""
    root = Agency.objects.order_by("id").first()
    return Actor.system(root.pk, root.name) if root else Actor.system(0)
