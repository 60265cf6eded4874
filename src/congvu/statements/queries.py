"""Statements that run often: composed by the ORM once, planned by PostgreSQL once for each connection.

Composing the statement that locks a dossier took a third of a step's time, and PostgreSQL spent more time on
planning an intake than on running it. What a statement says is still written as a queryset where it can be,
so that visibility has one definition. Everything that runs seldom stays with the ORM (ADR 18).
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import FETCH_ONE, QuerySet
from django.db.models.query import ModelIterable, ValuesIterable, ValuesListIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from psycopg import Cursor

_FIRST = 31_001
"""Stand-ins for integers: small enough for every integer column, and found in no statement of ours."""
_FAR = datetime(8001, 1, 1, tzinfo=UTC)
"""Stand-ins for moments begin here."""
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
    if known.vendor != "postgresql":
        with known.cursor() as cursor:
            cursor.execute(statement, values)
            return cast(list[Row], cursor.fetchall())
    known.ensure_connection()
    direct: Cursor[Row] = Cursor(known.connection)  # binds on the server, and so prepares
    if known.queries_logged or known.execute_wrappers:
        wrapped = cast(CursorWrapper, direct)
        seen = known.make_debug_cursor(wrapped) if known.queries_logged else known.make_cursor(wrapped)
        seen.execute(statement, _bound(values))
        return direct.fetchall()
    known.validate_no_broken_transaction()
    with known.wrap_database_errors:
        return direct.execute(statement, _bound(values)).fetchall()


def _bound(values: Sequence[Any]) -> list[str | None]:
    return [value if value is None or type(value) is str else str(value) for value in values]


@dataclass(frozen=True, slots=True)
class _Statement:
    """What a queryset became: the SQL, where its values come from, and what a row becomes."""

    text: str
    order: tuple[Any, ...]
    made: Callable[[Row], Any]


class Compiled[R]:
    """A queryset with named holes: of instances with what they `select_related`, of dictionaries or tuples.

    Args:
        build: takes stand-ins for the holes by name and returns the queryset.
        holes: the names; a hole's value may be a tuple, then the number of its values is part of the shape.
            A hole has to stand in the statement as it is: no function of it, no pattern around it.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, R]], *holes: str) -> None:
        self.build = build
        self.holes = holes
        self.known: dict[Hashable, _Statement] = {}

    def rows(self, shape: Mapping[str, Any], **values: Any) -> list[R]:
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
        found = rows(statement.text, [_value(values, part) for part in statement.order])
        return [statement.made(row) for row in found]

    def first(self, shape: Mapping[str, Any], **values: Any) -> R | None:
        """Run the statement and return its first row, None when there is none."""
        return next(iter(self.rows(shape, **values)), None)

    def _compile(self, shape: Mapping[str, Any], values: Mapping[str, Any]) -> _Statement:
        stand_ins, meaning = _stand_ins(self.holes, values)
        queryset = self.build(**stand_ins, **shape)
        compiler = queryset.query.get_compiler(connection=database())
        text, params = compiler.as_sql()
        text, order = _inlined(str(text), [_meant(param, meaning) for param in params])
        return _Statement(text, order, _maker(queryset, compiler))


def _maker(queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> Callable[[Row], Any]:
    """Return what makes of a row what iterating over the queryset would give."""
    make: Callable[[Any], Any]
    names = list(queryset.query.selected or ())
    if queryset._iterable_class is ModelIterable:
        make = _instances(queryset, compiler)
    elif queryset._iterable_class is ValuesIterable and names:
        make = lambda row: dict(zip(names, row, strict=True))  # noqa: E731
    elif queryset._iterable_class is ValuesListIterable:
        make = tuple
    else:
        raise TypeError(f"{queryset.model._meta.label}: only instances, values() and values_list()")
    columns = [column for column, _sql, _alias in compiler.select]
    converters = [(place, each, column) for place, (each, column) in compiler.get_converters(columns).items()]
    return (lambda row: make(_converted(row, converters))) if converters else make


def _instances(queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> Callable[[Row], Any]:
    """Return what makes an instance of a row, with the relations that were selected with it."""
    info, model, alias = compiler.klass_info, queryset.model, database().alias
    assert info is not None
    assert not compiler.annotation_col_map
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in compiler.select[first:last]]
    related = get_related_populators(info, compiler.select, alias, FETCH_ONE)

    def made(row: Row) -> Any:
        found = model.from_db(alias, names, row[first:last])
        for one in related:
            one.populate(row, found)
        return found

    return made


def _stand_ins(holes: Sequence[str], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[Any, Any]]:
    stand_ins: dict[str, Any] = {}
    meaning: dict[Any, tuple[str, int | None]] = {}
    for name in holes:
        value = values[name]
        several = isinstance(value, tuple)
        marks = []
        for place, one in enumerate(value if several else [value]):
            marks.append(_mark(one, len(meaning)))
            meaning[_sent(marks[-1])] = (name, place if several else None)
        stand_ins[name] = tuple(marks) if several else marks[0]
    return stand_ins, meaning


def _mark(value: Any, number: int) -> Any:
    """Return a stand-in of the value's kind."""
    if isinstance(value, str):
        return f"hole-{_FIRST + number}"
    return _FAR + timedelta(days=number) if isinstance(value, datetime) else _FIRST + number


def _meant(param: Any, meaning: Mapping[Any, Any]) -> Any:
    """Return the hole that a parameter stands for, or the constant that it is."""
    if param in meaning:
        return meaning[param]
    said = str(param)
    if any(str(mark) in said for mark in meaning):
        raise TypeError(f"a hole does not stand in the statement as it is: {said}")
    return param


def _sent(value: Any) -> Any:
    """Return a value as Django's fields send it to this database."""
    return database().ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _inlined(text: str, params: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """Write constants such as a state into the statement: a kept plan uses a partial index only then."""
    pieces = text.split("%s")
    assert len(pieces) == len(params) + 1
    said, order = pieces[0], []
    for param, piece in zip(params, pieces[1:], strict=True):
        if isinstance(param, str) and _PLAIN.fullmatch(param):
            said += f"'{param}'"
        elif isinstance(param, int) and not isinstance(param, bool):
            said += str(int(param))
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
    return _sent(values[name] if place is None else values[name][place])


def _converted(row: Row, converters: Sequence[tuple[int, Any, Any]]) -> Row:
    values, known = list(row), database()
    for place, each, column in converters:
        for convert in each:
            values[place] = convert(values[place], column, known)
    return tuple(values)
