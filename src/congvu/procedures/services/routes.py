"""Where procedures are processed."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.procedures import events
from congvu.procedures.models import Procedure, Route


@transaction.atomic
def set_route(
    procedure_id: int,
    *,
    actor: Actor,
    kind: str,
    valid_from: date,
    agency_id: int | None = None,
    system_name: str = "",
    legal_basis: str = "",
    valid_to: date | None = None,
) -> Route:
    """Say where a procedure is processed from a day on, for one agency or (without agency) for all.

    A route of the same scope that began earlier ends on the day before; one that begins on the same day
    is replaced. Setting what already holds changes nothing and records nothing.

    Raises:
        ActionRefused: for an unknown kind, a remote kind without the system's name, or reversed dates.
    """
    demand(actor, "catalogue.manage")
    _check(kind, system_name, valid_from, valid_to)
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    said = {"kind": kind, "system_name": system_name, "legal_basis": legal_basis, "valid_to": valid_to}
    route, changed = _replace(procedure, agency_id, valid_from, said)
    if changed:
        record(
            events.ROUTED.name,
            Subject("procedures.procedure", procedure.pk),
            actor=actor,
            code=procedure.code,
            route=str(Route.Kind(kind).label),
            route_kind=kind,
            system_name=system_name,
            route_agency_id=agency_id,
            valid_from=valid_from.isoformat(),
        )
    return route


def _replace(
    procedure: Procedure, agency_id: int | None, valid_from: date, said: dict[str, Any]
) -> tuple[Route, bool]:
    own = Q(agency__isnull=True) if agency_id is None else Q(agency_id=agency_id)
    scope = Route.objects.filter(own, procedure=procedure)
    same_day = scope.filter(valid_from=valid_from).first()
    if same_day is not None and all(getattr(same_day, name) == value for name, value in said.items()):
        return same_day, False
    still_open = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    scope.filter(still_open, valid_from__lt=valid_from).update(valid_to=valid_from - timedelta(days=1))
    route = same_day or Route(procedure=procedure, agency_id=agency_id, valid_from=valid_from)
    for name, value in said.items():
        setattr(route, name, value)
    route.save()
    return route, True


def _check(kind: str, system_name: str, valid_from: date, valid_to: date | None) -> None:
    if kind not in Route.Kind.values:
        raise ActionRefused(_("Không có nơi giải quyết “%s”.") % kind, code="kind", field="kind")
    if kind != Route.Kind.LOCAL and not system_name.strip():
        raise ActionRefused(_("Hãy ghi tên hệ thống tiếp nhận."), code="system", field="system_name")
    if valid_to is not None and valid_to < valid_from:
        raise ActionRefused(_("Ngày kết thúc không thể trước ngày bắt đầu."), code="dates", field="valid_to")
