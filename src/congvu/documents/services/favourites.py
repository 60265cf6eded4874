"""Recipients that an officer chooses together: kept under a name, chosen in two clicks."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import clean, one_line
from congvu.directory.messages import Actor
from congvu.documents.messages import Addressee
from congvu.documents.models import FavouriteGroup, FavouriteMember
from congvu.documents.services.fitting import fitting
from congvu.documents.services.line_tree import require_roles

MOST_GROUPS = 20
MOST_MEMBERS = 30


@transaction.atomic
def save_group(name: str, members: Iterable[Addressee], *, text: str = "", actor: Actor) -> FavouriteGroup:
    """Keep recipients with their roles under a name; the same name again replaces them. No fact of office.

    Raises:
        ActionRefused: no name, nobody, recipients that no direction could have, or too many groups.
    """
    chosen, title = list(members), one_line(name)
    if not title or not chosen or len(chosen) > MOST_MEMBERS:
        raise ActionRefused(_("Hãy đặt tên nhóm và chọn nơi nhận."), code="group", field="name")
    require_roles(chosen)
    own = FavouriteGroup.objects.filter(officer_id=actor.officer_id or 0, agency_id=actor.agency_id)
    group = own.filter(name=title).first()
    if group is None:
        if own.count() >= MOST_GROUPS:
            raise ActionRefused(
                _("Mỗi người giữ nhiều nhất %(most)s nhóm.") % {"most": MOST_GROUPS}, code="too-many"
            )
        last = own.aggregate(last=Max("position"))["last"] or 0
        group = FavouriteGroup(
            officer_id=actor.officer_id or 0, agency_id=actor.agency_id, name=title, position=last + 1
        )
    group.text = clean(text)
    fitting(group).save()
    group.members.all().delete()
    FavouriteMember.objects.bulk_create(
        [
            FavouriteMember(group=group, unit_id=one.unit_id, officer_id=one.officer_id, role=one.role)
            for one in chosen
        ]
    )
    return group


@transaction.atomic
def forget_group(group_id: int, *, actor: Actor) -> None:
    """Delete one of the actor's own groups; one that is gone already is no error."""
    FavouriteGroup.objects.filter(pk=group_id, officer_id=actor.officer_id or 0).delete()


def addressees_of(group: FavouriteGroup) -> list[Addressee]:
    """Return the recipients of a group with prefetched members, as the directing services take them."""
    return [Addressee(one.unit_id, one.officer_id, one.role) for one in group.members.all()]
