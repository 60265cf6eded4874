"""Files that go to the coordination system: each content once for a dossier, remembered by its hash."""

from collections.abc import Mapping

from congvu.dossiers.models import ComponentFile, Result
from congvu.files.models import StoredFile
from congvu.files.queries import open_blob
from congvu.national.messages import DossierMessage, FileRef
from congvu.national.models import SyncedDossier
from congvu.national.services.adapters.base import NationalSide
from congvu.national.services.sides import facts_of


def uploaded(synced: SyncedDossier, dossier: DossierMessage, side: NationalSide) -> Mapping[str, FileRef]:
    """Put the files there that a message speaks of and that are not there yet; return all by hash.

    Papers go with the first message, unless the option "upload_papers" is off or the portal has them;
    results when the work is done.
    """
    wanted: dict[str, StoredFile] = {}
    if (
        synced.sent_at is None
        and not synced.from_portal
        and facts_of(synced.link).flag("upload_papers", True)
    ):
        rows = ComponentFile.objects.filter(dossier_id=synced.dossier_id).select_related("file__blob")
        wanted |= {row.file.blob.sha256: row.file for row in rows}
    if dossier.status == "9":
        results = Result.objects.filter(dossier_id=synced.dossier_id, file__isnull=False)
        wanted |= {row.file.blob.sha256: row.file for row in results.select_related("file__blob") if row.file}
    known = {mark: FileRef(str(key), str(name), sha256=mark) for mark, (key, name) in synced.uploads.items()}
    for mark, file in wanted.items():
        if mark in known:
            continue
        with open_blob(file) as stream:
            there = side.upload(file.name, stream, mark)
        if there is not None:
            known[mark] = there
            synced.uploads = {key: [one.id, one.name] for key, one in known.items()}
            SyncedDossier.objects.filter(pk=synced.pk).update(uploads=synced.uploads)
    return known
