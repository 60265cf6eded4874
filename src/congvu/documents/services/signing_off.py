"""The signer's act: check whose it is, number where the site wants it so, sign, keep (NĐ 30/2020 Điều 13).

Three steps, so that a slow key holds no rows: a transaction that numbers the page, the signature itself, and
a transaction that keeps it. A process that dies in between leaves a document that waits for its signature and
says which number it holds; trying again goes on with that number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.calendars.queries import legal_rules, schedule_for
from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.documents.messages import SignOff
from congvu.documents.models import DraftVersion, OutgoingDocument
from congvu.documents.queries.outgoing_sheet import sheet_of
from congvu.documents.rules.incoming import register_due
from congvu.documents.services.numbering import NUMBER_FIELDS, WITH_SIGNATURE, numbering_mode, take_for
from congvu.documents.services.outgoing_access import journal, open_outgoing, store, subject_of
from congvu.documents.services.outgoing_files import kept, pdf_of
from congvu.documents.services.outgoing_places import signer_detail
from congvu.documents.services.outgoing_telling import tell, tell_office
from congvu.documents.services.passing import close_check, held
from congvu.documents.services.pdf_sheet import page_count, render_sheet_pdf
from congvu.documents.services.reserved import with_fields
from congvu.documents.states.outgoing import Action, State
from congvu.signing.messages import Secret, SignedPdf
from congvu.signing.services import make_signature, record_signature, usable_certificate

ELECTRONIC = OutgoingDocument.Medium.ELECTRONIC


@dataclass(frozen=True, slots=True)
class BulkSigned:
    """What became of one document of many: signed, or the sentence that says why not."""

    document_id: int
    title: str
    done: bool
    message: str = ""


def sign_document(
    document_id: int,
    *,
    actor: Actor,
    sign_off: SignOff = SignOff(),  # noqa: B008 — frozen and empty
    note: str = "",
    seen_version: int | None = None,
) -> OutgoingDocument:
    """Sign a document that waits for the actor's signature; paper ones are marked as signed by hand.

    Raises:
        PermissionDenied: the capability is missing.
        StateRefused: not the actor's turn, another state, no certificate, no open register.
        ActionRefused: a wrong passphrase, a file that cannot be signed.
    """
    document, version = _ready(document_id, actor, sign_off.provider, seen_version)
    made = None
    if document.medium == ELECTRONIC:
        made = _signed(document, version, actor, sign_off)
    return _keep(document, version, made, actor, note)


def sign_many(
    document_ids: Sequence[int],
    *,
    actor: Actor,
    sign_off: SignOff = SignOff(),  # noqa: B008 — frozen
) -> list[BulkSigned]:
    """Sign one document after the other, each in its own transactions; say of each what became of it."""
    done = []
    seen = OutgoingDocument.objects.visible_to(actor).in_bulk(list(document_ids))
    for pk in document_ids:
        if pk not in seen:
            continue
        title = seen[pk].subject
        try:
            signed = sign_document(pk, actor=actor, sign_off=sign_off)
            done.append(BulkSigned(pk, title, True, signed.code))
        except ActionRefused as refusal:
            done.append(BulkSigned(pk, title, False, refusal.message))
    return done


@transaction.atomic
def _ready(
    document_id: int, actor: Actor, provider: str, seen_version: int | None
) -> tuple[OutgoingDocument, DraftVersion]:
    """Check that it is the actor's turn, and number the page where both signatures are to cover it."""
    document = open_outgoing(document_id, Action.SIGN, actor=actor, seen_version=seen_version)
    held(document, actor)
    version = document.versions.select_related("pdf__blob").order_by("-no")[0]
    if document.medium == ELECTRONIC:
        usable_certificate(officer_id=actor.officer_id or document.signer_id or 0, provider=provider)
    if document.medium != ELECTRONIC or numbering_mode() != WITH_SIGNATURE:
        return document, version
    today = timezone.localdate()
    if document.number is None:
        take_for(document, actor=actor)
        store(document, *NUMBER_FIELDS)
        journal(document, "outgoing.numbered", actor=actor, number=document.code)
    elif document.issued_on != today and document.issued_on and document.issued_on.year == today.year:
        document.issued_on = today
        store(document, "issued_on")
    return document, version


def _signed(document: OutgoingDocument, version: DraftVersion, actor: Actor, sign_off: SignOff) -> SignedPdf:
    """Return the page with the signer's signature; nothing is written."""
    officer_id = actor.officer_id or document.signer_id or 0
    if document.number is not None:
        pdf = render_sheet_pdf(sheet_of(document, version), at=timezone.now())
    else:
        pdf = with_fields(pdf_of(document, version), sheet_of(document, version))
    return make_signature(
        pdf,
        role="signer",
        officer_id=officer_id,
        detail=signer_detail(document, pdf, officer_id),
        actor=actor,
        provider=sign_off.provider,
        secret=Secret(sign_off.code, sign_off.otp),
        secrecy=document.confidentiality,
    )


@transaction.atomic
def _keep(
    seen: OutgoingDocument, version: DraftVersion, made: SignedPdf | None, actor: Actor, note: str
) -> OutgoingDocument:
    """Keep the signed file and pass the document on to the registry."""
    document = open_outgoing(seen.pk, Action.SIGN, actor=actor, seen_version=seen.version)
    approval = held(document, actor)
    close_check(approval, version, actor, note)
    now = made.signed_at if made else timezone.now()
    document.signed_at = now
    if made is not None:
        document.signed_file = kept(made.data, f"{_name(document)}-da-ky.pdf", actor=actor)
        document.pages = page_count(made.data)
        record_signature(made, actor=actor, subject=subject_of(document))
    document.state = State.NUMBERED if document.number else State.SIGNED
    document.holding, document.state_reason = _("Văn thư"), ""
    rules = legal_rules(timezone.localdate(now))
    document.issue_due_at = register_due(now, document.urgency, schedule_for(document.agency_id), rules)
    store(document, "signed_at", "signed_file", "pages", "state", "holding", "state_reason", "issue_due_at")
    tell_office(document, _("đã ký, chờ phát hành"), actor=actor)
    tell([document.author_id], "outgoing.signed", _("đã được ký"), document, actor=actor)
    journal(document, "outgoing.signed", actor=actor, reason=note, signer=document.signer_name)
    return document


def _name(document: OutgoingDocument) -> str:
    code = document.code.replace("/", "-") if document.code else f"van-ban-{document.pk}"
    return code or f"van-ban-{document.pk}"
