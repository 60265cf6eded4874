"""Search across nouns: the newest rows that hold the words, the best of them first."""

from congvu.common import subjects
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.search.messages import Hit, Results, Tally
from congvu.search.queries.candidates import newest
from congvu.search.queries.sources import Source, sources_of
from congvu.search.rules import Query, hit, query_of, ranked

PAGE = 20
DEPTH = 100
"""So many of the newest matching rows of a noun are ranked; whoever needs more adds a word."""


def find(actor: Actor, text: str, *, noun: str = "", page: int = 1) -> Results:
    """Return what `actor` may see that holds every word of `text` (two statements a noun).

    Words are compared without marks; what holds them with the marks as typed, together, or as its own
    code comes first, and of equals the newest.

    Args:
        actor: who looks.
        text: as typed; the last word counts as a prefix.
        noun: a source's name to see that noun alone, "" for all.
        page: counted from 1, of twenty hits each.
    """
    query = query_of(text)
    if not query.words:
        return Results()
    found = {source: _hits(source, query, actor) for source in sources_of(actor)}
    tallies = [
        Tally(source.name, str(source.noun), len(hits), capped) for source, (hits, capped) in found.items()
    ]
    chosen = [one for source, (hits, _) in found.items() if noun in ("", source.name) for one in hits]
    start = (max(page, 1) - 1) * PAGE
    best = ranked(chosen)
    return Results(best[start : start + PAGE], tallies, max(page, 1), len(best) > start + PAGE)


def _hits(source: Source, query: Query, actor: Actor) -> tuple[list[Hit], bool]:
    ids = newest(source.index, query.words, source.scopes(actor), DEPTH + 1)
    wanted = [Subject(source.label, pk) for pk in ids[:DEPTH]]
    if not wanted:
        return [], False
    return [hit(card, query) for card in subjects.cards(wanted, actor).values()], len(ids) > DEPTH
