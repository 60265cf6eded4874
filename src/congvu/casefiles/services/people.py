"""Units and officers that a case file may be given to: those of the actor's own agency, today."""

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.directory.models import Officer, Post, Unit
from congvu.directory.queries import in_force


def checked_unit(unit_id: int | None, actor: Actor) -> Unit | None:
    """Return a unit of the actor's agency, None for None; refuse any other."""
    if unit_id is None:
        return None
    unit = Unit.objects.filter(pk=unit_id, agency_id=actor.agency_id).first()
    if unit is None:
        raise ActionRefused(_("Đơn vị không thuộc cơ quan."), code="unit", field="unit_id")
    return unit


def checked_keeper(officer_id: int | None, actor: Actor) -> Officer | None:
    """Return an officer with a post in the actor's agency today, None for None; refuse any other."""
    if officer_id is None:
        return None
    today = timezone.localdate()
    posts = Post.objects.filter(in_force(today), officer_id=officer_id, agency_id=actor.agency_id)
    if not posts.exists():
        raise ActionRefused(
            _("Người lập hồ sơ không công tác tại cơ quan."), code="keeper", field="keeper_id"
        )
    return Officer.objects.get(pk=officer_id)
