"""Pure rules of the one-stop shop: identity numbers, dossier codes, fees."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from congvu.calendars import rules as clock

_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_CODE = re.compile(r"^[A-Z0-9]+(\.[A-Z0-9]+)*-\d{6}-\d{4,}$")
_FOREIGN_CODE = re.compile(r"[A-Z0-9][A-Z0-9./-]{5,59}")
_PHONE = re.compile(r"^(0[0-9]{9,10}|\+84[0-9]{9,10})$")


def identity_number(text: str) -> str:
    """Return an identity number as it is kept: capital letters and digits, without spaces."""
    return "".join(text.split()).upper()


def identity_problem(kind: str, number: str, born: date | None = None) -> str:
    """Return what is wrong with an identity number, as a sentence, or "".

    Args:
        kind: "cccd" (12 digits), "cmnd" (9 digits), "passport" or "tax".
        number: as kept, see `identity_number`.
        born: date of birth where known; a CCCD carries the sex, century and year of birth.

    Legal source: Luật Căn cước 2023 Điều 12 (12-digit personal number); TT 86/2024/TT-BTC (tax code).
    """
    if kind == "cccd":
        return _cccd_problem(number, born)
    if kind == "cmnd":
        return "" if re.fullmatch(r"[0-9]{9}", number) else "Số CMND phải gồm đúng 9 chữ số."
    if kind == "passport":
        valid = re.fullmatch(r"[A-Z0-9]{6,12}", number)
        return "" if valid else "Số hộ chiếu gồm 6 đến 12 chữ in hoa và chữ số."
    if kind == "tax":
        return _tax_problem(number)
    return "Loại giấy tờ không có trong danh mục."


def _cccd_problem(number: str, born: date | None) -> str:
    if not re.fullmatch(r"[0-9]{12}", number):
        return "Số định danh cá nhân/căn cước phải gồm đúng 12 chữ số."
    if not 1 <= int(number[:3]) <= 96:
        return "Ba chữ số đầu của số căn cước không phải mã tỉnh, thành phố (001–096)."
    if born is not None:
        century = 19 + int(number[3]) // 2
        if century * 100 + int(number[4:6]) != born.year:
            return "Năm sinh không khớp với số căn cước."
    return ""


def _tax_problem(number: str) -> str:
    if re.fullmatch(r"[0-9]{12}", number):
        return _cccd_problem(number, None)
    match = re.fullmatch(r"([0-9]{10})(-?[0-9]{3})?", number)
    if not match:
        return "Mã số thuế gồm 10 chữ số, 13 chữ số (đơn vị phụ thuộc) hoặc số định danh 12 chữ số."
    digits = [int(char) for char in match[1]]
    check = 10 - sum(weight * digit for weight, digit in zip(_TAX_WEIGHTS, digits, strict=False)) % 11
    return "" if check == digits[9] else "Mã số thuế sai chữ số kiểm tra."


def phone_problem(number: str) -> str:
    """Return what is wrong with a phone number, as a sentence, or ""."""
    if not number or _PHONE.fullmatch(re.sub(r"[ .\-]", "", number)):
        return ""
    return "Số điện thoại gồm 10 hoặc 11 chữ số, bắt đầu bằng 0 hoặc +84."


def dossier_code(agency_code: str, on: date, sequence: int) -> str:
    """Return the dossier code `<agency>-<YYMMDD>-<XXXX>`.

    Args:
        agency_code: identifier of the receiving agency (QĐ 20/2020/QĐ-TTg, level 1 first).
        on: date of reception.
        sequence: number of the dossier at that agency on that day, from 1.

    Legal source: TT 01/2018/TT-VPCP Điều 19; form in use since QĐ 20/2020/QĐ-TTg.
    """
    return f"{agency_code}-{on:%y%m%d}-{sequence:04d}"


def is_dossier_code(text: str) -> bool:
    """Tell whether `text` has the form of a dossier code."""
    return bool(_CODE.fullmatch(text.strip().upper()))


def is_foreign_code(text: str) -> bool:
    """Tell whether another system's dossier code can be kept: capitals, digits, points, strokes; 6 to 60."""
    return bool(_FOREIGN_CODE.fullmatch(text))


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee as charged: amount in đồng = unit price × quantity; None means not yet set."""

    name: str
    unit_price: int | None
    quantity: int = 1

    @property
    def amount(self) -> int | None:
        """Return the amount in đồng, or None while no price is set."""
        return None if self.unit_price is None else self.unit_price * self.quantity


def fee_total(lines: list[FeeLine]) -> int:
    """Return the sum in đồng of the lines whose price is set."""
    return sum(line.amount or 0 for line in lines)


def step_due(
    started_at: datetime,
    pauses: Sequence[clock.Pause],
    schedule: clock.WorkSchedule,
    *,
    rules: clock.LegalRules,
    minutes: int = 0,
    wait: clock.Budget | None = None,
) -> datetime | None:
    """Return when a step is due: its time again from the last restart, and what it lost to pauses since.

    Args:
        started_at: when the step began.
        pauses: those of the dossier; one that still runs counts from its end.
        schedule: the working time of the step's own agency.
        rules: the legal rules of the day.
        minutes: the step's time in working minutes; 0 = none stated.
        wait: a legal waiting time instead, such as 15 days of public notice.
    """
    if not minutes and wait is None:
        return None
    over = [(one, one.end) for one in pauses if one.end is not None and one.end > started_at]
    base = max([started_at, *(end for one, end in over if one.kind == "restart")])
    lost = sum(
        clock.working_minutes_between(max(one.start, base), end, schedule) for one, end in over if end > base
    )
    due = (
        clock.due_after(base, wait, schedule, rules)
        if wait is not None
        else clock.add_working_minutes(base, minutes, schedule)
    )
    return clock.add_working_minutes(due, lost, schedule) if lost else due


def holder_key(*, officer_id: int | None, unit_id: int | None, role: str) -> str:
    """Return the key of whoever holds a step: one officer, or a role's queue in a unit."""
    return f"o{officer_id}" if officer_id else f"u{unit_id}:{role}"


