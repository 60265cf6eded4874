"""The types of documents and their abbreviations: NĐ 30/2020/NĐ-CP, Điều 7 and Phụ lục III."""

import re
from dataclasses import dataclass

from congvu.documents.rules.reading.text import alike, flat, is_caps, squeeze

LETTER = "Công văn"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of document.

    Args:
        code: the abbreviation, "" where the decree gives none.
        name: as the decree calls it.
        administrative: whether it is one of the 29; others are normative documents and copies.
    """

    code: str
    name: str
    administrative: bool = True


_TABLE = """NQ Nghị quyết|QĐ Quyết định|CT Chỉ thị|QC Quy chế|QyĐ Quy định|TC Thông cáo|TB Thông báo
|HD Hướng dẫn|CTr Chương trình|KH Kế hoạch|PA Phương án|ĐA Đề án|DA Dự án|BC Báo cáo|BB Biên bản
|TTr Tờ trình|HĐ Hợp đồng|CĐ Công điện|BGN Bản ghi nhớ|BTT Bản thỏa thuận|GUQ Giấy ủy quyền|GM Giấy mời
|GGT Giấy giới thiệu|GNP Giấy nghỉ phép|PG Phiếu gửi|PC Phiếu chuyển|PB Phiếu báo"""
_NORMATIVE = "NĐ Nghị định|TT Thông tư|TTLT Thông tư liên tịch|L Lệnh|PL Pháp lệnh|LU Luật"


def _kinds(table: str, administrative: bool) -> list[Kind]:
    rows = (row.strip().split(" ", 1) for row in table.split("|"))
    return [Kind(code, name, administrative) for code, name in rows]


KINDS: tuple[Kind, ...] = (
    *_kinds(_TABLE, True),
    Kind("", LETTER),
    Kind("", "Thư công"),
    *_kinds(_NORMATIVE, False),
)
BY_NAME = {kind.name: kind for kind in KINDS}
BY_CODE = {kind.code: kind for kind in KINDS if kind.code and kind.code not in {"L", "PL", "LU"}}
_BY_FLAT: dict[str, list[Kind]] = {}
for _kind in BY_CODE.values():
    _BY_FLAT.setdefault(flat(_kind.code), []).append(_kind)
_SQUEEZED = sorted(((squeeze(kind.name), kind) for kind in KINDS), key=lambda pair: -len(pair[0]))
# Documents of the Party write CV for công văn; so do many offices by mistake.
LETTER_CODES = {"cv"}
_OPEN_LETTER = re.compile(r"^thu (chuc mung|chuc tet|khen|cam on|moi|tham hoi|chia buon|ngo|keu goi|cong)\b")
_LEAVE = {
    "giayxinphep": "Giấy nghỉ phép",
    "donxinnghiphep": "Giấy nghỉ phép",
    "banthoathuan": "Bản thỏa thuận",
}


def from_code(code: str) -> list[Kind]:
    """Return the types that the first part of a notation may mean, the exact one first."""
    exact = BY_CODE.get(code)
    found = [exact] if exact else []
    if flat(code) in LETTER_CODES:
        return [BY_NAME[LETTER]]
    return found + [kind for kind in _BY_FLAT.get(flat(code), []) if kind is not exact]


def from_title(text: str) -> tuple[Kind, int, float] | None:
    """Return the type that `text` opens with, where its name ends in `text`, and how sure that is.

    Spaced-out letters, missing marks and a wrong letter of a machine that read the page are allowed for.
    """
    if _OPEN_LETTER.match(flat(text)) and is_caps(text):
        return BY_NAME["Thư công"], len(text), 0.9
    end = _prefix(text)
    if end:
        return end
    bare = squeeze(re.sub(r"\(.*?\)", "", text))
    if bare in _LEAVE:
        return BY_NAME[_LEAVE[bare]], len(text), 0.8
    near = [(alike(bare, name), kind) for name, kind in _SQUEEZED if abs(len(name) - len(bare)) <= 1]
    best = max(near, default=(0.0, None), key=lambda pair: pair[0])
    if best[1] is not None and best[0] >= (0.85 if len(bare) >= 7 else 0.95):
        return best[1], len(text), 0.75
    return None


def _prefix(text: str) -> tuple[Kind, int, float] | None:
    letters = [(place, char) for place, char in enumerate(flat(text)) if char.isalnum()]
    bare = squeeze(text)
    if len(bare) != len(letters):
        return None
    for name, kind in _SQUEEZED:
        if bare.startswith(name):
            end = letters[len(name) - 1][0] + 1
            if end == len(text) or not text[end].isalnum():
                return kind, end, 1.0
    return None
