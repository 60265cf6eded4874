"""Documents that exist in a case file alone: uploaded by its keeper, all of them or none."""

from typing import Any

from django.core.files.base import File
from django.db import transaction

from congvu.casefiles.models import CaseItem
from congvu.casefiles.services.filing import file_item
from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.files.services import store


@transaction.atomic
def file_uploads(
    case_file_id: int,
    *,
    actor: Actor,
    uploads: "list[File[Any]]",
    seen_version: int | None = None,
    **values: Any,
) -> CaseItem:
    """Keep uploaded files and put the document that they make up into a case file.

    Args:
        uploads: at least none (a document on paper), the main one first.
        values: `title`, `code`, `on` and other fields of `ItemDraft`.

    Raises:
        ActionRefused: a file is not welcome; the sentence names it.
    """
    kept = []
    for upload in uploads:
        try:
            kept.append(store(upload, actor=actor))
        except ActionRefused as refusal:
            refusal.field = "uploads"
            raise
    return file_item(
        case_file_id=case_file_id,
        subject=None,
        kind="other",
        files=[(file.name, file.pk, "") for file in kept],
        actor=actor,
        seen_version=seen_version,
        **values,
    )
