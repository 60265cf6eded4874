"""Which rows hold the words: through the full-text index, in bounded time however common the words are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from congvu.common.text import asked

LOOKED_AT = 2_000
"""Up to so many matching rows are sorted; words that more rows hold are sought from the newest row down."""

WALKED = 50_000
"""So many of the newest rows are walked at most when the words are that common."""


@dataclass(frozen=True, slots=True)
class Index:
    """A table with its full-text index.

    Args:
        table: has the columns id and (on PostgreSQL) search_vector.
        fts: the FTS5 table on SQLite.
    """

    table: str
    fts: str


def newest(index: Index, words: Sequence[str], scopes: Sequence[str], wanted: int) -> list[int]:
    """Return the ids of the newest rows that hold all words and one of the scopes, at most `wanted`.

    Args:
        index: where to look.
        words: folded; the last one counts as a prefix.
        scopes: the words that stand for what an officer may see; none means nothing is in sight.
        wanted: most ids.
    """
    if not words or not scopes:
        return []
    if connection.vendor == "postgresql":
        return _postgresql(index, words, scopes, wanted)
    query = asked(connection.vendor, words, scopes)
    return _ids(
        f"SELECT rowid FROM {index.fts} WHERE {index.fts} MATCH %s ORDER BY rowid DESC LIMIT %s",  # noqa: S608
        [query, wanted],
    )


def _postgresql(index: Index, words: Sequence[str], scopes: Sequence[str], wanted: int) -> list[int]:
    """Ask the index for all rows first: the planner's own choice is wrong by seconds for some words."""
    query = asked("postgresql", words, scopes)
    found = _ids(
        f"WITH hits AS MATERIALIZED (SELECT id FROM {index.table} "  # noqa: S608 — our own names
        "WHERE search_vector @@ to_tsquery('simple', %s) LIMIT %s) SELECT id FROM hits ORDER BY id DESC",
        [query, LOOKED_AT + 1],
    )
    if len(found) <= LOOKED_AT:
        return found[:wanted]
    latest = _ids(
        f"SELECT id FROM (SELECT id, search_vector FROM {index.table} "  # noqa: S608 — our own names
        "ORDER BY id DESC LIMIT %s) AS latest WHERE search_vector @@ to_tsquery('simple', %s) LIMIT %s",
        [WALKED, query, wanted],
    )
    return list(dict.fromkeys([*latest, *found]))[:wanted]


def _ids(statement: str, values: list[str | int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
