"""Fees in portal text: amounts with currency, "Miễn phí" that is none, units and names in the notes."""

import re
from dataclasses import dataclass

from congvu.common.text import fold
from congvu.procedures.messages import FrozenFee
from congvu.procedures.rules.portal_text import UPPER, is_nothing, one_line, unbullet

CURRENCY = "VNĐ|Việt Nam Đồng|USD|Đô la Mỹ|Euro|EUR"
FEE_START = re.compile(rf"Miễn phí|Không có thông tin|Không phải trả phí|(\d[\d,]*(?:\.\d+)?) ?({CURRENCY})")
_MONEY = re.compile(
    r"(?<![\d.,/])(?:(\d{1,3}(?:[.,]\d{3})+|\d{4,9})\s*(?:đ\b|đồng|vnđ|vnd|việt nam đồng)"
    r"|(\d{1,3}(?:[.,]\d{3}){2,})(?![\d.,]*\d))",
    re.I,
)
_NOTE_END = re.compile(rf"\)(?=[{UPPER}+*\-]|\Z)")
_PER = re.compile(r"(?:^|đ|đồng|vnđ|vnd)\s*/\s*(?:01|1|một)?\s*([^\W\d][^,.;:()\d+/-]{0,40})", re.I)
_NAME = re.compile(r"^[-+*•(\s]*((?:phí|lệ phí)\s[^:;,.()\d]{2,160})", re.I)
_SET_ELSEWHERE = re.compile(
    r"hoi dong nhan dan|hdnd|muc (?:thu|le phi|phi|gia)|theo (?:quy dinh|bieu|thong tu|hop dong|thoa thuan)"
    r"|gia dich vu|phi,? le phi theo"
)
_COUNCIL = re.compile(r"hoi dong nhan dan|hdnd")
_SOMETIMES = re.compile(r"^mien .*(?:doi voi|cho nguoi|truong hop)")
NAME = "Phí, lệ phí"


@dataclass(frozen=True, slots=True)
class FeeCell:
    """One fee as the portal shows it.

    Args:
        kind: "free", "none" (nothing said) or "amount".
        number: digits of the amount, as written.
        currency: as written.
        note: the text in brackets.
    """

    kind: str
    number: str = ""
    currency: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A fee with what a person should know about how it was read; `blocking` when it needs a decision."""

    fee: FrozenFee | None
    reason: str = ""
    blocking: bool = False


def split_cell(text: str) -> tuple[list[FeeCell], str]:
    """Return the fees at the beginning of `text`, and the description that follows them."""
    cells: list[FeeCell] = []
    at = 0
    while (found := FEE_START.match(text, at)) is not None:
        at = found.end()
        note = ""
        if at < len(text) and text[at] == "(":
            end = _closing(text, at)
            note, at = text[at + 1 : end], min(end + 1, len(text))
        cells.append(_cell(found, note))
        if not note and not FEE_START.match(text, at):
            break
    return cells, text[at:]


def _cell(found: re.Match[str], note: str) -> FeeCell:
    clean = one_line(note)
    while clean.startswith("(") and clean.endswith(")"):
        clean = clean[1:-1].strip()
    if clean.count("(") < clean.count(")"):
        clean = clean.removesuffix(")").strip()
    note = "" if is_nothing(unbullet(clean)) else clean
    if found[1]:
        return FeeCell("amount", found[1], found[2], note)
    free = found[0] in ("Miễn phí", "Không phải trả phí")
    return FeeCell("free" if free else "none", note=note)


def _closing(text: str, opening: int) -> int:
    depth = 0
    for index in range(opening, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index
    # Brackets do not balance: the note ends at the first one with the next cell glued to it.
    glued = _NOTE_END.search(text, opening)
    last = glued.start() if glued else text.rfind(")", opening)
    return last if last > opening else len(text)


def read_fee(cell: FeeCell) -> Reading:
    """Return what a fee cell means."""
    if cell.kind == "none":
        if not cell.note:
            return Reading(None, "Cổng không nêu phí, lệ phí.")
        return Reading(_fee(None, cell.note), "Cổng không nêu mức thu, chỉ có ghi chú.", True)
    if cell.kind == "free":
        return _free(cell.note)
    if cell.currency not in ("VNĐ", "Việt Nam Đồng"):
        note = " · ".join(filter(None, [f"{cell.number} {cell.currency}", cell.note]))
        return Reading(_fee(None, note), "Mức thu ghi bằng ngoại tệ.", True)
    return _amount(cell)


def _free(note: str) -> Reading:
    folded = fold(note)
    first = folded.split(".")[0]
    exempt = folded.startswith(("mien", "khong thu", "khong mat")) and not _SOMETIMES.search(first)
    if note and not exempt and _SOMETIMES.search(first):
        return Reading(_fee(None, note), "Chỉ miễn phí trong một số trường hợp: cần nhập mức thu.", True)
    if note and not exempt and (_SET_ELSEWHERE.search(folded) or _MONEY.search(note)):
        reason = "Cổng ghi “Miễn phí” nhưng ghi chú nói đến mức thu: cần nhập mức thu thực tế."
        return Reading(_fee(None, note), reason, True)
    return Reading(FrozenFee(NAME, 0, note=note or "Miễn phí"))


def _amount(cell: FeeCell) -> Reading:
    amount = int(cell.number.split(".")[0].replace(",", ""))
    named = money_in(cell.note)
    if amount < 1000:
        if amount * 1000 in named:
            reason = f"Cổng ghi {amount} đồng; theo ghi chú đã hiểu là {amount * 1000} đồng."
            return Reading(_fee(amount * 1000, cell.note), reason)
        reason = f"Mức thu {cell.number} đồng trên cổng không đáng tin: cần nhập mức thu thực tế."
        return Reading(_fee(None, cell.note or f"Cổng ghi {cell.number} {cell.currency}"), reason, True)
    if _COUNCIL.search(fold(cell.note)):
        reason = "Mức thu do Hội đồng nhân dân cấp tỉnh quyết định: cần nhập mức của địa phương."
        return Reading(_fee(amount, cell.note), reason, True)
    others = [value for value in named if value != amount]
    if others and amount not in named:
        return Reading(_fee(amount, cell.note), "Ghi chú nêu mức thu khác với số trên cổng.", True)
    if others:
        return Reading(_fee(amount, cell.note), "Ghi chú nêu nhiều mức thu: cần tách theo trường hợp.", True)
    return Reading(_fee(amount, cell.note))


def _fee(amount: int | None, note: str) -> FrozenFee:
    named = _NAME.match(note)
    name = one_line(named[1]).strip(" -") if named else NAME
    per = _PER.search(note)
    return FrozenFee(
        (name[:1].upper() + name[1:])[:300],
        amount,
        per=one_line(per[1]).strip()[:60] if per and amount else "",
        note="" if note.strip(" .").casefold() == name.casefold() else note,
    )


def money_in(text: str) -> list[int]:
    """Return the amounts in đồng that `text` names, each once."""
    found: dict[int, None] = {}
    for match in _MONEY.finditer(text):
        found.setdefault(int(re.sub(r"[.,]", "", match[1] or match[2])), None)
    return list(found)
