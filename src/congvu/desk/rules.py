"""Pure helpers of the desk: what was typed or scanned into the search box, and what matched."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from congvu.common.text import clean, fold
from congvu.dossiers.rules import is_dossier_code

_NUMBER = re.compile(r"(0|\+84)[\d .\-]{7,}\d")


def searched(text: str) -> str:
    """Return what the officer means to search: a scanned QR code gives its dossier code alone.

    The QR of a receipt says "code|secret", or the look-up address with both; a phone or identity number
    typed in groups becomes one word (both begin with 0; the end of a dossier code does not).
    """
    words = clean(text).replace("\n", " ")
    if "://" in words:
        words = parse_qs(urlsplit(words).query).get("ma", [""])[0]
    words = words.partition("|")[0].strip()
    if _NUMBER.fullmatch(words) and not is_dossier_code(words):
        return re.sub(r"[ .\-]", "", words)
    return words


@dataclass(frozen=True, slots=True)
class Card:
    """What the QR code of an identity card says."""

    id_number: str
    name: str
    born: str
    address: str


def scanned_card(text: str) -> Card | None:
    """Read the QR code of a CCCD or căn cước card, or return None for anything else.

    It says: number | old number | full name | born ddmmyyyy | sex | residence | issued (thẻ CCCD gắn chip,
    TT 06/2021/TT-BCA).
    """
    parts = [part.strip() for part in text.split("|")]
    if len(parts) < 6 or not re.fullmatch(r"\d{12}", parts[0]) or not re.fullmatch(r"\d{8}", parts[3]):
        return None
    born = parts[3]
    return Card(parts[0], parts[2], f"{born[:2]}/{born[2:4]}/{born[4:]}", parts[5])


def marked(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """Return `text` in pieces, each with whether it matches one of the folded `words` at a word's start."""
    folded, places = _folded(text)
    hit = [False] * len(text)
    for word in words:
        for found in re.finditer(rf"(?<![0-9a-z]){re.escape(word)}", folded):
            for at in range(found.start(), found.end()):
                hit[places[at]] = True
    pieces: list[tuple[str, bool]] = []
    for char, on in zip(text, hit, strict=True):
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
        for letter in fold(char) or (" " if char.isspace() else ""):
            letters.append(letter)
            places.append(at)
    return "".join(letters), places
