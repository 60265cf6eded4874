"""Whom work may be given to: one's own agency, and the agencies below it as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from congvu.assignments.messages import Performer
from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer, Post, Unit
from congvu.directory.queries import in_force, standing


@dataclass(frozen=True, slots=True)
class Checked:
    """A performer who exists, with the rows behind it."""

    performer: Performer
    agency: Agency
    unit: Unit | None
    officer: Officer | None

    @property
    def name(self) -> str:
        """Who it is, in words."""
        if self.officer:
            return f"{self.officer.full_name} ({self.unit})"
        return str(self.unit or self.agency)


def checked(performer: Performer, actor: Actor, *, field: str = "lead") -> Checked:
    """Return a performer that `actor` may give work to.

    Raises:
        ActionRefused: no such unit or officer today, or outside the giver's agency and those below it.
    """
    agency = Agency.objects.filter(standing(), pk=performer.agency_id).first()
    if agency is None or not _within(agency, performer, actor):
        raise ActionRefused(
            _("Chỉ giao được cho đơn vị, cán bộ của cơ quan mình và cơ quan cấp dưới trực thuộc."),
            code="performer",
            field=field,
        )
    unit = officer = None
    if performer.officer_id is not None:
        post = _post(performer)
        if post is None:
            raise ActionRefused(_("Cán bộ này không làm việc ở đơn vị đó."), code="officer", field=field)
        officer, performer = post.officer, replace(performer, unit_id=post.unit_id)
    if performer.unit_id is not None:
        unit = Unit.objects.filter(in_force(), pk=performer.unit_id, agency=agency).first()
        if unit is None:
            raise ActionRefused(_("Đơn vị này không còn hoạt động."), code="unit", field=field)
    return Checked(performer, agency, unit, officer)


def all_checked(
    performers: Iterable[Performer], actor: Actor, *, confidentiality: int, field: str
) -> list[Checked]:
    """Return several performers, none twice, each cleared for the work when it is a person."""
    found = [checked(one, actor, field=field) for one in dict.fromkeys(performers)]
    for one in found:
        if one.officer is not None and one.officer.clearance < confidentiality:
            raise ActionRefused(
                _("%(who)s không được xem nhiệm vụ có độ mật này.") % {"who": one.officer.full_name},
                code="clearance",
                field=field,
            )
    return found


def _within(agency: Agency, performer: Performer, actor: Actor) -> bool:
    if agency.pk == actor.agency_id:
        return True
    if performer.unit_id is not None or performer.officer_id is not None:
        return False
    own = Agency.objects.filter(pk=actor.agency_id).values_list("path", flat=True).first()
    return bool(own) and own != "/" and agency.path.startswith(str(own))


def _post(performer: Performer) -> Post | None:
    posts = Post.objects.filter(
        in_force(),
        officer_id=performer.officer_id or 0,
        agency_id=performer.agency_id,
        officer__is_active=True,
    )
    if performer.unit_id is not None:
        posts = posts.filter(unit_id=performer.unit_id)
    return posts.select_related("officer").order_by("-is_primary", "id").first()
