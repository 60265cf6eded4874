"""Statements composed by the ORM once and run again with other values.

Composing the statement that locks a dossier took a third of a step's time; what it says is still written as
querysets, so that visibility has one definition.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, cast

from django.db import connection
from django.db.models import Model, QuerySet

_FIRST = 31_001
"""Stand-ins for integers: small enough for every integer column, and found in no statement of ours."""


class Compiled[M: Model]:
    """A queryset with named holes.

    Args:
        build: takes stand-ins for the holes by name and returns the queryset.
        holes: the names; a hole called `x*` takes several values, as many as `shape` says.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *holes: str) -> None:
        self.build = build
        self.holes = holes
        self.known: dict[Hashable, tuple[type[M], str, tuple[Any, ...]]] = {}

    def rows(self, shape: Mapping[str, Any], **values: Any) -> list[M]:
        """Run the statement.

        Args:
            shape: what changes the statement itself, such as the number of units.
            values: a value, or a tuple of values, per hole.
        """
        key = (connection.vendor, tuple(sorted(shape.items())), _lengths(values))
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = self._compile(shape, values)
        model, statement, order = known
        return list(model._default_manager.raw(statement, [_value(values, part) for part in order]))

    def _compile(
        self, shape: Mapping[str, Any], values: Mapping[str, Any]
    ) -> tuple[type[M], str, tuple[Any, ...]]:
        stand_ins: dict[str, Any] = {}
        meaning: dict[Any, tuple[str, int | None]] = {}
        number = _FIRST
        for name in self.holes:
            value = values[name]
            several = isinstance(value, tuple)
            marks: list[Any] = list(range(number, number + (len(value) if several else 1)))
            if isinstance(value, str):
                marks = [f"hole-{name}"]
            number += len(marks)
            for place, mark in enumerate(marks):
                meaning[mark] = (name, place if several else None)
            stand_ins[name] = tuple(marks) if several else marks[0]
        query = self.build(**stand_ins, **shape).query
        statement, params = query.get_compiler(connection=connection).as_sql()
        assert query.model is not None
        return (
            cast(type[M], query.model),
            str(statement),
            tuple(meaning.get(param, param) for param in params),
        )


def _lengths(values: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(len(value) for value in values.values() if isinstance(value, tuple))


def _value(values: Mapping[str, Any], part: Any) -> Any:
    if not isinstance(part, tuple):
        return part
    name, place = part
    return values[name] if place is None else values[name][place]
