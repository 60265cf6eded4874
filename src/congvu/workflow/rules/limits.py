"""Legal time limits in working hours, so that a process can be measured against them."""

from collections.abc import Iterable

HOURS_A_DAY = 8
# A calendar limit leaves at least five working days in seven; a month at least four weeks (holidays apart).
WORKING_DAYS, DAYS = 5, 7
DAYS_A_MONTH = 28


def working_hours(amount: int, unit: str) -> int | None:
    """Return how many working hours a limit leaves at least, holidays apart.

    Args:
        amount: how many units.
        unit: "hour" or "wday" (working), "day" or "month" (calendar); anything else gives None.
    """
    match unit:
        case "hour":
            return amount
        case "wday":
            return amount * HOURS_A_DAY
        case "day":
            return amount * WORKING_DAYS // DAYS * HOURS_A_DAY
        case "month":
            return amount * DAYS_A_MONTH * WORKING_DAYS // DAYS * HOURS_A_DAY
    return None


def longest_limit(times: Iterable[tuple[int | None, str]]) -> int | None:
    """Return the longest of a procedure's limits: no process may be longer than it in any case.

    Args:
        times: amount and unit of every case and channel; those without amount or unit are passed over.
    """
    hours = (working_hours(amount, unit) for amount, unit in times if amount)
    return max((value for value in hours if value is not None), default=None)