OUTSIDE = "outside"
"""Type of a step that another system works on; its holder names the agency's code."""


def outside_holder(code: str) -> str:
    """Return the key of whoever holds a step at another system; no officer here ever holds it."""
    return f"{OUTSIDE}:{code}"


def outside_code(holder: str) -> str:
    """Return the code of the agency whose system holds a step; "" for a step of our own."""
    return holder.partition(":")[2] if holder.startswith(f"{OUTSIDE}:") else ""


def holder_keys(
    officer_id: int | None,
    unit_ids: tuple[int, ...],
    roles: frozenset[str],
    acting_for_id: int | None = None,
) -> list[str]:
    """Return every key whose steps stand in an officer's inbox, or in that of the one they stand in for."""
    queues = [f"u{unit_id}:{role}" for unit_id in unit_ids for role in sorted(roles)]
    return [f"o{person}" for person in (officer_id, acting_for_id) if person] + queues


def roles_for(role: str) -> tuple[str, ...]:
    """Return the roles whose holders may be given a step of `role`; a head does what their unit does."""
    return (role, "unit-head") if role == "specialist" else (role,)


_SCOPES = {"procedure": "thủ tục", "field": "lĩnh vực", "unit": "đơn vị nêu trong quy trình"}


def scope_problem(scope: str) -> str:
    """Return what is wrong with the scope of a role binding, as a sentence, or ""."""
    kind, colon, value = scope.partition(":")
    if not scope or (kind in _SCOPES and colon and value.strip() == value != "" and len(scope) <= 220):
        return ""
    return "Phạm vi phải là mọi thủ tục, một thủ tục, một lĩnh vực hoặc một đơn vị nêu trong quy trình."


def scope_text(scope: str) -> str:
    """Return the scope of a role binding in words, such as "lĩnh vực Hộ tịch"."""
    kind, _, value = scope.partition(":")
    return f"{_SCOPES.get(kind, kind)} {value}" if scope else "mọi thủ tục"
