"""Type and subject: from the title, from the notation, from “V/v” (Phụ lục I, boxes 5a and 5b)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from congvu.documents.messages import Found, Line
from congvu.documents.rules.reading.kinds import BY_NAME, LETTER, Kind, from_code
from congvu.documents.rules.reading.text import flat, is_caps
from congvu.documents.rules.reading.zones import ADDRESSED, DATE, NUMBER, Zones, is_nation

_ABOUT = re.compile(r"^(?:\(?\s*)(?:v\s?[/.]\s?v\.?|(?:trich yeu\s*:?\s*)(?:v/v)?|ve viec)\s*[:.;]?\s*")
_OPENERS = re.compile(
    r"^(can cu|kinh gui|kinh trinh|kinh thua|thuc hien (?!.*\bnam \d{4}$)|ngay \d|hom nay|sang ngay|"
    r"chieu ngay|de |theo |nham |xet |tiep theo|"
    r"tren co so|qua |sau khi|thi hanh|trong (?!tam)|vao luc|hoi \d|phan |chuong |dieu \d|muc \d|"
    r"tran trong|uy ban nhan dan .* (bao cao|thong bao|"
    r"yeu cau|ban hanh|giao|moi|huong dan|kinh)|so .* (bao cao|thong bao|huong dan|moi|yeu cau|de nghi)|"
    r"ten co quan|ho va ten|toi |chung toi|"
    r"nhan dip|i+\.|iv\.|v\.|\d{1,2}[.)]|[a-d]\)|-\s|\+\s|ben a|dai dien|thoi gian|dia diem|noi nhan|"
    r"vua qua|hien nay|nhu |quyet dinh\s*:|"
    r"quyet nghi\s*:|dien\s*:|gui\s*:|co quan|cuoc hop|duoc su|thay mat|nguoi |cap cho|gioi thieu |"
    r"cho phep|uy quyen cho|kem theo|"
    r"tai |thua|quy |voi |do |nam \d{4}, )"
)
_AUTHOR = re.compile(
    r"^(chu tich|giam doc|uy ban|hoi dong|bo truong|truong |so |thu tuong|chanh|cuc truong|ban |"
    r"hieu truong|tong|van phong)"
)
_MARKS = re.compile(r"^(hoa toc|thuong khan|khan|mat|toi mat|tuyet mat|du thao|sao y|sao luc|trich sao)\b")
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Named:
    """Type, subject, where the body goes on (a place in `zones.body`), and whether sources disagree."""

    kind: Found | None
    code: str
    subject: Found | None
    after: int
    disagree: bool = False


def read_title(zones: Zones, notation: Found | None) -> Named:
    """Return type and subject; a notation and a title that disagree lower the confidence of both readings."""
    by_code = (
        from_code(re.split(r"[-/]", notation.value)[0])
        if notation and re.search("[-/]", notation.value)
        else []
    )
    if zones.title is None:
        subject, after = _about(zones)
        return replace(_untitled(zones, by_code, notation), subject=subject, after=after)
    line = zones.body[0]
    title = zones.title
    kind = title.kind
    subject, after = _summary(zones.body, title.end)
    agree = any(one.name == kind.name for one in by_code)
    sure = title.confidence * (0.98 if agree or not notation or not kind.code else 0.8)
    disagree = bool(by_code) and not agree
    others = tuple(
        Found(one.name, notation.spans, 0.35) for one in by_code if notation and one.name != kind.name
    )
    if disagree:
        sure = min(sure, 0.6)
    found = Found(kind.name, (line.span(0, title.end),), round(sure, 3), others)
    return Named(found, kind.code, subject, after, disagree)


def _untitled(zones: Zones, by_code: list[Kind], notation: Found | None) -> Named:
    """Return the type of a document without a title: a công văn, unless its notation says otherwise."""
    addressed = bool(zones.body and ADDRESSED.match(flat(zones.body[0].text)))
    about = any(_ABOUT.match(flat(line.text)) for line in zones.head)
    letter = BY_NAME[LETTER]
    named = [kind for kind in by_code if kind is not letter]
    spans = notation.spans if notation else ()
    if named and not (about or addressed):
        return Named(
            Found(named[0].name, spans, 0.6, tuple(Found(k.name, spans, 0.3) for k in named[1:])),
            named[0].code,
            None,
            0,
        )
    if not (about or addressed or notation):
        return Named(None, "", None, 0)
    sure = 0.95 if (about or addressed) and not named else 0.6
    others = tuple(Found(kind.name, spans, 0.3) for kind in named)
    if not spans and zones.body:
        spans = (zones.body[0].span(),)
    return Named(
        Found(letter.name, spans, sure if notation else 0.7, others), "", None, 0, disagree=bool(named)
    )


def _about(zones: Zones) -> tuple[Found | None, int]:
    """Return the subject after “V/v” and the place of the first line of the body."""
    lines = [*zones.head, *zones.body[:6]]
    for number, line in enumerate(lines):
        match = _ABOUT.match(flat(line.text))
        if match and (number < len(zones.head) or not ADDRESSED.match(flat(line.text))):
            taken = [line.cut(match.end())]
            for follow in lines[number + 1 :]:
                if follow.column and line.column and follow.column != line.column:
                    continue
                if not _goes_on(line, follow):
                    break
                taken.append(follow)
            return _joined(taken, 0.95), 0
    return None, 0


def _goes_on(first: Line, line: Line) -> bool:
    folded = flat(line.text)
    loose = first.column != "right" and not line.column and line.text[:1].islower() and len(line.text) < 45
    if (
        (line.column != first.column and not loose)
        or ADDRESSED.match(folded)
        or is_nation(line.text)
        or NUMBER.match(folded)
    ):
        return False
    if DATE.search(folded) and len(line.text) < 60 and re.search(r"\d{4}\s*$", folded) and "," in line.text:
        return False
    if _MARKS.match(folded) and is_caps(line.text):
        return False
    return loose or (
        not (line.gap and first.column == "" and first.bold == line.bold)
        and not re.match(r"noi nhan|can cu", folded)
    )


def _summary(body: Sequence[Line], end: int) -> tuple[Found | None, int]:
    """Return the summary under (or behind) the type's name, and the place of the line after it."""
    first = body[0]
    taken: list[Line] = []
    rest = first.cut(end)
    opening = rest.text.lstrip(" :.-–*")
    if any(char.isalnum() for char in opening):
        taken.append(rest.cut(rest.text.index(opening)))
    number = 1
    for line in body[1 : 1 + _LONGEST]:
        if _ends(taken, line, body[number - 1]):
            break
        taken.append(line)
        number += 1
    styled = bool(taken) and all(line.bold for line in taken)
    return (_joined(taken, 0.95 if styled else 0.88) if taken else None), number


