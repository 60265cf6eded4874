"""Why a dossier is due when it is: each fact in order, with its legal basis, for "vì sao có hạn này"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _

from congvu.calendars.rules.legal import CHOICES, UNITS, Budget, Code, LegalRules, Unit
from congvu.calendars.rules.schedule import DAY, VN, to_minute, to_moment

if TYPE_CHECKING:
    from congvu.calendars.rules.clock import Deadline, Extension, Pause
    from congvu.calendars.rules.lines import Remaining


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that a due moment follows from.

    Args:
        code: stable name: received, restart, start, told, budget, rule, special, weekend, pause, paused,
            extension, due, no-limit.
        text: a sentence in Vietnamese.
        at: the moment of the fact, where it has one.
        basis: legal basis or source.
    """

    code: str
    text: str
    at: datetime | None = None
    basis: str = ""


def explain(deadline: "Deadline") -> tuple[Reason, ...]:
    """Return the facts that a deadline follows from, in the order of a reader's questions."""
    return tuple(
        reason for part in (_start, _budget, _days, _stops, _extensions, _end) for reason in part(deadline)
    )


def _start(deadline: "Deadline") -> Iterator[Reason]:
    facts, rules = deadline.facts, deadline.rules
    received = facts.started_at.astimezone(VN)
    yield Reason(
        "received",
        _("Tiếp nhận hồ sơ hợp lệ lúc %(at)s (ghi trên Giấy tiếp nhận).") % {"at": moment(received)},
        received,
        rules.basis(Code.START_CUTOFF),
    )
    if facts.budget is None:
        return
    origin = to_minute(facts.started_at)
    for pause in facts.pauses:
        if pause.kind == "restart" and pause.end is not None:
            origin = max(origin, to_minute(pause.end))
    start = to_minute(deadline.counted_from)
    if _calendar(facts.budget):
        word = rules.choice(Code.DAY_FIRST)
        text = _("Thời hạn tính theo ngày, tháng dương lịch: %(how)s.")
        how = CHOICES[Code.DAY_FIRST][word]
        yield Reason("start", text % {"how": how}, deadline.counted_from, rules.basis(Code.DAY_FIRST))
    elif start != origin:
        yield Reason("start", _late_start(origin, deadline), deadline.counted_from, _cutoff_basis(deadline))


