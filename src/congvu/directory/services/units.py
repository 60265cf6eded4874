"""Units of an agency: lay, move with their branch, close."""

from datetime import date

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.http import Http404
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.text import clean
from congvu.directory import queries, rules
from congvu.directory.messages import Actor
from congvu.directory.models import Post, Unit
from congvu.directory.permissions import demand
from congvu.directory.services.agencies import subject_of, touch_officers


@transaction.atomic
def create_unit(
    *,
    actor: Actor,
    agency_id: int,
    name: str,
    code: str = "",
    parent_id: int | None = None,
    is_one_stop: bool = False,
    valid_from: date | None = None,
) -> Unit:
    """Lay a unit in an agency, at its top or below another unit of the same agency.

    Raises:
        ActionRefused: the name is empty, or the unit above belongs to another agency.
    """
    demand(actor, "people.manage")
    agency = queries.managed_agency(actor, agency_id)
    name = clean(name)
    if not name:
        raise ActionRefused(_("Hãy nhập tên phòng, ban."), code="required", field="name")
    parent = _parent(agency.pk, parent_id)
    unit = Unit.objects.create(
        agency=agency, parent=parent, name=name, code=code, is_one_stop=is_one_stop, valid_from=valid_from
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    touch_officers(Q(posts__agency=agency))
    record("unit.created", subject_of(agency.pk), actor=actor, agency_id=agency.pk, name=name, unit=unit.pk)
    return unit


@transaction.atomic
def move_unit(*, actor: Actor, unit_id: int, parent_id: int | None) -> Unit:
    """Put a unit, with all below it, under another unit of its agency or at the top.

    Raises:
        ActionRefused: the new place lies inside the unit itself, or in another agency.
    """
    demand(actor, "people.manage")
    unit = _lock(actor, unit_id)
    parent = _parent(unit.agency_id, parent_id)
    if parent is not None and rules.below(parent.path, unit.path):
        raise ActionRefused(
            _("Không thể chuyển phòng, ban vào chính nó hoặc vào đơn vị trực thuộc nó."),
            code="cycle",
            field="parent",
        )
    old, new = unit.path, f"{parent.path if parent else '/'}{unit.pk}/"
    Unit.objects.filter(agency_id=unit.agency_id, path__startswith=old).update(
        path=Concat(Value(new), Substr("path", len(old) + 1))
    )
    unit.parent, unit.path = parent, new
    unit.save(update_fields=["parent"])
    touch_officers(Q(posts__agency_id=unit.agency_id))
    record(
        "unit.moved",
        subject_of(unit.agency_id),
        actor=actor,
        agency_id=unit.agency_id,
        name=unit.name,
        unit=unit.pk,
        parent=parent.name if parent else _("cấp cao nhất"),
    )
    return unit


@transaction.atomic
def close_unit(*, actor: Actor, unit_id: int, on: date) -> Unit:
    """End a unit after its last day; refused while posts or units in it last longer."""
    demand(actor, "people.manage")
    unit = _lock(actor, unit_id)
    open_then = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    if Post.objects.filter(open_then, unit=unit).exists() or unit.children.filter(open_then).exists():
        raise ActionRefused(
            _("Còn vị trí công tác hoặc đơn vị trực thuộc sau ngày này; hãy kết thúc chúng trước."),
            code="in_use",
            field="on",
        )
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])
    record(
        "unit.closed",
        subject_of(unit.agency_id),
        actor=actor,
        agency_id=unit.agency_id,
        name=unit.name,
        unit=unit.pk,
        on=on,
    )
    return unit


def _lock(actor: Actor, unit_id: int) -> Unit:
    scope = queries.managed_agencies(actor)
    unit = Unit.objects.select_for_update(of=("self",)).filter(pk=unit_id, agency__in=scope).first()
    if unit is None:
        raise Http404
    return unit


def _parent(agency_id: int, parent_id: int | None) -> Unit | None:
    if parent_id is None:
        return None
    parent = Unit.objects.filter(pk=parent_id, agency_id=agency_id).first()
    if parent is None:
        raise ActionRefused(_("Đơn vị cấp trên phải thuộc cùng cơ quan."), code="parent", field="parent")
    return parent
