"""Playing many lives in the order of time; a life is a generator that says for how long it rests."""

import heapq
import random
from collections.abc import Generator
from datetime import datetime, timedelta

from congvu.directory.models import Agency
from congvu.dossiers.services.demo.almanac import Almanac
from congvu.dossiers.services.demo.clock import MovedClock
from congvu.dossiers.services.demo.office.papers import Texts

Life = Generator[int]
"""Yields the working minutes until its next act."""

DAY = 480


class Stage:
    """Gives each life its turns until the clock reaches the end."""

    def __init__(self, clock: MovedClock, almanac: Almanac, texts: Texts, dice: random.Random) -> None:
        self.clock = clock
        self.almanac = almanac
        self.texts = texts
        self.dice = dice
        self.agencies = {agency.key: agency for agency in Agency.objects.filter(key__in=texts.issuers)}
        self._turns: list[tuple[datetime, int, Life]] = []
        self._no = 0

    @property
    def now(self) -> datetime:
        """The moved time."""
        return self.clock.at

    def later(self, days: float) -> datetime:
        """Return the moment so many working days from the moved time; negative for before."""
        return self.almanac.after(self.now, round(days * DAY))

    def ago(self, days: float) -> datetime:
        """Return a working moment about so many working days before the end."""
        least = round(days * DAY * self.dice.uniform(0.93, 1.0))
        return self.almanac.after(self.almanac.now, -max(least, 10))

    def some(self, least: int, most: int) -> int:
        """Return so many minutes as an officer takes."""
        return self.dice.randint(least, most)

    def add(self, at: datetime, life: Life) -> None:
        """Let a life begin at a moment."""
        self._no += 1
        heapq.heappush(self._turns, (at, self._no, life))

    def play(self) -> int:
        """Play every life to the almanac's now; return how many acts that took."""
        acts = 0
        while self._turns:
            at, no, life = heapq.heappop(self._turns)
            if at > self.almanac.now:
                life.close()
                continue
            self.clock.at = at
            rest = next(life, None)
            acts += 1
            if rest is not None:
                again = max(self.almanac.after(at, max(rest, 3)), at + timedelta(minutes=1))
                heapq.heappush(self._turns, (again, no, life))
        return acts
