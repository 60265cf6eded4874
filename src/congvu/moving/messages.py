"""What crosses the borders of moving in: rows as read, how they are understood, what is wrong with them."""

from dataclasses import dataclass, field
from typing import Any

type Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The head of a source: its headings and where the data begin.

    Args:
        name: of the sheet, "" for CSV.
        headings: of each column, joined over merged rows; "" for a column without one.
        first: number of the first row of data, from 1.
        encoding: a key of `rules.encodings.NAMES`, "" for a workbook.
        samples: the first rows of data, for the mapping screen.
    """

    name: str
    headings: tuple[str, ...]
    first: int
    encoding: str = ""
    samples: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """How columns of an old system become our fields; saved as a profile, frozen with each run.

    Args:
        columns: heading of theirs by field of ours.
        constants: value of a field that no column has, or that stands in where the column is empty.
        values: by field, what their words mean: folded word → our value.
        order: how dates of three numbers are written: "dmy", "mdy", "ymd".
        numbering: "common", or "kind" when each type of outgoing document has its own numbers.
        missing_files: "refuse" a row whose file is not there, or "skip" the file.
    """

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    order: str = "dmy"
    numbering: str = "common"
    missing_files: str = "refuse"

    def as_json(self) -> dict[str, Any]:
        """Return it as a profile keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Mapping":
        """Read a profile; what it does not know stays as usual."""
        return cls(**{name: data[name] for name in cls.__slots__ if name in data})


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a row: the field, a stable name, the sentence."""

    field: str
    code: str
    told: str


@dataclass(frozen=True, slots=True)
class Lookups:
    """What rows refer to by name, folded, and the word of the day.

    Args:
        units: key by folded name or sign of the agency's units.
        unit_names: name by key.
        issuers: key by folded name of agencies in the directory.
        clearance: highest confidentiality that the officer may bring in.
    """

    units: dict[str, int] = field(default_factory=dict)
    unit_names: dict[int, str] = field(default_factory=dict)
    issuers: dict[str, int] = field(default_factory=dict)
    clearance: int = 0


@dataclass(slots=True)
class Row:
    """A row of a source, understood.

    Args:
        no: its number in the source.
        key: what tells it from all others of its profile, "" when it has none.
        digest: of its cells, so that a changed row is noticed.
        group: register and year for counting, such as "in|chung|2024".
        number: in the register, as written.
        pages: as stated.
        past: the document or dossier that it says, None when something is wrong.
        files: names of its files, as stated.
        troubles: what is wrong.
        notes: what was mended or left out, by stable names.
    """

    no: int
    key: str = ""
    digest: str = ""
    group: str = "?|?|?"
    number: str = ""
    pages: int = 0
    past: Any = None
    files: tuple[str, ...] = ()
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
