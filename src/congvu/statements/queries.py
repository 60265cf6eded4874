"""Statements that run often: composed by the ORM once, planned by PostgreSQL once for each connection.

Composing the statement that locks a dossier took a third of a step's time, and PostgreSQL spent more time on
planning an intake than on running it. What a statement says is still written as a queryset where it can be,
so that visibility has one definition. Everything that runs seldom stays with the ORM (ADR 18).
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from psycopg import Cursor

_FIRST = 31_001
"""Stand-ins for integers: small enough for every integer column, and found in no statement of ours."""
_PLAIN = re.compile(r"[\w.-]*")

Row = tuple[Any, ...]


def database() -> BaseDatabaseWrapper:
    """Return the connection of this thread."""
    return connections[DEFAULT_DB_ALIAS]


def rows(statement: str, values: Sequence[Any]) -> list[Row]:
    """Run a statement of our own and return its rows; PostgreSQL keeps its plan.

    Values travel as text whatever their type, so that it is one prepared statement and not one for each
    combination of types; PostgreSQL takes the type from the column.

    Args:
        statement: SQL with `%s` for each value; nothing of it may come from outside.
        values: as the columns hold them; for SQLite as Django's fields send them.
    """
    known = database()
    with _cursor(known) as cursor:
        cursor.execute(statement, _bound(values) if known.vendor == "postgresql" else values)
        found: list[Row] = cursor.fetchall()
    return found


def _cursor(known: BaseDatabaseWrapper) -> CursorWrapper:
    if known.vendor != "postgresql":
        return known.cursor()
    known.ensure_connection()
    cursor = cast(CursorWrapper, Cursor(known.connection))  # binds on the server, and so prepares
    return known.make_debug_cursor(cursor) if known.queries_logged else known.make_cursor(cursor)


def _bound(values: Sequence[Any]) -> list[str | None]:
    return [value if value is None or type(value) is str else str(value) for value in values]


@dataclass(frozen=True, slots=True)
class _Statement:
    """What a queryset became: the SQL, where its values come from, and how a row becomes an instance."""

    text: str
    order: tuple[Any, ...]
    names: tuple[str, ...]
    converters: tuple[tuple[int, Any, Any], ...]


class Compiled[M: Model]:
    """A queryset of whole rows with named holes.

    Args:
        build: takes stand-ins for the holes by name and returns the queryset.
        holes: the names; a hole's value may be a tuple, then the number of its values is part of the shape.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *holes: str) -> None:
        self.build = build
        self.holes = holes
        self.known: dict[Hashable, _Statement] = {}
        self.model: type[M] | None = None

    def rows(self, shape: Mapping[str, Any], **values: Any) -> list[M]:
        """Run the statement.

        Args:
            shape: what changes the statement itself, such as whether the actor is a person.
            values: a value, or a tuple of values, per hole.
        """
        known = database()
        key = (known.vendor, *shape.items(), *_lengths(values))
        statement = self.known.get(key)
        if statement is None:
            statement = self.known[key] = self._compile(shape, values)
        model = cast(type[M], self.model)
        found = rows(statement.text, [_value(values, part) for part in statement.order])
        return [
            model.from_db(known.alias, statement.names, _converted(row, statement, known)) for row in found
        ]

    def first(self, shape: Mapping[str, Any], **values: Any) -> M | None:
        """Run the statement and return its first row, None when there is none."""
        return next(iter(self.rows(shape, **values)), None)

    def _compile(self, shape: Mapping[str, Any], values: Mapping[str, Any]) -> _Statement:
        stand_ins, meaning = _stand_ins(self.holes, values)
        query = self.build(**stand_ins, **shape).query
        compiler = query.get_compiler(connection=database())
        text, params = compiler.as_sql()
        self.model = cast(type[M], query.model)
        text, order = _inlined(str(text), [meaning.get(param, param) for param in params])
        columns = [column for column, _sql, _alias in compiler.select]
        found = compiler.get_converters(columns)
        return _Statement(
            text,
            order,
            tuple(column.target.attname for column in columns),
            tuple((place, convert, column) for place, (convert, column) in found.items()),
        )


def _stand_ins(holes: Sequence[str], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[Any, Any]]:
    stand_ins: dict[str, Any] = {}
    meaning: dict[Any, tuple[str, int | None]] = {}
    number = _FIRST
    for name in holes:
        value = values[name]
        several = isinstance(value, tuple)
        marks: list[Any] = list(range(number, number + (len(value) if several else 1)))
        if isinstance(value, str):
            marks = [f"hole-{name}"]
        number += len(marks)
        for place, mark in enumerate(marks):
            meaning[mark] = (name, place if several else None)
        stand_ins[name] = tuple(marks) if several else marks[0]
    return stand_ins, meaning


def _inlined(text: str, params: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """Write constants such as a state into the statement: a kept plan uses a partial index only then."""
    pieces = text.split("%s")
    assert len(pieces) == len(params) + 1
    said, order = pieces[0], []
    for param, piece in zip(params, pieces[1:], strict=True):
        if isinstance(param, str) and _PLAIN.fullmatch(param):
            said += f"'{param}'"
        elif type(param) is int:
            said += str(param)
        else:
            said += "%s"
            order.append(param)
        said += piece
    return said, tuple(order)


def _lengths(values: Mapping[str, Any]) -> list[int]:
    return [len(value) for value in values.values() if isinstance(value, tuple)]


def _value(values: Mapping[str, Any], part: Any) -> Any:
    if not isinstance(part, tuple):
        return part
    name, place = part
    return values[name] if place is None else values[name][place]


def _converted(row: Row, statement: _Statement, known: BaseDatabaseWrapper) -> Sequence[Any]:
    values = list(row)
    for place, converters, column in statement.converters:
        for convert in converters:
            values[place] = convert(values[place], column, known)
    return values
