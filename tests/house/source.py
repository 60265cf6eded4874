"""The house's own source as the house tests read it: rooms, modules, templates, tracked files."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ROOT / "src" / "congvu"
FACES = {"desk", "setup", "portal", "api", "hub"}
OUTSIDE_BUDGETS = {"migrations", "tests"}


@dataclass(frozen=True)
class Module:
    """A Python module of a room.

    Args:
        room: such as "dossiers".
        parts: path inside the room without ".py", such as ("services", "intake").
        text: its source.
    """

    room: str
    parts: tuple[str, ...]
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.text)

    @property
    def door(self) -> str:
        """The first name inside the room: "services" for services/intake.py."""
        return self.parts[0]

    def at(self, node: ast.stmt | ast.expr) -> str:
        """Return where `node` stands, for the sentence of a breach."""
        return f"{self.room}/{'/'.join(self.parts)}.py:{node.lineno}"

    def __str__(self) -> str:
        return f"{self.room}/{'/'.join(self.parts)}.py"


def sample(text: str, *, room: str = "dossiers", parts: tuple[str, ...] = ("services",)) -> Module:
    """Return a module made up for a test of a check."""
    return Module(room, parts, text)


@cache
def rooms() -> tuple[str, ...]:
    """Return the names of all rooms."""
    return tuple(sorted(path.parent.name for path in ROOMS.glob("*/__init__.py")))


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of every room, migrations and tests apart."""
    found = []
    for path in sorted(ROOMS.glob("*/**/*.py")):
        room, *parts = path.relative_to(ROOMS).with_suffix("").parts
        if not parts or parts == ["__init__"] or OUTSIDE_BUDGETS & set(parts):
            continue
        found.append(Module(room, tuple(parts), path.read_text(encoding="utf-8")))
    return tuple(found)


@cache
def templates() -> tuple[Path, ...]:
    """Return every HTML template."""
    return tuple(sorted(ROOMS.glob("*/templates/**/*.html")))


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files that are or would be committed; all files when git does not answer."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    names = [ROOT / name for name in done.stdout.split("\0") if name]
    return tuple(path for path in names if path.is_file() and not path.is_symlink())
