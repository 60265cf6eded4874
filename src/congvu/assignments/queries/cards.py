"""What an assignment looks like to other rooms, in one line."""

from collections.abc import Mapping

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from congvu.assignments.models import Assignment
from congvu.assignments.states import STATE_NAMES, State
from congvu.common.subject import Subject
from congvu.common.subjects import Link, SubjectCard
from congvu.directory.messages import Actor

LABEL = "assignments.assignment"
MOST_LINKS = 200


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


def links(subjects: list[Subject], actor: Actor) -> list[Link]:
    """Return which of the actor's assignments came from one of the subjects, or from which."""
    sources = Q()
    for subject in subjects:
        sources |= Q(source_label=subject.label, source_pk=subject.pk)
    own = [subject.pk for subject in subjects if subject.label == LABEL]
    near = sources | Q(pk__in=own) | Q(parent_id__in=own)
    rows = Assignment.objects.visible_to(actor).filter(near).order_by("-pk")[:MOST_LINKS]
    found = []
    for row in rows:
        target = Subject(LABEL, row.pk)
        if row.source_label and row.source_pk is not None:
            found.append(Link(Subject(row.source_label, row.source_pk), target, _("giao từ")))
        if row.parent_id is not None:
            found.append(Link(Subject(LABEL, row.parent_id), target, _("nhiệm vụ con của")))
    return found


def _link(pk: int) -> str:
    try:
        return reverse("desk:assignment", args=[pk])
    except NoReverseMatch:
        return ""
