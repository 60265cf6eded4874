"""Writing: strictly the national SDK's order of elements; attachments are streamed from their files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import BinaryIO
from xml.sax.saxutils import escape

from congvu.interchange.envelopes.edxml import values
from congvu.interchange.envelopes.edxml.blobs import encoded
from congvu.interchange.envelopes.edxml.errors import EdxmlError
from congvu.interchange.envelopes.edxml.message import (
    Answer,
    Attachment,
    Business,
    Document,
    Message,
    Organisation,
    Other,
    Staff,
    Status,
)
from congvu.interchange.envelopes.edxml.tree import NAMESPACE


@dataclass(frozen=True, slots=True)
class Profile:
    """What a connection wants written.

    Args:
        empty_optionals: write optional elements of the header even when empty: older nodes demand it.
        cid_prefix: write "cid:" before content ids.
    """

    empty_optionals: bool = False
    cid_prefix: bool = True


STANDARD = Profile()


def write_package(message: Message, out: BinaryIO, *, profile: Profile = STANDARD) -> None:
    """Write a message as an edXML package in UTF-8.

    Args:
        message: the document with its attachments' bytes at hand, or the status.
        out: where the bytes go; written in pieces.
        profile: what the connection wants.

    Raises:
        EdxmlError: an attachment has no bytes, two have one id, or a text holds characters that XML forbids.
    """
    for piece in _package(message, profile):
        out.write(piece if isinstance(piece, bytes) else piece.encode("utf-8"))


def _package(message: Message, profile: Profile) -> Iterator[str | bytes]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<edXML xmlns="{NAMESPACE}"><edXML:edXMLEnvelope xmlns:edXML="{NAMESPACE}"><edXML:edXMLHeader>'
    emit = _Emitter(profile.empty_optionals)
    if isinstance(message, Status):
        yield emit.group("MessageHeader", _status(message, emit))
        yield "</edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>\n"
        return
    _check(message.attachments)
    yield emit.group("MessageHeader", _document(message, emit))
    yield emit.group("TraceHeaderList", _traces(message, emit))
    yield "</edXML:edXMLHeader><edXML:edXMLBody>"
    yield '<edXML:edXMLManifest version="1.0">'
    for attachment in message.attachments:
        yield emit.group("Reference", _reference(attachment, emit, profile))
    yield "</edXML:edXMLManifest></edXML:edXMLBody></edXML:edXMLEnvelope>"
    yield from _contents(message.attachments, profile)
    yield "</edXML>\n"


class _Emitter:
    """Writes elements with the prefix; empty optional ones only when the connection wants them."""

    def __init__(self, empties: bool) -> None:
        self.empties = empties

    def item(self, name: str, text: str, *, required: bool = False) -> str:
        if not text and not required and not self.empties:
            return ""
        return f"<edXML:{name}>{_text(text, name)}</edXML:{name}>"

    def group(self, name: str, parts: Iterable[str], *, required: bool = True) -> str:
        inside = "".join(parts)
        return f"<edXML:{name}>{inside}</edXML:{name}>" if inside or required or self.empties else ""


def _text(text: str, where: str) -> str:
    for char in text:
        if (char < " " and char not in "\t\n\r") or "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff":
            raise EdxmlError(
                f"“{where}” có ký tự U+{ord(char):04X} mà XML không cho phép.",
                code="bad-character",
                path=where,
            )
    return escape(text, {"\r": "&#13;"})


def _check(attachments: tuple[Attachment, ...]) -> None:
    keys = [attachment.content_id.casefold() for attachment in attachments]
    for number, attachment in enumerate(attachments):
        if attachment.blob is None:
            raise EdxmlError(f"Tệp “{attachment.name}” không có nội dung để gửi.", code="no-content")
        if not keys[number] or keys[number] in keys[:number]:
            raise EdxmlError(f"Tệp “{attachment.name}” thiếu hoặc trùng ContentId.", code="content-id-twice")


def _document(document: Document, emit: _Emitter) -> Iterator[str]:
    yield _organisation("From", document.sender, emit)
    for recipient in document.recipients:
        yield _organisation("To", recipient, emit)
    yield emit.item("DocumentId", document.document_id)
    code = (emit.item("CodeNumber", document.number), emit.item("CodeNotation", document.notation))
    yield emit.group("Code", code, required=False)
    promulgation = (emit.item("Place", document.place), emit.item("PromulgationDate", document.issued_on))
    yield emit.group("PromulgationInfo", promulgation, required=False)
    kind = document.type
    parts = (emit.item("Type", kind.type), emit.item("TypeDetail", kind.detail))
    yield emit.group("DocumentType", (*parts, emit.item("TypeName", kind.name)), required=False)
    yield emit.item("Subject", document.subject)
    yield emit.item("Content", document.content)
    signer = document.signer
    names = (emit.item("Competence", signer.competence), emit.item("Position", signer.position))
    yield emit.group("SignerInfo", (*names, emit.item("FullName", signer.name)), required=False)
    yield emit.item("DueDate", document.due_on)
    yield emit.group("OtherInfo", _other(document.other, emit), required=False)
    for answer in document.answers:
        yield emit.group("ResponseFor", _answer(answer, emit))
    yield emit.item("SteeringType", document.steering)
    yield _list("ResponseForTask", "TaskCode", document.task_codes, emit)
    yield emit.item("ApplicationType", document.application)
    yield _list("ToPlaces", "Place", document.places, emit)


def _organisation(name: str, organisation: Organisation, emit: _Emitter) -> str:
    names = (
        "OrganId",
        "OrganizationInCharge",
        "OrganName",
        "OrganAdd",
        "Email",
        "Telephone",
        "Fax",
        "Website",
    )
    own = (getattr(organisation, item.name) for item in fields(organisation))
    return emit.group(name, (emit.item(*pair) for pair in zip(names, own, strict=True)))


def _other(other: Other, emit: _Emitter) -> Iterator[str]:
    yield emit.item("Priority", other.priority)
    yield emit.item("SphereOfPromulgation", other.scope)
    yield emit.item("TyperNotation", other.typist)
    yield emit.item("PromulgationAmount", other.copies)
    yield emit.item("PageAmount", other.pages)
    yield _list("ReplyFors", "ReplyFor", other.reply_fors, emit, seen=False)
    yield _list("ReferenceCodes", "ReferenceCode", other.reference_codes, emit, seen=False)
    yield emit.item("Direction", other.direction)
    yield _list("Appendixes", "Appendix", other.appendixes, emit)


def _list(name: str, item: str, texts: tuple[str, ...], emit: _Emitter, *, seen: bool = True) -> str:
    """Write a list; one that no sample shows (`seen` false) is never written empty."""
    if not texts and not (seen and emit.empties):
        return ""
    return emit.group(name, (emit.item(item, text) for text in texts))


def _answer(answer: Answer, emit: _Emitter) -> Iterator[str]:
    yield emit.item("OrganId", answer.organ_code)
    yield emit.item("Code", answer.code)
    yield emit.item("DocumentId", answer.document_id)
    yield emit.item("PromulgationDate", answer.issued_on)


def _staff(staff: Staff | None, emit: _Emitter) -> str:
    if staff is None:
        return ""
    quiet = _Emitter(False)
    return emit.group(
        "StaffInfo",
        (
            emit.item("Department", staff.department),
            quiet.item("DepartmentId", staff.department_id),
            emit.item("Staff", staff.name),
            quiet.item("StaffId", staff.staff_id),
            emit.item("Email", staff.email),
            emit.item("Mobile", staff.mobile),
        ),
    )


def _traces(document: Document, emit: _Emitter) -> Iterator[str]:
    for hop in document.hops:
        parts = (emit.item("OrganId", hop.organ_code), emit.item("Timestamp", hop.at))
        yield emit.group("TraceHeader", parts)
    yield emit.group("Bussiness", _business(document.business, _Emitter(False)))


def _business(business: Business, emit: _Emitter) -> Iterator[str]:
    yield emit.item("DocumentId", business.document_id)
    yield emit.item("BussinessDocType", values.KINDS[business.kind])
    yield emit.item("BussinessDocReason", business.reason)
    yield emit.item("Paper", business.paper)
    receivers = "".join(
        emit.group("Receiver", (emit.item("OrganId", row.organ_code), emit.item("ReceiverType", row.type)))
        for row in business.receivers
    )
    info = (
        emit.item("DocumentInfo", business.document_info),
        emit.item("DocumentReceiver", business.document_receiver),
        emit.group("ReceiverList", receivers, required=False),
    )
    yield emit.group("BussinessDocumentInfo", info, required=False)
    rows = (
        emit.group(
            "ReplacementInfo",
            (
                emit.item("DocumentId", row.document_id),
                emit.group(
                    "OrganIdList", (emit.item("OrganId", code) for code in row.organ_codes), required=False
                ),
            ),
        )
        for row in business.replacements
    )
    yield emit.group("ReplacementInfoList", rows, required=False)
    yield _staff(business.staff, emit)


def _status(status: Status, emit: _Emitter) -> Iterator[str]:
    yield _organisation("From", status.sender, emit)
    answer = status.answer
    yield emit.group(
        "ResponseFor",
        (
            emit.item("OrganId", answer.organ_code),
            emit.item("Code", answer.code),
            emit.item("PromulgationDate", answer.issued_on),
            emit.item("DocumentId", answer.document_id),
        ),
    )
    yield _staff(status.staff, emit)
    yield emit.item("StatusCode", status.code, required=True)
    yield emit.item("Description", status.description)
    yield emit.item("Timestamp", status.at)


def _content_id(attachment: Attachment, profile: Profile) -> str:
    return f"cid:{attachment.content_id}" if profile.cid_prefix else attachment.content_id


def _reference(attachment: Attachment, emit: _Emitter, profile: Profile) -> Iterator[str]:
    yield emit.item("ContentId", _content_id(attachment, profile))
    yield emit.item("ContentType", attachment.content_type)
    yield emit.item("Description", attachment.description)
    yield emit.item("AttachmentName", attachment.name)


def _contents(attachments: tuple[Attachment, ...], profile: Profile) -> Iterator[str | bytes]:
    if not attachments:
        return
    yield "<AttachmentEncoded>"
    for attachment in attachments:
        if attachment.blob is None:
            continue
        yield "<Attachment>"
        for name, text in (
            ("ContentId", _content_id(attachment, profile)),
            ("AttachmentName", attachment.name),
            ("Description", attachment.description),
            ("ContentType", attachment.content_type),
        ):
            if text:
                yield f"<{name}>{_text(text, name)}</{name}>"
        yield f'<edXML:ContentTransferEncoded xmlns:edXML="{NAMESPACE}">'
        with attachment.blob.open() as stream:
            yield from encoded(stream)
        yield "</edXML:ContentTransferEncoded></Attachment>"
    yield "</AttachmentEncoded>"
