"""The page of a draft before it is saved; nothing is written."""

from django.db import transaction
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.documents.messages import Draft
from congvu.documents.queries.outgoing_sheet import sheet_from
from congvu.documents.rules.layout.check import Finding, check_sheet
from congvu.documents.services.drafting import unsaved
from congvu.documents.services.pdf_sheet import render_sheet_pdf


@transaction.atomic
def preview(draft: Draft, *, actor: Actor) -> tuple[bytes, list[Finding]]:
    """Return the PDF of a draft as it would be saved, and what the check of form finds in it.

    Raises what `draft_document` would raise for the same draft.
    """
    document, data, body = unsaved(draft, actor)
    sheet = sheet_from(document, data, body)
    return render_sheet_pdf(sheet, at=timezone.now()), check_sheet(sheet)
