"""The same rows for pgbench: a transaction that writes what a service wrote, without reading anything."""

import re
from typing import Any

from django.db import connection
from psycopg import sql

OWN = {"search_vector"}
"""Columns that the database computes."""


class Raw(str):
    """A piece of SQL that stands as it is, such as a pgbench variable."""

    __slots__ = ()


def insert_like(table: str, pk: int, *, returning: str = "", **changes: Any) -> str:
    """Return an INSERT that writes the row `pk` of `table` once more.

    Args:
        table: its name.
        pk: primary key of the row that the service wrote.
        returning: pgbench variable prefix that the new id is kept under, "" for none.
        changes: other values; `Raw` for pgbench variables and SQL expressions.
    """
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" WHERE id = %s', [pk])
        (row,) = cursor.fetchall()
        names = [column.name for column in cursor.description]
    values = {name: value for name, value in zip(names, row, strict=True) if name != "id" and name not in OWN}
    values |= changes
    columns = ", ".join(f'"{name}"' for name in values)
    literals = ", ".join(_literal(value) for value in values.values())
    tail = f" RETURNING id AS {returning} \\gset" if returning else ";"
    return f'INSERT INTO "{table}" ({columns}) VALUES ({literals}){tail}'


def update_like(table: str, pk: int, columns: list[str], where: str, **changes: Any) -> str:
    """Return an UPDATE that sets `columns` to what the row `pk` holds."""
    with connection.cursor() as cursor:
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(f'SELECT {names} FROM "{table}" WHERE id = %s', [pk])
        (row,) = cursor.fetchall()
    values = dict(zip(columns, row, strict=True)) | changes
    sets = ", ".join(f'"{name}" = {_literal(value)}' for name, value in values.items())
    return f'UPDATE "{table}" SET {sets} WHERE {where};'


def _literal(value: Any) -> str:
    if isinstance(value, Raw):
        return str(value)
    with connection.cursor() as cursor:
        text = sql.Literal(value).as_string(cursor.cursor)
    match = re.fullmatch(r"('.*')(::\"?\w+\"?)?", text, re.DOTALL)
    if match is None:
        return text
    # pgbench reads `:name` as a variable: no colon of the data may be followed by a letter or digit.
    quoted = re.sub(r":(?=\w)", "' || chr(58) || '", match[1])
    return f"({quoted}){match[2] or ''}"


def transaction(*statements: str) -> str:
    """Return the statements as one transaction in pgbench's language."""
    return "\n".join(["BEGIN;", *(line.replace("\n", " ") for line in statements), "COMMIT;", ""])
