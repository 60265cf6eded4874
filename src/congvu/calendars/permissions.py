"""Who may change which calendar."""

from django.core.exceptions import PermissionDenied

from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.directory.permissions import demand

MANAGE = "calendar.manage"


def may_change(actor: Actor, agency_id: int | None) -> bool:
    """Tell whether `actor` may change the calendar of an agency, or (None) the common one.

    Own agency and those below it; the common calendar and the legal rules belong to agencies at the top.
    """
    if not actor.can(MANAGE):
        return False
    if actor.officer_id is None:
        return True
    if agency_id is None:
        return Agency.objects.filter(pk=actor.agency_id, parent__isnull=True).exists()
    while agency_id is not None and agency_id != actor.agency_id:
        agency_id = Agency.objects.filter(pk=agency_id).values_list("parent_id", flat=True).first()
    return agency_id is not None


def demand_change(actor: Actor, agency_id: int | None) -> None:
    """Raise PermissionDenied unless `actor` may change that calendar."""
    demand(actor, MANAGE)
    if not may_change(actor, agency_id):
        raise PermissionDenied(MANAGE)
