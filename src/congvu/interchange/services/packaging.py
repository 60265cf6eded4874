"""Making the package: the document as edXML, its bytes kept as evidence before anything is sent."""

import tempfile
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.documents.models import Correction, OutgoingAnnex, OutgoingDocument, OutgoingRecipient
from congvu.documents.queries.outgoing_sheet import sheet_of
from congvu.documents.services.outgoing_files import kept
from congvu.documents.services.pdf_sheet import render_sheet_pdf
from congvu.documents.services.releasing import facts_of, sender_code
from congvu.files.models import StoredFile
from congvu.files.queries import path_of
from congvu.files.services import keep_made
from congvu.interchange.envelopes import edxml
from congvu.interchange.envelopes.edxml import values
from congvu.interchange.models import OutboundMessage
from congvu.interchange.services.identities import known_id, wire_id

CHUNK = 256 * 1024
MEDIA_TYPE = "application/xml"
_SPOOLED = 2 * 1024 * 1024


def document_of(package: OutboundMessage, correction: Correction | None, reason: str) -> edxml.Document:
    """Return what is sent to one recipient.

    A recall repeats the document's own header. An update or a replacement carries the document by which it
    is done, and names the older one (documents.md 1.4).

    Raises ActionRefused for a document that must not leave.
    """
    own = package.document
    assert own is not None
    carried = own
    if correction is not None and correction.by_document is not None:
        carried = correction.by_document
    if own.confidentiality or carried.confidentiality:
        raise ActionRefused(_("Văn bản mật không gửi trên trục liên thông."), code="secret-outside")
    message = _written(carried, package)
    if package.business == "recall":
        return replace(message, attachments=(), business=_business(own, reason, kind="recall"))
    if package.business == "update":
        business = _business(own, reason, kind="update")
        original = known_id(own, package)
        return replace(message, business=replace(business, document_id=original, document_info="1"))
    older = own if package.business == "replace" else own.replaces
    if older is None or not had(older, package.to_code):
        return message
    code = package.sent_to or package.to_code
    replaced = edxml.Replacement(known_id(older, package), (code,))
    business = _business(carried, reason or str(older.state_reason), kind="replace")
    return replace(message, business=replace(business, replacements=(replaced,)))


def had(document: OutgoingDocument, code: str) -> bool:
    """Tell whether a document went to a code by the interchange."""
    return document.recipients.filter(way=OutgoingRecipient.Way.INTERCHANGE, agency_code=code).exists()


def _written(document: OutgoingDocument, package: OutboundMessage) -> edxml.Document:
    version = document.versions.order_by("-no").first()
    facts, code = facts_of(document, version), sender_code(document)
    agency, annexes = document.agency, list(document.annexes.select_related("file__blob"))
    now = values.wire_time(timezone.now())
    return edxml.Document(
        sender=edxml.Organisation(
            code=code,
            in_charge=facts.superior_name,
            name=facts.issuer_name,
            address=agency.address,
            email=agency.email,
            telephone=agency.phone[:20],
        ),
        recipients=(edxml.Organisation(package.sent_to or package.to_code, name=package.to_name),),
        document_id=wire_id(document, package),
        number=facts.number,
        notation=facts.notation,
        place=facts.place,
        issued_on=values.wire_date(facts.issued_on),
        type=edxml.DocumentType(facts.kind_name, values.TYPE_NUMBERS.get(facts.kind_name, "")),
        subject=facts.subject,
        signer=edxml.Signer(facts.signer_authority, facts.signer_position, facts.signer_name),
        other=edxml.Other(
            priority=str(document.urgency),
            copies=str(document.copies),
            pages=str(document.pages or ""),
            appendixes=tuple(one.title for one in annexes),
        ),
        answers=_answers(document),
        places=tuple(line[:150] for line in facts.recipients),
        hops=(edxml.Hop(code, now),),
        business=_business(document, ""),
        attachments=(_main(document), *_annexes(document, annexes)),
    )


def _business(document: OutgoingDocument, reason: str, *, kind: edxml.message.Kind = "new") -> edxml.Business:
    paper = "1" if document.medium == OutgoingDocument.Medium.PAPER else "0"
    staff = edxml.Staff(
        department=document.unit.name, name=document.author.full_name if document.author else ""
    )
    return edxml.Business(kind=kind, reason=reason, paper=paper, staff=staff)


def _answers(document: OutgoingDocument) -> tuple[edxml.Answer, ...]:
    asked = document.reply_to
    if asked is None or not asked.identity_document:
        return ()
    day = values.wire_date(asked.issued_on)
    return (edxml.Answer(asked.identity_sender, asked.code, asked.identity_document, day),)


def _main(document: OutgoingDocument) -> edxml.Attachment:
    file = document.issued_file
    if file is None:
        version = document.versions.order_by("-no").first()
        pdf = render_sheet_pdf(sheet_of(document, version), at=document.issued_at or document.updated_at)
        file = kept(pdf, f"{document.code.replace('/', '-')}.pdf", actor=Actor.system(document.agency_id))
    return _attachment(document, file, document.subject)


def _annexes(document: OutgoingDocument, annexes: Sequence[OutgoingAnnex]) -> Iterator[edxml.Attachment]:
    """Yield the annexes; two of one name are told apart, for names are all that receivers see."""
    seen: set[str] = set()
    for one in annexes:
        stem, dot, ending = one.file.name.rpartition(".")
        name = one.file.name
        while name.casefold() in seen:
            name = f"{stem or ending} ({one.position}){dot}{ending if stem else ''}"
            stem = f"{stem}-"
        seen.add(name.casefold())
        yield _attachment(document, one.file, one.title, name)


def _attachment(document: OutgoingDocument, file: StoredFile, words: str, name: str = "") -> edxml.Attachment:
    blob = edxml.Blob(file.blob.size, file.blob.sha256, path_of(file))
    own = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{document.pk}:{file.pk}:{file.blob.sha256}"))
    return edxml.Attachment(own, name or file.name, file.blob.media_type, one_line(words)[:500], blob)


def keep_package(message: edxml.Message, name: str, *, agency_id: int, profile: edxml.Profile) -> StoredFile:
    """Write a package and keep its exact bytes; memory does not grow with it."""
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as draft:
        edxml.write_package(message, cast(BinaryIO, draft), profile=profile)
        draft.seek(0)
        return keep_made(_pieces(cast(BinaryIO, draft)), name, MEDIA_TYPE, actor=Actor.system(agency_id))


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(CHUNK):
        yield piece
