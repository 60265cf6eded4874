"""Vietnamese text: one way to fold for search, the same on every database."""

import re
import unicodedata

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
