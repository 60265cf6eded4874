"""Vietnamese text: one way to fold for search, the same on every database, and to ask its indexes."""

import re
import unicodedata
from collections.abc import Sequence

MOST_WORDS = 12
_SPACES = re.compile(r"\s+")


class _Letters(dict[int, int | None]):
    """What becomes of a character in folding, by its number, looked up in Unicode once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_LETTERS = _Letters({ord("đ"): ord("d"), ord("Đ"): ord("D")})


def fold(text: str) -> str:
    """Return `text` for searching: NFC, marks stripped, đ→d, casefolded, single spaces."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text))
    return _SPACES.sub(" ", decomposed.translate(_LETTERS).casefold()).strip()


def clean(text: str) -> str:
    """Return `text` as a person meant it: NFC, no control characters, single spaces, trimmed."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return " ".join(text.split())  # the usual case: one line, and no space but the common one
    normal = unicodedata.normalize("NFC", text)
    printable = "".join(char for char in normal if char in "\n\t" or unicodedata.category(char)[0] != "C")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in printable.strip().splitlines())


def one_line(text: str) -> str:
    """Return `text` cleaned and on one line: a name, an address, a number."""
    return " ".join(clean(text).split())


def search_words(text: str) -> list[str]:
    """Return the folded words of `text`, letters and digits only, as both databases index them."""
    return indexed(text).split()[:MOST_WORDS]


def indexed(text: str) -> str:
    """Return `text` as it is kept for searching: folded, and without signs at which databases split."""
    return " ".join("".join(char if char.isalnum() else " " for char in fold(text)).split())


def asked(vendor: str, words: Sequence[str], scopes: Sequence[str] = ()) -> str:
    """Return what an index is asked for rows with all words and, where there are scopes, one of those.

    Args:
        vendor: the database, as Django calls it.
        words: folded words, at least one; the last one counts as a prefix.
        scopes: words that stand for who may see a row.
    """
    if vendor == "postgresql":
        within = [f"({' | '.join(scopes)})"] if scopes else []
        return " & ".join([*words[:-1], f"{words[-1]}:*", *within])
    within = [f"({' OR '.join(scopes)})"] if scopes else []
    return " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*', *within])


def condition(vendor: str, table: str, index: str) -> str:
    """Return the condition on `table` that holds for the rows which an index finds; it is bound to `asked`.

    Args:
        vendor: the database, as Django calls it.
        table: has the columns id and (on PostgreSQL) search_vector.
        index: the FTS5 table on SQLite.
    """
    if vendor == "postgresql":
        return f"{table}.search_vector @@ to_tsquery('simple', %s)"
    return f"{table}.id IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)"  # noqa: S608 — our own names
