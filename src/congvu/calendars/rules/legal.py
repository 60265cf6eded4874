"""The law's numbers as typed values with validity and basis; nothing numeric is written anywhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Literal, cast, get_args

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Unit = Literal["hour", "wday", "day", "month"]
UNITS: tuple[str, ...] = get_args(Unit.__value__)


class RuleMissing(LookupError):  # noqa: N818 — the house names refusals as facts
    """No value of a rule is in force on the day."""

    def __init__(self, code: str, on: date) -> None:
        super().__init__(f"{code} on {on}")
        self.code = code
        self.on = on


class Code(StrEnum):
    """Codes of all rules of the clock and of the archive; the data file gives each value, basis, validity."""

    START_CUTOFF = "clock.start_cutoff"
    WDAY_COUNT = "clock.wday_count"
    WDAY_LENGTH = "clock.wday_length"
    DAY_FIRST = "clock.day_first"
    DAY_END = "clock.day_end"
    DAY_OFF_END = "clock.day_off_end"
    MONTH_END = "clock.month_end"
    SAME_DAY_CUTOFF = "same_day.cutoff"
    HANDOVER_CUTOFF = "handover.cutoff"
    NOTICE_ONLINE = "supplement.notice_online"
    NOTICE_DIRECT = "supplement.notice_direct"
    NOTICE_POST = "supplement.notice_post"
    APPRAISAL_RETURN = "appraisal.return"
    CLOSE_SUPPLEMENT = "auto_close.supplement"
    CLOSE_EXPLANATION = "auto_close.explanation"
    APOLOGY_BEFORE = "apology.before"
    EXTENSION_MAX = "extension.max"
    CONSENT_SILENCE = "consent.silence"
    URGENCY_SOON = "urgency.soon"
    DOCUMENT_REGISTER = "document.register"
    DOCUMENT_REGISTER_LATEST = "document.register_latest"
    DOCUMENT_REGISTER_URGENT = "document.register_urgent"
    ARCHIVE_HANDOVER = "archive.handover"
    ARCHIVE_BUILDING = "archive.handover_building"
    ARCHIVE_KEEP_BACK = "archive.keep_back"
    ARCHIVE_LEAST_YEARS = "archive.least_years"
    ARCHIVE_REMIND = "archive.remind"
    ARCHIVE_EXAMINE = "archive.examine"
    TASK_EXTENSIONS = "assignment.extensions"
    TASK_ASK_WITHIN = "assignment.ask_within"
    TASK_ASK_WITHIN_GOVERNMENT = "assignment.ask_within_government"
    TASK_SOON = "assignment.soon"
    TASK_BACK_DATING = "assignment.back_dating"
    TASK_ENTRY = "assignment.entry"
    TASK_ENTRY_URGENT = "assignment.entry_urgent"
    TASK_ENTRY_MANY = "assignment.entry_many"


# Words that a rule may say instead of a number, with what each means to an administrator.
CHOICES: dict[Code, dict[str, str | Promise]] = {
    Code.WDAY_COUNT: {
        "hours": _("tính theo giờ làm việc, trả đúng giờ đã nhận"),
        "days": _("không tính ngày nhận, hết hạn khi hết giờ làm việc của ngày cuối"),
    },
    Code.WDAY_LENGTH: {"table": _("một ngày trọn theo bảng giờ làm việc của cơ quan")},
    Code.DAY_FIRST: {"excluded": _("không tính ngày đầu tiên"), "included": _("tính cả ngày đầu tiên")},
    Code.DAY_END: {"close": _("hết giờ làm việc của ngày cuối"), "midnight": _("24 giờ của ngày cuối")},
    Code.DAY_OFF_END: {"next": _("chuyển sang ngày làm việc tiếp theo"), "keep": _("giữ nguyên ngày")},
    Code.MONTH_END: {"clamp": _("không có ngày tương ứng thì lấy ngày cuối tháng")},
    Code.START_CUTOFF: {"none": _("không đặt giờ chốt")},
}
CLOCKS = frozenset({Code.START_CUTOFF, Code.SAME_DAY_CUTOFF, Code.HANDOVER_CUTOFF})
COUNTS = frozenset({Code.EXTENSION_MAX, Code.TASK_EXTENSIONS})
"""Rules that count times and have no unit."""


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount of time that the law or a process step gives.

    Args:
        amount: not negative; 0 `wday` means "within the same working day".
        unit: "hour" (working hours), "wday" (working days), "day" (calendar days), "month".
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in UNITS or self.amount < 0:
            raise ValueError(f"not a budget: {self.amount} {self.unit}")


@dataclass(frozen=True, slots=True)
class RuleValue:
    """One rule as it stood on a day.

    Args:
        certainty: H, M, L or MEM, as in the domain study (MEM: from memory, to be verified).
    """

    code: str
    value: str
    unit: str = ""
    basis: str = ""
    certainty: str = "H"
    valid_from: date = date.min


@dataclass(frozen=True)
class LegalRules:
    """All rules in force on one day; reading one costs a dictionary look-up.

    Raises (all readers):
        RuleMissing: the rule has no value on that day.
    """

    on: date
    values: Mapping[str, RuleValue]
    _parsed: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    __hash__ = object.__hash__

    def rule(self, code: str) -> RuleValue:
        """Return the rule's row."""
        try:
            return self.values[code]
        except KeyError:
            raise RuleMissing(code, self.on) from None

    def basis(self, code: str) -> str:
        """Return the rule's legal basis."""
        return self.rule(code).basis

    def choice(self, code: str) -> str:
        """Return a rule that is a word."""
        return self.rule(code).value

    def number(self, code: str) -> int:
        """Return a rule that is a whole number."""
        return int(self.rule(code).value)

    def clock(self, code: str) -> int | None:
        """Return a time of the day in minutes after midnight, None for "none"."""
        if code not in self._parsed:
            self._parsed[code] = parse_clock(self.rule(code).value)
        return cast("int | None", self._parsed[code])

    def budget(self, code: str) -> Budget:
        """Return a rule that is an amount of time."""
        if code not in self._parsed:
            rule = self.rule(code)
            self._parsed[code] = Budget(int(rule.value), cast("Unit", rule.unit))
        return cast("Budget", self._parsed[code])


def parse_clock(text: str) -> int | None:
    """Read "15:00" as minutes after midnight and "none" as None; raise ValueError for anything else."""
    if text == "none":
        return None
    moment = time.fromisoformat(text)
    return moment.hour * 60 + moment.minute


def rule_problem(code: str, value: str, unit: str) -> str:
    """Return what is wrong with a value that is to be set, "" when it may stand.

    The reasons are stable names: "code", "clock", "number", "unit".
    """
    try:
        known = Code(code)
    except ValueError:
        return "code"
    if value in CHOICES.get(known, {}):
        return "" if not unit else "unit"
    if known in CLOCKS:
        return _clock_problem(value)
    if known in CHOICES and known is not Code.WDAY_LENGTH:
        return "choice"
    if not value.isdecimal():
        return "number"
    if known in COUNTS:
        return "" if not unit else "unit"
    if known is Code.WDAY_LENGTH:
        return "" if unit == "hour" and int(value) > 0 else "unit"
    return "" if unit in UNITS else "unit"


def _clock_problem(value: str) -> str:
    try:
        parse_clock(value)
    except ValueError:
        return "clock"
    return ""
