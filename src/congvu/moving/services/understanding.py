"""Turning kept rows into documents and dossiers, by the mapping of a run."""

from collections.abc import Callable, Sequence

from django.utils import timezone

from congvu.common.text import fold
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.directory.queries import units_of
from congvu.moving.messages import Cell, Lookups, Mapping, Row
from congvu.moving.models import Move
from congvu.moving.rules.cells import Cells, Plan
from congvu.moving.rules.documents import read_document
from congvu.moving.rules.dossiers import read_dossier
from congvu.moving.rules.fields import FIELDS, Kind

type Reader = Callable[[int, Sequence[Cell]], Row]


def reader_of(move: Move, actor: Actor) -> tuple[Reader, Plan]:
    """Return what makes a row of cells understood, and its plan, which notes values unknown to tables."""
    kind = Kind(move.kind)
    plan = Plan(
        FIELDS[kind],
        Mapping.from_json(move.mapping),
        move.sheet["headings"],
        lookups_for(actor),
        timezone.localdate(),
    )

    def read(no: int, cells: Sequence[Cell]) -> Row:
        one = Cells(plan, no, cells)
        return read_dossier(one) if kind == Kind.DOSSIERS else read_document(one, kind)

    return read, plan


def lookups_for(actor: Actor) -> Lookups:
    """Return what names in rows may refer to (two statements)."""
    units = units_of(actor.agency_id)
    by_name = {fold(unit.code): unit.pk for unit in units if unit.code}
    by_name |= {fold(unit.name): unit.pk for unit in units}
    agencies = Agency.objects.order_by("-pk").values_list("pk", "name", "short_name")
    issuers = {fold(name): pk for pk, name, _short in agencies}
    return Lookups(by_name, {unit.pk: unit.name for unit in units}, issuers, actor.clearance)
