"""Which outgoing documents an officer may see, as querysets."""

from typing import TYPE_CHECKING, Self, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q

from congvu.directory.messages import Actor
from congvu.documents.queries.text_search import code_key, condition, scope_words, search_words
from congvu.documents.states.outgoing import OPEN

if TYPE_CHECKING:
    from congvu.documents.models.outgoing import OutgoingDocument  # noqa: F401 — named in the base class


class OutgoingQuerySet(models.QuerySet["OutgoingDocument"]):
    """Selectors that chain: `OutgoingDocument.objects.visible_to(actor).open()`."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the documents of `actor`'s agency in which they take part, up to their clearance.

        Those who see all work of the agency see all its documents; a receiving agency sees its incoming copy.
        """
        within = self.filter(agency_id=actor.agency_id, confidentiality__lte=actor.clearance)
        if actor.agency_wide:
            return within
        from congvu.documents.models.outgoing import OutgoingPart

        part = OutgoingPart.objects.filter(document=OuterRef("pk"))
        return within.filter(Exists(part.filter(taking_part(actor))))

    def open(self) -> Self:
        """Keep the documents that still need work before they are issued."""
        return self.filter(state__in=sorted(state.value for state in OPEN))

    def numbered(self, text: str) -> Self:
        """Keep the documents whose number and notation begin with `text`, however it is written."""
        return self.filter(code_key__startswith=code_key(text))

    def matching(self, text: str, actor: Actor | None = None) -> Self:
        """Keep the documents whose folded text holds every word of `text` (the last one as a prefix)."""
        words = search_words(text)
        if not words:
            return self.none()
        where, query = condition("documents_outgoingdocument", words, scope_words(actor) if actor else [])
        return cast(Self, self.extra(where=[where], params=[query]))  # noqa: S610 — the query is bound


def taking_part(actor: Actor) -> Q:
    """Return the condition on parts that makes them `actor`'s: their unit's, or theirs in this agency."""
    scope = Q(unit_id__in=actor.unit_ids)
    if not actor.officer_id:
        return scope
    own = {actor.officer_id, actor.acting_for_id or actor.officer_id}
    return scope | Q(officer_id__in=own, agency_id=actor.agency_id)


def in_hand(actor: Actor) -> Q:
    """Return the condition on approvals that makes them `actor`'s to give: in person, or as their unit's."""
    own = {actor.officer_id or 0, actor.acting_for_id or actor.officer_id or 0}
    scope = Q(unit__isnull=True) | Q(unit_id__in=actor.unit_ids)
    if actor.agency_wide:
        scope |= Q(unit__agency_id=actor.agency_id)
    return Q(officer_id__in=own) | (Q(officer__isnull=True) & scope)
