"""What the page of a dossier is made of, by statements that were composed and planned once.

Composed anew each time, they were half of the page: the dossier alone names eight tables.
"""

from typing import Any

from django.db.models import QuerySet

from congvu.directory.messages import Actor
from congvu.dossiers.models import ComponentFile, Dossier, DossierComponent, FeeLine, Opinion, Result, Step
from congvu.dossiers.queries.locking import scope_of, seen_by
from congvu.statements.queries import Compiled

SHOWN = ("owner", "submitter", "receiving_agency", "competent_agency", "helping_agency", "extension")
ACTED_ON = ("owner", "extension")


def dossier_of(dossier_id: int, actor: Actor, related: tuple[str, ...]) -> Dossier:
    """Return a dossier that `actor` may see, with what it points to.

    Args:
        related: `SHOWN` or `ACTED_ON`.

    Raises:
        Dossier.DoesNotExist: not there, or not visible to the actor.
    """
    shape, values = scope_of(actor)
    dossier = _DOSSIER.first({**shape, "related": related}, pk=dossier_id, **values)
    if dossier is None:
        raise Dossier.DoesNotExist(dossier_id)
    return dossier


def steps_of(dossier: Dossier, related: tuple[str, ...]) -> list[Step]:
    """Return all steps in the order they began, with what `related` names."""
    steps = _STEPS.rows({"related": related}, pk=dossier.pk)
    for step in steps:
        step.dossier = dossier
    return steps


def papers_of(dossier: Dossier) -> list[DossierComponent]:
    """Return the papers by number."""
    return _PAPERS.rows({}, pk=dossier.pk)


def files_of(dossier: Dossier) -> list[ComponentFile]:
    """Return the files of the papers and the loose ones."""
    return _FILES.rows({}, pk=dossier.pk)


def fees_of(dossier: Dossier) -> list[FeeLine]:
    """Return what is to be paid."""
    return _FEES.rows({}, pk=dossier.pk)


def results_of(dossier: Dossier) -> list[Result]:
    """Return the results with their files and signers."""
    return _RESULTS.rows({}, pk=dossier.pk)


def opinions_of(dossier: Dossier) -> list[Opinion]:
    """Return the opinions that were asked, with whom."""
    return _OPINIONS.rows({}, pk=dossier.pk)


def _dossier(*, pk: int, related: tuple[str, ...], **scope: Any) -> QuerySet[Dossier]:
    return seen_by(**scope).filter(pk=pk).select_related(*related)


_DOSSIER = Compiled(_dossier, "pk", "agency", "units", "officer", "clearance")
_STEPS = Compiled(
    lambda *, pk, related: Step.objects.filter(dossier_id=pk).select_related(*related).order_by("id"), "pk"
)
_PAPERS = Compiled(lambda *, pk: DossierComponent.objects.filter(dossier_id=pk), "pk")
_FILES = Compiled(
    lambda *, pk: ComponentFile.objects.filter(dossier_id=pk).select_related("file__blob", "component"), "pk"
)
_FEES = Compiled(lambda *, pk: FeeLine.objects.filter(dossier_id=pk), "pk")
_RESULTS = Compiled(
    lambda *, pk: Result.objects.filter(dossier_id=pk).select_related("file__blob", "signed_by"), "pk"
)
_OPINIONS = Compiled(
    lambda *, pk: Opinion.objects.filter(dossier_id=pk).select_related("unit", "agency"), "pk"
)
