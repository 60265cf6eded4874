"""Carrying a message: an edXML document that people can read, with ho-so.json and the dossier's files."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.delivery.messages import Message
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier
from congvu.files.models import StoredFile
from congvu.files.queries import path_of
from congvu.files.services import keep_made
from congvu.interchange.envelopes import dossier as wire
from congvu.interchange.envelopes import edxml
from congvu.interchange.envelopes.edxml import values
from congvu.interchange.models import LinkMessage, OutboundMessage
from congvu.interchange.rules.linking import Kind
from congvu.interchange.services.linking.note import note_pdf, title_of
from congvu.interchange.services.outbound import Settle, carry

TYPE = "Phiếu chuyển"


def send_linked(message: Message) -> Settle | None:
    """Deliver one message about a stage (delivery kind "dossier-link")."""
    package = OutboundMessage.objects.select_related("answers", "agency").get(key=message.key)
    if package.remote_id:
        return None
    if package.delivery != message.id:
        package.delivery = message.id
        package.save(update_fields=["delivery"])
    rows = LinkMessage.objects.select_related("link__agency__parent", "link__source", "link__dossier")
    row = rows.get(pk=message.payload["link_message"])
    return carry(package, lambda one: written(one, row))


def written(package: OutboundMessage, row: LinkMessage) -> edxml.Document:
    """Return the document that carries a message.

    Raises:
        ActionRefused: the dossier is restricted and never travels; or a file is lost.
    """
    link = row.link
    if Dossier.objects.filter(pk=link.dossier_id, confidentiality__gt=0).exists():
        raise ActionRefused(_("Hồ sơ có độ mật không gửi qua liên thông."), code="secret-outside")
    message = wire.of_tree(row.content)
    code, at = message.sender.code, timezone.localtime(message.sent_at)
    agency = link.agency
    return edxml.Document(
        sender=edxml.Organisation(
            code=code,
            in_charge=agency.parent.name if agency.parent else "",
            name=agency.name,
            address=agency.address,
            email=agency.email,
            telephone=agency.phone[:20],
        ),
        recipients=(edxml.Organisation(package.sent_to or package.to_code, name=package.to_name),),
        document_id=f"{code},{values.wire_date(at.date())},{message.id}",
        number=str(message.sequence),
        notation=message.dossier_code[:30],
        place=agency.place[:50],
        issued_on=values.wire_date(at.date()),
        type=edxml.DocumentType(TYPE, values.TYPE_NUMBERS.get(TYPE, "")),
        subject=_subject(message)[:500],
        signer=edxml.Signer(name=message.by[:50]),
        due_on=_due(message),
        other=edxml.Other(priority="0"),
        answers=_answers(row),
        hops=(edxml.Hop(code, values.wire_time(timezone.now())),),
        business=edxml.Business(kind="new", paper="0", staff=edxml.Staff(name=message.by)),
        attachments=tuple(_attachments(row, message)),
    )


def _subject(message: wire.Message) -> str:
    who = f" – {message.facts.owner.name}" if message.facts else ""
    return f"{title_of(Kind(message.kind))} {message.dossier_code}: {message.stage_name}{who}"


def _due(message: wire.Message) -> str:
    due = message.clock.stage_due_at if message.clock else None
    if due is None or message.kind != Kind.HAND_OVER:
        return ""
    return values.wire_date(timezone.localtime(due).date())


def _answers(row: LinkMessage) -> tuple[edxml.Answer, ...]:
    """Return the hand-over that this is about, so that a document system threads both."""
    source = row.link.source
    if source is None:
        return ()
    return (edxml.Answer(source.identity_sender, source.code, source.identity_document, source.issued_on),)


def _attachments(row: LinkMessage, message: wire.Message) -> list[edxml.Attachment]:
    actor = Actor.system(row.link.agency_id)
    stem = message.dossier_code.replace("/", "-")
    pdf = note_pdf(message, row.link.agency)
    made = [
        _made(pdf, f"phieu-{stem}-{message.sequence}.pdf", "application/pdf", actor),
        _made(wire.write(message), wire.NAME, "application/json", actor),
    ]
    stored = StoredFile.objects.select_related("blob").in_bulk([one["id"] for one in row.files])
    once = {file.blob.sha256: file for file in (stored[one["id"]] for one in row.files)}
    return [_attachment(row, file) for file in (*made, *once.values())]


def _made(data: bytes, name: str, media_type: str, actor: Actor) -> StoredFile:
    with transaction.atomic():
        return keep_made([data], name, media_type, actor=actor)


def _attachment(row: LinkMessage, file: StoredFile) -> edxml.Attachment:
    blob = edxml.Blob(file.blob.size, file.blob.sha256, path_of(file))
    own = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{row.uid}:{file.name}:{file.blob.sha256}"))
    return edxml.Attachment(own, file.name, file.blob.media_type, blob=blob)
