"""Full text: one way to fold, split and ask, the same for both nouns and both databases."""

import re

from django.db import connection

from congvu.common.text import fold
from congvu.directory.messages import Actor

MOST_WORDS = 12
_CODE = re.compile(r"[\s.]+")


def search_words(text: str) -> list[str]:
    """Return the folded words of `text`, letters and digits only, as both databases index them."""
    folded = "".join(char if char.isalnum() else " " for char in fold(text))
    return folded.split()[:MOST_WORDS]


def indexed(text: str) -> str:
    """Return `text` as it is kept for searching: folded, and without signs at which databases split."""
    return " ".join("".join(char if char.isalnum() else " " for char in fold(text)).split())


def code_key(text: str) -> str:
    """Return a document's number and notation as it is compared: "12 / QĐ-UBND" gives "12/qd-ubnd"."""
    return _CODE.sub("", fold(text))[:90]


def agency_word(agency_id: int) -> str:
    """Return the word in the text that stands for an agency whose document it is."""
    return f"zag{agency_id}"


def unit_word(unit_id: int) -> str:
    """Return the word in the text that stands for a unit that has the document."""
    return f"zun{unit_id}"


def officer_word(officer_id: int) -> str:
    """Return the word in the text that stands for an officer who has the document in person."""
    return f"zof{officer_id}"


def scope_words(actor: Actor) -> list[str]:
    """Return the words of which a document that `actor` may see holds at least one."""
    if actor.agency_wide:
        return [agency_word(actor.agency_id)]
    own = [officer_word(actor.officer_id)] if actor.officer_id else []
    return [*(unit_word(unit_id) for unit_id in actor.unit_ids), *own]


def condition(table: str, words: list[str], scopes: list[str]) -> tuple[str, str]:
    """Return the condition on `table` (with its index of 0002_search) and the query that it is bound to.

    Args:
        table: "documents_incomingdocument" or "documents_outgoingdocument".
        words: folded words; the last one counts as a prefix.
        scopes: words of which one must stand in the text; none means no limit.
    """
    if connection.vendor == "postgresql":
        within = [f"({' | '.join(scopes)})"] if scopes else []
        query = " & ".join([*words[:-1], f"{words[-1]}:*", *within])
        return f"{table}.search_vector @@ to_tsquery('simple', %s)", query
    within = [f"({' OR '.join(scopes)})"] if scopes else []
    query = " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*', *within])
    index = f"{table}_search"
    where = f"{table}.id IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)"  # noqa: S608 — our own names
    return where, query
