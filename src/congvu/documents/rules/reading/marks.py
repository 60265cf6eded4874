"""Marks beside the text (Phụ lục I, boxes 10a, 10b, 14): urgency, secrecy, copies; grounds and annexes."""

import re
from collections.abc import Sequence

from congvu.documents.messages import Found, LegalBase, Line
from congvu.documents.rules.reading.paragraphs import Paragraph
from congvu.documents.rules.reading.text import alike, flat, is_caps, squeeze
from congvu.documents.rules.reading.zones import Zones

URGENCY = {"hoatoc": "Hỏa tốc", "hoatochengio": "Hỏa tốc", "thuongkhan": "Thượng khẩn", "khan": "Khẩn"}
SECRECY = {"tuyetmat": "Tuyệt mật", "toimat": "Tối mật", "mat": "Mật"}
COPIES = {
    "saoy": "SAO Y",
    "saoybanchinh": "SAO Y",
    "bansaoy": "SAO Y",
    "saoluc": "SAO LỤC",
    "trichsao": "TRÍCH SAO",
}
_LABEL = re.compile(r"^(do mat|do khan|muc do khan|muc do mat|khan cap)\s*[:.]\s*")
_CITED = re.compile(
    r"\b(\d{1,5}(?:/\d{4})?/[^\W\d_][\w&]*(?:[-–][\w&]+)*|\d{1,4}-[^\W\d_]{2,3}/[^\W\d_]{2,5})"
)
_ANNEX = re.compile(r"^phu luc(?:\s+(?:so\s+)?(?:[ivxl]+|\d+)[a-z]?)?\b")


def read_mark(lines: Sequence[Line], known: dict[str, str]) -> Found | None:
    """Return the mark of `known` that stands alone on a line or after its label."""
    found: list[Found] = []
    for line in lines:
        label = _LABEL.match(flat(line.text))
        text = line.text[label.end() :] if label else line.text
        mark = _mark(text, known, labelled=bool(label))
        if mark:
            found.append(Found(mark[0], (line.span(),), mark[1]))
        for piece in re.finditer(r"[\[(*|]\s*([^\[\]()*|]{3,16})\s*[\])*|]", line.text):
            mark = _mark(piece[1], known, labelled=False)
            if mark:
                found.append(Found(mark[0], (line.span(*piece.span(1)),), mark[1] * 0.9))
    if not found:
        return None
    found.sort(key=lambda one: -one.confidence)
    others = tuple(one for one in found[1:] if one.value != found[0].value)
    return Found(found[0].value, found[0].spans, found[0].confidence, others)


def _mark(text: str, known: dict[str, str], *, labelled: bool) -> tuple[str, float] | None:
    bare = squeeze(text)
    if not bare or (len(bare) > 14 and "hengio" not in bare):
        return None
    if bare.startswith("hoatochengio") and "hoatochengio" in known:
        return known["hoatochengio"], 0.9
    if not (labelled or is_caps(text)):
        return None
    if bare in known:
        return known[bare], 0.95
    near = [name for name in known if len(name) >= 6 and alike(bare, name) >= 0.83]
    return (known[near[0]], 0.6) if near else None


def read_draft(lines: Sequence[Line]) -> bool:
    """Tell whether the head says that this is a draft."""
    return any(squeeze(line.text).startswith("duthao") and len(line.text) < 40 for line in lines)


def read_bases(paragraphs: Sequence[Paragraph]) -> tuple[LegalBase, ...]:
    """Return the grounds: paragraphs that open with “Căn cứ”."""
    found = []
    for paragraph in paragraphs:
        if paragraph.annex or not re.match(r"(?:[-+]\s*)?c[a4]n c[uư]\b", paragraph.folded):
            continue
        for start, end in _each(paragraph):
            text = paragraph.text[start:end].strip(" ;.,-")
            cited = _CITED.search(text)
            found.append(LegalBase(Found(text, paragraph.spans(start, end), 0.95), cited[0] if cited else ""))
    return tuple(found)


def _each(paragraph: Paragraph) -> list[tuple[int, int]]:
    """Cut a paragraph that holds several grounds, as an extractor may give them."""
    starts = [match.start() for match in re.finditer(r"(?:^|(?<=; )|(?<=;))can cu\b", paragraph.folded)] or [
        0
    ]
    ends = [*starts[1:], len(paragraph.text)]
    if len(starts) == 1 and len(paragraph.text) > 160:
        stop = re.search(
            r"(?<=[^.]{6}),\s(?=(uy ban|so |bo |chu tich|giam doc|de nghi|ubnd)\S* .*(de nghi|yeu cau|"
            r"thong bao|bao cao))",
            paragraph.folded,
        )
        if stop:
            return [(0, stop.start())]
    return list(zip(starts, ends, strict=True))


def read_annexes(zones: Zones, paragraphs: Sequence[Paragraph]) -> tuple[Found, ...]:
    """Return the annexes that follow, else those that the body says are enclosed."""
    found = []
    for number, line in enumerate(zones.annexes):
        match = _ANNEX.match(flat(line.text))
        if match and (is_caps(line.text[: match.end()]) or number == 0 or len(line.text) < 30):
            title = zones.annexes[number + 1 : number + 2]
            same = (
                line.text
                if len(line.text) > match.end() + 3
                else " ".join([line.text, *(one.text for one in title)])
            )
            found.append(Found(same.strip(), (line.span(), *(one.span() for one in title)), 0.9))
    if found:
        return tuple(found)
    if zones.annexes:
        first = zones.annexes[0]
        text = " ".join(line.text for line in zones.annexes[:2])
        return (Found(text, (first.span(),), 0.7),)
    for paragraph in paragraphs:
        for match in re.finditer(
            r"\((?:co )?(?:kem theo|gui kem|dinh kem)[^)]*\)|\b(?:gui|dinh) kem\b[^.;]{4,80}",
            paragraph.folded,
        ):
            text = paragraph.text[match.start() : match.end()].strip("() ")
            found.append(Found(text, paragraph.spans(*match.span()), 0.6))
    return tuple(found)
