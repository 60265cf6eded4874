"""Pure helpers of the desk: what was typed or scanned into the search box, and what matched."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from congvu.common.text import clean
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
