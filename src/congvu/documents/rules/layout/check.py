"""The automatic check of form (kiểm tra thể thức): what a draft lacks or has wrong, where, why, and the mend.

Legal source: NĐ 30/2020/NĐ-CP Điều 8, 9, 11 and Phụ lục I, II, III. Nothing is changed: people decide.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from congvu.documents.rules.layout.authority import wrong_lines
from congvu.documents.rules.layout.notation import wrong_notation
from congvu.documents.rules.layout.shapes import SHAPES, Shape, key_of_name
from congvu.documents.rules.layout.sheet import Sheet
from congvu.documents.rules.layout.wording import slips

MOST_SLIPS = 40
PL1 = "NĐ 30/2020/NĐ-CP, Phụ lục I"
PL3 = "NĐ 30/2020/NĐ-CP, Phụ lục III"


class Severity(StrEnum):
    """How much a finding weighs: an error keeps a document from being signed off by a careful clerk."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


SEVERITY_NAMES: dict[Severity, str] = {
    Severity.ERROR: "Sai thể thức",
    Severity.WARNING: "Cần xem lại",
    Severity.HINT: "Gợi ý",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend.

    Args:
        code: stable name.
        place: the field: "subject", "place", "notation", "to", "bases", "body", "authority", "recipients",
            "signer", "file".
        severity: how much it weighs.
        message: the sentence shown.
        basis: the legal source.
        mend: what could stand there instead, "" when only a person can tell.
    """

    code: str
    place: str
    severity: Severity
    message: str
    basis: str = PL1
    mend: str = ""


def check_sheet(sheet: Sheet) -> list[Finding]:
    """Return what is wrong with a sheet, the gravest first."""
    shape = SHAPES[key_of_name(sheet.kind)]
    found = [
        *_head(sheet, shape),
        *_middle(sheet, shape),
        *_bases(sheet, shape),
        *_foot(sheet, shape),
        *_words(sheet),
    ]
    return graded(found)


def graded(found: Iterable[Finding]) -> list[Finding]:
    """Return findings with the gravest first, else in their order."""
    order = list(Severity)
    return sorted(found, key=lambda one: order.index(one.severity))


def _error(code: str, place: str, message: str, basis: str = PL1, mend: str = "") -> Finding:
    return Finding(code, place, Severity.ERROR, message, basis, mend)


def _warning(code: str, place: str, message: str, basis: str = PL1, mend: str = "") -> Finding:
    return Finding(code, place, Severity.WARNING, message, basis, mend)


_NOTATIONS = {
    "missing": "Thiếu ký hiệu văn bản.",
    "spaces": "Ký hiệu có khoảng trắng hoặc gạch nối sai; các nhóm chữ nối bằng dấu “-”, không cách.",
    "agency": "Ký hiệu thiếu chữ viết tắt tên cơ quan ban hành.",
    "letters": "Chữ viết tắt tên loại trong ký hiệu viết sai hoa, thường.",
    "type": "Ký hiệu không bắt đầu bằng chữ viết tắt của tên loại văn bản.",
    "letter-with-type": "Ký hiệu công văn không ghi tên loại; bắt đầu bằng tên viết tắt cơ quan.",
    "type-without": "Loại văn bản này không ghi số, ký hiệu.",
}


def _head(sheet: Sheet, shape: Shape) -> Iterator[Finding]:
    problem = wrong_notation(shape, sheet.notation)
    if problem:
        mend = f"{shape.kind.code}-…" if problem in {"letters", "type", "agency"} else ""
        yield _error(f"notation-{problem}", "notation", _NOTATIONS[problem], PL3, mend)
    if not sheet.agency:
        yield _error("agency", "agency", "Thiếu tên cơ quan ban hành văn bản.")
    if not sheet.place:
        yield _error("place", "place", "Thiếu địa danh ban hành văn bản.")
    if not sheet.subject:
        yield _error("subject", "subject", "Thiếu trích yếu nội dung văn bản.")
        return
    if re.match(r"(?i)v/v\b", sheet.subject):
        mend = re.sub(r"(?i)^v/v:?\s*", "", sheet.subject)
        yield _warning("subject-vv", "subject", "Trích yếu không cần gõ “V/v”, hệ thống tự ghi.", mend=mend)
    if sheet.subject.endswith((".", ";", ",")):
        yield _warning(
            "subject-end", "subject", "Trích yếu không có dấu kết thúc.", mend=sheet.subject.rstrip(".;,")
        )
    if len(sheet.subject) > 300:
        yield _warning("subject-long", "subject", "Trích yếu dài; phải ngắn gọn, phản ánh nội dung chủ yếu.")


def _middle(sheet: Sheet, shape: Shape) -> Iterator[Finding]:
    if shape.kind.name == "Công văn" and not sheet.to:
        yield _error("to", "to", "Công văn phải có “Kính gửi” cơ quan, cá nhân nhận.")
    if sheet.to and not shape.to:
        yield _warning("to-unusual", "to", f"{shape.kind.name} thường không có phần “Kính gửi”.")
    texts = [block.text for block in sheet.body]
    if not any(text.strip() for text in texts):
        yield _error("body", "body", "Văn bản chưa có nội dung.")
        return
    blank = next((text for text in texts if re.search(r"…|\.{4,}|_{3,}", text)), "")
    if blank:
        yield _error("blank", "body", f"Còn chỗ chưa điền: “{blank[:60]}”.")
    if sheet.body[-1].kind in {"para", "item", "article"} and not texts[-1].rstrip().endswith(
        (".", "!", "?", "/.")
    ):
        yield _warning(
            "body-end", "body", "Nội dung chưa kết thúc bằng dấu chấm.", mend=f"{texts[-1][-40:]}."
        )
    articles = [int(match[1]) for text in texts if (match := re.match(r"Điều (\d+)[a-zđ]?[.:]", text))]
    for before, after in pairwise([0, *articles]):
        if after not in (before, before + 1):
            yield _error("articles", "body", f"Sau Điều {before} là Điều {after}: số điều không liên tục.")
    if shape.authority and not articles:
        yield _warning("no-article", "body", f"{shape.kind.name} được trình bày theo điều.", PL3)
    if shape.authority and not sheet.authority:
        yield _warning("authority-head", "body", "Chưa ghi thẩm quyền ban hành (ví dụ CHỦ TỊCH …).", PL3)


_NAMED_BASE = re.compile(r"(?i)\b(nghị định|thông tư|quyết định|nghị quyết|chỉ thị)\b(?! số)")
_DAY = re.compile(r"ngày \d{1,2} tháng \d{1,2} năm \d{4}")
_SHORT_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")


def _bases(sheet: Sheet, shape: Shape) -> Iterator[Finding]:
    if shape.based and shape.authority and not sheet.bases:
        yield _error("bases", "bases", f"{shape.kind.name} phải có căn cứ ban hành.")
    for base in sheet.bases:
        if not re.match(r"(?:Căn cứ|Theo|Xét|Thực hiện|Trên cơ sở)\b", base):
            yield _warning("base-start", "bases", f"Căn cứ không bắt đầu bằng “Căn cứ …”: “{base[:60]}”.")
        if "số" in base and "/" in base and not _DAY.search(base):
            short = _SHORT_DAY.search(base)
            mend = f"ngày {int(short[1]):02d} tháng {short[2]} năm {short[3]}" if short else ""
            yield _warning(
                "base-day",
                "bases",
                f"Căn cứ chưa ghi đủ ngày, tháng, năm ban hành: “{base[:60]}”.",
                mend=mend,
            )
        if _NAMED_BASE.search(base) and "/" not in base:
            yield _warning("base-number", "bases", f"Căn cứ chưa ghi số, ký hiệu: “{base[:60]}”.")


_AUTHORITY = {
    "missing": ("Thiếu thẩm quyền, chức vụ của người ký.", ""),
    "no-position": ("Sau dòng ký thay, ký thừa lệnh phải ghi chức vụ của người ký.", ""),
    "deputy": ("“KT.” chỉ dùng cho cấp phó ký thay người đứng đầu.", "PHÓ …"),
    "deputy-without-kt": ("Cấp phó của người được thừa lệnh phải ký thay: thêm dòng “KT.”.", "KT. …"),
    "not-collective": ("“TM.” chỉ dùng để thay mặt tập thể, không thay mặt cá nhân.", "KT. hoặc TL."),
    "slash": ("Viết “TM.”, “KT.”, “TL.” với dấu chấm, không viết gạch chéo.", "TM. / KT. / TL."),
    "deputy-alone": ("Cấp phó ký phải có dòng “KT.” ghi chức vụ của cấp trưởng.", "KT. …"),
}


def _foot(sheet: Sheet, shape: Shape) -> Iterator[Finding]:
    basis = "NĐ 30/2020/NĐ-CP, Điều 13 và Phụ lục I"
    if not sheet.signatures:
        yield _error("signer", "signer", "Chưa chọn người ký văn bản.", basis)
    for one in sheet.signatures:
        for problem in wrong_lines(one.authority):
            message, mend = _AUTHORITY[problem]
            yield _error(f"authority-{problem}", "authority", message, basis, mend)
        if not one.name:
            yield _error("signer-name", "signer", "Thiếu họ và tên người ký.", basis)
        elif re.match(r"(?:Ông|Bà|ThS|TS|BS|KS|CN|Th\.S|PGS|GS)\b", one.name):
            yield _warning(
                "signer-degree",
                "signer",
                "Trước họ tên người ký không ghi học hàm, học vị, danh hiệu.",
                basis,
            )
    if shape.sides > 1 and len(sheet.signatures) < shape.sides:
        yield _warning("sides", "signer", f"{shape.kind.name} thường có chữ ký của {shape.sides} bên.")
    yield from _recipients(sheet, shape)


def _recipients(sheet: Sheet, shape: Shape) -> Iterator[Finding]:
    if not shape.recipients:
        return
    if not sheet.recipients:
        yield _error("recipients", "recipients", "Thiếu phần “Nơi nhận”.", mend="Lưu: VT")
        return
    last = sheet.recipients[-1]
    kept = [line for line in sheet.recipients if re.match(r"(?i)lưu\b", line)]
    if not kept:
        yield _error("file-copy", "recipients", "“Nơi nhận” thiếu dòng “Lưu: VT, …”.", mend="Lưu: VT")
    elif not re.match(r"Lưu: ?VT\b", kept[0]):
        yield _warning(
            "file-copy-form", "recipients", f"Viết “Lưu: VT, …”, không viết “{kept[0]}”.", mend="Lưu: VT"
        )
    elif kept[0] != last:
        yield _warning("file-copy-last", "recipients", "Dòng “Lưu: VT” phải đứng cuối “Nơi nhận”.")
    if shape.kind.name == "Công văn" and not sheet.recipients[0].startswith("Như trên"):
        yield _warning(
            "as-above", "recipients", "Công văn ghi “Như trên” ở dòng đầu của “Nơi nhận”.", mend="Như trên"
        )


_SLIPS = {
    "abbreviation": (Severity.WARNING, "Viết tắt sai: “{found}”.", PL3),
    "spelling": (Severity.WARNING, "Viết sai hoặc không chuẩn: “{found}”.", "NĐ 30/2020/NĐ-CP, Điều 8"),
    "nfc": (Severity.WARNING, "Chữ có dấu tổ hợp, không theo bộ mã dựng sẵn (gần “{found}”).", PL1),
    "spaces": (Severity.HINT, "Có hai khoảng trắng liền nhau: “{found}”.", ""),
    "space-before": (Severity.HINT, "Có khoảng trắng trước dấu câu: “{found}”.", ""),
    "no-space-after": (Severity.HINT, "Thiếu khoảng trắng sau dấu câu: “{found}”.", ""),
    "article": (Severity.WARNING, "Sau số điều là dấu chấm: “{found}”.", PL1),
    "tone": (Severity.HINT, "Vị trí dấu thanh: “{found}”.", "NĐ 30/2020/NĐ-CP, Phụ lục II"),
    "chat": (Severity.WARNING, "Viết tắt không dùng trong văn bản: “{found}”.", "NĐ 30/2020/NĐ-CP, Điều 8"),
}


def _words(sheet: Sheet) -> Iterator[Finding]:
    yield from check_text(sheet.subject, "subject")
    for line in sheet.bases:
        yield from check_text(line, "bases")
    yield from check_text("\n".join(block.text for block in sheet.body), "body")
    for place, lines in (("to", sheet.to), ("recipients", sheet.recipients)):
        yield from check_text("\n".join(lines), place)


def check_text(text: str, place: str) -> list[Finding]:
    """Return the slips of writing in one text, each sort of one word once."""
    found: dict[tuple[str, str], Finding] = {}
    for slip in slips(text)[: MOST_SLIPS * 5]:
        severity, message, basis = _SLIPS[slip.code]
        finding = Finding(slip.code, place, severity, message.format(found=slip.found), basis, slip.mend)
        found.setdefault((slip.code, slip.found), finding)
    return list(found.values())[:MOST_SLIPS]


def worst(found: Sequence[Finding]) -> Severity | None:
    """Return the gravest severity among findings, None when there is none."""
    return next((one for one in Severity if any(finding.severity == one for finding in found)), None)
