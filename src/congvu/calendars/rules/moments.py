"""The other moments of the law around a dossier, and how urgent it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from congvu.calendars.rules.clock import ClockFacts
from congvu.calendars.rules.legal import Budget, Code, LegalRules
from congvu.calendars.rules.lines import begin
from congvu.calendars.rules.schedule import DAY, WorkSchedule, to_minute, to_moment

# Ways of submitting by their national codes: 1 trực tiếp, 2 trực tuyến, 3 bưu chính.
_NOTICE = {"1": Code.NOTICE_DIRECT, "2": Code.NOTICE_ONLINE, "3": Code.NOTICE_POST}
_CLOSE = {"supplement": Code.CLOSE_SUPPLEMENT, "explanation": Code.CLOSE_EXPLANATION}


class Urgency(StrEnum):
    """Groups of the inbox."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    PAUSED = "paused"


def due_after(start: datetime, budget: Budget, schedule: WorkSchedule, rules: LegalRules) -> datetime:
    """Return when a budget without pauses ends, such as that of one process step."""
    run = begin(to_minute(start), budget, schedule, rules)
    return to_moment(run.line.moment(run.end, run.start))


def close_of_day(day: date, schedule: WorkSchedule) -> datetime:
    """Return when the working time of a day ends; of a day off, that of the next working day.

    A time limit that ends on a day off ends with the next working day (khoản 5 Điều 148 BLDS 2015).
    """
    return to_moment(schedule.next_close(day.toordinal()))


def handover_due(received_at: datetime, schedule: WorkSchedule, rules: LegalRules) -> datetime:
    """Return by when a received dossier is handed over to the competent agency.

    Received by the rule's hour (15:00) of a working day: that day's close; later, or on a day off: the start
    of the next working day (Điều 18 NĐ 61/2018, now NĐ 118/2025).
    """
    received = to_minute(received_at)
    cutoff = rules.clock(Code.HANDOVER_CUTOFF)
    close = schedule.close_of(received // DAY)
    if close is not None and received < close and (cutoff is None or received % DAY <= cutoff):
        return to_moment(close)
    return to_moment(schedule.next_working((received // DAY + 1) * DAY))


def supplement_notice_due(
    received_at: datetime, channel: str, schedule: WorkSchedule, rules: LegalRules
) -> datetime:
    """Return by when the applicant is told that the dossier is incomplete.

    Args:
        channel: national code, "1" direct, "2" online (8 working hours), "3" post (1 working day).

    Raises:
        KeyError: no such channel.
    """
    return due_after(received_at, rules.budget(_NOTICE[channel]), schedule, rules)


def appraisal_return_due(received_at: datetime, schedule: WorkSchedule, rules: LegalRules) -> datetime:
    """Return by when a dossier found ineligible on appraisal goes back (khoản 4 Điều 19: 3 working days)."""
    return due_after(received_at, rules.budget(Code.APPRAISAL_RETURN), schedule, rules)


def auto_close_at(
    notified_at: datetime,
    schedule: WorkSchedule,
    rules: LegalRules,
    *,
    kind: Literal["supplement", "explanation"] = "supplement",
    budget: Budget | None = None,
) -> datetime:
    """Return when a dossier that was not supplemented may be closed by the one-stop officer.

    Args:
        notified_at: when the applicant was told.
        kind: what was asked for; each has its own rule.
        budget: the procedure's own time, where sector law gives one.
    """
    return due_after(notified_at, budget or rules.budget(_CLOSE[kind]), schedule, rules)


def apology_latest(due_at: datetime, schedule: WorkSchedule, rules: LegalRules) -> datetime:
    """Return the last moment at which an apology with a new date may be given (khoản 9 Điều 19).

    The rule's calendar days, or working days, are counted back to the minute; a moment outside working hours
    moves back to the last closing, because nobody could give it later.
    """
    before = rules.budget(Code.APOLOGY_BEFORE)
    due = to_minute(due_at)
    if before.unit == "day":
        return to_moment(schedule.last_working(due - before.amount * DAY))
    last = schedule.last_working(due)
    length = 60 if before.unit == "hour" else schedule.full_day(due_at.date())
    return to_moment(schedule.at_worked(schedule.worked(last) - before.amount * length, last))


def consent_by_silence_at(
    asked_at: datetime, schedule: WorkSchedule, rules: LegalRules, *, budget: Budget | None = None
) -> datetime:
    """Return when a consulted agency that has not answered is taken to agree.

    Args:
        asked_at: when the consulted agency received the request.
        budget: the step's own time; without it the rule's (building permits: 12 days).
    """
    return due_after(asked_at, budget or rules.budget(Code.CONSENT_SILENCE), schedule, rules)


def extensions_left(facts: ClockFacts, rules: LegalRules) -> int:
    """Return how many more times the date may be put off (khoản 9 Điều 19: once)."""
    return max(0, rules.number(Code.EXTENSION_MAX) - len(facts.extensions))


@dataclass(frozen=True, slots=True)
class Bounds:
    """The moments that part the urgency groups, computed once per list.

    Args:
        now: before it: overdue.
        today_end: midnight that ends today.
        soon_until: after it: later.
    """

    now: datetime
    today_end: datetime
    soon_until: datetime


def bounds(now: datetime, schedule: WorkSchedule, rules: LegalRules) -> Bounds:
    """Return the bounds of the urgency groups at `now`."""
    day_end = to_moment((to_minute(now) // DAY + 1) * DAY)
    soon = due_after(now, rules.budget(Code.URGENCY_SOON), schedule, rules)
    return Bounds(now, day_end, max(soon, day_end - timedelta(minutes=1)))


def urgency(due_at: datetime | None, limits: Bounds, *, paused: bool = False) -> Urgency:
    """Return the urgency group of a due moment; without one, paused or (no limit) later."""
    if due_at is None:
        return Urgency.PAUSED if paused else Urgency.LATER
    if due_at < limits.now:
        return Urgency.OVERDUE
    if due_at < limits.today_end:
        return Urgency.TODAY
    return Urgency.SOON if due_at <= limits.soon_until else Urgency.LATER
