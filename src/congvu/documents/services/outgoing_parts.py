"""Who has to do with an outgoing document: one row each, and the words by which a search knows them."""

from congvu.documents.models import OutgoingDocument, OutgoingPart
from congvu.documents.queries.text_search import officer_word, unit_word


def take_part(
    document: OutgoingDocument,
    *,
    unit_id: int | None = None,
    officer_id: int | None = None,
    reason: str = OutgoingPart.Reason.CHECK,
) -> None:
    """Let a unit or an officer of the issuing agency see the document from now on; who does already stays."""
    if unit_id is None and officer_id is None:
        return
    OutgoingPart.objects.bulk_create(
        [
            OutgoingPart(
                document=document,
                agency_id=document.agency_id,
                unit_id=None if officer_id else unit_id,
                officer_id=officer_id,
                reason=reason,
            )
        ],
        ignore_conflicts=True,
    )
    word = officer_word(officer_id) if officer_id else unit_word(unit_id or 0)
    if f" {word}" not in document.search_text:
        document.search_text = f"{document.search_text} {word}"
        OutgoingDocument.objects.filter(pk=document.pk).update(search_text=document.search_text)
