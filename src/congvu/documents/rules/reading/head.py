"""The head: number and notation, place and date (NĐ 30/2020/NĐ-CP, Phụ lục I, boxes 3 and 4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from congvu.documents.messages import Found, Line, Span
from congvu.documents.rules.reading.kinds import from_code
from congvu.documents.rules.reading.text import flat
from congvu.documents.rules.reading.zones import NUMBER

_SIGN = r"[^\W_]+(?:[.&][^\W_]+)*"
_PARTS = rf"{_SIGN}(?:\s?[-–/]\s?{_SIGN})*"
_CODE = re.compile(
    rf"^[\s_.…]*(?P<number>[\dOolI]{{1,6}}(?:\s?[a-zđ])?(?![^\W\d_]))?[\s_.…]*/[\s_.…]*"
    rf"(?:(?P<year>(?:19|20)[\dOolI]{{2}})\s*[/\-–]\s*)?(?P<notation>{_PARTS})",
    re.IGNORECASE,
)
_PARTY = re.compile(rf"^[\s_.…]*(?P<number>\d{{1,6}})?[\s_.…]*[-–]\s*(?P<notation>[^\W\d_]{{2,4}}/{_PARTS})")
_ONLY = re.compile(r"^[\s_.…]*(?P<number>\d{1,6}[a-z]?)\b")
_BARE = re.compile(
    rf"(?<![\w/.])(?P<number>\d{{1,5}}[a-z]?)\s?/\s?(?P<notation>[A-ZĐ]{{2,}}\w*(?:\s?[-–]\s?{_SIGN})+)"
)
_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_FIXED = {"TTG": "TTg", "TTR": "TTr", "CTR": "CTr", "QYĐ": "QyĐ", "TRS": "TrS", "QYD": "QyĐ"}


@dataclass(frozen=True, slots=True)
class Code:
    """Number and notation as they were found together."""

    number: Found | None
    notation: Found | None
    code: Found | None


def read_code(lines: Sequence[Line]) -> Code:
    """Return number and notation from the lines of the head."""
    found = [code for number in range(len(lines)) if (code := _at(lines, number))]
    if not any(code.notation for code in found):
        found += [code for line in lines if (code := _bare(line))]
    if not found:
        return Code(None, None, None)
    found.sort(key=lambda code: (code.notation is None, code.number is None))
    best, others = found[0], found[1:]
    return Code(*(_with_others(best, others, name) for name in ("number", "notation", "code")))


def _with_others(best: Code, others: list[Code], name: str) -> Found | None:
    value: Found | None = getattr(best, name)
    if value is None:
        return None
    more = [other for code in others if (other := getattr(code, name)) and other.value != value.value]
    scaled = tuple(other.scaled(0.5) for other in more)
    sure = value.confidence * (0.9 if more else 1)
    return replace(value, confidence=round(sure, 3), alternatives=value.alternatives + scaled)


def _at(lines: Sequence[Line], number: int) -> Code | None:
    line = lines[number]
    mark = NUMBER.match(flat(line.text))
    if not mark:
        return None
    text, start = line.text, mark.end()
    extra = _continued(lines, number, text[start:])
    for pattern in (_CODE, _PARTY):
        match = pattern.match(text[start:] + extra)
        if match:
            return _code(line, start, match, party=pattern is _PARTY)
    only = _ONLY.match(text[start:])
    if not only:
        return None
    value = Found(only["number"], (line.span(start + only.start("number"), start + only.end("number")),), 0.5)
    return Code(value, None, None)


def _continued(lines: Sequence[Line], number: int, text: str) -> str:
    """Return the next line's text when the code runs on there."""
    follow = next((line.text for line in lines[number + 1 : number + 2]), "")
    tail = text.rstrip()
    if (tail.endswith(("-", "–", "/")) or follow.startswith(("/", "-"))) and re.match(
        r"[/-]?\s?[A-ZĐ&\d/-]+$", follow
    ):
        return " " + follow if not tail.endswith(("-", "–", "/")) else follow
    return ""


def _code(line: Line, start: int, match: re.Match[str], *, party: bool) -> Code:
    sure = 0.97
    groups = match.groupdict()
    number = (groups["number"] or "").replace(" ", "")
    digits = number[:-1].translate(_DIGITS) + number[-1:] if len(number) > 1 else number.translate(_DIGITS)
    if digits[-1:] in "OoIl" and digits[-1:]:
        digits = digits.translate(_DIGITS)
    if digits != number:
        sure *= 0.8
    notation, doubt = _notation(match["notation"])
    spans = _span(line, start, match)
    year = (groups.get("year") or "").translate(_DIGITS)
    full = f"{digits}-{notation}" if party else "/".join(part for part in (digits, year, notation) if part)
    others = (Found(match["notation"], (spans["notation"],), 0.3),) if doubt < 1 else ()
    return Code(
        Found(digits, (spans["number"],), round(sure, 3)) if digits else None,
        Found(notation, (spans["notation"],), round(sure * doubt, 3), others),
        Found(
            full if digits else f"/{notation}",
            (spans["code"],),
            round(sure * doubt * (1 if digits else 0.6), 3),
        ),
    )


