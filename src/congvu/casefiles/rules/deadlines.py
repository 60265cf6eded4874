"""Until when a case file must be handed over to the agency's archive, and how long it may be kept back.

Legal source: NĐ 30/2020/NĐ-CP Điều 30 khoản 2, Điều 31 khoản 3.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from congvu.calendars.rules import Budget
from congvu.casefiles.rules.retention import years_of


@dataclass(frozen=True, slots=True)
class DueFacts:
    """What the deadline follows from.

    Args:
        retention, retention_years: how long the case file is kept.
        ended_on: when the work ended.
        building: papers of building work (tài liệu xây dựng cơ bản).
        settled_on: for building work, when its accounts were settled (quyết toán).
    """

    retention: str
    ended_on: date
    retention_years: int | None = None
    building: bool = False
    settled_on: date | None = None


def must_hand_over(retention: str, years: int | None, least: int) -> bool:
    """Tell whether a case file goes to the archive at all: kept for `least` years or longer (Điều 31.3c)."""
    kept = years_of(retention, years)
    return kept is None or kept >= least


def due_date(facts: DueFacts, *, general: Budget, building: Budget, least_years: int) -> date | None:
    """Return the last day for handing over, or None: not handed over, or accounts not settled yet.

    Args:
        facts: see `DueFacts`.
        general, building: the legal rules of the day on which the work ended.
        least_years: from how many years of retention on.
    """
    if not must_hand_over(facts.retention, facts.retention_years, least_years):
        return None
    if not facts.building:
        return add(facts.ended_on, general)
    return None if facts.settled_on is None else add(facts.settled_on, building)


def kept_back_until(due_on: date, limit: Budget) -> date:
    """Return the last day until which a case file that is due may be kept back (Điều 31.3d)."""
    return add(due_on, limit)


def add(day: date, amount: Budget) -> date:
    """Return `day` and so many calendar days or months later; the end of a month stays within it."""
    if amount.unit == "day":
        return date.fromordinal(day.toordinal() + amount.amount)
    if amount.unit != "month":
        raise ValueError(f"not counted in calendar time: {amount.unit}")
    month = day.month - 1 + amount.amount
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
