"""Frequent slips of administrative writing: abbreviations, spelling, marks, spaces; each with its mend."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

ABBREVIATIONS: dict[str, str] = {
    "QD-UBND": "QĐ-UBND", "QĐ-UBMD": "QĐ-UBND", "ND-CP": "NĐ-CP", "NÐ-CP": "NĐ-CP", "NQ-HDND": "NQ-HĐND",
    "HDND": "HĐND", "UBNN": "UBND", "UBNĐ": "UBND", "QĐ-TTG": "QĐ-TTg", "CT-TTG": "CT-TTg", "TTR": "TTr",
    "CTR": "CTr", "QYĐ": "QyĐ", "TRS": "TrS", "TT-BKHCN.": "TT-BKHCN", "VPHC": "VP", "TP-HCM": "TP. HCM",
    "V/v:": "V/v", "V/V": "V/v", "T/M": "TM.", "K/T": "KT.", "T/L": "TL.", "T/UQ": "TUQ.", "TM/": "TM.",
    "KT/": "KT.", "TL/": "TL.",
}  # fmt: skip
"""Abbreviations as they are miswritten, and as they should be (NĐ 30/2020/NĐ-CP Phụ lục III)."""

WORDS: dict[str, str] = {
    "Kính gởi": "Kính gửi", "kính gởi": "kính gửi", "gởi đến": "gửi đến", "Nơi gởi": "Nơi gửi",
    "xử dụng": "sử dụng", "bổ xung": "bổ sung", "đề suất": "đề xuất", "rà xoát": "rà soát",
    "kiểm xoát": "kiểm soát", "xắp xếp": "sắp xếp", "sát nhập": "sáp nhập", "sữa đổi": "sửa đổi",
    "sữa chữa": "sửa chữa", "hổ trợ": "hỗ trợ", "chia xẻ": "chia sẻ", "nghành": "ngành", "Nghành": "Ngành",
    "giành cho": "dành cho", "dành được": "giành được", "tựu chung": "tựu trung", "chỉnh chu": "chỉn chu",
    "xuất xắc": "xuất sắc", "đốc thúc": "đôn đốc", "thống kế": "thống kê", "triễn khai": "triển khai",
    "chử ký": "chữ ký", "lảnh đạo": "lãnh đạo", "quãn lý": "quản lý", "cũng cố": "củng cố",
    "bảo đãm": "bảo đảm", "nghĩ phép": "nghỉ phép", "chổ ở": "chỗ ở", "vỉa hè": "vỉa hè",
    "Nghị Định": "Nghị định", "Quyết Định số": "Quyết định số", "Thông Tư số": "Thông tư số",
    "Chỉ Thị số": "Chỉ thị số", "Công Văn số": "Công văn số", "Kế Hoạch số": "Kế hoạch số",
    "Căn cứ vào": "Căn cứ", "hết sức khẩn trương": "khẩn trương", "yếu điểm": "điểm yếu",
    "tham quang": "tham quan", "thiết kệ": "thiết kế", "cơ quang": "cơ quan", "khuyến kích": "khuyến khích",
    "phối kết hợp": "phối hợp", "đơn vi ": "đơn vị ", "trích ngan": "trích ngang", "ủy quền": "ủy quyền",
}  # fmt: skip
"""Frequent misspellings and their mends."""

_ARTICLE = re.compile(r"^Điều \d+[a-zđ]?\s?[:\-–)]", re.MULTILINE)
_SPACES = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_BEFORE = re.compile(r"\s[,.;:!?](?=\s|$)")
_AFTER = re.compile(r"[^\W\d_][,;:](?=[^\W\d_])")
_OLD_TONE = re.compile(r"o[àáảãạèéẻẽẹ](?![^\W\d_])|(?<!q)u[ỳýỷỹỵ](?![^\W\d_])", re.IGNORECASE)
_CUTS = re.compile(r"(?<![^\W_])(?:ko|đc|dc|vs|k0|mik|bít|wa)(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip of writing.

    Args:
        code: stable name of its sort.
        found: the words as written.
        mend: the words as they should be.
        start: where it stands in the text.
    """

    code: str
    found: str
    mend: str
    start: int


def slips(text: str) -> list[Slip]:
    """Return the slips of a text in the order in which they stand."""
    found = [*_table(text), *_marks(text)]
    return sorted(found, key=lambda slip: (slip.start, slip.code))


def _table(text: str) -> Iterator[Slip]:
    for table, code in ((ABBREVIATIONS, "abbreviation"), (WORDS, "spelling")):
        for wrong, right in table.items():
            if wrong == right:
                continue
            pattern = re.escape(wrong)
            head = r"(?<![^\W_])" if wrong[0].isalnum() else ""
            tail = r"(?![^\W_])" if wrong[-1].isalnum() else ""
            for match in re.finditer(head + pattern + tail, text):
                yield Slip(code, match[0], right, match.start())


def _marks(text: str) -> Iterator[Slip]:
    if unicodedata.normalize("NFC", text) != text:
        at = next(n for n, char in enumerate(text) if unicodedata.combining(char) or _splits(char))
        yield Slip(
            "nfc",
            text[max(0, at - 1) : at + 1],
            unicodedata.normalize("NFC", text[max(0, at - 8) : at + 8]),
            at,
        )
    for match in _SPACES.finditer(text):
        yield Slip("spaces", text[max(0, match.start() - 8) : match.end() + 8], " ", match.start())
    for match in _BEFORE.finditer(text):
        yield Slip(
            "space-before", text[max(0, match.start() - 8) : match.end()], match[0].strip(), match.start()
        )
    for match in _AFTER.finditer(text):
        yield Slip("no-space-after", text[match.start() : match.end() + 6], match[0] + " ", match.start())
    for match in _ARTICLE.finditer(text):
        yield Slip("article", match[0], match[0].rstrip(" :-–)") + ".", match.start())
    for match in _OLD_TONE.finditer(text):
        yield Slip("tone", match[0], moved_tone(match[0]), match.start())
    for match in _CUTS.finditer(text):
        yield Slip("chat", match[0], "", match.start())


def _splits(char: str) -> bool:
    return unicodedata.normalize("NFC", char) != char


def moved_tone(pair: str) -> str:
    """Return two vowels with the tone on the first, as the decree writes: "oà" gives "òa"."""
    parts = unicodedata.normalize("NFD", pair[1])
    tone = next((mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
    bare = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else pair[1]
    return unicodedata.normalize("NFC", pair[0] + tone) + bare
