# ruff: noqa: E501 — tables and notes in one piece
"""Comparing what was read with what was to be read: precision and recall per field."""

from collections import defaultdict
from dataclasses import dataclass, field

from congvu.documents.messages import Deadline, Direction, Reading
from congvu.documents.rules.reading.text import alike, squeeze
from congvu.documents.tests.corpus.cases import Case
from congvu.documents.tests.corpus.model import Doc, Task

FIELDS = (
    "number", "notation", "code", "kind", "issuer", "superior", "place", "date", "subject", "signer", "position", "authority",
    "recipients", "roles", "to", "bases", "urgency", "secrecy", "copy", "annex", "directions", "cooperates", "deadlines",
)  # fmt: skip


@dataclass
class Score:
    """Counts of one field."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Part of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Part of what was wanted that was found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Table:
    """Scores per field, and the misses in words."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    misses: list[str] = field(default_factory=list)

    def add(self, case: Case, reading: Reading) -> None:
        """Count a reading of a case."""
        found, wanted = values_of(reading), wanted_of(case.doc)
        for name in FIELDS:
            self._field(case, name, found[name], wanted[name])

    def _field(self, case: Case, name: str, found: list[str], wanted: list[str]) -> None:
        score = self.scores[name]
        rest = list(wanted)
        right = 0
        for value in found:
            match = next((one for one in rest if same(value, one)), None)
            if match is not None:
                rest.remove(match)
                right += 1
        score.right += right
        score.found += len(found)
        score.wanted += len(wanted)
        if right != len(found) or rest:
            self.misses.append(f"{case.name} {name}: read {found} instead of {wanted}")


def same(value: str, wanted: str) -> bool:
    """Tell whether a value is the wanted one, letters folded; long ones may carry what a machine misread."""
    one, other = squeeze(value), squeeze(wanted)
    if one == other:
        return True
    return len(other) > 8 and not any(char.isdigit() for char in other) and alike(one, other) > 0.93


def _one(value: object) -> list[str]:
    return [value.value] if value is not None else []  # type: ignore[attr-defined]


def values_of(reading: Reading) -> dict[str, list[str]]:
    """Return what was read, as lists of texts per field."""
    given = [one for one in _flat(reading.directions) if not one.inherited or one.deadline]
    signers = reading.signers
    out = {
        name: _one(getattr(reading, name))
        for name in [
            "number",
            "notation",
            "code",
            "kind",
            "issuer",
            "superior",
            "place",
            "date",
            "subject",
            "urgency",
            "secrecy",
            "copy",
        ]
    }
    return out | {
        "signer": [one.name.value for one in signers if one.name],
        "position": [one.position.value for one in signers if one.position],
        "authority": [one.authority.value for one in signers if one.authority],
        "recipients": [one.name.value for one in reading.recipients if one.kind != "to"],
        "roles": [f"{one.name.value}={one.role}" for one in reading.recipients if one.role],
        "to": [one.name.value for one in reading.recipients if one.kind == "to"],
        "bases": [one.text.value for one in reading.bases],
        "annex": ["annex"] if any(one.confidence > 0.6 for one in reading.appendices) else [],
        "directions": [_leads(one) for one in given],
        "cooperates": [f"{_leads(one)}+{other.value}" for one in given for other in one.cooperates],
        "deadlines": [f"{_leads(one)}<{_due(one.deadline)}" for one in given if one.deadline],
    }


def _flat(directions: tuple[Direction, ...]) -> list[Direction]:
    out: list[Direction] = []
    for one in directions:
        parts = _flat(one.parts)
        due = next((part for part in parts if part.deadline and part.inherited), None)
        out += (
            [one, *(part for part in parts if part is not due)]
            if due is None or one.deadline
            else [_with(one, due), *(p for p in parts if p is not due)]
        )
    return out


def _with(direction: Direction, part: Direction) -> Direction:
    """A heading party and the item under it that says by when count as one."""
    from dataclasses import replace

    return replace(direction, deadline=part.deadline, cooperates=(*direction.cooperates, *part.cooperates))


def _leads(direction: Direction) -> str:
    return "&".join(one.value for one in direction.leads)


def _due(deadline: Deadline | None) -> str:
    if deadline is None:
        return ""
    return deadline.on or deadline.every or f"{deadline.amount} {deadline.unit}"


def wanted_of(doc: Doc) -> dict[str, list[str]]:
    """Return what is to be read from a document, in the same form."""
    year, month, day = doc.date
    listed = [
        (name.partition(": ")[2] if name.startswith("Lưu") else name, role) for name, role in doc.recipients
    ]
    tasks: tuple[Task, ...] = doc.tasks
    return {
        "number": [doc.number] if doc.number else [],
        "notation": [doc.notation] if doc.notation else [],
        "code": [f"{doc.number}/{doc.notation}"] if doc.notation else [],
        "kind": [doc.kind],
        "issuer": [" ".join(doc.issuer)],
        "superior": [" ".join(doc.superior)] if doc.superior else [],
        "place": [doc.place],
        "date": [f"{year}-{month:02}-{day:02}"] if day else [],
        "subject": [doc.subject] if doc.subject else [],
        "signer": [bare for _, _, bare in doc.signers],
        "position": [_bare(lines[-1]) for lines, _, _ in doc.signers],
        "authority": [" / ".join(lines) for lines, _, _ in doc.signers],
        "recipients": [name for name, _ in listed],
        "roles": [f"{name}={role.removeprefix('để ')}" for name, role in listed if role],
        "to": list(doc.to),
        "bases": list(doc.bases),
        "urgency": [doc.urgency] if doc.urgency else [],
        "secrecy": [doc.secrecy] if doc.secrecy else [],
        "copy": [doc.copy] if doc.copy else [],
        "annex": ["annex"] if doc.annex else [],
        "directions": ["&".join(one.leads) for one in tasks],
        "cooperates": [f"{'&'.join(one.leads)}+{other}" for one in tasks for other in one.cooperates],
        "deadlines": [f"{'&'.join(one.leads)}<{one.deadline}" for one in tasks if one.deadline],
    }


def _bare(line: str) -> str:
    import re

    return re.sub(r"^(TM|KT|TL|TUQ|Q)\.\s*", "", line)