def _ends(taken: list[Line], line: Line, above: Line) -> bool:
    folded = flat(line.text).strip(" *_(")
    if (
        line.table
        or line.page != above.page
        or (_AUTHOR.match(folded) and is_caps(line.text))
        or (_MARKS.match(folded) and is_caps(line.text))
    ):
        return True
    if not taken and not line.bold and line.text.endswith(".") and len(line.text) > 60:
        return True
    if not taken:
        return (
            bool(
                re.match(
                    r"(can cu|kinh gui|dieu \d|i\.|1\.|hom nay|ho va ten|ben a|ten co quan|toi ten|ngay \d)",
                    folded,
                )
            )
            or len(line.text) > 400
        )
    last = taken[-1]
    if (last.bold and not line.bold) or (
        line.italic and not last.italic and folded.startswith(("can cu", "kem theo", "ban hanh kem"))
    ):
        return True
    if last.bold and line.bold and not line.gap:
        return bool(re.match(r"(can cu|kinh gui|i\.|1\.|dieu \d|phan )", folded))
    if line.text.rstrip().endswith((".", ":", ";")) and line.text[:1].isupper() and len(line.text) > 40:
        return True
    if (line.gap and not (line.bold and last.bold)) or last.text.rstrip().endswith((".", ":", ";", "./.")):
        return True
    return bool(_OPENERS.match(folded)) or folded.startswith(("kem theo", "ban hanh kem"))


def _joined(lines: Sequence[Line], sure: float) -> Found | None:
    kept = [line for line in lines if line.text.strip()]
    text = re.sub(r"(?<=\w)-\s+(?=[a-zà-ỹđ])", "- ", " ".join(line.text for line in kept)).strip(" *_")
    text = text[:-1] if text.endswith((".", ";", ",")) else text
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    match = re.match(r"v/v\s*:?\s*", flat(text))
    text = text[match.end() :] if match else text
    if len(text) < 4:
        return None
    return Found(text, tuple(line.span() for line in kept), sure if len(text) < 500 else sure * 0.6)
