"""What an assignment looks like to other rooms, in one line."""

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from congvu.assignments.models import Assignment
from congvu.assignments.states import STATE_NAMES, State
from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard
from congvu.directory.messages import Actor

LABEL = "assignments.assignment"


def cards(pks: list[int], actor: Actor) -> Mapping[int, SubjectCard]:
    """Return the cards of those assignments that `actor` may see, by key (one statement)."""
    rows = Assignment.objects.visible_to(actor).filter(pk__in=pks)
    return {
        row.pk: SubjectCard(
            subject=Subject(LABEL, row.pk),
            title=row.content[:200],
            code=row.code,
            link=_link(row.pk),
            on=row.due_on,
            state=STATE_NAMES[State(row.state)],
            kind=_("Nhiệm vụ"),
        )
        for row in rows
    }


def _link(pk: int) -> str:
    try:
        return reverse("desk:assignment", args=[pk])
    except NoReverseMatch:
        return ""
