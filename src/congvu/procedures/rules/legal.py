"""Legal documents in portal text: name and number glued together, one after the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from congvu.procedures.messages import FrozenLegalBasis
from congvu.procedures.rules.portal_text import LOWER, is_nothing, one_line

HEADER = "Tên văn bản pháp lýMã văn bản"
_ISSUERS = {
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "BTC": "Bộ Tài chính",
    "BTP": "Bộ Tư pháp",
    "BXD": "Bộ Xây dựng",
    "BGTVT": "Bộ Giao thông vận tải",
    "BCA": "Bộ Công an",
    "BYT": "Bộ Y tế",
    "BQP": "Bộ Quốc phòng",
    "BNG": "Bộ Ngoại giao",
    "BNV": "Bộ Nội vụ",
    "BCT": "Bộ Công Thương",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BHXH": "Bảo hiểm xã hội Việt Nam",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "VPCP": "Văn phòng Chính phủ",
    "TCHQ": "Tổng cục Hải quan",
    "TCT": "Tổng cục Thuế",
    "UBCK": "Ủy ban Chứng khoán Nhà nước",
}
_KINDS = "NĐ|NQLT|NQ|TTLT|TT|QĐ|CT|VBHN|PL|NĐCP|HD|CV|TTr|L|ND|QD"
_KNOWN = "|".join(sorted(_ISSUERS, key=len, reverse=True))
# After a known issuer the next name may begin at once; otherwise the look-ahead gives its capital back.
_SUFFIX = rf"(?:[-.](?:UBTVQH\d{{2}}|UBTVQH|{_KNOWN}|[A-ZĐƯ]+(?![{LOWER}])))*"
NUMBER = re.compile(
    rf"\d{{1,5}}[a-z]?(?:\.[\da-z]{{1,3}})?/(?:(?:19|20)\d\d/)?"
    rf"(?:QH\d{{2}}|UBTVQH\d{{2}}|(?:{_KINDS})(?:{_SUFFIX}))"
    r"|\d{1,5}/(?:19|20)\d\d/QH\b|\d{1,4}-LCT/HĐNN\d"
)
_WORDS = (
    "Nghị định|Thông tư liên tịch|Thông tư|Bộ luật|Luật|Quyết định|Nghị quyết|Pháp lệnh|Công văn"
    "|Văn bản hợp nhất"
)
_PREFIX = re.compile(rf"(?:{_WORDS})(?: số)?:?\s*$")
_DATE = re.compile(r"(?:ngày\s*)+(\d{1,2})\s*(?:/|-|tháng)\s*(\d{1,2})\s*(?:/|-|năm)\s*(\d{4})", re.I)
_AGENCY = re.compile(
    r"\bcủa (?:Bộ trưởng )?((?:Bộ|Chính phủ|Quốc hội|Thủ tướng|Ủy ban|Tổng cục|Ngân hàng)[^,.;:()\d]{0,60}?)"
    r"(?= (?:quy định|hướng dẫn|về|sửa đổi|ban hành|ngày|và Thông tư|phê duyệt|công bố)|[,.;:(]|$)"
)


@dataclass(frozen=True, slots=True)
class Bases:
    """The documents read, and text at the end for which no number was found."""

    items: tuple[FrozenLegalBasis, ...]
    lost: str = ""


def read_bases(text: str) -> Bases:
    """Return the legal documents of a "căn cứ pháp lý" cell."""
    body = text.strip()
    body = body[len(HEADER) :] if body.startswith(HEADER) else body
    if is_nothing(body):
        return Bases(())
    items: list[FrozenLegalBasis] = []
    at = 0
    for start, number_at, end in _cells(body):
        name = one_line(body[at:start])
        items.append(_basis(name, body[number_at:end]))
        at = end
    rest = one_line(body[at:]).strip(" .;,")
    return Bases(tuple(items), rest)


def _cells(body: str) -> Iterator[tuple[int, int, int]]:
    """Yield (end of the name, start of the number, end) for each number that is a cell of its own."""
    tokens = [(_number_start(body, match), match.end()) for match in NUMBER.finditer(body)]
    last = 0
    for index, (start, end) in enumerate(tokens):
        if index + 1 < len(tokens) and _follows(body, (start, end), tokens[index + 1]):
            continue
        name_end = _name_end(body, last, start)
        if not _is_cell(body, name_end, start, end):
            continue
        yield name_end, start, end
        last = end


def _follows(body: str, this: tuple[int, int], following: tuple[int, int]) -> bool:
    """Tell whether the cell stands right behind this number, which then only ends the name."""
    between = body[this[1] : following[0]]
    if between == "":
        return True
    same = body[this[0] : this[1]] == body[following[0] : following[1]]
    return same and bool(re.fullmatch(rf"(?:{_WORDS})(?: số)?:?\s*", between))


def _number_start(body: str, match: re.Match[str]) -> int:
    start = match.start()
    digits = re.match(r"\d+", match[0])
    length = digits.end() if digits else 0
    before = body[max(0, start - 6) : start]
    if re.search(r"(?:QH|UBTVQH)$", before) and length > 2:
        return start + 2
    while start and body[start - 1].isdigit():
        start -= 1
    run = body[start : match.start() + length]
    year = re.match(r"(?:19|20)\d\d(?=\d{1,4}$)", run)
    if year and len(run) > 5:
        return start + 4
    return match.start()


def _name_end(body: str, last: int, start: int) -> int:
    prefix = _PREFIX.search(body, last, start)
    if prefix is None:
        return start
    before = body[prefix.start() - 1] if prefix.start() > last else ""
    return prefix.start() if before and not before.isspace() and before not in '(“"' else start


def _is_cell(body: str, name_end: int, start: int, end: int) -> bool:
    before = body[name_end - 1] if name_end else ""
    after = body[end : end + 1]
    glued_before = bool(before) and not before.isspace() and before not in '(/“":,;'
    glued_after = after == "" or not (after.isspace() or after in ',.;:)/”"-')
    return (glued_before and after not in ",;)/") or glued_after


def _basis(name: str, number: str) -> FrozenLegalBasis:
    title = name.strip(" .;,-")
    return FrozenLegalBasis(
        number=number, name=title, date=_date_of(title, number), agency=_agency_of(title, number)
    )


def _date_of(name: str, number: str) -> str:
    at = name.find(number)
    found = None
    if at >= 0:
        # Only right behind the number: further on it belongs to another document.
        behind = re.compile(r"[\s,(]*" + _DATE.pattern, re.I)
        found = behind.match(name, at + len(number))
    else:
        dates = list(_DATE.finditer(name))
        others = [other for other in NUMBER.findall(name) if other != number]
        found = dates[0] if len(dates) == 1 and not others else None
    if found is None:
        return ""
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return ""


def _agency_of(name: str, number: str) -> str:
    if re.search(r"/QH\d{0,2}$", number):
        return "Quốc hội"
    if "UBTVQH" in number:
        return "Ủy ban Thường vụ Quốc hội"
    suffix = number.rsplit("/", 1)[-1]
    parts = re.split(r"[-.]", suffix)[1:]
    known = [_ISSUERS[part] for part in parts if part in _ISSUERS]
    if known:
        return ", ".join(known)
    found = _AGENCY.search(name)
    return one_line(found[1]) if found else ""
