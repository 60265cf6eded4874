"""The people of one agency as they sit: registry, leaders, and desks of heads and staff."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Post, Role, Unit
from congvu.directory.queries import actor_for, in_force


@dataclass(slots=True)
class Desk:
    """A unit with those who lead it and those who do its work."""

    unit: Unit
    heads: list[Actor] = field(default_factory=list)
    staff: list[Actor] = field(default_factory=list)

    @property
    def workers(self) -> list[Actor]:
        """Return who does the work; the heads themselves where there is nobody else."""
        return self.staff or self.heads

    @property
    def people(self) -> list[Actor]:
        """Return everybody of the unit."""
        return [*self.heads, *self.staff]


@dataclass(slots=True)
class House:
    """An agency with everybody who acts in it.

    Args:
        agency: the agency.
        registry: its văn thư.
        leaders: the head first.
        desks: the units that do work; those with a head first.
    """

    agency: Agency
    registry: Actor
    leaders: list[Actor]
    desks: list[Desk]

    @property
    def full(self) -> list[Desk]:
        """Return the desks that have a head and somebody who may draft."""
        return [desk for desk in self.desks if desk.heads and desk.workers[0].can("document.draft")]

    @property
    def office(self) -> Desk:
        """Return the desk that looks after the whole house."""
        return next((desk for desk in self.full if desk.unit.code == "VP"), self.full[0])

    @property
    def is_commune(self) -> bool:
        """Tell whether it is a commune's committee."""
        return self.agency.level == "commune"


def houses(agencies: list[Agency], on: date) -> list[House]:
    """Return those of the agencies in which documents can live from arrival to issue."""
    rows: dict[int, list[Post]] = defaultdict(list)
    posts = Post.objects.filter(in_force(on), agency__in=agencies, officer__is_active=True)
    roles = Prefetch("roles", Role.objects.only("code"))
    found = posts.select_related("officer", "unit", "position").prefetch_related(roles)
    for post in found.order_by("position__rank", "id"):
        rows[post.agency_id].append(post)
    made = [_house(agency, rows[agency.pk]) for agency in agencies]
    return [house for house in made if house is not None]


def _house(agency: Agency, posts: list[Post]) -> House | None:
    registry: Actor | None = None
    leaders: dict[int, Actor] = {}
    desks: dict[int, Desk] = {}
    for post in posts:
        codes = {role.code for role in post.roles.all()}
        actor = actor_for(post.officer, post.pk)
        if "registry" in codes:
            registry = registry or actor
        elif "leader" in codes:
            leaders.setdefault(post.officer_id, actor)
        elif codes & {"unit-head", "specialist", "clerk"}:
            desk = desks.setdefault(post.unit_id, Desk(post.unit))
            (desk.heads if "unit-head" in codes else desk.staff).append(actor)
    if registry is None or not leaders:
        return None
    house = House(agency, registry, list(leaders.values()), sorted(desks.values(), key=_rank))
    return house if house.full else None


def _rank(desk: Desk) -> tuple[bool, int]:
    return not desk.heads, desk.unit.pk
