"""Agencies of the directory by the names that documents give them."""

from dataclasses import dataclass

from congvu.directory.models import Agency
from congvu.documents.rules.proposals import agency_key


@dataclass(frozen=True, slots=True)
class Issuer:
    """An agency that a name means: its key, and its name as the directory writes it."""

    id: int
    name: str


def agencies_by_name() -> dict[str, Issuer]:
    """Return the open agencies by their names as names are compared, short names too (one statement)."""
    found: dict[str, Issuer] = {}
    rows = (
        Agency.objects.filter(closed_on__isnull=True).order_by("pk").values_list("pk", "name", "short_name")
    )
    for pk, name, short in rows:
        for text in (name, short):
            if text:
                found.setdefault(agency_key(text), Issuer(pk, name))
    return found


def issuer_named(name: str) -> Issuer | None:
    """Return the agency that `name` means, in whatever letters it is written; None when none or unclear."""
    return agencies_by_name().get(agency_key(name)) if name.strip() else None
