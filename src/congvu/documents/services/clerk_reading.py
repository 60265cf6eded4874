"""Reading a document for its clerk: kept beside the document, confirmed by the clerk, never unseen."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.documents.messages import AssignmentDraft
from congvu.documents.models import IncomingDocument, IncomingFile
from congvu.documents.queries.issuers import agencies_by_name
from congvu.documents.rules.proposals import as_json, drafts
from congvu.documents.services.incoming_access import journal, open_incoming, subject_of
from congvu.documents.services.reading import read_file
from congvu.documents.states.incoming import Action
from congvu.files.models import StoredFile


def read_for_clerk(document_id: int, *, actor: Actor, again: bool = False) -> IncomingDocument:
    """Read the text's file of a document and keep what was read with it; no fact of the document changes.

    Args:
        document_id: the document.
        actor: needs document.register.
        again: whether to read even if there is a reading.

    Raises:
        ActionRefused: there is no file, or it cannot be read; the sentence says what to do (an absent OCR
            extra, a password, a broken file).
    """
    with transaction.atomic():
        document = open_incoming(document_id, Action.CORRECT, actor=actor)
    if document.reading and not again:
        return document
    found = read_file(main_file(document))
    kept = as_json(found.reading, found.layout)
    with transaction.atomic():
        document = open_incoming(document_id, Action.CORRECT, actor=actor)
        document.reading = kept
        document.save(update_fields=["reading"])
        journal(document, "incoming.read", actor=actor)
    return document


def main_file(document: IncomingDocument) -> StoredFile:
    """Return the file of the text itself; raise ActionRefused when there is none."""
    rows = document.files.filter(role=IncomingFile.Role.MAIN).select_related("file__blob")
    first = rows.order_by("position").first()
    if first is None:
        raise ActionRefused(_("Văn bản chưa có tệp để đọc."), code="no-file", field="file")
    return first.file


def assignment_drafts(document: IncomingDocument) -> list[AssignmentDraft]:
    """Return the assignments that the directions in the text propose, each with where it stands.

    The agencies are found by their names; what does not fit one keeps its name only (one statement).
    """
    if not document.reading.get("directions"):
        return []
    names = {key: agency.id for key, agency in agencies_by_name().items()}
    source = subject_of(document)
    return [replace(one, source=source) for one in drafts(document.reading, names, document.agency_id)]
