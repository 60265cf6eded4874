"""Which runs and profiles an officer may see, and what a run has found."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Min, QuerySet, Sum

from congvu.directory.messages import Actor
from congvu.moving.messages import Mapping
from congvu.moving.models import Move, MoveProfile, WrongRow
from congvu.moving.rules import words
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
    rows = move.wrong.order_by().values_list("code").annotate(Count("pk"), Min("told"), Min("row"))
    found = [
        {"code": code, "reason": words.reason(code), "count": count, "told": told, "row": row}
        for code, count, told, row in rows
    ]
    return sorted(found, key=lambda row: (-row["count"], row["code"]))


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


def report_lines(move: Move) -> list[dict[str, Any]]:
    """Return the lines of a reconciliation with their words, as screens show them."""
    return [
        {
            **line,
            "title": line["name"] or words.DIRECTIONS.get(line["direction"], line["direction"]),
            "reasons": [(words.reason(code), part["rows"]) for code, part in sorted(line["wrong"].items())],
        }
        for line in (move.report or {}).get("lines", [])
    ]


def notes_of(counts: dict[str, Any]) -> list[tuple[str, int]]:
    """Return what was mended or left out, in words."""
    return [
        (str(words.NOTES.get(name, name)), count) for name, count in sorted(counts.get("notes", {}).items())
    ]


def unknown_values(move: Move, most: int = 40) -> list[tuple[str, str, int]]:
    """Return values that no table knew in the trial: field, word, how often; the commonest first."""
    found = [
        (key, word, count)
        for key, seen in (move.dry or {}).get("unknown", {}).items()
        for word, count in seen.items()
    ]
    return sorted(found, key=lambda one: (one[0], -one[2], one[1]))[:most]
