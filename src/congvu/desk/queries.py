"""What the desk reads for itself: saved filters, and the choices of its inbox filter."""

from congvu.desk.models import SavedView
from congvu.directory.messages import Actor


def saved_views(actor: Actor) -> list[SavedView]:
    """Return the actor's saved filters in the order they were kept (one statement)."""
    return list(SavedView.objects.filter(officer_id=actor.officer_id or 0))
