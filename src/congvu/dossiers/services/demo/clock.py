"""Playing the past: the product's clock is moved while a demonstration or a scenario runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.utils import timezone

from congvu.directory.queries import forget_standings


class MovedClock:
    """The time that the product takes for now; set `at` to move it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the moved time, as `timezone.now` does."""
        return self.at


@contextmanager
def moved_clock(at: datetime) -> Iterator[MovedClock]:
    """Let `timezone.now` tell the time that the yielded clock is set to, in this process only.

    Who may act in which post depends on the day, so that what is remembered of it is forgotten on both ends.
    """
    clock = MovedClock(at)
    forget_standings()
    try:
        with patch.object(timezone, "now", clock.now):
            yield clock
    finally:
        forget_standings()
