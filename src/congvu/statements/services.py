"""Writing rows by statements that are composed once, and that PostgreSQL has planned already.

The callers are services of other rooms, inside their transactions; nothing here begins one or records events.
As with `bulk_create`, no `save()` and no signal runs.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
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


def insert(*batches: Sequence[Model], absent: Sequence[Model] = ()) -> None:
    """Insert rows and set their keys: one statement on PostgreSQL, one for each batch on SQLite.

    Args:
        batches: rows without a key, of one model each; none may point to a row of another batch.
        absent: further rows of one model, left out where a unique constraint is taken already.
    """
    known = database()
    parts = []
    for batch in batches:
        if len(batch) > MOST_AT_ONCE:
            type(batch[0])._base_manager.bulk_create(batch)
        elif batch:
            parts.append(_inserting(batch, known))
    parts += [_inserting([row], known, absent=True) for row in absent]
    _run(parts, known)


def insert_new(row: Model) -> bool:
    """Insert a row unless one of its unique constraints is taken; tell whether it was, and set its key."""
    insert(absent=[row])
    return row.pk is not None


def update(*changes: tuple[Model, Sequence[str]]) -> None:
    """Write the named fields of stored rows: one statement on PostgreSQL, one for each row on SQLite.

    Raises:
        ObjectNotUpdated: one of the rows is no longer there.
    """
    known = database()
    touched = _run([_updating(row, tuple(fields), known) for row, fields in changes], known)
    for (row, _fields), keys in zip(changes, touched, strict=True):
        if not keys:
            raise ObjectNotUpdated(f"{row._meta.label} {row.pk} is not there")


def insert_absent(new: Sequence[Model]) -> None:
    """Insert rows of one model but those whose unique constraint is taken; their keys stay unset."""
    if len(new) > MOST_AT_ONCE:
        type(new[0])._base_manager.bulk_create(new, ignore_conflicts=True, batch_size=500)
    elif new:
        part = _inserting(new, database(), absent=True)
        rows(part.text, part.values)


def update_all(changed: Sequence[Model], fields: Sequence[str]) -> None:
    """Write the same fields of many stored rows of one model."""
    if len(changed) > MOST_AT_ONCE:
        type(changed[0])._base_manager.bulk_update(changed, fields, batch_size=500)
    elif changed:
        update(*((row, fields) for row in changed))


@dataclass(frozen=True, slots=True)
class _Part:
    """A statement that returns the keys of what it touched, and the new rows that take these keys."""

    text: str
    values: list[Any]
    new: Sequence[Model] = ()


def _inserting(new: Sequence[Model], known: BaseDatabaseWrapper, *, absent: bool = False) -> _Part:
    table = _table(type(new[0]))
    values = [value for row in new for value in table.values(row, table.columns, known)]
    return _Part(table.insert(len(new), absent), values, new)


def _updating(row: Model, fields: tuple[str, ...], known: BaseDatabaseWrapper) -> _Part:
    table = _table(type(row))
    columns, text = table.update(fields)
    return _Part(text, [*table.values(row, columns, known), row.pk])


def _run(parts: Sequence[_Part], known: BaseDatabaseWrapper) -> list[list[Any]]:
    """Run the parts, together where the database can, and return the keys that each touched."""
    if known.vendor == "postgresql" and len(parts) > 1:
        keys: list[list[Any]] = [[] for _ in parts]
        together = _together(tuple(part.text for part in parts))
        for number, key in rows(together, [value for part in parts for value in part.values]):
            keys[number].append(key)
    else:
        keys = [[key for (key,) in rows(part.text, part.values)] for part in parts]
    for part, found in zip(parts, keys, strict=True):
        for row, key in zip(part.new, found, strict=False):
            row.pk = key
            row._state.adding, row._state.db = False, known.alias
    return keys


@lru_cache(maxsize=500)
def _together(texts: tuple[str, ...]) -> str:
    """Return one statement that does what several do; each sees the database as it was before all of them."""
    names = ", ".join(f"part{number} AS ({text})" for number, text in enumerate(texts))
    each = (f"SELECT {number}, key FROM part{number}" for number in range(len(texts)))  # noqa: S608 — numbers
    keys = " UNION ALL ".join(each)
    return f"WITH {names} {keys}"


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
        self.inserts: dict[tuple[int, bool], str] = {}
        self.updates: dict[tuple[str, ...], tuple[tuple[Field[Any, Any], ...], str]] = {}

    def insert(self, count: int, absent: bool) -> str:
        """Return the statement that inserts `count` rows, whatever is there or only if nothing is."""
        if (count, absent) not in self.inserts:
            rows_of_marks = ", ".join([self.row] * count)
            unless = "ON CONFLICT DO NOTHING " if absent else ""
            text = f"{self.head} {rows_of_marks} {unless}RETURNING {self.key} AS key"
            self.inserts[count, absent] = text
        return self.inserts[count, absent]

    def update(self, fields: tuple[str, ...]) -> "tuple[tuple[Field[Any, Any], ...], str]":
        """Return the columns of fields, and the statement that writes them."""
        if fields not in self.updates:
            named = {field.name: field for field in self.columns}
            columns = tuple(named[name] for name in fields)
            sets = ", ".join(f"{_quoted(field.column)} = %s" for field in columns)
            text = f"UPDATE {self.name} SET {sets} WHERE {self.key} = %s RETURNING {self.key} AS key"  # noqa: S608 — names of our models
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


def _quoted(name: str | None) -> str:
    return f'"{name}"'
