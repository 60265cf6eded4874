"""Which assignments an officer may see, and the one definition of the four buckets, as querysets."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, cast

from django.db import connection, models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from congvu.assignments.rules import Bucket
from congvu.assignments.states import COMPLETED, COUNTABLE, OPEN
from congvu.common.text import asked, condition, indexed, search_words
from congvu.directory.messages import Actor

if TYPE_CHECKING:
    from congvu.assignments.models.assignment import Assignment  # noqa: F401 — named in the base class

_OPEN = sorted(state.value for state in OPEN)
_COMPLETED = sorted(state.value for state in COMPLETED)
_COUNTABLE = sorted(state.value for state in COUNTABLE)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Selectors that chain: `Assignment.objects.visible_to(actor).open()`."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what `actor`'s agency, units or person take part in, up to their clearance.

        What is hidden until its source is issued is seen by who gives it only.
        """
        from congvu.assignments.models import Involvement

        part = Involvement.objects.filter(assignment=OuterRef("pk")).exclude(reason="follows")
        seen = self.filter(Exists(part.filter(involved(actor))), confidentiality__lte=actor.clearance)
        return seen.filter(~Q(state="hidden") | given_by(actor))

    def open(self) -> Self:
        """Keep what somebody still has to work or decide on."""
        return self.filter(state__in=_OPEN)

    def overdue(self, now: datetime) -> Self:
        """Keep open work whose deadline is over."""
        return self.open().filter(due_at__lt=now)

    def countable(self) -> Self:
        """Keep what statistics count: everything but what is hidden or was cancelled."""
        return self.filter(state__in=_COUNTABLE)

    def in_buckets(self, now: datetime) -> "AssignmentQuerySet":
        """Keep what statistics count, each with its `bucket`: the source of every number."""
        done = Q(state__in=_COMPLETED)
        return self.countable().annotate(
            bucket=Case(
                When(done & Q(finished_on__gt=F("last_on")), then=Value(Bucket.DONE_LATE.value)),
                When(done, then=Value(Bucket.DONE_IN_TIME.value)),
                When(due_at__lt=now, then=Value(Bucket.OPEN_LATE.value)),
                default=Value(Bucket.OPEN_IN_TIME.value),
                output_field=CharField(),
            )
        )

    def matching(self, text: str) -> Self:
        """Keep what holds every word of `text` in its folded text (the last one as a prefix)."""
        words = search_words(text)
        if not words:
            return self.none()
        vendor = connection.vendor
        where = condition(vendor, "assignments_assignment", "assignments_search")
        return cast(Self, self.extra(where=[where], params=[asked(vendor, words)]))  # noqa: S610 — bound


def involved(actor: Actor) -> Q:
    """Return the condition on Involvement rows that lets `actor` see the assignment.

    What an officer took part in belongs to the agency of that post: it does not go with them to another.
    """
    scope = Q(agency_id=actor.agency_id) if actor.agency_wide else Q(unit_id__in=actor.unit_ids)
    if not actor.officer_id:
        return scope
    return scope | Q(officer_id=actor.officer_id, agency_id=actor.agency_id)


def persons_of(actor: Actor) -> list[int]:
    """Return the officer behind `actor`, and the one they stand in for."""
    return [person for person in (actor.officer_id, actor.acting_for_id) if person]


def given_by(actor: Actor) -> Q:
    """Return the condition for what `actor`'s person, units or (with agency-wide reach) agency gave."""
    if actor.agency_wide:
        return Q(giver_agency_id=actor.agency_id)
    own = Q(giver_id__in=persons_of(actor)) | Q(giver_unit_id__in=actor.unit_ids)
    return Q(giver_agency_id=actor.agency_id) & own


def led_by(actor: Actor) -> Q:
    """Return the condition for what `actor`'s person, units or (with agency-wide reach) agency leads."""
    own = Q(lead_officer_id__in=persons_of(actor), lead_agency_id=actor.agency_id)
    units = Q(lead_unit_id__in=actor.unit_ids, lead_agency_id=actor.agency_id)
    if not actor.agency_wide:
        return own | units
    return Q(lead_agency_id=actor.agency_id)


def search_text(parts: list[Any]) -> str:
    """Return the folded text that an assignment is found by."""
    return indexed(" ".join(str(part) for part in parts if part))
