"""Looking for an agency in the directories of the far sides: by code, by name with or without marks.

A hundred and twenty thousand agencies stand there, so nothing is ever counted or sorted as a whole: a code is
an index range, the beginning of a name another, and words go through the full-text index up to FEW rows.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection as database
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.documents.queries.text_search import condition, indexed, search_words
from congvu.interchange.models import Connection, Partner
from congvu.interchange.queries.routes import connections_for

FEW = 120
MOST_STEPS = 5
LAST = "\U0010ffff"
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.]{1,59}")


@dataclass(frozen=True, slots=True)
class Found:
    """An agency that one can write to.

    Args:
        code: its code today.
        name: as the far side calls it.
        old_code: of the other scheme.
        parent: the code or key of the agency above, as the far side tells it.
        connection_id: whose directory it stands in.
        note: what there is to say, such as that the code asked for has expired; "" for nothing.
        usable: False for an agency that is no more, with nobody known to carry on its work.
    """

    code: str
    name: str
    old_code: str
    parent: str
    connection_id: int
    note: str = ""
    usable: bool = True


def partners_for(actor: Actor, text: str, limit: int = 20) -> list[Found]:
    """Return what `text` means in the directories of the connections that the actor's agency uses."""
    usable = [one.pk for one in connections_for(actor.agency_id)]
    return partners_matching(text, usable, limit)


def partners_matching(text: str, connections: Sequence[int], limit: int = 20) -> list[Found]:
    """Return the agencies that hold every word of `text`, or whose code begins like it, the best first.

    Args:
        text: as typed: a code of either scheme, words of a name with or without marks; the last one counts
            as a prefix. Words joined with their marks come first.
        connections: keys of the connections whose directories are looked through, in order of preference.
        limit: how many at most; an agency stands there once.
    """
    typed, words = one_line(text)[:200], search_words(text[:200])
    if not words or not connections:
        return []
    rows = {row.pk: row for row in _candidates(typed, words, connections, limit)}
    order, asked = {key: place for place, key in enumerate(connections)}, _Asked(typed, len(words))
    ranked = sorted(rows.values(), key=lambda row: (*asked.rank(row), order[row.connection_id]))
    found: dict[str, Found] = {}
    for one in _told(ranked[: limit * 2], typed.upper()):
        found.setdefault(one.code, one)
        if len(found) == limit:
            break
    return list(found.values())


def heirs_of(rows: Iterable[Partner]) -> dict[int, Partner]:
    """Return who carries on the work of agencies that are no more, by their keys (a statement a step)."""
    at = {row.pk: row for row in rows if row.deleted}
    ends: dict[int, Partner] = {}
    for _step in range(MOST_STEPS):
        wanted = {(row.connection_id, row.successor_code) for row in at.values() if row.successor_code}
        if not wanted:
            break
        codes = {code for _key, code in wanted}
        keys = {key for key, _code in wanted}
        there = {
            (one.connection_id, code): one
            for one in Partner.objects.filter(
                Q(code__in=codes) | Q(old_code__in=codes), connection_id__in=keys
            ).order_by("-deleted", "pk")
            for code in (one.old_code, one.code)
        }
        after = {pk: there.get((row.connection_id, row.successor_code)) for pk, row in at.items()}
        ends |= {pk: row for pk, row in after.items() if row is not None and not row.deleted}
        at = {pk: row for pk, row in after.items() if row is not None and row.deleted}
    return ends


def _candidates(typed: str, words: list[str], connections: Sequence[int], limit: int) -> list[Partner]:
    rows = Partner.objects.filter(connection_id__in=connections)
    found: list[Partner] = []
    code = typed.upper().replace(" ", "")
    if _CODE.fullmatch(code) and any(char.isdigit() for char in code):
        found += _first(rows.filter(code=code), limit) + _first(rows.filter(old_code=code), limit)
        if found:
            return found
        found += _first(rows.filter(starting("code", code)), limit)
        found += [] if found else _first(rows.filter(starting("old_code", code)), limit)
        if found:
            return found
    found += _first(rows.filter(starting("search_text", indexed(typed))), limit * 2)
    ids = _by_words(words, connections)
    return [*found, *rows.filter(pk__in=ids)]


def _first(rows: QuerySet[Partner], limit: int) -> list[Partner]:
    return list(rows[:limit])


def starting(column: str, text: str) -> Q:
    """Return the condition that a column begins with `text`, as the database has an index for it."""
    if database.vendor == "postgresql":
        return Q(**{f"{column}__startswith": text})
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + LAST})


def _by_words(words: list[str], connections: Sequence[int]) -> list[int]:
    where, query = condition("interchange_partner", words, [])
    marks = ", ".join(["%s"] * len(connections))
    statement = (
        f"SELECT id FROM interchange_partner WHERE {where} "  # noqa: S608 — our own names
        f"AND connection_id IN ({marks}) LIMIT {FEW}"
    )
    with database.cursor() as cursor:
        cursor.execute(statement, [query, *connections])
        return [row[0] for row in cursor.fetchall()]


class _Asked:
    """What was asked for, made ready once for the comparison with many rows."""

    def __init__(self, typed: str, words: int) -> None:
        self.code, self.plain, self.start = typed.upper().replace(" ", ""), typed.casefold(), indexed(typed)
        self.parts, self.words = self.plain.split(), words

    def rank(self, row: Partner) -> tuple[object, ...]:
        """Return how far a row is from what was asked for; the smallest is the best."""
        name = row.name.casefold()
        return (
            self.code not in {row.code, row.old_code},
            row.deleted,
            not row.is_agency,
            not row.search_text.startswith(self.start),
            self.plain not in name,
            not all(part in name for part in self.parts),
            row.search_text.count(" ") + 1 - self.words,
            row.name,
        )


def _told(rows: Sequence[Partner], code: str) -> Iterable[Found]:
    heirs = heirs_of(rows)
    for row in rows:
        heir = heirs.get(row.pk)
        if heir is not None:
            told = _("Mã %(old)s (%(name)s) đã hết hiệu lực; văn bản gửi tới cơ quan kế thừa này.")
            yield replace(_found(heir), note=told % {"old": row.code, "name": row.name})
        elif row.deleted:
            told = _("Không còn hoạt động; chưa biết cơ quan kế thừa.")
            yield replace(_found(row), note=told, usable=False)
        elif code and code == row.old_code and code != row.code:
            yield replace(_found(row), note=_("Mã cũ %(old)s cùng chỉ cơ quan này.") % {"old": code})
        else:
            yield _found(row)


def _found(row: Partner) -> Found:
    return Found(row.code, row.name, row.old_code, row.parent, row.connection_id)


def directory_sizes(connections: Sequence[Connection]) -> list[tuple[Connection, int]]:
    """Return how many agencies stand in the directory of each connection, capped (one statement each)."""
    most = 200_000
    return [
        (one, Partner.objects.filter(connection=one, deleted=False)[:most].count()) for one in connections
    ]
