"""What a document still lacks before it can go: refused at the act, and listed on the screen before it."""

from collections.abc import Callable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.documents.models import OutgoingDocument, OutgoingRecipient
from congvu.documents.queries.receivers import Gone, closed_receivers
from congvu.documents.services.numbering import book_for
from congvu.documents.states.outgoing import AT_REGISTRY
from congvu.signing.services import usable_certificate

ELECTRONIC = OutgoingDocument.Medium.ELECTRONIC


def require_ways(document: OutgoingDocument, recipients: Sequence[OutgoingRecipient]) -> None:
    """Refuse what must not leave: secrets by interchange, a document for nobody.

    Legal source: Luật Bảo vệ bí mật nhà nước; QĐ 28/2018/QĐ-TTg (no secrets over the interchange).
    """
    if not recipients:
        raise ActionRefused(
            _("Chưa có nơi nhận nào; hãy trả lại để bổ sung nơi nhận."), code="recipients", field="receivers"
        )
    if document.confidentiality and any(one.way == one.Way.INTERCHANGE for one in recipients):
        raise ActionRefused(
            _("Văn bản mật không gửi liên thông ra ngoài; nơi nhận bên ngoài phải nhận bản giấy."),
            code="secret-outside",
            field="receivers",
        )


def require_there(agency_ids: Sequence[int | None], codes: Sequence[str]) -> None:
    """Refuse receivers that have closed; the sentence names who carries on their work."""
    gone = closed_receivers(agency_ids, codes, timezone.localdate())
    if gone:
        raise ActionRefused(_gone_words(gone[0]), code="closed-agency", field="receivers")


def _gone_words(gone: Gone) -> str:
    words = {"name": gone.name, "on": f"{gone.closed_on:%d/%m/%Y}"}
    if not gone.successors:
        return _("“%(name)s” đã chấm dứt hoạt động (hết ngày %(on)s); hãy chọn nơi nhận khác.") % words
    words["next"] = "”, “".join(gone.successors)
    return _("“%(name)s” đã chấm dứt hoạt động (hết ngày %(on)s); hãy gửi đến “%(next)s”.") % words


def require_receivers_there(recipients: Sequence[OutgoingRecipient]) -> None:
    """Refuse to issue to an agency that has closed since the document was drafted."""
    require_there([one.agency_id for one in recipients], [one.agency_code for one in recipients])


def require_agency_key(document: OutgoingDocument, provider: str = "") -> None:
    """Refuse before a number is taken when the agency could not sign an electronic document."""
    if document.medium == ELECTRONIC:
        usable_certificate(agency_id=document.agency_id, provider=provider)


def obstacles(document: OutgoingDocument, recipients: Sequence[OutgoingRecipient]) -> list[str]:
    """Return every sentence that would refuse a signed document now, for the screen before the act."""
    checks: list[Callable[[], object]] = [
        lambda: _require_signed(document),
        lambda: require_ways(document, recipients),
        lambda: require_receivers_there(recipients),
        lambda: require_agency_key(document),
    ]
    if document.number is None:
        checks.append(lambda: book_for(document))
    found = []
    for check in checks:
        try:
            check()
        except ActionRefused as refusal:
            found.append(refusal.message)
    return found


def _require_signed(document: OutgoingDocument) -> None:
    unsigned = document.medium == ELECTRONIC and document.signed_file_id is None
    if unsigned or document.stage not in AT_REGISTRY:
        raise StateRefused(_("Người có thẩm quyền chưa ký."), code="unsigned")
