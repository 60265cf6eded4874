"""An installation seen from outside: its processes, and a hand that does what its officers do."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.installations.processes import ROOT, end, environment, kill, start

CLI = "config.cli"


class HandError(Exception):
    """What the installation refused or stumbled over; `told` is the sentence that an officer would see."""

    def __init__(self, kind: str, told: str) -> None:
        super().__init__(f"{kind}: {told}")
        self.kind, self.told = kind, told


@dataclass(frozen=True, slots=True)
class Place:
    """What an installation is: its name, its code, and which folder of the machine is its own."""

    name: str
    code: str
    folder: Path


class Installation:
    """One installation: database, hand, workers.

    Args:
        place: its name, code and folder.
        url: of its database; SQLite in its folder unless told.
        env: further variables.
    """

    def __init__(self, place: Place, url: str = "", **env: str) -> None:
        place.folder.mkdir(parents=True, exist_ok=True)
        self.place = place
        self.env = environment(
            DATABASE_URL=url or f"sqlite:///{place.folder / 'congvu.sqlite3'}",
            CONGVU_DATA=str(place.folder),
            INTERCHANGE_FOLDERS=str(place.folder / "lien-thong"),
            **env,
        )
        self.workers: list[subprocess.Popen[bytes]] = []
        self._hand: subprocess.Popen[str] | None = None
        self._turn = threading.Lock()

    def open(self) -> dict[str, Any]:
        """Make the database, the agency and its people; start the hand; return what was laid."""
        self.take_hand()
        return self.ask("lay", name=self.place.name, code=self.place.code)

    def take_hand(self) -> None:
        """Start the process that acts for officers."""
        with (self.place.folder / "hand.log").open("a", encoding="utf-8") as log:
            self._hand = subprocess.Popen(
                [sys.executable, "-m", "tests.installations.inside"],
                env=self.env,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    def ask(self, do: str, **more: Any) -> Any:
        """Have the hand do something; return what came of it, raise HandError for a refusal."""
        with self._turn:
            hand = self._hand
            assert hand is not None
            assert hand.stdin is not None
            assert hand.stdout is not None
            print(json.dumps({"do": do, **more}), file=hand.stdin, flush=True)
            line = hand.stdout.readline()
        if not line:
            raise HandError("Ended", f"the hand of {self.place.code} ended: see hand.log")
        answer = json.loads(line)
        if "error" in answer:
            raise HandError(answer["error"], answer["told"])
        return answer["value"]

    def until(self, true: Callable[[], Any], seconds: float = 60, *, every: float = 0.2) -> Any:
        """Ask again and again until something is there; raise TimeoutError when it never is."""
        limit = time.monotonic() + seconds
        while True:
            found = true()
            if found:
                return found
            if time.monotonic() > limit:
                raise TimeoutError(f"{self.place.code}: waited {seconds:.0f} s in vain")
            time.sleep(every)

    def work(self, count: int = 1) -> None:
        """Have `count` workers run."""
        self.workers = [one for one in self.workers if one.poll() is None]
        while len(self.workers) < count:
            words = ["-m", CLI, "worker", "--pause", "0.5", "--lease", "10"]
            self.workers.append(start(words, self.env, self.place.folder / "worker.log"))

    def kill_worker(self, which: int = 0) -> None:
        """Kill a worker in the middle of whatever it does."""
        if self.workers:
            kill(self.workers.pop(which % len(self.workers)))

    def close(self) -> None:
        """End everything."""
        for worker in self.workers:
            end(worker)
        if self._hand is not None:
            if self._hand.stdin is not None:
                self._hand.stdin.close()
            try:
                self._hand.wait(15)
            except subprocess.TimeoutExpired:
                self._hand.kill()
