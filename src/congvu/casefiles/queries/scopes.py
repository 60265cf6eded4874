"""Which case files an officer may see, as querysets."""

from typing import TYPE_CHECKING, Self, cast

from django.db import connection, models
from django.db.models import Q

from congvu.casefiles.states import WITH_KEEPER, State
from congvu.common.text import asked, condition, search_words
from congvu.directory.messages import Actor

if TYPE_CHECKING:
    from congvu.casefiles.models.casefile import CaseFile


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    """Selectors that chain: `CaseFile.objects.visible_to(actor).open()`."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the case files of `actor`'s agency, units or own hand, up to their clearance."""
        return self.filter(_scope(actor), agency_id=actor.agency_id, confidentiality__lte=actor.clearance)

    def open(self) -> Self:
        """Keep those that still take documents."""
        return self.filter(state=State.OPEN)

    def held_by(self, actor: Actor) -> Self:
        """Keep those in the hands of `actor` or of the units they work in."""
        return self.filter(Q(keeper_id=actor.officer_id) | Q(unit_id__in=actor.unit_ids))

    def waiting(self) -> Self:
        """Keep those that are closed and still with their keeper, with a day by which they are due."""
        states = [state.value for state in WITH_KEEPER - {State.OPEN}]
        return self.filter(state__in=states, due_on__isnull=False)

    def matching(self, text: str) -> Self:
        """Keep those whose folded text holds every word of `text` (the last one as a prefix)."""
        words = search_words(text)
        if not words:
            return self.none()
        vendor = connection.vendor
        where = condition(vendor, "casefiles_casefile", "casefiles_search")
        return cast(Self, self.extra(where=[where], params=[asked(vendor, words)]))  # noqa: S610 — bound


def _scope(actor: Actor) -> Q:
    if actor.agency_wide:
        return Q()
    return Q(unit_id__in=actor.unit_ids) | Q(keeper_id=actor.officer_id or 0)


def holds(case_file: "CaseFile", actor: Actor) -> bool:
    """Tell whether a case file is in the hands of `actor`: theirs, or their unit's."""
    return (
        actor.officer_id is None
        or case_file.keeper_id == actor.officer_id
        or case_file.unit_id in actor.unit_ids
    )
