"""Which runs and profiles an officer may see, and what a run has found."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet, Sum

from congvu.directory.messages import Actor
from congvu.moving.messages import Mapping
from congvu.moving.models import Move, MoveProfile, WrongRow
from congvu.moving.rules.proposing import likeness

ALIKE = 0.9


def moves_of(actor: Actor) -> QuerySet[Move]:
    """Return the runs of the actor's agency, the latest first."""
    return Move.objects.filter(agency_id=actor.agency_id).select_related("source", "profile")


def profiles_of(actor: Actor) -> QuerySet[MoveProfile]:
    """Return the profiles of the actor's agency."""
    return MoveProfile.objects.filter(agency_id=actor.agency_id).order_by("name", "pk")


def fitting_profile(actor: Actor, kind: str, headings: Sequence[str]) -> MoveProfile | None:
    """Return the saved profile whose columns the headings have, the one used last of several."""
    found = [
        (likeness(Mapping.from_json(profile.mapping), headings), profile.updated_at, profile)
        for profile in profiles_of(actor).filter(kind=kind)
    ]
    fit = [row for row in found if row[0] >= ALIKE]
    return max(fit, key=lambda row: row[:2])[2] if fit else None


def wrong_kinds(move: Move) -> list[dict[str, Any]]:
    """Return how many rows are wrong for which reason, with one sentence each (one statement)."""
    rows: list[dict[str, Any]] = list(
        move.wrong.order_by().values("code").annotate(count=Count("pk"))  # type: ignore[arg-type]
    )
    return sorted(rows, key=lambda row: (-row["count"], row["code"]))


def wrong_rows(move: Move, code: str = "") -> QuerySet[WrongRow]:
    """Return the wrong rows in the order of the source."""
    found = move.wrong.order_by("row")
    return found.filter(code=code) if code else found


def wrong_by_group(move: Move) -> dict[str, dict[str, dict[str, int]]]:
    """Return by register and year, for each reason, how many rows and pages were left out (one statement)."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    rows = move.wrong.order_by().values_list("group", "code").annotate(Count("pk"), Sum("pages"))
    for group, code, count, pages in rows:
        found.setdefault(group, {})[code] = {"rows": count, "pages": pages or 0}
    return found
