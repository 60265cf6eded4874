"""Issuing: number, the agency's signature, recipients (NĐ 30/2020/NĐ-CP Điều 14 to 18).

An electronic document is numbered in one transaction and released in another, with the agency's signature in
between: a key that is slow or fails holds no counter, and the document says “đã cấp số, chờ phát hành”.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common import subjects
from congvu.common.errors import StateRefused
from congvu.directory.messages import Actor
from congvu.documents.messages import SignOff
from congvu.documents.models import OutgoingDocument, OutgoingPart, OutgoingRecipient
from congvu.documents.queries.outgoing_locking import recipients_of
from congvu.documents.services.filing_away import file_outgoing
from congvu.documents.services.numbering import NUMBER_FIELDS, take_for
from congvu.documents.services.outgoing_access import journal, open_outgoing, store, subject_of
from congvu.documents.services.outgoing_files import bytes_of, kept
from congvu.documents.services.outgoing_parts import take_part
from congvu.documents.services.outgoing_places import agency_detail
from congvu.documents.services.outgoing_telling import tell
from congvu.documents.services.outside import hand_out
from congvu.documents.services.readiness import (
    require_agency_key,
    require_receivers_there,
    require_ways,
)
from congvu.documents.services.releasing import bring_inside, settle_earlier, settle_reply, thread_of
from congvu.documents.services.reserved import filled
from congvu.documents.states.outgoing import Action, State
from congvu.files.models import StoredFile
from congvu.signing.messages import Secret, SignedPdf
from congvu.signing.services import make_signature, record_signature
from congvu.statements.services import update_all

ELECTRONIC = OutgoingDocument.Medium.ELECTRONIC
_ISSUED = ("state", "issued_at", "issued_by", "issued_file", "pages", "holding", "state_reason")


def issue_document(
    document_id: int,
    *,
    actor: Actor,
    book_id: int | None = None,
    sign_off: SignOff = SignOff(),  # noqa: B008 — frozen and empty
    seen_version: int | None = None,
) -> OutgoingDocument:
    """Number (unless it has one), seal and issue a signed document; each recipient gets its row at once.

    Args:
        book_id: the register; this year's default one unless told.
        sign_off: what opens the agency's key.

    Raises:
        PermissionDenied: the capability is missing.
        StateRefused: another state, no open register, no certificate of the agency.
        ActionRefused: a secret document with an outside electronic recipient, no recipients, one that closed.
    """
    document = _numbered(document_id, actor, book_id, sign_off.provider, seen_version)
    if document.state == State.ISSUED:
        return document
    made = _sealed(document, actor, sign_off)
    return _release(document.pk, document.version, made, actor)


@transaction.atomic
def _numbered(
    document_id: int, actor: Actor, book_id: int | None, provider: str, seen_version: int | None
) -> OutgoingDocument:
    """Number a document; one on paper, which no key has to seal, is released in the same transaction."""
    document = open_outgoing(document_id, Action.ISSUE, actor=actor, seen_version=seen_version)
    recipients = recipients_of(document)
    require_ways(document, recipients)
    require_receivers_there(recipients)
    require_agency_key(document, provider)
    fresh = document.number is None
    if fresh:
        take_for(document, actor=actor, book_id=book_id)
    if document.medium == ELECTRONIC:
        if fresh:
            document.state = State.NUMBERED
            store(document, *NUMBER_FIELDS, "state")
            journal(document, "outgoing.numbered", actor=actor, number=document.code)
        return document
    _issue(document, recipients, None, actor, NUMBER_FIELDS if fresh else ())
    return document


def _sealed(document: OutgoingDocument, actor: Actor, sign_off: SignOff) -> SignedPdf:
    """Return the file with the agency's signature; nothing is written."""
    if document.signed_file is None:
        raise StateRefused(_("Văn bản chưa có chữ ký số của người ký."), code="unsigned")
    pdf = filled(bytes_of(document.signed_file), document)
    return make_signature(
        pdf,
        role="agency",
        agency_id=document.agency_id,
        detail=agency_detail(document, pdf),
        actor=actor,
        provider=sign_off.provider,
        secret=Secret(sign_off.code, sign_off.otp),
        secrecy=document.confidentiality,
    )


@transaction.atomic
def _release(document_id: int, version: int, made: SignedPdf, actor: Actor) -> OutgoingDocument:
    document = open_outgoing(document_id, Action.ISSUE, actor=actor, seen_version=version)
    recipients = recipients_of(document)
    require_ways(document, recipients)
    file = kept(made.data, f"{document.code.replace('/', '-') or document.pk}.pdf", actor=actor)
    record_signature(made, actor=actor, subject=subject_of(document))
    _issue(document, recipients, file, actor, ())
    return document


def _issue(
    document: OutgoingDocument,
    recipients: list[OutgoingRecipient],
    file: StoredFile | None,
    actor: Actor,
    more: tuple[str, ...],
) -> None:
    """Write that a locked document is issued, and send it on its ways."""
    now = timezone.now()
    document.state, document.issued_at, document.issued_by_id = State.ISSUED, now, actor.officer_id
    document.issued_file, document.holding, document.state_reason = file, "", ""
    store(document, *more, *_ISSUED)
    _send(document, recipients, now, actor)
    settle_reply(document, actor=actor)
    settle_earlier(document, actor=actor)
    subjects.issued(thread_of(document), actor)
    file_outgoing(document, actor=actor)
    tell(
        [document.author_id, document.signer_id], "outgoing.issued", _("đã phát hành"), document, actor=actor
    )
    journal(document, "outgoing.issued", actor=actor, number=document.code, recipients=len(recipients))


def _send(
    document: OutgoingDocument, recipients: list[OutgoingRecipient], now: datetime, actor: Actor
) -> None:
    """Send to each recipient on its way: here at once, outside through the delivery table, else on paper."""
    outside = []
    for one in recipients:
        one.sent_at = now
        if one.way == one.Way.PAPER:
            one.state_note = _("Gửi bản giấy")
        elif one.way == one.Way.INTERCHANGE:
            one.state_note = _("Đã vào hàng đợi liên thông")
            outside.append(one)
        elif one.agency_id == document.agency_id:
            one.state_note = _("Đã gửi trong cơ quan")
            _inside(document, one, actor)
        else:
            bring_inside(document, one, actor=actor)
    hand_out(document, outside)
    update_all(recipients, ["sent_at", "state_note", "incoming"])


def _inside(document: OutgoingDocument, one: OutgoingRecipient, actor: Actor) -> None:
    reason = OutgoingPart.Reason.RECEIVE
    take_part(document, unit_id=one.unit_id, officer_id=one.officer_id, reason=reason)
    tell([one.officer_id], "outgoing.received", _("gửi bạn"), document, actor=actor)
