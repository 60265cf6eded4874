"""Search across nouns: the newest rows that hold the words, the best of them first."""

from congvu.common import subjects
from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard
from congvu.directory.messages import Actor
from congvu.search.messages import Results, Tally
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
    found = {source: _cards(source, query, actor) for source in sources_of(actor)}
    tallies = [
        Tally(source.name, str(source.noun), len(cards), capped) for source, (cards, capped) in found.items()
    ]
    chosen = [card for source, (cards, _) in found.items() if noun in ("", source.name) for card in cards]
    start = (max(page, 1) - 1) * PAGE
    best = ranked(chosen, query)
    hits = [hit(card, query) for card in best[start : start + PAGE]]
    return Results(hits, tallies, max(page, 1), len(best) > start + PAGE)


def _cards(source: Source, query: Query, actor: Actor) -> tuple[list[SubjectCard], bool]:
    ids = source.finding(actor, query.words, DEPTH + 1)
    wanted = [Subject(source.label, pk) for pk in ids[:DEPTH]]
    if not wanted:
        return [], False
    return list(subjects.cards(wanted, actor).values()), len(ids) > DEPTH
