"""How well a thing fits what was asked, and which of its parts match: pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from congvu.common.subjects import SubjectCard
from congvu.common.text import clean, fold, indexed, search_words
from congvu.search.messages import Hit, Pieces

_CODE_SIGNS = re.compile(r"[\s.]+")


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked.

    Args:
        words: folded, letters and digits only; the last one counts as a prefix.
        phrase: the whole, folded.
        accented: the whole as typed when it holds Vietnamese marks, in lower case, else "".
        code: the whole as numbers of documents are compared.
    """

    words: tuple[str, ...]
    phrase: str
    accented: str
    code: str


def query_of(text: str) -> Query:
    """Return what a person asked for with `text`."""
    words = search_words(text)
    whole = " ".join(clean(text).split()).lower()
    marked_text = whole if fold(whole) != unicodedata.normalize("NFC", whole) else ""
    return Query(tuple(words), " ".join(words), marked_text, _CODE_SIGNS.sub("", fold(text)))


def score(card: SubjectCard, query: Query) -> int:
    """Return how well a card fits: the code itself, the phrase with its marks, the phrase, then each word."""
    code, title = _CODE_SIGNS.sub("", fold(card.code)), indexed(card.title)
    points = 0
    if query.code and code:
        points += 100 if code == query.code else 40 if code.startswith(query.code) else 0
    if query.accented and query.accented in " ".join(card.title.split()).lower():
        points += 30
    if query.phrase and f" {query.phrase}" in f" {title}":
        points += 20
    held = set(title.split())
    points += sum(2 for word in query.words if word in held)
    return points


def ranked(cards: Iterable[SubjectCard], query: Query) -> list[SubjectCard]:
    """Return cards by how well they fit; equal ones by date and key, the newest first."""
    scored = [
        (score(card, query), card.on.toordinal() if card.on else 0, card.subject.label, card.subject.pk, card)
        for card in cards
    ]
    scored.sort(key=lambda row: row[:4], reverse=True)
    return [row[4] for row in scored]


def hit(card: SubjectCard, query: Query) -> Hit:
    """Return a card with its matching parts marked."""
    words = list(query.words)
    return Hit(card, marked(card.code, words), marked(card.title, words))


def marked(text: str, words: list[str]) -> Pieces:
    """Return `text` in pieces, each with whether it matches one of the folded `words` at a word's start."""
    folded, places = _folded(text)
    hits = [False] * len(text)
    for word in words:
        for found in re.finditer(rf"(?<![0-9a-z]){re.escape(word)}", folded):
            for at in range(found.start(), found.end()):
                hits[places[at]] = True
    pieces: Pieces = []
    for char, on in zip(text, hits, strict=True):
        if pieces and pieces[-1][1] == on:
            pieces[-1] = (pieces[-1][0] + char, on)
        else:
            pieces.append((char, on))
    return pieces


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its letters the place in `text` that it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        for letter in _letters(char):
            letters.append(letter)
            places.append(at)
    return "".join(letters), places


@cache
def _letters(char: str) -> str:
    return fold(char) or (" " if char.isspace() else "")
