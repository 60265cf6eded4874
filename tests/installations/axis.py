"""The axis in the box as a process of its own: `congvu hub serve` on its own database."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.installations.processes import ROOT, end, environment, free_port, kill, start, wait_for_port

CLI = "config.cli"


class Axis:
    """A hub with its agencies and credentials.

    Args:
        folder: where its database and its packages lie.
        url: of its database; SQLite in `folder` unless told.
    """

    def __init__(self, folder: Path, url: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.port = folder, free_port()
        self.env = environment(
            DATABASE_URL=url or f"sqlite:///{folder / 'hub.sqlite3'}",
            CONGVU_DATA=str(folder),
            HUB_DIR=str(folder / "hub"),
        )
        self.process: subprocess.Popen[bytes] | None = None
        self.secrets: dict[str, str] = {}
        self.words: list[str] = []

    @property
    def address(self) -> str:
        """Where clients reach it."""
        return f"http://127.0.0.1:{self.port}/truc"

    def prepare(self, agencies: dict[str, str], systems: Sequence[str] = ()) -> None:
        """Make the database, the agencies (names by codes), and a credential for each, or for `systems`."""
        words = [
            sys.executable,
            "-m",
            "tests.installations.lay_axis",
            json.dumps([agencies, list(systems or agencies)]),
        ]
        done = subprocess.run(words, env=self.env, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        self.secrets |= json.loads(done.stdout.splitlines()[-1])

    def start(self, *words: str) -> None:
        """Run it; `words` are options of `hub serve`, kept for the next start."""
        self.words = list(words) or self.words
        serving = ["-m", CLI, "hub", "serve", "--port", str(self.port), *self.words]
        self.process = start(serving, self.env, self.folder / "hub.log")
        wait_for_port(self.port, self.process)

    def kill(self) -> None:
        """Kill it in the middle of whatever it does."""
        if self.process is not None:
            kill(self.process)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            end(self.process)
