"""Writing to a chain: the head's row is locked, counted and linked by one statement, on both databases.

The database computes the head's new hash itself, so the head is never behind its events and nobody has to
ask for the old hash first. Raw SQL, because the ORM cannot say `RETURNING` on an update, and because this is
the statement of the house that runs most often.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from congvu.audit import rules
from congvu.audit.models import Event
from congvu.statements.queries import rows

NESTED = 24
"""So many links are computed inside the statement; longer batches write the head twice."""
ROWS = 50
"""So many events stand in one INSERT (SQLite takes 999 parameters)."""

_SHA256 = {
    "postgresql": "encode(sha256(convert_to({text}, 'UTF8')), 'hex')",
    "sqlite": "SHA256({text})",
}
_MOVE = """UPDATE audit_chainhead SET seq = seq + %s, before = hash, hash = {link}
WHERE agency_id = %s AND day = %s RETURNING {wanted}"""
_OPEN = """
INSERT INTO audit_chainhead (agency_id, day, seq, hash, before, opened_day, opened_seq, opened_hash)
SELECT %s, {day}, 0, COALESCE(p.hash, %s), '', p.day, p.seq, COALESCE(p.hash, '')
FROM (SELECT 1 AS one) AS base LEFT JOIN (
    SELECT day, seq, hash FROM audit_chainhead WHERE agency_id = %s AND day < {day} ORDER BY day DESC LIMIT 1
) AS p ON p.seq IS NOT NULL
WHERE base.one = 1
ON CONFLICT (agency_id, day) DO NOTHING
"""
_COLUMNS = (
    "agency_id, day, at, kind, subject_label, subject_pk, officer_id, officer_name, post_title, "
    "acting_for_id, reason, data, sealed, personal, digest, seq, hash"
)
_VALUES = {
    "postgresql": "%s, %s::date, %s::timestamptz, %s, %s, %s::bigint, %s::bigint, %s, %s, %s::bigint, %s, "
    "%s::jsonb, %s::jsonb, %s::jsonb, %s",
    "sqlite": "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s",
}
_INSERT = f"INSERT INTO audit_event ({_COLUMNS})"
_BOTH = (
    "WITH head AS ({move}) {insert} SELECT {values}, head.seq, head.hash FROM head RETURNING id, seq, hash"
)


def append(agency_id: int, day: date, events: Sequence[Event]) -> None:
    """Add `events` to the chain of `agency_id` and `day`, and set their numbers, hashes and keys.

    One event costs one statement on PostgreSQL and two on SQLite; a batch costs two, one more past 24 events
    and for every 50 further ones. The first event of a day costs two more. The chain is locked until the
    transaction ends.
    """
    write = _one if len(events) == 1 and connection.vendor == "postgresql" else _many
    if write(agency_id, day, events):
        return
    _open(agency_id, day)
    if not write(agency_id, day, events):
        raise RuntimeError(f"the chain head of agency {agency_id} on {day} cannot be opened")


def _one(agency_id: int, day: date, events: Sequence[Event]) -> bool:
    """Move the head and insert the event in one statement."""
    [event] = events
    link = _SHA256["postgresql"].format(text="hash || %s")
    move = _MOVE.format(link=link, wanted="seq, hash")
    found = rows(
        _BOTH.format(move=move, insert=_INSERT, values=_VALUES["postgresql"]),
        [1, event.digest, agency_id, day, *_parameters(event)],
    )
    if found:
        [(event.pk, event.seq, event.hash)] = found
    return bool(found)


def _many(agency_id: int, day: date, events: Sequence[Event]) -> bool:
    """Move the head, then insert the events."""
    digests = [event.digest for event in events]
    moved = _move(agency_id, day, digests)
    if moved is None:
        return False
    last, before = moved
    for number, (event, mark) in enumerate(zip(events, rules.links(before, digests), strict=True), start=1):
        event.seq, event.hash = last - len(events) + number, mark
    for start in range(0, len(events), ROWS):
        _insert(events[start : start + ROWS])
    return True


def _move(agency_id: int, day: date, digests: Sequence[str]) -> tuple[int, str] | None:
    """Lock and move the head; return its new number and the hash before, or None when there is no head."""
    nested = digests if len(digests) <= NESTED else ()
    link = "hash"
    for _ in nested:
        link = _SHA256[connection.vendor].format(text=f"{link} || %s")
    with connection.cursor() as cursor:
        cursor.execute(_MOVE.format(link=link, wanted="seq, before"), [len(digests), *nested, agency_id, day])
        row: tuple[int, str] | None = cursor.fetchone()
        if row is not None and not nested:
            cursor.execute(
                "UPDATE audit_chainhead SET hash = %s WHERE agency_id = %s AND day = %s",
                [rules.links(row[1], digests)[-1], agency_id, day],
            )
    return row


def _insert(events: Sequence[Event]) -> None:
    row = f"({_VALUES[connection.vendor]}, %s, %s)"
    parameters = [value for event in events for value in (*_parameters(event), event.seq, event.hash)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_INSERT} VALUES {', '.join([row] * len(events))} RETURNING id, seq",
            parameters,
        )
        keys = {seq: pk for pk, seq in cursor.fetchall()}
    for event in events:
        event.pk = keys[event.seq]


def _open(agency_id: int, day: date) -> None:
    """Begin the chain of a day, tied to the agency's last one; harmless when another process was faster."""
    slot = "%s::date" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.execute(_OPEN.format(day=slot), [agency_id, day, rules.genesis(agency_id), agency_id, day])


def _parameters(event: Event) -> list[Any]:
    return [
        event.agency_id,
        event.day,
        connection.ops.adapt_datetimefield_value(event.at),
        event.kind,
        event.subject_label,
        event.subject_pk,
        event.officer_id,
        event.officer_name,
        event.post_title,
        event.acting_for_id,
        event.reason,
        json.dumps(event.data, ensure_ascii=False),
        json.dumps(event.sealed),
        json.dumps(event.personal, ensure_ascii=False),
        event.digest,
    ]
