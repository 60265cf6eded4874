"""The check of an uploaded file: fonts, sizes, margins, and whether it says what the draft says."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from congvu.common.text import fold
from congvu.documents.messages import Found, Reading
from congvu.documents.rules.layout.check import PL1, Finding, Severity, check_text, graded
from congvu.documents.rules.layout.sheet import Sheet

FONTS = ("Times New Roman", "Tinos", "Liberation Serif", "TimesNewRomanPSMT", "Times")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a Word file is like, apart from its words.

    Args:
        fonts: letters per name of font; "" for those whose font the file does not name.
        sizes: letters per size in points, of the main text.
        margins: top, bottom, left and right in millimetres, None where unknown.
        paper: width and height in millimetres.
        lines: the paragraphs as written, before any cleaning.
    """

    fonts: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[float, int] = field(default_factory=dict)
    margins: tuple[float, float, float, float] | None = None
    paper: tuple[float, float] | None = None
    lines: tuple[str, ...] = ()


def check_file(facts: FileFacts) -> list[Finding]:
    """Return what is wrong with the looks and the letters of a file."""
    return graded([*_fonts(facts), *_page(facts), *_letters(facts)])


def _fonts(facts: FileFacts) -> Iterator[Finding]:
    letters = sum(facts.fonts.values())
    strange = Counter({name: count for name, count in facts.fonts.items() if name and name not in FONTS})
    if letters and sum(strange.values()) > letters * 0.02:
        names = ", ".join(name for name, _ in strange.most_common(3))
        yield _found(
            "font", Severity.ERROR, f"Phông chữ phải là Times New Roman; tệp dùng {names}.", "Times New Roman"
        )
    sized = sum(facts.sizes.values())
    wrong = {size: count for size, count in facts.sizes.items() if not 10.5 <= size <= 14}
    if sized and sum(wrong.values()) > sized * 0.05:
        sizes = ", ".join(f"{size:g}" for size in sorted(wrong))
        yield _found("size", Severity.ERROR, f"Cỡ chữ nội dung từ 13 đến 14; tệp có cỡ {sizes}.", "14")


_MARGINS = (("trên", 20, 25), ("dưới", 20, 25), ("trái", 30, 35), ("phải", 15, 20))


def _page(facts: FileFacts) -> Iterator[Finding]:
    if facts.paper is not None:
        width, height = sorted(facts.paper)
        if abs(width - 210) > 2 or abs(height - 297) > 2:
            text = f"Khổ giấy phải là A4 (210 × 297 mm); tệp là {width:.0f} × {height:.0f} mm."
            yield _found("paper", Severity.ERROR, text, "A4")
    for (name, low, high), value in zip(_MARGINS, facts.margins or (), strict=False):
        if not low - 0.6 <= value <= high + 0.6:
            text = f"Lề {name} từ {low} đến {high} mm; tệp để {value:.0f} mm."
            yield _found(f"margin-{name}", Severity.ERROR, text, f"{low} mm")


def _letters(facts: FileFacts) -> Iterator[Finding]:
    text = "\n".join(facts.lines)
    yield from check_text(text, "file")
    private = [char for char in text if unicodedata.category(char) == "Co"]
    if private:
        yield _found(
            "private", Severity.ERROR, "Có ký tự không thuộc bộ mã Unicode chuẩn (phông cũ TCVN3, VNI).", ""
        )


def _found(code: str, severity: Severity, message: str, mend: str) -> Finding:
    return Finding(code, "file", severity, message, PL1, mend)


_FIELDS = {
    "kind": "tên loại",
    "notation": "ký hiệu",
    "issuer": "cơ quan ban hành",
    "place": "địa danh",
    "subject": "trích yếu",
    "urgency": "độ khẩn",
    "secrecy": "độ mật",
}


def check_agreement(reading: Reading, sheet: Sheet) -> list[Finding]:
    """Return where a file's head and foot say something else than the draft's fields, or lack it."""
    wanted = {
        "kind": sheet.kind,
        "notation": sheet.notation,
        "issuer": sheet.agency,
        "place": sheet.place,
        "subject": sheet.subject,
        "urgency": sheet.urgency,
        "secrecy": sheet.secrecy,
    }
    found: list[Finding] = []
    for name, value in wanted.items():
        read: Found | None = getattr(reading, name)
        found += _compared(_FIELDS[name], name, read, value)
    found += _signers(reading, sheet)
    kept = [one for one in reading.recipients if one.kind == "file"]
    if sheet.recipients and not kept:
        found.append(
            _found("file-lacks-copy", Severity.ERROR, "Tệp thiếu dòng “Lưu: VT” ở “Nơi nhận”.", "Lưu: VT")
        )
    return graded(found)


def _compared(label: str, name: str, read: Found | None, value: str) -> Iterator[Finding]:
    if read is None:
        if value:
            yield _found(f"file-lacks-{name}", Severity.ERROR, f"Tệp thiếu {label} (“{value}”).", value)
        return
    if not value:
        text = f"Tệp ghi {label} “{read.value}”, dự thảo không có."
        yield _found(f"file-extra-{name}", Severity.WARNING, text, "")
    elif not same(read.value, value):
        text = f"Tệp ghi {label} “{read.value}”, dự thảo ghi “{value}”."
        yield _found(f"file-other-{name}", Severity.ERROR, text, value)


def _signers(reading: Reading, sheet: Sheet) -> Iterator[Finding]:
    names = {fold(one.name.value) for one in reading.signers if one.name}
    for one in sheet.signatures:
        if one.name and fold(one.name) not in names:
            text = f"Tệp không ghi người ký “{one.name}”."
            yield _found("file-other-signer", Severity.ERROR, text, one.name)


def same(one: str, other: str) -> bool:
    """Tell whether two values mean the same: letters and digits alone count, “V/v” and “Về việc” apart."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    folded = "".join(char for char in fold(text) if char.isalnum())
    for head in ("vv", "veviec"):
        folded = folded.removeprefix(head)
    return folded
