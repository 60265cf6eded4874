"""What scenarios share: a throwaway database, a moved clock, and a numbered transcript with assertions.

A scenario is a module of this folder with a `main() -> int`; `make scenario NAME=one-stop` runs
`one_stop.py`.
It ends with one line

    scenario one-stop: 61 steps, 0 failed

and with exit code 0 when nothing failed, 1 when something did; the lines that failed say what was wrong.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tools.pg import Cluster

VN = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> datetime:
    """Return "2026-08-12 15:20" as a moment in Việt Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=VN)


@contextmanager
def database(postgres: bool) -> Iterator[None]:
    """Set Django up on a database of its own that is gone afterwards."""
    if postgres:
        with Cluster() as cluster:
            os.environ["DATABASE_URL"] = cluster.url()
            yield _set_up()
    else:
        with tempfile.TemporaryDirectory(prefix="congvu-scenario-") as folder:
            os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'scenario.sqlite3'}"
            yield _set_up()


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


class BrokenError(Exception):
    """A step failed, so that the rest of its scene has no ground to stand on."""


class Transcript:
    """Numbers the steps, prints a line for each, and keeps what failed.

    Args:
        name: of the scenario, as the closing line gives it.
        write: takes the lines; the standard output unless told.
    """

    def __init__(self, name: str, write: Callable[[str], Any] | None = None) -> None:
        self.name = name
        self.number = 0
        self.failed = 0
        self.write = write or (lambda line: print(line, flush=True))

    def scene(self, title: str, play: Callable[[], None]) -> None:
        """Play one scene; a step that fails ends it, and the next scene goes on."""
        if title:
            self.write(f"\n— {title}")
        try:
            play()
        except BrokenError:
            self.write("     (cảnh dừng tại đây)")
        except Exception as problem:  # a scene that stumbles between its steps has failed too
            self.failed += 1
            self.write(f"     ✗ SAI: {type(problem).__name__}: {problem} (cảnh dừng tại đây)")

    def step(
        self,
        what: str,
        act: Callable[[], Any],
        *,
        when: datetime | None = None,
        who: str = "",
        tell: Callable[[], str] = str,
        refused: str = "",
        wrong: Callable[[], list[str]] = list,
    ) -> Any:
        """Do one thing and print its line.

        Args:
            what: what is done, in Vietnamese.
            act: does it.
            when, who: the simulated time and the officer, for the line.
            tell: says afterwards where things stand.
            refused: the sentence that the act must be refused with (a part of it).
            wrong: returns what is not as it should be.
        """
        self.number += 1
        head = f"{self.number:>3}. {when:%H:%M %d/%m/%Y} · " if when else f"{self.number:>3}. "
        head += f"{who} · {what}" if who else what
        try:
            value, said = self._try(act, refused)
            problems = wrong()
            told = said or tell()
        except Exception as problem:  # whatever went wrong is what the transcript is for
            return self._fail(head, [f"{type(problem).__name__}: {problem}"])
        if problems:
            return self._fail(head, problems)
        self.write(f"{head} → {told}" if told else head)
        return value

    def _try(self, act: Callable[[], Any], refused: str) -> tuple[Any, str]:
        from congvu.common.errors import ActionRefused

        if not refused:
            return act(), ""
        try:
            act()
        except ActionRefused as refusal:
            if refused not in refusal.message:
                raise AssertionError(
                    f"bị từ chối với câu khác: “{refusal.message}”, mong đợi “{refused}”"
                ) from None
            return None, f"bị từ chối: “{refusal.message}”"
        raise AssertionError(f"không bị từ chối, mong đợi “{refused}”")

    def _fail(self, head: str, problems: list[str]) -> Any:
        self.failed += 1
        for problem in problems:
            self.write(f"{head} ✗ SAI: {problem}")
        raise BrokenError

    def finish(self) -> int:
        """Print the closing line; return the exit code."""
        self.write(f"scenario {self.name}: {self.number} steps, {self.failed} failed")
        return 1 if self.failed or not self.number else 0


def asked_for_postgres() -> bool:
    """Tell whether the command line asks for PostgreSQL instead of SQLite."""
    return "--postgres" in sys.argv[1:]
