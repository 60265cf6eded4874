"""Writing rows by statements that are composed once, and that PostgreSQL has planned already.

The callers are services of other rooms, inside their transactions; nothing here begins one or records events.
As with `bulk_create`, no `save()` and no signal runs.
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.core.exceptions import ObjectNotUpdated
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, JSONField, Model

from congvu.statements.queries import database, rows

PLAIN = (
    models.BooleanField, models.CharField, models.DateField, models.DecimalField, models.ForeignKey,
    models.IntegerField, models.JSONField, models.TextField, models.UUIDField,
)  # fmt: skip
"""Kinds of fields whose text is what PostgreSQL reads."""
MOST_AT_ONCE = 12
"""So many rows in one statement; a longer batch is the ORM's, or each length would be a plan of its own."""


def insert[M: Model](new: Sequence[M]) -> Sequence[M]:
    """Insert rows of one model (one statement), set their keys, and return them.

    Args:
        new: rows without a key.
    """
    if not new:
        return new
    if len(new) > MOST_AT_ONCE:
        return type(new[0])._base_manager.bulk_create(new)
    known, table = database(), _table(type(new[0]))
    values = [value for row in new for value in table.values(row, table.columns, known)]
    for row, (key,) in zip(new, rows(table.insert(len(new)), values), strict=True):
        _stored(row, key, known)
    return new


def insert_new(row: Model) -> bool:
    """Insert a row unless one of its unique constraints is taken; tell whether it was, and set its key."""
    known, table = database(), _table(type(row))
    found = rows(table.insert_new, table.values(row, table.columns, known))
    for (key,) in found:
        _stored(row, key, known)
    return bool(found)


def update(row: Model, fields: Sequence[str]) -> None:
    """Write the named fields of a stored row (one statement).

    Raises:
        ObjectNotUpdated: the row is no longer there.
    """
    table = _table(type(row))
    columns, statement = table.update(tuple(fields))
    if not rows(statement, [*table.values(row, columns, database()), row.pk]):
        raise ObjectNotUpdated(f"{row._meta.label} {row.pk} is not there")


class _Table:
    """The columns of a model and the statements about them, made once."""

    def __init__(self, model: type[Model]) -> None:
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        odd = [field.name for field in fields if not _plain(field)]
        if odd:
            raise TypeError(f"{model._meta.label}: the ORM must write {', '.join(odd)}")
        assert model._meta.pk is not None
        self.name, self.key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
        self.columns = tuple(field for field in fields if not field.primary_key)
        names = ", ".join(_quoted(field.column) for field in self.columns)
        self.row = f"({', '.join(['%s'] * len(self.columns))})"
        self.head = f"INSERT INTO {self.name} ({names}) VALUES"
        self.insert_new = f"{self.head} {self.row} ON CONFLICT DO NOTHING RETURNING {self.key}"
        self.updates: dict[tuple[str, ...], tuple[tuple[Field[Any, Any], ...], str]] = {}

    def insert(self, count: int) -> str:
        """Return the statement that inserts `count` rows."""
        return f"{self.head} {', '.join([self.row] * count)} RETURNING {self.key}"

    def update(self, fields: tuple[str, ...]) -> "tuple[tuple[Field[Any, Any], ...], str]":
        """Return the columns of fields, and the statement that writes them."""
        if fields not in self.updates:
            named = {field.name: field for field in self.columns}
            columns = tuple(named[name] for name in fields)
            sets = ", ".join(f"{_quoted(field.column)} = %s" for field in columns)
            text = f"UPDATE {self.name} SET {sets} WHERE {self.key} = %s RETURNING {self.key}"  # noqa: S608 — names of our models
            self.updates[fields] = (columns, text)
        return self.updates[fields]

    def values(
        self, row: Model, columns: "Sequence[Field[Any, Any]]", known: BaseDatabaseWrapper
    ) -> list[Any]:
        """Return what the columns of a row hold, as they travel."""
        found = []
        held, text = row.__dict__, known.vendor == "postgresql"
        for field in columns:
            value = held[field.attname]
            if value is None:
                value = _late_key(row, field) if field.is_relation else None
            elif not text:
                value = field.get_db_prep_save(value, known)
            elif isinstance(field, JSONField):
                value = json.dumps(value, cls=field.encoder)
            found.append(value)
        return found


@cache
def _table(model: type[Model]) -> _Table:
    return _Table(model)


def _plain(field: "Field[Any, Any]") -> bool:
    """Tell whether the attribute is what is written: no file, nothing that a save computes."""
    computed = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return isinstance(field, PLAIN) and not computed


def _late_key(row: Model, field: "Field[Any, Any]") -> Any:
    """Return the key of the row that `field` points to when that was written after it was assigned."""
    target = field.get_cached_value(row, default=None)  # type: ignore[attr-defined]
    if target is None:
        return None
    if target.pk is None:
        raise ValueError(f"{row._meta.label}.{field.name}: write {target._meta.label} first")
    setattr(row, field.attname, target.pk)
    return target.pk


def _stored(row: Model, key: Any, known: BaseDatabaseWrapper) -> None:
    row.pk = key
    row._state.adding, row._state.db = False, known.alias


def _quoted(name: str | None) -> str:
    return f'"{name}"'