def _span(line: Line, start: int, match: re.Match[str]) -> dict[str, Span]:
    def one(name: str | int) -> Span:
        low, high = match.span(name)
        return line.span(min(start + max(low, 0), len(line.text)), min(start + max(high, 0), len(line.text)))

    whole = one(0)
    return {"number": one("number"), "notation": one("notation"), "code": whole}


def _notation(raw: str) -> tuple[str, float]:
    """Return a notation without spaces, its type in the decree's letters, and how far that changed it."""
    text = re.sub(r"\s*([-–/])\s*", lambda match: "-" if match[1] == "–" else match[1], raw).strip(" .-–/")
    sure = 1.0
    if not any(char.isupper() for char in text):
        text, sure = text.upper(), 0.85
    parts = [_FIXED.get(part, part) for part in text.split("-")]
    kinds = from_code(parts[0])
    if len(parts) > 1 and len(kinds) == 1 and kinds[0].code and kinds[0].code != parts[0]:
        parts[0], sure = kinds[0].code, sure * 0.9
    return "-".join(parts), sure


def _bare(line: Line) -> Code | None:
    """Find a code whose “Số” was lost."""
    match = _BARE.search(line.text)
    if not match or re.match(r"can cu|theo|v/v", flat(line.text)):
        return None
    found = _code(line, 0, match, party=False)
    return Code(*(value and value.scaled(0.7) for value in (found.number, found.notation, found.code)))


_D = r"[\dol|]{1,2}"
_WRITTEN = re.compile(
    rf"(?:ng[a4]y|^)\s*(?P<d>{_D}|\d\s\d)?[\s._…]*th[a4]ng\s*(?P<m>{_D}|\d\s\d)?[\s._…]*n[a4]m\s*(?P<y>[\dol\s]{{4,7}})"
)
_SHORT = re.compile(
    rf"(?:ng[a4]y\s*:?\s*)(?P<d>{_D})\s*(?P<s>[./\-])\s*(?P<m>{_D})\s*(?P=s)\s*(?P<y>\d{{4}})"
)
_LOOSE = re.compile(r"^[^,]{2,40},\s*(?P<d>\d{1,2})(?P<s>[./\-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})\s*$")
_STAMPED = re.compile(r"(?:^|\s)den\b|chuyen\s*:|^ngay\s*:|^gio\s*:")


def read_place_and_date(lines: Sequence[Line]) -> tuple[Found | None, Found | None]:
    """Return place and date of issue; the place may stand alone when the day was left open."""
    found: list[tuple[Found | None, Found | None]] = []
    for number, line in enumerate(lines):
        folded = flat(line.text)
        match = _WRITTEN.search(folded) or _SHORT.search(folded) or _LOOSE.search(folded)
        if not match or _STAMPED.search(folded[: match.start() + 1]) or re.match(r"ngay\s*:", folded):
            continue
        if re.match(r"can cu|theo|v/v|\(", folded):
            continue
        found.append((_place(lines, number, match), _date(line, match)))
    found.sort(key=lambda pair: (pair[0] is None) + (pair[1] is None))
    place = next((one for one, _ in found if one), None)
    dates = [one for _, one in found if one]
    if not dates:
        return place, None
    more = tuple(one.scaled(0.5) for one in dates[1:] if one.value != dates[0].value)
    return place, replace(dates[0], alternatives=more)


def _date(line: Line, match: re.Match[str]) -> Found | None:
    raw = [(match[name] or "").replace(" ", "") for name in ("d", "m", "y")]
    digits = [part.translate(_DIGITS).replace("|", "1") for part in raw]
    try:
        day = date(int(digits[2]), int(digits[1]), int(digits[0]))
    except ValueError:
        return None
    sure = 0.97 if digits == raw else 0.75
    if not 1945 <= day.year <= 2100:
        return None
    return Found(day.isoformat(), (line.span(*match.span()),), sure)


def _place(lines: Sequence[Line], number: int, match: re.Match[str]) -> Found | None:
    line = lines[number]
    end = match.start()
    if match.re is _LOOSE:
        end = line.text.index(",")
    text = line.text[:end].rstrip(" ,.;")
    if not text and number and lines[number - 1].text.endswith(","):
        line = lines[number - 1]
        text = line.text.rstrip(" ,")
    text = re.sub(r"^.*[|;]\s*", "", text).strip(" *_()")
    if not 2 <= len(text) <= 40 or any(char.isdigit() for char in text):
        return None
    at = line.text.index(text)
    return Found(text, (line.span(at, at + len(text)),), 0.95 if text[0].isupper() else 0.7)
