"""When to try again, and when a periodic job runs next. Pure."""

from datetime import datetime, time, timedelta

BASE_SECONDS = 30
LONGEST_SECONDS = 6 * 3600


def delay(
    attempt: int, chance: float, *, base: float = BASE_SECONDS, longest: float = LONGEST_SECONDS
) -> timedelta:
    """Return how long to wait after failed attempt number `attempt` (from 1).

    The wait doubles up to `longest` seconds; `chance` (0 to 1) spreads it between a half and the whole, so
    that what failed together does not come back together.
    """
    if attempt < 1:
        raise ValueError("attempts count from 1")
    whole = min(longest, base * 2 ** min(attempt - 1, 40))
    return timedelta(seconds=whole * (0.5 + chance / 2))


def next_run(now: datetime, every_seconds: int, at: time | None = None) -> datetime:
    """Return when a periodic job runs after `now` (aware, in local time).

    Args:
        now: the end of the run before.
        every_seconds: the distance, when no time of day is set.
        at: a local time of day; the job then runs daily.
    """
    if at is None:
        return now + timedelta(seconds=every_seconds)
    today = now.replace(hour=at.hour, minute=at.minute, second=at.second, microsecond=0)
    return today if today > now else today + timedelta(days=1)
