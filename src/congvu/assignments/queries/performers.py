"""Whom an officer may give work to, grouped as a list to choose from."""

from dataclasses import dataclass, field

from congvu.assignments.messages import Performer
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer, Post
from congvu.directory.queries import in_force, units_of

MOST_AGENCIES = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One who may be chosen."""

    performer: Performer
    name: str
    note: str = ""

    @property
    def key(self) -> str:
        """What stands for it in a form."""
        return self.performer.who


@dataclass(frozen=True, slots=True)
class Chooser:
    """A unit with its officers, or the agencies below."""

    title: str
    unit: Choice | None = None
    people: list[Choice] = field(default_factory=list)

    @property
    def choices(self) -> list[Choice]:
        """All that may be chosen here."""
        return [*([self.unit] if self.unit else []), *self.people]


def reachable(actor: Actor, *, below: bool = True) -> list[Chooser]:
    """Return whom `actor` may give work to: units with their officers, then agencies below.

    Args:
        below: whether agencies below are offered.
    """
    posts: dict[int, list[Choice]] = {}
    rows = (
        Post.objects.filter(in_force(), agency_id=actor.agency_id, officer__is_active=True)
        .order_by("position__rank", "officer__full_name")
        .values_list("unit_id", "officer_id", "officer__full_name", "position__name")
    )
    for unit_id, officer_id, name, title in rows:
        one = Choice(Performer(actor.agency_id, unit_id, officer_id), name, title)
        if all(other.performer != one.performer for other in posts.setdefault(unit_id, [])):
            posts[unit_id].append(one)
    found = [
        Chooser(unit.name, Choice(Performer(actor.agency_id, unit.pk), unit.name), posts.get(unit.pk, []))
        for unit in units_of(actor.agency_id)
    ]
    agencies = _below(actor) if below else []
    return [*found, *([Chooser("", None, agencies)] if agencies else [])]


def leaders_of(agency_id: int) -> list[tuple[int, str]]:
    """Return the officers in whose name work may be entered: leaders and heads (one statement)."""
    posts = Post.objects.filter(
        in_force(), agency_id=agency_id, officer__is_active=True, roles__code__in=["leader", "unit-head"]
    )
    rows = posts.order_by("position__rank", "officer__full_name").values_list(
        "officer_id", "officer__full_name", "position__name", "unit__name"
    )
    return list({pk: f"{name} – {title}, {unit}" for pk, name, title, unit in rows}.items())


def officers_of(agency_id: int) -> list[tuple[int, str]]:
    """Return the officers of an agency by name, with their unit (one statement)."""
    posts = Post.objects.filter(in_force(), agency_id=agency_id, officer__is_active=True)
    rows = posts.order_by("officer__full_name").values_list("officer_id", "officer__full_name", "unit__name")
    return list({pk: f"{name} ({unit})" for pk, name, unit in rows}.items())


def names_of(officer_ids: list[int]) -> dict[int, str]:
    """Return the names of officers by key (one statement)."""
    return dict(Officer.objects.filter(pk__in=officer_ids).values_list("pk", "full_name"))


def _below(actor: Actor) -> list[Choice]:
    own = Agency.objects.filter(pk=actor.agency_id).values_list("path", flat=True).first()
    if not own or own == "/":
        return []
    rows = Agency.objects.filter(path__startswith=own, closed_on__isnull=True).exclude(pk=actor.agency_id)
    return [
        Choice(Performer(pk), name)
        for pk, name in rows.order_by("path").values_list("pk", "name")[:MOST_AGENCIES]
    ]
