"""Number and notation: NĐ 30/2020/NĐ-CP, Điều 15 and Phụ lục I (box 3), Phụ lục III (abbreviations)."""

import re

from congvu.documents.rules.layout.shapes import SHAPES, Shape

MOST_NUMBER = 99_999
_SUFFIX = re.compile(r"[a-zđ]")
_SPECIAL = (("hội đồng nhân dân", "HĐND"), ("ủy ban nhân dân", "UBND"), ("văn phòng", "VP"))


def agency_sign(name: str, short_name: str = "", kind: str = "") -> str:
    """Return how an agency is written in a notation: UBND, HĐND, SXD …

    Args:
        name: its full name.
        short_name: its registered abbreviation, used when it is one word of letters.
        kind: "committee" for a people's committee.
    """
    if kind == "committee":
        return "UBND"
    folded = name.casefold()
    special = next((sign for words, sign in _SPECIAL if folded.startswith(words)), "")
    if special:
        return special
    if re.fullmatch(r"[^\W\d_]{2,12}", short_name) and not short_name.islower():
        return short_name
    parts = [word for word in re.split(r"[\s\-–,]+", name) if word[:1].isalpha()]
    if parts and parts[0].casefold() in {"cn", "chi"}:
        parts = parts[:4]
    return "".join(word[0] for word in parts if word.casefold() not in {"và", "của"}).upper()


def notation_of(key: str, agency: str, unit: str = "", field: str = "") -> str:
    """Return the notation of a document.

    Args:
        key: its type.
        agency: as `agency_sign` gives it.
        unit: sign of the unit that drafts, for công văn.
        field: sign of the field, which stands instead of the unit where the agency wants it so.
    """
    shape = SHAPES[key]
    if not shape.numbered:
        return ""
    if shape.kind.code:
        return f"{shape.kind.code}-{agency}"
    tail = field or unit
    return f"{agency}-{tail}" if tail and tail != agency else agency


def display_number(number: int, suffix: str = "") -> str:
    """Return a number as it is written: a zero before those below 10, a suffix letter after it."""
    return f"{number:02d}{suffix}"


def is_suffix(text: str) -> bool:
    """Tell whether `text` may follow a number: one small letter, or nothing."""
    return not text or _SUFFIX.fullmatch(text) is not None


def full_code(display: str, notation: str) -> str:
    """Return number and notation as they stand after “Số:”."""
    if not notation:
        return ""
    return f"{display}/{notation}" if display else f"/{notation}"


def copy_code(number: int, key: str, agency: str) -> str:
    """Return the code of a copy, such as "05/SY-UBND" (NĐ 30/2020/NĐ-CP, Điều 25 and Phụ lục I)."""
    return f"{number:02d}/{key}-{agency}"


def wrong_notation(shape: Shape, notation: str) -> str:
    """Return why `notation` does not fit the type, or "" when it does."""
    if not shape.numbered:
        return "type-without" if notation else ""
    if not notation:
        return "missing"
    if " " in notation or "–" in notation:
        return "spaces"
    first = notation.split("-", 1)[0]
    if shape.kind.code:
        if first == shape.kind.code:
            return "" if "-" in notation else "agency"
        return "letters" if first.casefold() == shape.kind.code.casefold() else "type"
    codes = {one.kind.code for one in SHAPES.values() if one.kind.code}
    return "letter-with-type" if first in codes | {"CV"} else ""
