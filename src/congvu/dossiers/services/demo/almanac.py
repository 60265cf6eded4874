"""When a dossier must have been accepted so that it is due today, soon, later, or was due already."""

import random
from datetime import datetime, timedelta
from typing import cast

from congvu.calendars import rules as clock
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.calendars.rules.legal import Unit
from congvu.procedures.messages import FrozenTime

STEP_MINUTES = 23


class Almanac:
    """The working moments of the last weeks before `now` in one agency's time, and what falls due when."""

    def __init__(self, now: datetime, agency_id: int, days: int) -> None:
        self.now = now
        self.schedule = schedule_for(agency_id)
        self.rules = legal_rules(now.date())
        self.limits = clock.bounds(now, self.schedule, self.rules)
        self._by_limit: dict[tuple[int | None, str], list[tuple[datetime, datetime | None]]] = {}
        self.moments: list[datetime] = []
        at = now - timedelta(minutes=5)
        earliest = now - timedelta(days=days)
        while at > earliest:
            at = clock.add_working_minutes(at, -STEP_MINUTES, self.schedule)
            self.moments.append(at)

    def worked(self, start: datetime, end: datetime | None = None) -> int:
        """Return the working minutes from `start` to `end` (now)."""
        return clock.working_minutes_between(start, end or self.now, self.schedule)

    def after(self, start: datetime, minutes: int) -> datetime:
        """Return the moment that many working minutes after `start`."""
        return clock.add_working_minutes(start, minutes, self.schedule)

    def accepted(
        self, limit: FrozenTime | None, group: str, least: int, dice: random.Random
    ) -> datetime | None:
        """Return a moment of acceptance whose due date now stands in `group`, or None when there is none.

        Args:
            limit: the legal time limit.
            group: an urgency group; "paused" takes any moment of the last two weeks.
            least: working minutes that must lie between then and now.
        """
        found = [
            at for at, due in self._due(limit) if self._fits(at, due, group) and self.worked(at) >= least
        ]
        return dice.choice(found) if found else None

    def _fits(self, at: datetime, due: datetime | None, group: str) -> bool:
        if group == clock.Urgency.PAUSED:
            return self.now - timedelta(days=9) <= at <= self.now - timedelta(days=1)
        recent = due is None or due >= self.now - timedelta(days=9)
        return recent and clock.urgency(due, self.limits) == group

    def _due(self, limit: FrozenTime | None) -> list[tuple[datetime, datetime | None]]:
        key = (limit.amount if limit else None, limit.unit if limit else "")
        if key not in self._by_limit:
            self._by_limit[key] = [(at, self._due_of(at, *key)) for at in self.moments]
        return self._by_limit[key]

    def _due_of(self, at: datetime, amount: int | None, unit: str) -> datetime | None:
        budget = None if amount is None else clock.Budget(amount, cast(Unit, unit))
        return clock.compute_due(clock.ClockFacts(at, budget), self.schedule, self.rules).due_at
