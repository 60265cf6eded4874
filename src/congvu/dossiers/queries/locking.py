"""Fetching what is about to change: the dossier within the actor's scope, locked; and its open step."""

from typing import Any

from django.db.models import QuerySet

from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.queries.scopes import DossierQuerySet
from congvu.dossiers.states import StepState
from congvu.statements.queries import Compiled


def locked(dossier_id: int, actor: Actor) -> Dossier:
    """Return a dossier that `actor` may see, locked until the transaction ends.

    Raises:
        Dossier.DoesNotExist: not there, or not visible (existence does not leak).
    """
    shape, values = scope_of(actor)
    dossier = _DOSSIER.first(shape, pk=dossier_id, **values)
    if dossier is None:
        raise Dossier.DoesNotExist(dossier_id)
    return dossier


def open_step_of(dossier: Dossier, key: str) -> Step | None:
    """Return the open step `key` of a locked dossier, or None."""
    step = _STEP.first({}, pk=dossier.pk, key=key)
    if step is not None:
        step.dossier = dossier
    return step


def scope_of(actor: Actor) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the shape of statements about what `actor` sees, and the values of the holes of `seen_by`."""
    shape = {"wide": actor.agency_wide, "person": actor.officer_id is not None}
    return shape, {
        "agency": actor.agency_id,
        "units": actor.unit_ids,
        "officer": actor.officer_id or 0,
        "clearance": actor.clearance,
    }


def seen_by(
    *, agency: int, units: tuple[int, ...], officer: int, clearance: int, wide: bool, person: bool
) -> DossierQuerySet:
    """Return the dossiers that an actor of this kind may see."""
    actor = Actor(
        officer_id=officer if person else None,
        officer_name="",
        agency_id=agency,
        unit_ids=units,
        agency_wide=wide,
        clearance=clearance,
    )
    return Dossier.objects.visible_to(actor)


def _dossier(*, pk: int, **scope: Any) -> QuerySet[Dossier]:
    return seen_by(**scope).filter(pk=pk).select_for_update(of=("self",))


def _step(*, pk: int, key: str) -> QuerySet[Step]:
    return Step.objects.filter(dossier_id=pk, key=key, state=StepState.OPEN)


_DOSSIER = Compiled(_dossier, "pk", "agency", "units", "officer", "clearance")
_STEP = Compiled(_step, "pk", "key")
