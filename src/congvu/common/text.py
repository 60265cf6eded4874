"""Vietnamese text: one way to fold for search, the same on every database."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_DJ = str.maketrans({"đ": "d", "Đ": "D"})


def fold(text: str) -> str:
    """Return `text` for searching: NFC, marks stripped, đ→d, casefolded, single spaces."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text))
    stripped = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", stripped.translate(_DJ).casefold()).strip()


def clean(text: str) -> str:
    """Return `text` as a person meant it: NFC, no control characters, single spaces, trimmed."""
    normal = unicodedata.normalize("NFC", text)
    printable = "".join(char for char in normal if char in "\n\t" or unicodedata.category(char)[0] != "C")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in printable.strip().splitlines())


def one_line(text: str) -> str:
    """Return `text` cleaned and on one line: a name, an address, a number."""
    return " ".join(clean(text).split())
