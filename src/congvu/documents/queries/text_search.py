"""Full text: one way to fold, split and ask, the same for both nouns and both databases."""

import re

from django.db import connection

from congvu.common import text as words_of
from congvu.common.text import fold, indexed, search_words
from congvu.directory.messages import Actor

__all__ = [
    "agency_word",
    "code_key",
    "condition",
    "indexed",
    "officer_word",
    "scope_words",
    "search_words",
    "unit_word",
]
_CODE = re.compile(r"[\s.]+")


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
    vendor = connection.vendor
    return words_of.condition(vendor, table, f"{table}_search"), words_of.asked(vendor, words, scopes)
