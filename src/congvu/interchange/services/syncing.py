"""Taking over the far side's directory, a portion at a time; agencies that left stay, marked, with heirs.

Far sides that keep versions tell what changed. Others tell all each time: who is told no more is marked as
gone, unless so many vanish at once that the list itself must be wrong.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils import timezone

from congvu.common.text import one_line
from congvu.directory.models import AgencyCode
from congvu.directory.queries import resolve_code
from congvu.documents.queries.text_search import indexed
from congvu.interchange.channels.base import ChannelError
from congvu.interchange.channels.base import Partner as Told
from congvu.interchange.models import Connection, Partner
from congvu.interchange.queries.routes import code_of
from congvu.interchange.services.channels import channel_of

PORTION = 500
FEW = 20
COLUMNS = [
    "old_code", "name", "parent", "mail", "version", "deleted", "is_agency", "seen_at", "search_text",
]  # fmt: skip


def sync_directories() -> int:
    """Take over what changed at every active connection; return how many agencies were written."""
    return sum(sync_directory(one) for one in Connection.objects.filter(active=True))


def sync_directory(connection: Connection) -> int:
    """Take over what changed at one; a far side that fails half way is asked for the rest next time."""
    done, newest, began = 0, connection.directory_version, timezone.now()
    try:
        told = channel_of(connection).directory(connection.directory_version)
        for portion in batched(told, PORTION):
            done += _write(connection, portion)
            newest = max([newest, *(one.version for one in portion)], key=_order)
    except ChannelError:
        return done
    if done and not newest:
        _mark_gone(connection, began)
    fill_successors(connection)
    Connection.objects.filter(pk=connection.pk).update(
        directory_version=newest[:60], directory_at=timezone.now()
    )
    return done


def fill_successors(connection: Connection) -> int:
    """Write who carries on the work of agencies that are no more, as far as anybody here knows it.

    The far side's own word stands. Where it says nothing, the agency that now has the code as its old one
    is the heir, else the one that our directory of agencies leads to.
    """
    gone = Partner.objects.filter(connection=connection, deleted=True, successor_code="")
    done = 0
    for rows in batched(list(gone.only("pk", "code", "old_code")), PORTION):
        heirs = _heirs(connection, rows)
        for row in rows:
            heir = heirs.get(row.code) or heirs.get(row.old_code) or ""
            if heir and heir != row.code:
                done += Partner.objects.filter(pk=row.pk, successor_code="").update(successor_code=heir[:60])
    return done


def _heirs(connection: Connection, rows: Iterable[Partner]) -> dict[str, str]:
    codes = {code for row in rows for code in (row.code, row.old_code) if code}
    ours = AgencyCode.objects.filter(code__in=codes).values_list("code", flat=True).distinct()
    found = {code: heir for code in ours if (heir := _of_our_directory(code))}
    alive = Partner.objects.filter(connection=connection, deleted=False, old_code__in=codes)
    return found | dict(alive.values_list("old_code", "code"))


def _of_our_directory(code: str) -> str:
    """Return the code of the one agency that carries on a code's work; several are a person's choice."""
    found = resolve_code(code)
    if found is None or len(found.current) != 1:
        return ""
    return code_of(found.current[0])


def _mark_gone(connection: Connection, began: datetime) -> int:
    alive = Partner.objects.filter(connection=connection, deleted=False)
    gone = alive.filter(seen_at__lt=began)
    many, missing = alive.count(), gone.count()
    if missing > max(FEW, many // 2):
        return 0
    return gone.update(deleted=True)


def _order(version: str) -> tuple[int, str]:
    return (int(version), "") if version.isdigit() else (0, version)


@transaction.atomic
def _write(connection: Connection, portion: Iterable[Told]) -> int:
    rows = {row.code: row for row in _rows(connection, portion, timezone.now())}
    Partner.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["connection", "code"],
        update_fields=COLUMNS,
        batch_size=PORTION,
    )
    mine = Partner.objects.filter(connection=connection, code__in=rows)
    mine.filter(deleted=False).exclude(successor_code="").update(successor_code="")
    for row in rows.values():
        if row.deleted and row.successor_code:
            Partner.objects.filter(connection=connection, code=row.code).update(
                successor_code=row.successor_code
            )
    return len(rows)


def _rows(connection: Connection, portion: Iterable[Told], now: datetime) -> Iterator[Partner]:
    for one in portion:
        name, code = one_line(one.name)[:300], one.code.strip().upper()[:60]
        yield Partner(
            connection=connection,
            code=code,
            old_code=one.old_code.strip().upper()[:60],
            name=name,
            parent=one.parent[:60],
            mail=one.mail[:200],
            version=one.version[:60],
            deleted=one.deleted,
            is_agency=one.is_agency,
            successor_code=one.successor.strip().upper()[:60],
            seen_at=now,
            search_text=indexed(f"{name} {code} {one.old_code}")[:500],
        )
