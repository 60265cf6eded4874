"""The same rows for pgbench: a transaction that writes what a service wrote, without reading anything."""

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from psycopg import sql
from tools.pg import Cluster

from tests.bench.harness import disconnect

COMPUTED = {"search_vector"}
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
    values = row_of(table, pk) | changes
    columns = ", ".join(f'"{name}"' for name in values)
    literals = ", ".join(_literal(value) for value in values.values())
    tail = f" RETURNING id AS {returning} \\gset" if returning else ";"
    return f'INSERT INTO "{table}" ({columns}) VALUES ({literals}){tail}'


def update_like(table: str, pk: int, columns: list[str], where: str, **changes: Any) -> str:
    """Return an UPDATE that sets `columns` to what the row `pk` holds."""
    row = row_of(table, pk)
    values = {name: row[name] for name in columns} | changes
    sets = ", ".join(f'"{name}" = {_literal(value)}' for name, value in values.items())
    return f'UPDATE "{table}" SET {sets} WHERE {where};'


def copies(table: str, pk: int, count: int, **changes: Any) -> int:
    """Write the row `pk` of `table` `count` times more; return the first of the consecutive new keys.

    Args:
        changes: other values; `Raw` for SQL in which `g` is the number of the copy, from 0.
    """
    values = row_of(table, pk) | changes
    columns = ", ".join(f'"{name}"' for name in values)
    literals = ", ".join(
        sql.Literal(value).as_string() if not isinstance(value, Raw) else value for value in values.values()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({columns}) SELECT {literals} FROM generate_series(0, {count} - 1) AS g'
        )
        cursor.execute(
            f'SELECT max(id), max(id) - min(id) FROM (SELECT id FROM "{table}" '
            f"ORDER BY id DESC LIMIT {count}) AS t"
        )
        last, width = cursor.fetchone()
    assert width == count - 1
    return int(last) - count + 1


def row_of(table: str, pk: int) -> dict[str, Any]:
    """Return the row `pk` of `table` without its key."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" WHERE id = %s', [pk])
        (row,) = cursor.fetchall()
        names = [column.name for column in cursor.description]
    return {name: value for name, value in zip(names, row, strict=True) if name not in COMPUTED | {"id"}}


def written(cluster: Cluster, act: Callable[[], int]) -> dict[str, tuple[float, float]]:
    """Return how many rows an act inserts and updates in each table.

    Args:
        act: does it some times and returns how often it did it.
    """
    before = _touched(cluster)
    times = act()
    after = _touched(cluster)
    none = (0, 0)
    counts = {
        table: [b - a for a, b in zip(before.get(table, none), now, strict=True)]
        for table, now in after.items()
    }
    return {
        table: (new / times, changed / times) for table, (new, changed) in counts.items() if new or changed
    }


def require_same(
    service: Mapping[str, tuple[float, float]], plain: Mapping[str, tuple[float, float]]
) -> None:
    """Raise RuntimeError unless pgbench writes as many rows of each table as the service does."""
    if service != plain:
        tables = sorted(service.keys() | plain.keys())
        unlike = [
            f"{name}: {service.get(name)} and {plain.get(name)}"
            for name in tables
            if service.get(name) != plain.get(name)
        ]
        raise RuntimeError(f"pgbench does not write what the service writes: {'; '.join(unlike)}")


def _touched(cluster: Cluster) -> dict[str, tuple[int, int]]:
    disconnect()
    time.sleep(1)  # a connection reports what it did when it ends
    lines = cluster.sql("SELECT relname, n_tup_ins, n_tup_upd FROM pg_stat_user_tables").splitlines()
    words = [line.split("|") for line in lines]
    return {table: (int(new), int(changed)) for table, new, changed in words}


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
