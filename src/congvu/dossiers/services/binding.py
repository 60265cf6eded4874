"""Who plays which role of the province's processes in one agency: bound by hand, or laid from a data file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer, Post, Role, Unit
from congvu.directory.permissions import ADMINISTRATOR, demand
from congvu.directory.queries import in_force, managed_agency
from congvu.dossiers.models import LocalBinding
from congvu.dossiers.rules import scope_problem

SEED = Path(__file__).resolve().parents[1] / "data" / "bindings.json"
_LABEL = "directory.agency"


@transaction.atomic
def bind_role(
    agency_id: int,
    role: str,
    *,
    actor: Actor,
    unit_id: int,
    scope: str = "",
    officer_id: int | None = None,
    reason: str = "",
) -> LocalBinding:
    """Let a unit (and, if wanted, one officer) play a process role in an agency; replaces what held before.

    Args:
        agency_id: an agency that the actor manages.
        role: code of a role, such as "specialist".
        unit_id: a unit of that agency.
        scope: "" for everything, or "procedure:<code>", "field:<name>", "unit:<code>".
        officer_id: an officer with that role in the unit; None = the unit's queue.
        reason: why, for the journal.

    Raises:
        PermissionDenied: without process.bind.
        Http404: the agency is outside the actor's branch.
        ActionRefused: unknown role or scope, a strange unit, an officer who does not hold the role there.

    Legal source: TT 01/2018/TT-VPCP Điều 8 (one process approved for the province, applied everywhere).
    """
    demand(actor, "process.bind")
    agency = managed_agency(actor, agency_id)
    _check_words(role, scope)
    unit = Unit.objects.filter(in_force(), pk=unit_id, agency=agency).first()
    if unit is None:
        raise ActionRefused(_("Phòng, ban này không thuộc cơ quan."), code="unit", field="unit")
    officer = _holder(unit, role, officer_id) if officer_id else None
    row, _new = LocalBinding.objects.update_or_create(
        agency=agency, role=role, scope=scope, defaults={"unit": unit, "officer": officer}
    )
    record(
        "binding.changed",
        Subject(_LABEL, agency.pk),
        actor=actor,
        agency_id=agency.pk,
        reason=reason,
        role=role,
        scope=scope,
        unit=unit.name,
        holder=officer.full_name if officer else "",
    )
    return row


@transaction.atomic
def unbind_role(binding_id: int, *, actor: Actor, reason: str = "") -> None:
    """Take a binding away: the wider one of the role holds from then on; running steps stay where they are.

    Raises:
        PermissionDenied: without process.bind.
        Http404: it is gone, or its agency is outside the actor's branch.
    """
    demand(actor, "process.bind")
    row = LocalBinding.objects.select_for_update(of=("self",)).filter(pk=binding_id).first()
    agency = managed_agency(actor, row.agency_id if row else 0)
    assert row is not None
    row.delete()
    record(
        "binding.removed",
        Subject(_LABEL, agency.pk),
        actor=actor,
        agency_id=agency.pk,
        reason=reason,
        role=row.role,
        scope=row.scope,
    )


@transaction.atomic
def seed_bindings(*, actor: Actor, path: Path = SEED) -> int:
    """Bind the roles of a data file in every agency that it speaks of; return how many rows were added.

    Nothing that is bound already is changed, so that it may be run again at any time.

    Args:
        actor: who; needs process.bind.
        path: a file with "sets" of rows (roles, unit code, fields or procedures), each for one agency key
            or for all agencies of a realm, kind and level; later sets win over earlier ones.
    """
    demand(actor, "process.bind")
    wanted: dict[tuple[int, str, str], tuple[int, str]] = {}
    for group in json.loads(path.read_text(encoding="utf-8"))["sets"]:
        for agency in _agencies_of(group):
            wanted.update(_rows_of(agency, group["rows"]))
    units = {
        (agency_id, code): pk for pk, agency_id, code in Unit.objects.values_list("pk", "agency_id", "code")
    }
    known = set(LocalBinding.objects.values_list("agency_id", "role", "scope"))
    rows = [
        LocalBinding(agency_id=key[0], role=key[1], scope=key[2], unit_id=units[place])
        for key, place in wanted.items()
        if key not in known and place in units
    ]
    LocalBinding.objects.bulk_create(rows, batch_size=500)
    if rows:
        agencies = len({row.agency_id for row in rows})
        record(
            "binding.seeded",
            Subject(_LABEL, actor.agency_id),
            actor=actor,
            count=len(rows),
            agencies=agencies,
        )
    return len(rows)


def _check_words(role: str, scope: str) -> None:
    if role == ADMINISTRATOR or not Role.objects.filter(code=role).exists():
        raise ActionRefused(_("Vai trò này không có trong quy trình."), code="role", field="role")
    problem = scope_problem(scope)
    if problem:
        raise ActionRefused(problem, code="scope", field="scope")


def _holder(unit: Unit, role: str, officer_id: int) -> Officer:
    post = (
        Post.objects.filter(in_force(), officer_id=officer_id, unit=unit, roles__code=role)
        .filter(officer__is_active=True)
        .select_related("officer")
        .first()
    )
    if post is None:
        raise ActionRefused(
            _("Cán bộ này không giữ vai trò đó trong phòng, ban."), code="officer", field="officer"
        )
    return post.officer


def _agencies_of(group: dict[str, Any]) -> Iterator[Agency]:
    names = ("key", "realm", "kind", "level")
    yield from Agency.objects.filter(Q(**{name: group[name] for name in names if name in group}))


def _rows_of(
    agency: Agency, rows: list[dict[str, Any]]
) -> Iterator[tuple[tuple[int, str, str], tuple[int, str]]]:
    for row in rows:
        scopes = [f"field:{name}" for name in row.get("fields", [])]
        scopes += [f"procedure:{code}" for code in row.get("procedures", [])]
        for role in row["roles"]:
            for scope in scopes or [""]:
                yield (agency.pk, role, scope), (agency.pk, row["unit"])
