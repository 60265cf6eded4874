"""The deadline clock: from stored facts to the moment that a dossier is due.

One method serves every unit. A *line* numbers working minutes, working days or calendar days; a deadline is a
place on the line; a pause moves it by what it covered. Facts before the last restart no longer matter.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from congvu.calendars.rules.legal import Budget, LegalRules
from congvu.calendars.rules.lines import Minutes, Remaining, Run, Stop, begin
from congvu.calendars.rules.schedule import Minute, WorkSchedule, to_minute, to_moment

if TYPE_CHECKING:
    from congvu.calendars.rules.explain import Reason


@dataclass(frozen=True, slots=True)
class Pause:
    """A time during which the clock does not run.

    Args:
        start, end: from and to; `end` None while it lasts.
        reason: why, as shown to the applicant.
        kind: "pause" (time before it counts) or "restart" (at its end the whole budget begins anew).
        basis: the law or decision that allows it.
    """

    start: datetime
    end: datetime | None
    reason: str
    kind: Literal["pause", "restart"] = "pause"
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """A granted extension (Mẫu 04): either more time, or a new moment.

    Args:
        granted_at: when it was granted.
        budget: time added to what was left; or
        until: the new due moment, which pauses after `granted_at` still move.
    """

    granted_at: datetime
    reason: str
    budget: Budget | None = None
    until: datetime | None = None
    basis: str = ""

    def __post_init__(self) -> None:
        if (self.budget is None) == (self.until is None):
            raise ValueError("an extension has either a budget or a moment")


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What is stored of a dossier's clock.

    Args:
        started_at: valid reception, as printed on the receipt.
        budget: the time limit; None where the law sets none.
        pauses, extensions: in any order.
        budget_basis: where the budget comes from, such as "Thủ tục 1.013225, trường hợp 1, trực tiếp".
        told: in words, when another system holds the clock and tells of the deadline; "" = computed here.
    """

    started_at: datetime
    budget: Budget | None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    budget_basis: str = ""
    told: str = ""


@dataclass(frozen=True)
class Deadline:
    """The result of the clock.

    Args:
        due_at: None while an open pause lasts, or where there is no limit.
        remaining: what is left, while an open pause lasts.
        counted_from: where counting began (after the last restart).
    """

    due_at: datetime | None
    remaining: Remaining | None
    counted_from: datetime
    facts: ClockFacts
    schedule: WorkSchedule
    rules: LegalRules

    @property
    def paused(self) -> bool:
        """Tell whether an open pause keeps the due moment unknown."""
        return self.remaining is not None

    @cached_property
    def explanation(self) -> "tuple[Reason, ...]":
        """Each fact that the moment follows from, in order; computed only when asked for."""
        from congvu.calendars.rules.explain import explain

        return explain(self)


def compute_due(facts: ClockFacts, schedule: WorkSchedule, rules: LegalRules) -> Deadline:
    """Return when a dossier is due, by the facts, the agency's working time and the rules it began with.

    Args:
        facts: stored facts; seconds are dropped.
        rules: those in force when the dossier began, not today's.

    Raises:
        NoWorkingTime: the table holds no hours.
        RuleMissing: a rule needed has no value.

    Legal source: Điều 17, 18, 19 NĐ 118/2025/NĐ-CP; Điều 147, 148 Bộ luật Dân sự 2015 for days and months.
    """
    origin, restarting = _origin(facts)
    if facts.budget is None:
        return Deadline(None, None, to_moment(origin), facts, schedule, rules)
    run = begin(origin, facts.budget, schedule, rules)
    if restarting:
        return Deadline(None, run.whole, to_moment(run.start), facts, schedule, rules)
    pauses = merged(facts.pauses, origin)
    due, left = run.through(pauses)
    for extension in sorted(facts.extensions, key=lambda one: one.granted_at):
        granted = to_minute(extension.granted_at)
        if granted < origin:
            continue
        if extension.until is not None:
            until = max(to_minute(extension.until), granted)
            due, left = _until(granted, until, pauses, schedule)
        elif extension.budget is not None and due is not None:
            due, left = begin(due, extension.budget, schedule, rules, rolls=False).through(pauses)
        elif extension.budget is not None and left is not None:
            more = begin(origin, extension.budget, schedule, rules, rolls=False).whole
            left = Remaining(left.amount + more.amount, left.unit) if more.unit == left.unit else left
    moment = None if due is None else to_moment(due)
    return Deadline(moment, left, to_moment(run.start), facts, schedule, rules)


def working_minutes_between(start: datetime, end: datetime, schedule: WorkSchedule) -> int:
    """Return the working minutes from `start` to `end`, negative when `end` is earlier."""
    return schedule.worked(to_minute(end)) - schedule.worked(to_minute(start))


def add_working_minutes(start: datetime, minutes: int, schedule: WorkSchedule) -> datetime:
    """Return the moment after that much work; for 0 the next working moment; negative counts back.

    Raises:
        NoWorkingTime: the table holds no hours.
    """
    at = to_minute(start)
    if minutes > 0:
        return to_moment(schedule.at_worked(schedule.worked(at) + minutes, at))
    if minutes == 0:
        return to_moment(schedule.next_working(at))
    last = schedule.last_working(at)
    end = schedule.at_worked(schedule.worked(last) + minutes, last)
    return to_moment(end)


# -- pauses ----------------------------------------------------------------------------------------


def _origin(facts: ClockFacts) -> tuple[Minute, bool]:
    """Return where the budget began last, and whether a restart is still open."""
    origin = to_minute(facts.started_at)
    restarting = False
    for pause in facts.pauses:
        if pause.kind == "restart":
            if pause.end is None:
                restarting = True
            else:
                origin = max(origin, to_minute(pause.end))
    return origin, restarting


def merged(pauses: tuple[Pause, ...], origin: Minute) -> list[Stop]:
    """Return the stops after `origin` in order, overlapping ones joined; an open one has no end."""
    stops: list[Stop] = []
    spans = [(to_minute(one.start), None if one.end is None else to_minute(one.end)) for one in pauses]
    for start, end in sorted(spans, key=lambda span: span[0]):
        if end is not None and end <= max(start, origin):
            continue
        start = max(start, origin)
        if stops and (stops[-1][1] is None or start <= stops[-1][1]):
            last = stops[-1]
            joined = None if last[1] is None or end is None else max(last[1], end)
            stops[-1] = (last[0], joined)
        else:
            stops.append((start, end))
    return stops


def _until(
    granted: Minute, until: Minute, stops: list[Stop], schedule: WorkSchedule
) -> tuple[Minute | None, Remaining | None]:
    """Return a granted moment, moved by the pauses that lasted beyond the granting."""
    if not any(start < until and (end is None or end > granted) for start, end in stops):
        return until, None
    line = Minutes(schedule)
    return Run(line, granted, line.index(until)).through(stops)
