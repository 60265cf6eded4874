"""Keeping what the house itself made: a printed form, a package for the archive."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.files import rules
from congvu.files.models import Blob, StoredFile
from congvu.files.services import disk

LARGEST = 2**40


def keep_made(chunks: Iterable[bytes], name: str, media_type: str, *, actor: Actor) -> StoredFile:
    """Keep bytes that the house made and return their row; never for uploads: nothing is sniffed or scanned.

    Args:
        chunks: the bytes, read as they come; memory does not grow with them.
        name: what the file is called.
        media_type: as sent in HTTP.
        actor: for whom it was made.

    Raises whatever `chunks` raises; nothing is kept then.
    """
    with disk.drafted(chunks, LARGEST) as draft:
        disk.keep(draft)
    return _row(draft, rules.clean_name(name), media_type, actor)


@transaction.atomic
def _row(draft: disk.Draft, name: str, media_type: str, actor: Actor) -> StoredFile:
    now = timezone.now()
    fresh = Blob(sha256=draft.sha256, size=draft.size, media_type=media_type, created_at=now)
    [blob] = Blob.objects.bulk_create(
        [fresh], update_conflicts=True, unique_fields=["sha256"], update_fields=["size"]
    )
    return StoredFile.objects.create(
        blob=blob, name=name, uploaded_by_id=actor.officer_id or None, uploaded_at=now
    )