def _late_start(origin: int, deadline: "Deadline") -> str:
    """Say why counting did not begin at once."""
    day = date.fromordinal(origin // DAY)
    values = {"at": moment(deadline.counted_from)}
    exception = deadline.schedule.special.get(day)
    if not deadline.schedule.is_working_day(day):
        values["name"] = exception.name if exception else weekday(day)
        return _("Nhận vào ngày nghỉ (%(name)s): bắt đầu tính từ %(at)s.") % values
    cutoff = deadline.rules.clock(_cutoff_code(deadline))
    if cutoff is not None and origin % DAY > cutoff:
        values["hour"] = f"{cutoff // 60:02d}:{cutoff % 60:02d}"
        return _("Nhận sau %(hour)s: bắt đầu tính từ %(at)s.") % values
    return _("Nhận ngoài giờ làm việc: bắt đầu tính từ %(at)s.") % values


def _cutoff_code(deadline: "Deadline") -> Code:
    budget = deadline.facts.budget
    same_day = budget is not None and budget.unit == "wday" and budget.amount == 0
    return Code.SAME_DAY_CUTOFF if same_day else Code.START_CUTOFF


def _cutoff_basis(deadline: "Deadline") -> str:
    return deadline.rules.basis(_cutoff_code(deadline))


def _budget(deadline: "Deadline") -> Iterator[Reason]:
    facts, rules = deadline.facts, deadline.rules
    if facts.told:
        yield Reason("told", facts.told)
        return
    if facts.budget is None:
        yield Reason("no-limit", _("Pháp luật không quy định thời hạn giải quyết."), None, facts.budget_basis)
        return
    text = _("Thời hạn giải quyết: %(budget)s.") % {"budget": budget_text(facts.budget)}
    yield Reason("budget", text, None, facts.budget_basis)
    for code in _rules_used(facts.budget, rules):
        word = rules.choice(code)
        sentence = CHOICES[code].get(word) or _("một ngày làm việc là %(hours)s giờ") % {"hours": word}
        yield Reason("rule", _("Cách tính: %(how)s.") % {"how": sentence}, None, rules.basis(code))


def _rules_used(budget: Budget, rules: LegalRules) -> tuple[Code, ...]:
    if budget.unit == "wday" and budget.amount:
        by_hours = rules.choice(Code.WDAY_COUNT) == "hours"
        return (Code.WDAY_COUNT, Code.WDAY_LENGTH) if by_hours else (Code.WDAY_COUNT,)
    if budget.unit == "day":
        return (Code.DAY_END, Code.DAY_OFF_END)
    if budget.unit == "month":
        return (Code.MONTH_END, Code.DAY_END, Code.DAY_OFF_END)
    return ()


def _days(deadline: "Deadline") -> Iterator[Reason]:
    """List the special days between reception and the due moment, and count the plain days off."""
    if deadline.due_at is None or deadline.facts.budget is None:
        return
    first = deadline.facts.started_at.astimezone(VN).date().toordinal()
    last = deadline.due_at.astimezone(VN).date().toordinal()
    schedule, plain = deadline.schedule, 0
    for ordinal in range(first, last + 1):
        day = date.fromordinal(ordinal)
        exception = schedule.special.get(day)
        if exception is None:
            plain += not schedule.is_working_day(day)
        elif exception.kind == "working":
            text = _("%(day)s: %(name)s, tính là ngày làm việc.")
            yield Reason(
                "special", text % _named(day, exception.name), to_moment(ordinal * DAY), exception.basis
            )
        else:
            text = _("%(day)s: %(name)s, nghỉ, không làm việc.")
            yield Reason(
                "special", text % _named(day, exception.name), to_moment(ordinal * DAY), exception.basis
            )
    if plain:
        yield Reason("weekend", _("Trong khoảng này có %(count)s ngày nghỉ hằng tuần.") % {"count": plain})


def _named(day: date, name: str) -> dict[str, str]:
    return {"day": f"{weekday(day)} {day:%d/%m/%Y}", "name": name}


def _stops(deadline: "Deadline") -> Iterator[Reason]:
    for pause in sorted(deadline.facts.pauses, key=lambda one: one.start):
        yield _stop(pause)


def _stop(pause: "Pause") -> Reason:
    values = {"from": moment(pause.start), "reason": pause.reason}
    if pause.end is None:
        return Reason(
            "paused", _("Đang dừng tính từ %(from)s: %(reason)s.") % values, pause.start, pause.basis
        )
    values["to"] = moment(pause.end)
    if pause.kind == "restart":
        text = _("Dừng từ %(from)s đến %(to)s: %(reason)s; thời hạn tính lại từ đầu.")
        return Reason("restart", text % values, pause.end, pause.basis)
    text = _("Không tính từ %(from)s đến %(to)s: %(reason)s.")
    return Reason("pause", text % values, pause.start, pause.basis)


def _extensions(deadline: "Deadline") -> Iterator[Reason]:
    for extension in sorted(deadline.facts.extensions, key=lambda one: one.granted_at):
        yield _extension(extension, deadline.rules)


def _extension(extension: "Extension", rules: LegalRules) -> Reason:
    values = {"at": moment(extension.granted_at), "reason": extension.reason}
    basis = extension.basis or rules.basis(Code.EXTENSION_MAX)
    if extension.until is not None:
        values["until"] = moment(extension.until)
        text = _("Gia hạn lúc %(at)s đến %(until)s: %(reason)s.") % values
    else:
        values["more"] = budget_text(extension.budget) if extension.budget else ""
        text = _("Gia hạn lúc %(at)s thêm %(more)s: %(reason)s.") % values
    return Reason("extension", text, extension.granted_at, basis)


def _end(deadline: "Deadline") -> Iterator[Reason]:
    if deadline.due_at is not None:
        yield Reason("due", _("Hạn trả kết quả: %(at)s.") % {"at": moment(deadline.due_at)}, deadline.due_at)
    elif deadline.remaining is not None:
        text = _("Chưa có hạn trả khi còn tạm dừng; còn lại %(left)s.")
        yield Reason("remaining", text % {"left": remaining_text(deadline.remaining)})


# -- words -----------------------------------------------------------------------------------------


def _calendar(budget: Budget | None) -> bool:
    return budget is not None and budget.unit in ("day", "month")


def moment(at: datetime) -> str:
    """Return a moment as forms print it: "10:00 thứ Hai 02/03/2026"."""
    local = at.astimezone(VN)
    return f"{local:%H:%M} {weekday(local.date())} {local:%d/%m/%Y}"


def weekday(day: date) -> str:
    """Return the name of a day's weekday."""
    return weekday_name(day.weekday())


def weekday_name(number: int) -> str:
    """Return a weekday's Vietnamese name (0 = Monday)."""
    names = (
        _("thứ Hai"),
        _("thứ Ba"),
        _("thứ Tư"),
        _("thứ Năm"),
        _("thứ Sáu"),
        _("thứ Bảy"),
        _("Chủ nhật"),
    )
    return names[number]


def titled(text: str) -> str:
    """Return a name as it stands at the head of a line: "Thứ Hai"."""
    return text[:1].upper() + text[1:]


def budget_text(budget: Budget) -> str:
    """Return an amount of time as the catalogue writes it."""
    if budget.unit == "wday" and budget.amount == 0:
        return _("trong ngày làm việc")
    words = {"hour": _("giờ làm việc"), "wday": _("ngày làm việc"), "day": _("ngày"), "month": _("tháng")}
    return f"{budget.amount:02d} {words[budget.unit]}"


def value_text(code: str, value: str, unit: str) -> str:
    """Return a rule's value in words: a way of counting, a time of the day, an amount, a number."""
    words = CHOICES.get(Code(code), {}) if code in set(Code) else {}
    if value in words:
        return str(words[value])
    if unit in UNITS and value.isdecimal():
        return budget_text(Budget(int(value), cast("Unit", unit)))
    return value


def remaining_text(remaining: "Remaining") -> str:
    """Return what is left in words."""
    if remaining.unit == "minute":
        hours, minutes = divmod(remaining.amount, 60)
        return _("%(h)s giờ %(m)s phút làm việc") % {"h": hours, "m": minutes}
    words = {"wday": _("ngày làm việc"), "day": _("ngày")}
    return f"{remaining.amount} {words[remaining.unit]}"
