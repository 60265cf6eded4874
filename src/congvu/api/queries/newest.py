"""What every list of the interface shares: one state, from a place on, the newest first."""

from django.db.models import Model, QuerySet


def newest[M: Model](rows: QuerySet[M], before: int | None, state: str) -> QuerySet[M]:
    """Return rows in a state ("" for any) that come after a place (None for the beginning), newest first."""
    if state:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return rows.order_by("-pk")
