"""Which lines are the head, the title, the body, the foot and the annexes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from congvu.documents.messages import Layout, Line
from congvu.documents.rules.reading import columns
from congvu.documents.rules.reading.kinds import Kind, from_title
from congvu.documents.rules.reading.text import alike, flat, is_caps, is_rule, person, squeeze

NATION, MOTTO, PARTY = "conghoaxahoichunghiavietnam", "doclaptudohanhphuc", "dangcongsanvietnam"
_ENGLISH = re.compile(
    r"\b(socialist|republic|independence|freedom|happiness|people's|committee|department|ministry|"
    r"province of|"
    r"no\.:|office of|date:)\b"
)
_PAGE_NUMBER = re.compile(r"^(?:-\s*)?(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*-)?$")
_SIGNATURE = re.compile(
    r"^(nguoi ky|ky boi|co quan ky|signed by|email|thoi gian ky|ngay ky|digitally signed|signature valid"
    r"|chu ky so|ky so boi|to chuc xac thuc)\s*:|^signature valid|^thoi gian ky"
)
NUMBER = re.compile(r"^(?:luat |phap lenh |nghi quyet )?(?:s[o0e6]|5o)\s*(?:[:.;]|(?=\d|/|_|…|\.\.))")
DATE = re.compile(r"\bng[a4]y\b\D{0,12}[\d_.…\sol]{0,8}.{0,6}(?:thang|[/.\-])")
RECIPIENTS = re.compile(r"^noi nh[ae]n\s*(?:[:.;]|$)|^noi nhan van ban\s*:")
ADDRESSED = re.compile(r"^k[ii]nh\s+(?:gu[il]|goi|trinh)\b\s*[:.;]?")
FORMS = re.compile(r"^(t/?m|k/?t|t/?l|t/?uq|q)\s?[.,]\s?(?=[A-ZÀ-ỸĐ])", re.IGNORECASE)
_ANNEX = re.compile(r"^(phu luc|bieu mau|bieu so|mau so|danh sach kem|danh muc kem|noi dung kem)\b")
_POSITION = re.compile(
    r"\b(chu tich|pho chu tich|giam doc|truong|pho|chanh|bo truong|thu truong|cuc truong|chi cuc|bi thu|tong|"
    r"vien truong|chu toa|chu tri|thu ky|dai dien|nguoi|thu tuong|hieu truong|ke toan|chanh an|thanh tra|"
    r"uy vien|thuong truc|to truong|doi truong|chi huy|quyen|ben [ab]|ky|pho ban|ban)\b"
)


@dataclass(frozen=True, slots=True)
class Title:
    """The line that names the type: what it names, where the name ends, how sure that is."""

    kind: Kind
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Zones:
    """The parts of a document, in order.

    Args:
        head: lines above the title, or above “Kính gửi” of a công văn.
        title: what the first line of `body` names when it names the type; None for a công văn.
        body: from the title (or “Kính gửi”) to the foot.
        foot: “Nơi nhận” and signatures.
        annexes: everything after.
    """

    head: tuple[Line, ...]
    title: Title | None
    body: tuple[Line, ...]
    foot: tuple[Line, ...]
    annexes: tuple[Line, ...]


def split(layout: Layout) -> Zones:
    """Return the zones of a layout, its pages turned round first when they lie upside down."""
    lines = columns.unmerge(_ordered(_useful(layout.lines)))
    top, title = _top(lines)
    foot = _foot(lines, top + 1)
    end = _annex(lines, foot)
    return Zones(
        tuple(lines[:top]), title, tuple(lines[top:foot]), tuple(lines[foot:end]), tuple(lines[end:])
    )


def is_nation(text: str) -> bool:
    """Tell whether `text` is the nation's name, its motto, or the Party's head."""
    bare = squeeze(text)
    if len(bare) < 12:
        return False
    return any(known in bare or alike(bare, known) > 0.8 for known in (NATION, MOTTO, PARTY))


def _useful(lines: Sequence[Line]) -> list[Line]:
    """Leave out page numbers, drawn lines, traces of digital signatures and English twins of the head."""
    kept: list[Line] = []
    gap = False
    for line in lines:
        folded = flat(line.text)
        if is_rule(line.text) or _PAGE_NUMBER.match(folded) or _SIGNATURE.match(folded):
            gap = True
            continue
        if line.margin and not is_nation(line.text) and not NUMBER.match(folded) and line.page != 0:
            continue
        if _ENGLISH.search(folded) and folded == line.text.lower() and len(kept) < 20:
            continue
        kept.append(replace(line, gap=True) if gap else line)
        gap = False
    return kept


def _ordered(lines: list[Line]) -> list[Line]:
    """Turn the pages round when the head stands on the last page and the foot comes before it."""
    pages = sorted({line.page for line in lines})
    if len(pages) < 2:
        return lines
    heads = [line.page for line in lines if is_nation(line.text)]
    if not heads or min(heads) != pages[-1]:
        return lines
    return [line for page in reversed(pages) for line in lines if line.page == page]


def _top(lines: list[Line]) -> tuple[int, Title | None]:
    """Return where the head ends, and the title when the document has one."""
    start = _after_head(lines)
    for number in range(start, min(len(lines), start + 40)):
        line = lines[number]
        if ADDRESSED.match(flat(line.text)):
            return number, None
        title = _title(line, near=number <= start + 4)
        if title:
            return number, title
    return min(start, len(lines)), None


def _after_head(lines: list[Line]) -> int:
    """Return the line after the last sure mark of a head: nation, number, date."""
    marks = [0]
    for number, line in enumerate(lines[:30]):
        folded = flat(line.text)
        if ADDRESSED.match(folded) or (len(marks) > 2 and _title(line, near=False)):
            break
        if is_nation(line.text) or NUMBER.match(folded) or (DATE.search(folded) and len(line.text) < 70):
            marks.append(number + 1)
    return max(marks)


def _title(line: Line, *, near: bool) -> Title | None:
    found = from_title(line.text)
    if not found or line.table:
        return None
    kind, end, sure = found
    whole = not line.text[end:].strip(" :.*")
    if kind.code in {"L", "PL", "LU"} and not (whole and is_caps(line.text)):
        return None
    if is_caps(line.text[:end]):
        return Title(kind, end, sure)
    if whole and near and (line.bold or line.gap or line.text[:1].isupper()):
        return Title(kind, end, sure * 0.85)
    return None


def is_position(line: Line) -> bool:
    """Tell whether `line` is a line above a signature: KT., TM. … or a position in capitals."""
    if FORMS.match(line.text):
        return True
    return is_caps(line.text) and len(line.text) < 70 and bool(_POSITION.search(flat(line.text)))


def _foot(lines: list[Line], start: int) -> int:
    """Return where the foot starts: at “Nơi nhận” or at the signature, whichever comes first."""
    named = next((n for n in range(start, len(lines)) if RECIPIENTS.match(flat(lines[n].text))), None)
    if named is not None:
        return _signature_before(lines, start, named)
    for number in range(start, len(lines)):
        if FORMS.match(lines[number].text) and is_caps(lines[number].text):
            return number
        if is_position(lines[number]) and _name_below(lines, number):
            return number
    return len(lines)


def _name_below(lines: list[Line], number: int) -> bool:
    for line in lines[number + 1 : number + 7]:
        if is_position(line):
            continue
        return bool(person(line.text, loose=True))
    return False


def _signature_before(lines: list[Line], start: int, named: int) -> int:
    """Extractors may give the signature before “Nơi nhận”: go back over its lines."""
    at = named
    floor = max(start, named - 12)
    for number in range(named - 1, floor - 1, -1):
        line = lines[number]
        if is_position(line):
            at = number
        elif not (
            person(line.text)
            or (len(line.text) < 40 and flat(line.text).strip("()[] ").startswith(("da ky", "ky ")))
        ):
            break
    return at


def _annex(lines: list[Line], foot: int) -> int:
    """Return where annexes start: a heading “PHỤ LỤC”, a second title or a second nation after the foot."""
    for number in range(foot + 1, len(lines)):
        line = lines[number]
        folded = flat(line.text)
        if _ANNEX.match(folded) and (is_caps(line.text) or len(line.text) < 30) and line.column != "left":
            return number
        if is_nation(line.text) and number > foot + 2:
            return max(foot + 1, number - 1) if is_caps(lines[number - 1].text) else number
        found = from_title(line.text)
        if found and is_caps(line.text) and found[2] == 1.0 and not line.text[found[1] :].strip():
            return number
    return len(lines)
