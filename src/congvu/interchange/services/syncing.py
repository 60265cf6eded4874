"""Taking over the far side's directory, a portion at a time; agencies that left stay, marked."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils import timezone

from congvu.common.text import fold, one_line
from congvu.interchange.channels.base import ChannelError
from congvu.interchange.channels.base import Partner as Told
from congvu.interchange.models import Connection, Partner
from congvu.interchange.services.channels import channel_of

PORTION = 500
COLUMNS = [
    "old_code", "name", "parent", "mail", "version", "deleted", "is_agency", "seen_at", "search_text",
]  # fmt: skip


def sync_directories() -> int:
    """Take over what changed at every active connection; return how many agencies were written."""
    return sum(sync_directory(one) for one in Connection.objects.filter(active=True))


def sync_directory(connection: Connection) -> int:
    """Take over what changed at one; a far side that fails half way is asked for the rest next time."""
    done, newest = 0, connection.directory_version
    try:
        told = channel_of(connection).directory(connection.directory_version)
        for portion in batched(told, PORTION):
            done += _write(connection, portion)
            newest = max([newest, *(one.version for one in portion)], key=_order)
    except ChannelError:
        return done
    Connection.objects.filter(pk=connection.pk).update(
        directory_version=newest[:60], directory_at=timezone.now()
    )
    return done


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
            seen_at=now,
            search_text=fold(f"{name} {code} {one.old_code}")[:500],
        )
