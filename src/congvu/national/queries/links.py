"""Which link tells the national side of an agency's dossiers; kept in the process for a few seconds."""

import time
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.directory.queries import managed_agencies
from congvu.national.models import NationalLink

KEPT_SECONDS = 5
"""A link that was switched on is known everywhere so soon; what happens meanwhile the worker finds."""


@dataclass(frozen=True, slots=True)
class Served:
    """A link in use, as far as the fact of a dossier needs it."""

    id: int
    codes: str
    since: date | None
    options: dict[str, str]


_kept: dict[int, Served] = {}
_until = 0.0


def know(served: dict[int, Served]) -> None:
    """Keep which link serves which agency, for a few seconds."""
    global _kept, _until
    _kept, _until = served, time.monotonic() + KEPT_SECONDS


def forget_links() -> None:
    """Look again at the next question."""
    know({})
    globals()["_until"] = 0.0


def serving(agency_id: int) -> Served | None:
    """Return the active link that serves an agency: its own, else the nearest above; None without one."""
    if time.monotonic() > _until:
        know(_loaded())
    return _kept.get(agency_id)


def agencies_of(link: NationalLink) -> list[int]:
    """Return the agencies that a link serves, whether or not it is in use."""
    if not link.whole_tree:
        return [link.agency_id]
    own = set(
        NationalLink.objects.filter(active=True).exclude(pk=link.pk).values_list("agency_id", flat=True)
    )
    below = Agency.objects.filter(path__startswith=link.agency.path).values_list("pk", flat=True)
    return [pk for pk in below if pk not in own or pk == link.agency_id]


def visible_links(actor: Actor) -> QuerySet[NationalLink]:
    """Return the links of agencies that the actor manages."""
    return NationalLink.objects.filter(agency__in=managed_agencies(actor)).select_related("agency")


def _loaded() -> dict[int, Served]:
    found: dict[int, Served] = {}
    links = NationalLink.objects.filter(active=True).select_related("agency")
    for link in sorted(links, key=lambda one: len(one.agency.path)):
        served = Served(link.pk, link.codes, link.since, dict(link.options))
        ids = {link.agency_id}
        if link.whole_tree:
            ids |= set(Agency.objects.filter(path__startswith=link.agency.path).values_list("pk", flat=True))
        found |= dict.fromkeys(ids, served)
    return found
