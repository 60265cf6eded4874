"""Room for number and date in a file that is signed before it is numbered (ADR 0020, “after-signature”)."""

from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.documents.models import OutgoingDocument
from congvu.documents.rules.layout.notation import display_number
from congvu.documents.rules.layout.sheet import Sheet
from congvu.signing.messages import Box, ReservedField
from congvu.signing.services import fill_fields, place_of, reserve_fields

NUMBER, DAY, MONTH = "SoVanBan", "NgayVanBan", "ThangVanBan"
_HEIGHT = 17.0


def with_fields(pdf: bytes, sheet: Sheet) -> bytes:
    """Return a page that waits for its number with empty fields over the blanks of boxes 3 and 4."""
    day, month, year = (
        place_of(pdf, words, last=False).box
        for words in (f"{sheet.place}, ngày", "tháng", f"năm {sheet.year}")
    )
    fields = [
        ReservedField(DAY, 0, _between(day, month), 14, "centre"),
        ReservedField(MONTH, 0, _between(month, year), 14, "centre"),
    ]
    if sheet.notation:
        before, after = (place_of(pdf, one, last=False).box for one in ("Số:", f"/{sheet.notation}"))
        fields.append(ReservedField(NUMBER, 0, _between(before, after), 13, "centre"))
    return reserve_fields(pdf, fields)


def filled(pdf: bytes, document: OutgoingDocument) -> bytes:
    """Return the signed file of a document that was numbered afterwards, with number, day and month in place.

    Raises StateRefused when it has no number yet, or the year that stands on the page is over.
    """
    if document.numbered_at is None or document.signed_at is None or document.number is None:
        raise StateRefused(_("Văn bản chưa được ký hoặc chưa có số."), code="no-number")
    day = document.issued_on
    if day is None or not _waits(pdf):
        return pdf
    if document.signed_at.year != day.year:
        raise StateRefused(
            _("Văn bản ký trong năm trước; hãy trả lại để ký lại rồi cấp số."), code="year-over"
        )
    values = {DAY: f"{day.day:02d}", MONTH: f"{day.month:02d}" if day.month < 3 else str(day.month)}
    if document.notation:
        values[NUMBER] = display_number(document.number, document.number_suffix)
    return fill_fields(pdf, values)


def _waits(pdf: bytes) -> bool:
    """Tell whether a file has the fields: one that was numbered before it was signed has none."""
    try:
        place_of(pdf, DAY)
    except ActionRefused:
        return False
    return True


def _between(before: Box, after: Box) -> Box:
    """Return the room between two words of one line."""
    low = min(before.bottom, after.bottom) - 3
    return Box(before.right + 0.5, low, after.left - 0.5, low + _HEIGHT)
