"""Taking in a directory of agencies: row by row, again as often as wanted, each mistake with its line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.hub.models import HubAgency
from congvu.hub.rules.parameters import normal
from congvu.hub.services.agencies import KEEPER, AgencyPlan, put_agency
from congvu.hub.services.journal import journal


@dataclass(slots=True)
class Imported:
    """How many rows were new, changed, or as they had been; and which were refused, with their lines."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_agencies(rows: Iterable[Mapping[str, str | None]], *, actor: Actor) -> Imported:
    """Enter agencies; a parent may stand below its children in the file.

    Args:
        rows: with code, name, and if wanted old_code, parent, mail, aliases (separated by spaces).
        actor: who does it.
    """
    demand(actor, KEEPER)
    done, waiting = Imported(), [(line, _plan(row)) for line, row in enumerate(rows, start=2)]
    while waiting:
        left = []
        for line, plan in waiting:
            why = _taken(plan, done)
            if why:
                left.append((line, plan, why))
        if len(left) == len(waiting):
            done.refused = [(line, why) for line, _plan_, why in left]
            break
        waiting = [(line, plan) for line, plan, _why in left]
    with transaction.atomic():
        what = f"nhập danh mục: {done.new} mới, {done.changed} sửa"
        journal("hub.agency_saved", 0, actor, code="CSV", what=what)
    return done


def _plan(row: Mapping[str, str | None]) -> AgencyPlan:
    told = {str(name or "").strip().casefold(): (value or "").strip() for name, value in row.items() if name}
    return AgencyPlan(
        told.get("code", ""),
        told.get("name", ""),
        old_code=told.get("old_code", ""),
        parent_code=told.get("parent", ""),
        mail=told.get("mail", ""),
        aliases=tuple(told.get("aliases", "").replace(",", " ").split()),
    )


def _taken(plan: AgencyPlan, done: Imported) -> str:
    """Enter one row; return why not, or ""."""
    if not plan.aliases and _same(plan):
        done.same += 1
        return ""
    try:
        with transaction.atomic():
            _agency, fresh = put_agency(plan)
    except ActionRefused as refused:
        return str(refused.message)
    done.new += fresh
    done.changed += not fresh
    return ""


def _same(plan: AgencyPlan) -> bool:
    known = HubAgency.objects.select_related("parent").filter(code=normal(plan.code), deleted=False).first()
    return known is not None and (known.name, known.old_code, known.mail, _code(known.parent)) == (
        plan.name,
        normal(plan.old_code),
        plan.mail,
        normal(plan.parent_code),
    )


def _code(agency: HubAgency | None) -> str:
    return agency.code if agency else ""
