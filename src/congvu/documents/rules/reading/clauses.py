"""Sentences that give work: who leads, who takes part, what, by when."""

import re
from dataclasses import dataclass, replace
from datetime import date

from congvu.documents.messages import Deadline, Direction, Found, Recipient
from congvu.documents.rules.reading import deadlines
from congvu.documents.rules.reading.paragraphs import PLAIN, Paragraph, inside
from congvu.documents.rules.reading.parties import STRONG, Party, parties_at, predicate

TRIGGER = re.compile(
    r"(?<![a-z])(?P<verb>giao nhiem vu|giao trach nhiem|giao|yeu cau|de nghi|chi dao|phan cong|kien nghi|"
    r"kinh de nghi|tran trong de nghi|chuyen)"
    r"(?:\s+(?:cho|den))?(?:\s*:)?\s+"
)
# “được giao”, “theo đề nghị”, “bàn giao”: the same words without giving work.
_NOT_BEFORE = re.compile(
    r"\b(duoc|da|theo|xet|ban|chuyen|nhiem vu|can cu|cac|nhung|mot so|y kien|su|cong tac|noi dung|dap ung|"
    r"thuc hien|bao dam|dam bao|phu hop|"
    r"cong van|van ban|ho so|co|khi co|quyen|neu|phieu|so|hoi|va theo|dang|nhan|tiep nhan|cua|don|to trinh|"
    r"thoi gian|pham vi|muc|phai|va)\s+$"
)
CLOSING = re.compile(
    r"^(tren day la|trong qua trinh|qua trinh|neu co|moi vuong mac|quyet dinh nay|nghi quyet nay|"
    r"chi thi nay|thong bao nay (?!yeu cau)|quy che nay|ke hoach nay|"
    r"can cu|tham du|thanh phan|cuoc hop|du hop|hom nay|tran trong(?! de nghi)|kinh thua|phat bieu)"
)
FORMAL = re.compile(
    r"(chiu|co) trach nhiem (?:to chuc )?(?:thi hanh|thuc hien|trien khai thuc hien|"
    r"thi hanh va thuc hien) (?:quyet dinh|nghi quyet|chi thi|quy che|quy dinh|thong bao|ke hoach) nay|"
    r"can cu quyet dinh thi hanh|khong con phu hop|neu co (?:kho khan|vuong mac|phat sinh)"
)
_TOLD = re.compile(
    r"\s*,?\s*(?:da|dang|duoc|se|vua|chua|cung|la (?!co quan|don vi|dau moi)|co (?!trach nhiem|nhiem vu|"
    r"van ban|ke hoach)|gom|bao gom|gioi thieu|trinh bay|thong bao (?:ve|ket|viec)|nhan duoc|kinh|"
    r"tran trong|thong qua)\b"
)
_CHAIRS = re.compile(r"chu tri (?:cuoc|buoi|hoi nghi|phien|le|buoi lam)")
_WITH = re.compile(r"phoi hop(?: chat che| kip thoi| tot| thuong xuyen)?(?:,)?\s+(?:voi|cung(?: voi)?)?\s*")
_LEADS = re.compile(
    r"\s*(?:(?:la )?(?:co quan |don vi )?(?:chu tri|lam dau moi|"
    r"dau moi)(?: chinh)?(?: thuc hien)?)?\s*,?\s*(?:va )?\s*$"
)
_TOGETHER = re.compile(r"chu tri,?\s*(?P<with>cung(?: voi)?\s+)(?=\S)")
# “Chủ tịch UBND tỉnh yêu cầu: …” says who gives, not who does.
_GIVES = re.compile(r"(?:yeu cau|de nghi|ket luan|co y kien|chi thi)\b")
_HELPERS = re.compile(r"(?:chu tri|thuc hien)\s*[,;]\s*")
_MANY = re.compile(
    r"(?:tat ca )?cac (?!chi tieu|noi dung|nhiem vu|cong viec|giai phap|van de|ho so|thu tuc|du an|"
    r"cong trinh|"
    r"hoat dong|van ban|y kien|so lieu|quy dinh|linh vuc|truong hop|mat hang|loai|buoc|muc|tieu chi|"
    r"bien phap|"
    r"phan mem|he thong|thiet bi|phuong tien|tai lieu|dich vu|tuyen|mo hinh|phong trao|co so du lieu|"
    r"san pham|"
    r"gia tri|khoan|nguon|kinh phi|bao cao|ket qua|thong tin|chinh sach|che do|phan he|bien ban|hinh thuc|"
    r"dieu kien|yeu cau|hang muc|quyen|noi|khau|mat|diem|ben|hang)(?=\w)"
)
_FIRST_WORDS = re.compile(
    r"(?:(?:de|nham|vi vay|do do|truoc mat|ngoai ra|dong thoi|ben canh do|tu tinh hinh tren|"
    r"tu nhung)\b[^,;:]{0,120}[,:]\s*|"
    r"(?:ve|doi voi|lien quan den)\b[^:.;]{2,90}:\s*)?"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole document says.

    Args:
        code: of the type.
        issued: day of issue.
        addressed: those of “Kính gửi”.
    """

    code: str
    issued: date | None
    addressed: tuple[Recipient, ...] = ()


def sentence(paragraph: Paragraph, low: int, high: int, context: Context) -> Direction | None:
    """Return the work that one sentence gives, or None."""
    folded = paragraph.folded
    if FORMAL.search(folded[low:high]) or CLOSING.match(folded[low:high]):
        return None
    return _given(paragraph, low, high, context) or _stated(paragraph, low, high, context)


def _given(paragraph: Paragraph, low: int, high: int, context: Context) -> Direction | None:
    """“Giao …”, “Yêu cầu …”, “Đề nghị …”."""
    text, folded = paragraph.text, paragraph.folded
    for match in TRIGGER.finditer(folded, low, high):
        if _NOT_BEFORE.search(folded[low : match.start()]) or match.start() - low > 260:
            continue
        if match["verb"] == "chuyen" and context.code not in {"PC", "PG"}:
            continue
        parties, end = parties_at(text, folded, match.end())
        span = (low, high)
        verb = text[match.start() : match.end("verb")].lower()
        if not parties:
            parties, end = _unnamed(text, folded, match.end(), high)
        if parties and re.match(r"\s*theo (?:bang|phu luc|bieu)", folded[end:high]):
            continue
        if parties and end <= high:
            if _TOLD.match(folded, end) and not predicate(text, folded, end + 1):
                continue
            sure = 0.9 if match["verb"].startswith("giao") else 0.85
            return direction(paragraph, verb, parties, span, end, context, sure)
        if context.addressed and predicate(text, folded, match.end()) and match["verb"] != "giao":
            leads = tuple(one.name.scaled(0.8) for one in context.addressed)
            found = direction(paragraph, verb, [], span, match.end(), context, 0.7)
            return replace(found, leads=leads, inherited=True)
    return None


def _stated(paragraph: Paragraph, low: int, high: int, context: Context) -> Direction | None:
    """“Sở … chủ trì, phối hợp với …”, “Các đơn vị có trách nhiệm …”."""
    text, folded = paragraph.text, paragraph.folded
    opening = _FIRST_WORDS.match(folded, low, high)
    start = opening.end() if opening else low
    parties, end = parties_at(text, folded, start)
    if not parties and paragraph.level != PLAIN:
        parties, end = _unnamed(text, folded, start, high)
    if (
        not parties
        or end > high
        or _TOLD.match(folded, end)
        or _CHAIRS.search(folded, end, min(high, end + 40))
    ):
        return None
    after = re.compile(r"\s*(?:\([^)]*\))?\s*[,:]?\s*(?:[-–]\s*)?").match(folded, end)
    at = after.end() if after else end
    colon = ":" in folded[end:at]
    strong = bool(STRONG.match(folded, at))
    marked = paragraph.level != PLAIN or low > 0
    if _GIVES.match(folded, at):
        return None
    known = predicate(text, folded, at)
    numbered = low == 0 and paragraph.level in {3, 4, 5} and text[at : at + 1].islower()
    if not (strong or (colon and at < high) or (marked and known) or numbered):
        return None
    if STRONG.match(folded, at) and folded.startswith("can cu", at):
        return None
    if context.code == "BB" and not (strong and marked):
        return None
    verb = "chủ trì" if folded.startswith("chu tri", at) else "trách nhiệm"
    return direction(
        paragraph,
        verb,
        parties,
        (low, high),
        end,
        context,
        0.9 if strong else 0.75 if known or colon else 0.55,
    )


def _unnamed(text: str, folded: str, at: int, high: int) -> tuple[list[Party], int]:
    """“các …” with a verb behind is a party too, unless things are meant."""
    match = _MANY.match(folded, at, high)
    if not match:
        return [], at
    for space in re.compile(r" ").finditer(folded, match.end(), min(high, at + 70)):
        if predicate(text, folded, space.end()):
            return [Party(text[at : space.start()], at, space.start())], space.start()
        if text[space.start() - 1] in ",;:.()":
            break
    return [], at


def direction(
    paragraph: Paragraph,
    verb: str,
    parties: list[Party],
    span: tuple[int, int],
    end: int,
    context: Context | None,
    sure: float,
) -> Direction:
    low, high = span
    helpers, after = cooperation(paragraph, end, high)
    leads = [one for one in parties if one.name]
    if (
        re.match(r"\s*,?\s*phoi hop\b", paragraph.folded[end:high])
        and len(leads) > 1
        and not re.search(r"chu tri", paragraph.folded[low:high])
    ):
        after = end
    start = max(after, end)
    start += len(paragraph.text[start:high]) - len(paragraph.text[start:high].lstrip(" ,:;"))
    value = paragraph.text[start:high].strip(" ;.") or paragraph.text[low:high].strip(" ;.:")
    due: Deadline | None = deadlines.find(paragraph, low, high, context.issued) if context else None
    return Direction(
        paragraph.item,
        Found(value, paragraph.spans(start if start < high else low, high), 0.85),
        verb,
        tuple(inside(paragraph, one.name, one.start, one.end) for one in leads),
        tuple(inside(paragraph, one.name, one.start, one.end) for one in helpers),
        due,
        confidence=round(sure * (0.8 if paragraph.annex else 1), 3),
    )


def cooperation(paragraph: Paragraph, start: int, end: int) -> tuple[list[Party], int]:
    """Return who takes part, and where the words about it end when they stand before the task."""
    text, folded = paragraph.text, paragraph.folded
    found: list[Party] = []
    after = start
    for match in _WITH.finditer(folded, start, end):
        parties, stop = parties_at(text, folded, match.end())
        if not parties or stop > end:
            continue
        found += parties
        if _LEADS.match(folded[start : match.start()]):
            after = stop
    for match in _TOGETHER.finditer(folded, start, end):
        parties, stop = parties_at(text, folded, match.end())
        if parties and stop <= end:
            found += parties
            after = max(after, stop) if _LEADS.match(folded[start : match.start("with")]) else after
    for match in _HELPERS.finditer(folded, start, end):
        parties, stop = parties_at(text, folded, match.end())
        if parties and re.match(r"\s+(?:co trach nhiem )?(?:cung )?(?:phoi hop|ho tro)", folded[stop:end]):
            found += parties
    seen: dict[int, Party] = {one.start: one for one in found}
    return list(seen.values()), after
