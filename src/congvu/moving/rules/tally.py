"""Counting what a run does, by register and year, in a form that survives in a row."""

from dataclasses import dataclass, field
from typing import Any

from congvu.moving.messages import Row

_EACH = ("rows", "pages", "files", "new", "already", "differs", "wrong")


@dataclass(slots=True)
class Tally:
    """Counts of rows by what became of them, whole and by group.

    Args:
        all: of the whole source.
        groups: of each register and year.
        notes: rows in which something was mended or left out, by name.
        bytes: size of the files kept.
    """

    all: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_EACH, 0))
    groups: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    bytes: int = 0

    def add(self, row: Row, became: str) -> None:
        """Count a row that became "new", "already", "differs" or "wrong"."""
        group = self.groups.setdefault(row.group, dict.fromkeys(_EACH, 0))
        for counts in (self.all, group):
            counts["rows"] += 1
            counts["pages"] += row.pages
            counts["files"] += len(row.files)
            counts[became] += 1
        for name in row.notes:
            self.notes[name] = self.notes.get(name, 0) + 1

    def as_json(self) -> dict[str, Any]:
        """Return it as a run keeps it."""
        return {"all": self.all, "groups": self.groups, "notes": self.notes, "bytes": self.bytes}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Tally":
        """Read what a run kept; nothing makes a new one."""
        if not data:
            return cls()
        return cls(
            dict(data["all"]),
            {k: dict(v) for k, v in data["groups"].items()},
            dict(data["notes"]),
            data["bytes"],
        )
