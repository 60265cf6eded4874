"""Reading organisations from data files: what `congvu realm load` will lay, spelled out."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from congvu.directory import rules

DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit of an agency; `parent` is the code of the unit above it."""

    code: str
    name: str
    one_stop: bool = False
    parent: str = ""


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """A post to fill; the same user name twice is one officer with two posts."""

    unit: str
    position: str
    roles: tuple[str, ...]
    username: str
    full_name: str


@dataclass(frozen=True, slots=True)
class VersionPlan:
    """A name that an agency bore from a day on."""

    valid_from: date
    name: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class CodePlan:
    """An agency code; illustrative ones follow the grammar but no official list."""

    scheme: str
    code: str
    valid_from: date
    valid_to: date | None = None
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    """An agency with all that belongs to it; `parent` and `successors` are keys of agencies."""

    key: str
    kind: str
    level: str
    parent: str
    versions: tuple[VersionPlan, ...]
    codes: tuple[CodePlan, ...] = ()
    units: tuple[UnitPlan, ...] = ()
    staff: tuple[StaffPlan, ...] = ()
    successors: tuple[str, ...] = ()
    territory: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RealmPlan:
    """A whole organisation, superior agencies first."""

    realm: str
    title: str
    root: str
    valid_from: date
    valid_to: date | None
    closed_by: str
    agencies: tuple[AgencyPlan, ...]


def names() -> list[str]:
    """Return the realms that can be loaded."""
    return sorted(path.stem for path in (DATA / "realms").glob("*.json"))


def read(name: str) -> RealmPlan:
    """Read a realm's file and spell out its communes, units, staff and names.

    Raises FileNotFoundError for a realm that has no file.
    """
    raw = read_json(f"realms/{name}.json")
    reader = _Reader(raw)
    return RealmPlan(
        realm=raw["realm"],
        title=raw["title"],
        root=raw["root"],
        valid_from=date.fromisoformat(raw["valid_from"]),
        valid_to=_day(raw.get("valid_to")),
        closed_by=raw.get("closed_by", ""),
        agencies=tuple(reader.agencies()),
    )


def read_json(path: str) -> dict[str, Any]:
    """Return the content of a data file of the directory."""
    content: dict[str, Any] = json.loads((DATA / path).read_text(encoding="utf-8"))
    return content


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class _Reader:
    """Spells out one file; keeps the user names given so far, so that each is given once."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.start = date.fromisoformat(raw["valid_from"])
        self.people = _People()

    def agencies(self) -> Iterator[AgencyPlan]:
        for row in self.raw["agencies"]:
            yield self._agency(row)
        for row in self.raw["communes"]["rows"]:
            yield self._agency(self._commune(row))

    def _agency(self, row: dict[str, Any]) -> AgencyPlan:
        versions = row.get("versions") or [{"from": self.raw["valid_from"], "name": row["name"]}]
        units = row["units"]
        staff = row.get("staff", [])
        return AgencyPlan(
            key=row["key"],
            kind=row["kind"],
            level=row["level"],
            parent=row.get("parent", ""),
            versions=tuple(
                VersionPlan(date.fromisoformat(v["from"]), v["name"], v.get("basis", self.raw["basis"]))
                for v in versions
            ),
            codes=tuple(self._code(code) for code in row.get("codes", [])),
            units=tuple(
                UnitPlan(**u) for u in (self.raw["unit_sets"][units] if isinstance(units, str) else units)
            ),
            staff=tuple(
                self.people.place(row["key"], row.get("tag", ""), post)
                for post in (self.raw["staff_sets"][staff] if isinstance(staff, str) else staff)
            ),
            successors=tuple(row.get("successors", ())),
            territory=row.get("territory", ""),
            contact={
                name: row[name]
                for name in ("short_name", "place", "address", "phone", "email")
                if name in row
            },
        )

    def _code(self, row: dict[str, Any]) -> CodePlan:
        return CodePlan(
            scheme=row["scheme"],
            code=row["code"],
            valid_from=_day(row.get("from")) or self.start,
            valid_to=_day(row.get("to")),
            illustrative=row.get("illustrative", False),
        )

    def _commune(self, row: dict[str, Any]) -> dict[str, Any]:
        """Turn a line of the list of communes into an agency: names by date, codes, units, staff."""
        common = self.raw["communes"]

        def titled(name: str) -> str:
            return f"{common['prefix']} {name[0].lower()}{name[1:]}"

        versions = [{"from": self.raw["valid_from"], "name": titled(row.get("was", row["name"]))}]
        if "was" in row:
            versions.append(
                {"from": common["changed_on"], "name": titled(row["name"]), "basis": common["changed_by"]}
            )
        kind = "phuong" if row["name"].startswith("Phường") else "xa"
        codes = [
            {"scheme": scheme, "code": common[scheme].format(**row), "illustrative": True}
            for scheme in (rules.QD20, rules.QCVN102)
        ]
        return {
            "kind": "committee", "level": "commune", "parent": common["parent"], "name": titled(row["name"]),
            "short_name": f"UBND {row['name']}"[:60], "place": row["name"].split(" ", 1)[1],
            "units": common.get("units", kind), "staff": common["staff"], "territory": row["code"],
            "codes": codes, "versions": versions,
        } | {key: row[key] for key in row.keys() - {"code", "name", "was", "no"}}  # fmt: skip


class _People:
    """Gives each post of the file an officer: the one named, or one made up from the agency's key."""

    def __init__(self) -> None:
        self.parts = read_json("names.json")
        self.taken: set[str] = set()
        self.dice: dict[str, random.Random] = {}

    def place(self, key: str, tag: str, post: dict[str, Any]) -> StaffPlan:
        if "username" in post:
            username, full_name = post["username"], post["name"]
            self.taken.add(username)
        else:
            username, full_name = self._make_up(key, tag)
        return StaffPlan(post["unit"], post["position"], tuple(post["roles"]), username, full_name)

    def _make_up(self, key: str, tag: str) -> tuple[str, str]:
        dice = self.dice.setdefault(key, random.Random(key))  # noqa: S311 — names of a demonstration
        side = self.parts[dice.choice(["women", "men"])]
        full_name = " ".join(
            dice.choice(part) for part in (self.parts["surnames"], side["middle"], side["given"])
        )
        place = tag or key.removeprefix("xa-").removeprefix("phuong-").replace("-", "")
        suggested = rules.suggest_username(full_name)
        for username in (f"{suggested.split('.')[0]}.{place}", f"{suggested}.{place}"):
            if username not in self.taken:
                self.taken.add(username)
                return username, full_name
        return self._make_up(key, tag)
