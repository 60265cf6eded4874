"""Which dossiers an officer may see, as querysets."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from congvu.directory.messages import Actor
from congvu.dossiers.states import OPEN

BRANCHES = 3
"""So many conditions are read apart."""

if TYPE_CHECKING:
    from congvu.dossiers.models.dossier import Dossier  # noqa: F401 — named in the base class


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Selectors that chain: `Dossier.objects.visible_to(actor).open()`."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the dossiers that `actor`'s agency, units or person take part in, up to their clearance."""
        from congvu.dossiers.models import Involvement

        part = Involvement.objects.filter(dossier=OuterRef("pk"))
        return self.filter(Exists(part.filter(involved(actor))), confidentiality__lte=actor.clearance)

    def open(self) -> Self:
        """Keep the dossiers that still need work."""
        return self.filter(state__in=[state.value for state in OPEN])


def scope_words_of(actor: Actor) -> list[str]:
    """Return the words of which a dossier that `actor` may see holds at least one."""
    if actor.agency_wide:
        return [f"zag{actor.agency_id}"]
    return [f"zun{unit_id}" for unit_id in actor.unit_ids]


def involved(actor: Actor) -> Q:
    """Return the condition on Involvement rows that lets `actor` see the dossier.

    What an officer took part in belongs to the agency of that post: it does not go with them to another.
    """
    if actor.agency_wide:
        scope = Q(agency_id=actor.agency_id)
    else:
        scope = Q(unit_id__in=actor.unit_ids)
    if not actor.officer_id:
        return scope
    return scope | Q(officer_id=actor.officer_id, agency_id=actor.agency_id)


def branches(actor: Actor) -> list[Q]:
    """Return conditions that together say `involved`, each served in order by one index.

    Read apart and merged, they cost as much as their first rows; the whole makes PostgreSQL read and
    sort all that a unit ever had. Officers of many units get the whole: so many statements cost more.
    """
    if actor.agency_wide:
        return [Q(agency_id=actor.agency_id)]
    parts = [Q(unit_id=unit_id) for unit_id in actor.unit_ids]
    if actor.officer_id:
        parts.append(Q(officer_id=actor.officer_id, agency_id=actor.agency_id))
    return parts if len(parts) <= BRANCHES else [involved(actor)]


def scope_words(agency_ids: set[int], unit_ids: set[int]) -> str:
    """Return the words that stand for agencies and units in the search text."""
    return " ".join([*(f"zag{i}" for i in sorted(agency_ids)), *(f"zun{i}" for i in sorted(unit_ids))])
