"""Which form data the conditions of a process ask for, so that a counter can ask for them."""

import re
from dataclasses import dataclass

from congvu.workflow.rules.definition import Choice, Definition

_NAME = re.compile(r"\bdata\.([A-Za-z_]\w*)")
_COMPARED = re.compile(
    r"""\bdata\.([A-Za-z_]\w*)\s*(?:==|!=|<=|>=|<|>)\s*("[^"]*"|'[^']*'|true|false|-?\d+(?:\.\d+)?)"""
)
_GUARDED = re.compile(r"\bhas\(\s*data\.([A-Za-z_]\w*)\s*\)")
GIVEN = frozenset({"channel"})
"""What a dossier knows by itself."""


@dataclass(frozen=True, slots=True)
class Datum:
    """A value that a condition reads.

    Args:
        name: as in `data.<name>`.
        kind: "number", "text" or "bool", by what it is compared with.
        choices: the texts that it is compared with.
        question: the name of the choice that asks for it.
        required: whether a condition reads it without asking first whether it is there.
    """

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    question: str = ""
    required: bool = True


def asked_data(definition: Definition) -> tuple[Datum, ...]:
    """Return the form data that the conditions of `definition` read, in the order of its choices."""
    found: dict[str, Datum] = {}
    for node in definition.nodes.values():
        if isinstance(node, Choice):
            for branch in node.branches:
                for datum in _of(branch.when, node.name or branch.label):
                    found[datum.name] = _joined(found.get(datum.name), datum)
    return tuple(found.values())


def _of(condition: str, question: str) -> list[Datum]:
    compared: dict[str, list[str]] = {}
    for name, literal in _COMPARED.findall(condition):
        compared.setdefault(name, []).append(literal)
    guarded = set(_GUARDED.findall(condition))
    names = dict.fromkeys(name for name in _NAME.findall(condition) if name not in GIVEN)
    return [
        Datum(name, *_kind(compared.get(name, [])), question, required=name not in guarded) for name in names
    ]


def _kind(literals: list[str]) -> tuple[str, tuple[str, ...]]:
    """Return the kind, and the texts to choose from, that the literals of comparisons tell."""
    if any(literal in {"true", "false"} for literal in literals):
        return "bool", ()
    texts = tuple(literal[1:-1] for literal in literals if literal[0] in "\"'")
    return ("text" if texts or not literals else "number"), texts


def _joined(before: Datum | None, after: Datum) -> Datum:
    """Return one datum for two places that read it: kinds that differ become text."""
    if before is None:
        return after
    return Datum(
        after.name,
        before.kind if before.kind == after.kind else "text",
        tuple(dict.fromkeys(before.choices + after.choices)),
        before.question or after.question,
        required=before.required or after.required,
    )
