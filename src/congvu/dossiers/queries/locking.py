"""Fetching what is about to change: the dossier within the actor's scope, locked; and its open step."""

from django.db.models import QuerySet

from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.states import StepState
from congvu.statements.queries import Compiled


def locked(dossier_id: int, actor: Actor) -> Dossier:
    """Return a dossier that `actor` may see, locked until the transaction ends.

    Raises:
        Dossier.DoesNotExist: not there, or not visible (existence does not leak).
    """
    dossier = _DOSSIER.first(
        {"wide": actor.agency_wide, "person": actor.officer_id is not None},
        pk=dossier_id,
        agency=actor.agency_id,
        units=actor.unit_ids,
        officer=actor.officer_id or 0,
        clearance=actor.clearance,
    )
    if dossier is None:
        raise Dossier.DoesNotExist(dossier_id)
    return dossier


def open_step_of(dossier: Dossier, key: str) -> Step | None:
    """Return the open step `key` of a locked dossier, or None."""
    step = _STEP.first({}, pk=dossier.pk, key=key)
    if step is not None:
        step.dossier = dossier
    return step


def _dossier(
    *, pk: int, agency: int, units: tuple[int, ...], officer: int, clearance: int, wide: bool, person: bool
) -> QuerySet[Dossier]:
    actor = Actor(
        officer_id=officer if person else None,
        officer_name="",
        agency_id=agency,
        unit_ids=units,
        agency_wide=wide,
        clearance=clearance,
    )
    return Dossier.objects.visible_to(actor).filter(pk=pk).select_for_update(of=("self",))


def _step(*, pk: int, key: str) -> QuerySet[Step]:
    return Step.objects.filter(dossier_id=pk, key=key, state=StepState.OPEN)


_DOSSIER = Compiled(_dossier, "pk", "agency", "units", "officer", "clearance")
_STEP = Compiled(_step, "pk", "key")
