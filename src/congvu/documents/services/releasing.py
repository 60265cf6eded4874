"""What follows from an issue: incoming documents of agencies here, replies, replacements."""

from typing import Any

from django.utils.translation import gettext as _

from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.documents.messages import Arrival, ArrivedFile, Facts, Identity
from congvu.documents.models import (
    Correction,
    DraftVersion,
    Line,
    OutgoingDocument,
    OutgoingRecipient,
)
from congvu.documents.queries.outgoing_sheet import names_of, sheet_of
from congvu.documents.rules.layout.body import lines_of
from congvu.documents.rules.layout.notation import display_number
from congvu.documents.rules.layout.shapes import SHAPES
from congvu.documents.services.arrival import arrive
from congvu.documents.services.corrections import begin_correction
from congvu.documents.services.incoming_access import LABEL as INCOMING
from congvu.documents.services.incoming_access import LINE_LABEL
from congvu.documents.services.outgoing_access import subject_of
from congvu.documents.services.outgoing_files import kept
from congvu.documents.services.pdf_sheet import render_sheet_pdf
from congvu.documents.services.replying import reply_issued


def facts_of(document: OutgoingDocument, version: DraftVersion | None) -> Facts:
    """Return what a document says of itself, as its receivers register it."""
    data: dict[str, Any] = version.data if version else {}
    names = names_of(document.agency_id, document.issued_on or document.created_at.date())
    kind = SHAPES[document.kind].kind
    return Facts(
        kind_code=kind.code,
        kind_name=kind.name,
        number=display_number(document.number or 0, document.number_suffix),
        notation=document.notation,
        issuer_name=names["name"],
        issuer_id=document.agency_id,
        superior_name=names["superior"],
        place=names["place"],
        issued_on=document.issued_on,
        subject=document.subject,
        signer_name=document.signer_name,
        signer_position=document.signer_position,
        signer_authority=" / ".join(document.authority.splitlines()),
        urgency=document.urgency,
        confidentiality=document.confidentiality,
        pages=document.pages,
        with_paper=document.medium == OutgoingDocument.Medium.PAPER,
        recipients=lines_of(data.get("recipients_text", "")),
        legal_bases=lines_of(data.get("bases", "")),
    )


def identity_of(document: OutgoingDocument, business: str = "new") -> Identity:
    """Return how the sender calls a document: agency code, day, number and notation (documents.md 1.3)."""
    sender = sender_code(document)
    day = f"{document.issued_on:%Y/%m/%d}" if document.issued_on else ""
    digest = document.issued_file.blob.sha256 if document.issued_file else ""
    return Identity(sender, f"{sender},{day},{document.code}", business, digest)


def sender_code(document: OutgoingDocument) -> str:
    """Return the agency's identifier on the day of issue, its key where it has none."""
    codes = document.agency.codes.order_by("scheme", "-valid_from").values_list("scheme", "code")
    found = dict(reversed(list(codes)))
    return found.get("qd20") or found.get("qcvn102") or document.agency.key


def bring_inside(document: OutgoingDocument, one: OutgoingRecipient, *, actor: Actor) -> None:
    """Let the document arrive at another agency of this installation, at once."""
    version = document.versions.order_by("-no").first()
    file = document.issued_file
    if file is None:
        at = document.issued_at or document.updated_at
        pdf = render_sheet_pdf(sheet_of(document, version), at=at)
        file = kept(pdf, f"{document.code.replace('/', '-')}.pdf", actor=actor)
    arrival = Arrival(
        origin="inside",
        facts=facts_of(document, version),
        files=(
            ArrivedFile(file.pk),
            *(ArrivedFile(one.file_id, "annex") for one in document.annexes.all()),
        ),
        identity=identity_of(document, "replace" if document.replaces_id else "new"),
        source=subject_of(document),
    )
    one.incoming = arrive(arrival, actor=actor, agency_id=one.agency_id)
    one.state_note = _("Đã chuyển đến nơi nhận, chờ vào sổ")


def settle_reply(document: OutgoingDocument, *, actor: Actor) -> None:
    """Close the reply requirement of the incoming document that this one answers."""
    if document.reply_to_id is not None:
        settle_reply_to(document, document.reply_to_id, actor=actor)


def settle_reply_to(document: OutgoingDocument, incoming_id: int, *, actor: Actor) -> None:
    """Close the reply requirement of an incoming document that an issued one answers."""
    reply_issued(incoming_id, subject_of(document), document.code, actor=actor)


def settle_earlier(document: OutgoingDocument, *, actor: Actor) -> None:
    """End the document that this one replaces, or note the one that it corrects, and tell its receivers."""
    code = {"code": document.code}
    if document.replaces_id is not None:
        reason = _("thay thế bằng văn bản số %(code)s") % code
        begin_correction(
            document.replaces_id, Correction.Kind.REPLACE, actor=actor, reason=reason, by_document=document
        )
    if document.correcting_id is not None:
        reason = _("đính chính bằng công văn số %(code)s") % code
        begin_correction(
            document.correcting_id, Correction.Kind.CORRECT, actor=actor, reason=reason, by_document=document
        )


def thread_of(document: OutgoingDocument) -> list[Subject]:
    """Return a document, what it was drafted from, and the incoming document that it answers with its lines.

    Work that was given from any of them and kept back takes effect when the document is issued.
    """
    thread = [subject_of(document)]
    incoming = document.reply_to_id
    if document.source_label and document.source_pk:
        thread.append(Subject(document.source_label, document.source_pk))
        if document.source_label == INCOMING:
            incoming = document.source_pk
    if incoming is not None:
        lines = Line.objects.filter(document_id=incoming, agency_id=document.agency_id)
        thread += [
            Subject(INCOMING, incoming),
            *(Subject(LINE_LABEL, pk) for pk in lines.values_list("pk", flat=True)),
        ]
    return thread
