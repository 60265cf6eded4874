"""The axis in the box as a process of its own: `congvu hub serve` on its own database."""

import subprocess
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

    def prepare(self, agencies: dict[str, str]) -> None:
        """Make the database, the agencies and a credential for each."""
        self.run("migrate", "--verbosity", "0")
        for code, name in agencies.items():
            self.run("hub", "agency", "add", code, name)
            told = self.run("hub", "credential", "add", code, code, "--per-minute", "1000000")
            [secret] = [line.partition(": ")[2] for line in told.splitlines() if line.startswith("Secret")]
            self.secrets[code] = secret

    def run(self, *words: str) -> str:
        """Run a command of the hub; return what it says."""
        done = subprocess.run(
            _command(*words), env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

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


def _command(*words: str) -> list[str]:
    import sys

    return [sys.executable, "-m", CLI, *words]
