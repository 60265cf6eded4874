"""Taking lists of assigned work out as a file: allowed to whoever sees them, and recorded."""

from dataclasses import asdict

from django.db import transaction

from congvu.assignments.queries.lists import Scope
from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand


@transaction.atomic
def record_export(scope: Scope, count: int, *, actor: Actor) -> None:
    """Record that a list of assigned work was taken out as a file.

    Args:
        scope: what was counted and listed.
        count: how many lines it has.
    """
    demand(actor, "assignment.view")
    chosen = {name: str(value) for name, value in asdict(scope).items() if value not in ("", None)}
    about = Subject("directory.agency", actor.agency_id)
    record("assignment.list_exported", about, actor=actor, count=count, filters=chosen)
