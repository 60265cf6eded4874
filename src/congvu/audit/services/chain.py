"""Moving a chain's head on: one statement that locks the row, counts and links, on both databases.

Only this module and the triggers of the migration speak SQL; the ORM cannot say `RETURNING` on an update.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from congvu.audit import rules

NESTED = 24
"""So many links are computed inside the statement; longer batches write the head twice."""

_SHA256 = {
    "postgresql": "encode(sha256(convert_to({text}, 'UTF8')), 'hex')",
    "sqlite": "SHA256({text})",
}

_MOVE = """
UPDATE audit_chainhead SET seq = seq + %s, before = hash, hash = {link}
WHERE agency_id = %s AND day = %s RETURNING seq, before
"""

_OPEN = """
INSERT INTO audit_chainhead (agency_id, day, seq, hash, before, opened_day, opened_seq, opened_hash)
SELECT %s, {day}, 0, COALESCE(p.hash, %s), '', p.day, p.seq, COALESCE(p.hash, '')
FROM (SELECT 1 AS one) AS base LEFT JOIN (
    SELECT day, seq, hash FROM audit_chainhead WHERE agency_id = %s AND day < {day} ORDER BY day DESC LIMIT 1
) AS p ON p.seq IS NOT NULL
WHERE base.one = 1
ON CONFLICT (agency_id, day) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a batch of events goes: its first number and the hash before it."""

    first: int
    before: str


def append(agency_id: int, day: date, digests: Sequence[str]) -> Place:
    """Lock the chain of `agency_id` and `day`, move it on by `digests` and return the batch's place.

    One statement; two more on the first event of the day. The lock is held until the transaction ends.
    """
    return _move(agency_id, day, digests) or _opened(agency_id, day, digests)


def _opened(agency_id: int, day: date, digests: Sequence[str]) -> Place:
    day_slot = "%s::date" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.execute(_OPEN.format(day=day_slot), [agency_id, day, rules.genesis(agency_id), agency_id, day])
    place = _move(agency_id, day, digests)
    if place is None:
        raise RuntimeError(f"the chain head of agency {agency_id} on {day} cannot be opened")
    return place


def _move(agency_id: int, day: date, digests: Sequence[str]) -> Place | None:
    nested = digests if len(digests) <= NESTED else ()
    link = "hash"
    for _ in nested:
        link = _SHA256[connection.vendor].format(text=f"{link} || %s")
    with connection.cursor() as cursor:
        cursor.execute(_MOVE.format(link=link), [len(digests), *nested, agency_id, day])
        row = cursor.fetchone()
        if row is None:
            return None
        last, before = row
        if not nested:
            cursor.execute(
                "UPDATE audit_chainhead SET hash = %s WHERE agency_id = %s AND day = %s",
                [rules.links(before, digests)[-1], agency_id, day],
            )
    return Place(first=last - len(digests) + 1, before=before)
