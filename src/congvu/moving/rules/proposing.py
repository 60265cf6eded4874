"""Proposing what each column means, from its heading alone."""

from collections.abc import Sequence

from congvu.common.text import fold
from congvu.moving.messages import Mapping
from congvu.moving.rules.fields import FIELDS, Kind
from congvu.moving.rules.headings import JOIN

LEAST = 40


def propose(kind: Kind, headings: Sequence[str]) -> Mapping:
    """Return the mapping that the headings speak for; each column serves one field, the surest pair first."""
    pairs = sorted(
        (
            (_fit(word, heading), -place, field.key, heading)
            for field in FIELDS[kind]
            for word in field.words.split("|")
            for place, heading in enumerate(headings)
            if heading
        ),
        reverse=True,
    )
    columns: dict[str, str] = {}
    for fit, _place, key, heading in pairs:
        if fit >= LEAST and key not in columns and heading not in columns.values():
            columns[key] = heading
    return Mapping(columns=columns)


def _fit(word: str, heading: str) -> int:
    """Return from 0 to 100 how well a heading says a word; marks count, for “sổ” is not “số”."""
    whole, last = heading.casefold().strip(" .:"), heading.rpartition(JOIN)[2].casefold().strip(" .:")
    wanted = word.casefold()
    if wanted == whole:
        return 100
    if fold(wanted) == fold(whole) and len(fold(wanted)) > 3:
        return 90
    joined = heading.replace(JOIN, " ").casefold()
    if wanted == joined:
        return 95
    if wanted == last:
        return 70
    if len(wanted) > 5 and (whole.startswith(wanted) or f" {wanted}" in f" {joined}"):
        return 45 + min(20, len(wanted))
    return 0


def missing(kind: Kind, mapping: Mapping) -> list[str]:
    """Return the keys of needed fields that neither a column nor a constant gives."""
    given = {key for key, heading in mapping.columns.items() if heading}
    given |= {key for key, value in mapping.constants.items() if value}
    needed = [field.key for field in FIELDS[kind] if field.needed and field.key not in given]
    if kind == Kind.OUTGOING and not given & {"number", "code"}:
        needed.append("number")
    return needed


def likeness(mapping: Mapping, headings: Sequence[str]) -> float:
    """Return which share of a saved mapping's columns the headings have."""
    wanted = {heading for heading in mapping.columns.values() if heading}
    return len(wanted & set(headings)) / len(wanted) if wanted else 0.0
