"""Reads of the catalogue."""

from congvu.procedures.queries.picker import catalogue, receivable_levels, route_for, routes_for
from congvu.procedures.queries.screens import (
    STAGED_FOR,
    Listing,
    fields,
    listing,
    staged,
    tallies,
    versions_of,
)
from congvu.procedures.queries.versions import (
    content,
    contents,
    forget,
    forget_version,
    frozen,
    heads,
    in_force,
    published,
    today,
)

__all__ = [
    "STAGED_FOR",
    "Listing",
    "catalogue",
    "content",
    "contents",
    "fields",
    "forget",
    "forget_version",
    "frozen",
    "heads",
    "in_force",
    "listing",
    "published",
    "receivable_levels",
    "route_for",
    "routes_for",
    "staged",
    "tallies",
    "today",
    "versions_of",
]
