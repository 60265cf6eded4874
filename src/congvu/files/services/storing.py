"""Storing an upload: bytes first and durably, then the rows."""

import logging
from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import ProtectedError, QuerySet, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import StateRefused
from congvu.directory.messages import Actor
from congvu.files import rules
from congvu.files.models import Blob, StoredFile
from congvu.files.services import disk, scanning
from congvu.files.services.refusals import refusal
from congvu.statements.queries import Compiled
from congvu.statements.services import insert, insert_new

logger = logging.getLogger(__name__)


def _known(*, sha256: str) -> QuerySet[Blob]:
    return Blob.objects.filter(sha256=sha256)


_KNOWN: Compiled[Blob] = Compiled(_known, "sha256")


def store(
    upload: "File[Any]", *, actor: Actor, name: str | None = None, allowed: Collection[str] | None = None
) -> StoredFile:
    """Keep an upload and return its row; equal bytes are kept once.

    The caller records the event, for it knows what the file belongs to. When its transaction is rolled back,
    the bytes stay without a row until `clean` removes them.

    Args:
        upload: an UploadedFile or ContentFile; read in chunks, never whole.
        actor: who uploads.
        name: the name to show; the upload's own unless told.
        allowed: codes of the kinds that are welcome here, such as {"pdf", "docx"}; all kinds unless told.

    Raises ActionRefused with a sentence: empty, too large, wrong kind, dangerous, infected, disk full.
    """
    shown = rules.clean_name(name or upload.name or "")
    _promised(shown, allowed)
    limit = settings.FILES_MAX_BYTES
    if (upload.size or 0) > limit:
        raise refusal("large", shown)
    try:
        with disk.drafted(_chunks(upload), limit) as draft:
            finding = _examined(draft, shown, allowed)
            scan = _scanned(draft, shown)
            disk.keep(draft)
    except disk.TooLarge:
        raise refusal("large", shown) from None
    except OSError as error:
        logger.exception("the file store refused %s bytes", upload.size)
        raise refusal("storage", shown, status=409) from error
    if not rules.extension(shown):
        shown = f"{shown}.{finding.kind.extensions[0]}"
    return _rows(draft, finding, scan, shown, actor)


def _chunks(upload: "File[Any]") -> Iterator[bytes]:
    for chunk in upload.chunks():
        yield chunk.encode() if isinstance(chunk, str) else chunk


def _promised(name: str, allowed: Collection[str] | None) -> None:
    """Refuse by the name alone what the bytes cannot mend."""
    ending = rules.extension(name)
    if not ending:
        return
    kind = rules.kind_by_extension(ending)
    if kind is None or (allowed is not None and kind.code not in allowed):
        raise refusal("extension", name, ending=ending, allowed=allowed)


def _examined(draft: disk.Draft, name: str, allowed: Collection[str] | None) -> rules.Finding:
    limits = rules.Limits(entries=settings.FILES_MAX_ENTRIES, expanded=settings.FILES_MAX_EXPANDED)
    try:
        with draft.path.open("rb") as stream:
            finding = rules.sniff(stream, draft.size, limits)
    except rules.Unsafe as unsafe:
        raise refusal(unsafe.code, name) from unsafe
    ending = rules.extension(name)
    if ending and ending not in finding.kind.extensions:
        raise refusal("mismatch", name, ending=ending, kind=finding.kind)
    if allowed is not None and finding.kind.code not in allowed:
        raise refusal("kind", name, kind=finding.kind, allowed=allowed)
    return finding


def _scanned(draft: disk.Draft, name: str) -> str:
    try:
        return Blob.Scan.CLEAN if scanning.scan(draft.path) else Blob.Scan.NONE
    except scanning.Infected as infected:
        logger.warning("upload refused: %s in %s", infected.name, draft.sha256)
        raise refusal("infected", name, virus=infected.name) from infected
    except scanning.ScannerUnreachable as error:
        logger.error("the scanner gave no verdict: %s", error)
        if settings.FILES_SCANNER_REQUIRED:
            raise refusal("scanner", name, status=409) from error
        return Blob.Scan.UNSCANNED


@transaction.atomic(savepoint=False)
def _rows(draft: disk.Draft, finding: rules.Finding, scan: str, name: str, actor: Actor) -> StoredFile:
    now = timezone.now()
    blob = _KNOWN.first({}, sha256=draft.sha256)
    if blob is None:
        blob = Blob(
            sha256=draft.sha256,
            size=draft.size,
            media_type=finding.kind.media_type,
            scan=scan,
            flags=list(finding.flags),
            created_at=now,
        )
        if not insert_new(blob):  # somebody was faster: take theirs, and hold it against the cleaning
            [blob] = Blob.objects.bulk_create(
                [blob], update_conflicts=True, unique_fields=["sha256"], update_fields=["size"]
            )
    elif scan == Blob.Scan.CLEAN and blob.scan != scan:
        Blob.objects.filter(pk=blob.pk).update(scan=scan)
        blob.scan = scan
    file = StoredFile(blob=blob, name=name, uploaded_by_id=actor.officer_id, uploaded_at=now)
    insert([file])
    return file


@transaction.atomic
def discard(file: StoredFile) -> None:
    """Forget a file that nothing refers to any more; its bytes go with the next cleaning.

    The caller records the event. Raises StateRefused while something still refers to the file.
    """
    try:
        file.delete()
    except (ProtectedError, RestrictedError):
        raise StateRefused(
            _("Tệp “%(name)s” đang được dùng.") % {"name": file.name}, code="file-used"
        ) from None
