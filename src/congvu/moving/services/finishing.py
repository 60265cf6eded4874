"""The end of a run: what came in is held against the source."""

from django.db import transaction
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.moving.models import Move
from congvu.moving.services.access import journal
from congvu.moving.services.reconciling import reconcile
from congvu.moving.services.wrong import sheet_of_wrong
from congvu.moving.states import State


@transaction.atomic
def finish(move: Move, *, actor: Actor) -> Move:
    """Close a run whose rows are all done, with its reconciliation and the sheet of wrong rows."""
    held = Move.objects.select_for_update(of=("self",)).select_related("source", "archive").get(pk=move.pk)
    if held.state != State.RUNNING or held.place < held.total:
        return held
    held.report = reconcile(held)
    held.wrong_sheet = sheet_of_wrong(held, actor=actor)
    held.state = State.DONE
    held.ended_at = held.moved_at = timezone.now()
    held.save(update_fields=["report", "wrong_sheet", "state", "ended_at", "moved_at"])
    counts = (held.counts or {}).get("all", {})
    journal(
        held,
        "moving.finished",
        actor=actor,
        file=held.source.name,
        new=counts.get("new", 0),
        already=counts.get("already", 0),
        wrong=counts.get("wrong", 0) + counts.get("differs", 0),
    )
    return held
