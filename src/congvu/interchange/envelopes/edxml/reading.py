"""Reading: from the bytes of a package to a typed message, taking what is met in the wild."""

from pathlib import Path
from typing import BinaryIO

from congvu.interchange.envelopes.edxml.attachments import read_attachments
from congvu.interchange.envelopes.edxml.errors import NotEdxml
from congvu.interchange.envelopes.edxml.limits import DEFAULT, Limits
from congvu.interchange.envelopes.edxml.message import (
    Answer,
    Attachment,
    Business,
    Document,
    DocumentType,
    Hop,
    Kind,
    Message,
    Organisation,
    Other,
    Package,
    Receiver,
    Remark,
    Replacement,
    Signer,
    Staff,
    Status,
)
from congvu.interchange.envelopes.edxml.tree import NAMESPACE, Node, parse

_KINDS: dict[str, Kind] = {"": "new", "0": "new", "1": "recall", "2": "update", "3": "replace"}
_OLD = {
    "http://www.e-doc.vn/Schema/": "định dạng SOAP của trục BKAV đời cũ",
    "http://schemas.xmlsoap.org/soap/envelope/": "gói SOAP",
    "http://www.w3.org/2003/05/soap-envelope": "gói SOAP",
    "http://www.go.vn/eDoc": "không gian tên go.vn không thuộc QCVN 102",
}


def read_package(stream: BinaryIO, folder: Path, *, limits: Limits = DEFAULT) -> Package:
    """Read an edXML package.

    Args:
        stream: the bytes as they came; read once, in pieces.
        folder: where the bytes of attachments are put; the caller removes it when done with them.
        limits: what is refused as too much.

    Raises:
        EdxmlError: NotXml, ForbiddenXml or NotEdxml, with a sentence for the quarantine.
    """
    parsed = parse(stream, folder, limits)
    header, remarks = _header(parsed.root)
    head = header.first("MessageHeader")
    if head is None:
        raise NotEdxml("Gói tin không có MessageHeader.", code="no-header", path="edXMLHeader")
    message: Message
    if head.get("StatusCode"):
        message = _status(head)
    else:
        files = read_attachments(parsed.root, folder, limits, remarks)
        message = _document(head, header, files, remarks)
    signed = any(child.children for child in header.all("Signature", "DigitalSignature"))
    return Package(message, tuple(remarks), signed, parsed.size, parsed.sha256)


def _header(root: Node) -> tuple[Node, list[Remark]]:
    if root.namespace in _OLD:
        raise NotEdxml(f"Gói tin là {_OLD[root.namespace]}, không phải edXML QCVN 102.", code="other-format")
    if root.name.casefold() != "edxml" or root.namespace != NAMESPACE:
        raise NotEdxml(f"Phần tử gốc “{root.name}” không phải edXML của QCVN 102.", code="not-edxml")
    envelope = root.first("edXMLEnvelope")
    header = envelope.first("edXMLHeader") if envelope else None
    if envelope is None or header is None:
        raise NotEdxml("Gói tin không có edXMLEnvelope/edXMLHeader.", code="no-header", path="edXMLEnvelope")
    return header, []


def _document(head: Node, header: Node, files: list[Attachment], remarks: list[Remark]) -> Document:
    code, promulgation = head.first("Code") or Node("Code", NAMESPACE), head.first("PromulgationInfo")
    sender = _sender(head)
    recipients = tuple(_organisation(node) for node in head.all("To"))
    document = Document(
        sender=sender,
        recipients=tuple(found for found in recipients if found.code or found.name),
        document_id=head.get("DocumentId"),
        number=code.get("CodeNumber"),
        notation=code.get("CodeNotation"),
        place=promulgation.get("Place") if promulgation else "",
        issued_on=promulgation.get("PromulgationDate") if promulgation else "",
        type=_type(head.first("DocumentType")),
        subject=head.get("Subject"),
        content=head.get("Content"),
        signer=_signer(head.first("SignerInfo")),
        due_on=head.get("DueDate"),
        other=_other(head.first("OtherInfo")),
        answers=tuple(_answer(node) for node in head.all("ResponseFor")),
        steering=head.get("SteeringType"),
        task_codes=_list(head.first("ResponseForTask"), "TaskCode"),
        application=head.get("ApplicationType"),
        places=_list(head.first("ToPlaces"), "Place"),
        hops=_hops(header),
        business=_business(header),
        attachments=tuple(files),
    )
    _complete(document, remarks)
    return document


def _complete(document: Document, remarks: list[Remark]) -> None:
    """Refuse a document that cannot be told from others; remark what else is missing."""
    if not document.document_id and not document.code:
        raise NotEdxml(
            "Văn bản không có DocumentId, cũng không có số và ký hiệu: không thể phân biệt.",
            code="no-identity",
            path="MessageHeader/DocumentId",
        )
    checks = (
        (not document.recipients, "no-recipient", "Không có nơi nhận (To).", "To"),
        (not document.document_id, "no-document-id", "Không có DocumentId.", "DocumentId"),
        (not document.sender.name, "no-sender-name", "Cơ quan gửi không ghi tên.", "From/OrganName"),
        (not document.subject, "no-subject", "Không có trích yếu.", "Subject"),
        (not document.code, "no-code", "Không có số, ký hiệu.", "Code"),
        (
            document.issued_date is None,
            "bad-date",
            f"Ngày ban hành “{document.issued_on}” không đọc được.",
            "PromulgationInfo/PromulgationDate",
        ),
    )
    remarks.extend(Remark(code, text, f"MessageHeader/{path}") for wrong, code, text, path in checks if wrong)


def _status(head: Node) -> Status:
    answer = head.first("ResponseFor")
    if answer is None:
        raise NotEdxml(
            "Thông báo trạng thái không cho biết về văn bản nào (ResponseFor).",
            code="no-answer",
            path="MessageHeader/ResponseFor",
        )
    return Status(
        sender=_sender(head),
        answer=_answer(answer),
        code=_status_code(head.get("StatusCode")),
        description=head.get("Description"),
        at=head.get("Timestamp"),
        staff=_staff(head.first("StaffInfo")),
    )


def _status_code(text: str) -> str:
    return text.zfill(2) if text.isdigit() else text


def _sender(head: Node) -> Organisation:
    node = head.first("From")
    sender = _organisation(node) if node else Organisation("")
    if not sender.code:
        raise NotEdxml(
            "Không có mã định danh cơ quan gửi (From/OrganId).",
            code="no-sender",
            path="MessageHeader/From/OrganId",
        )
    return sender


def _organisation(node: Node) -> Organisation:
    return Organisation(
        code=node.get("OrganId"),
        in_charge=node.get("OrganizationInCharge"),
        name=node.get("OrganName"),
        address=node.get("OrganAdd"),
        email=node.get("Email"),
        telephone=node.get("Telephone"),
        fax=node.get("Fax"),
        website=node.get("Website"),
    )


def _staff(node: Node | None) -> Staff | None:
    if node is None:
        return None
    return Staff(
        department=node.get("Department"),
        department_id=node.get("DepartmentId"),
        name=node.get("Staff"),
        staff_id=node.get("StaffId"),
        email=node.get("Email"),
        mobile=node.get("Mobile"),
    )


def _answer(node: Node) -> Answer:
    code = node.first("Code")
    text = node.get("Code")
    if code is not None and code.children:  # some write number and notation apart, as in the header
        text = "/".join(part for part in (code.get("CodeNumber"), code.get("CodeNotation")) if part)
    return Answer(node.get("OrganId"), text, node.get("DocumentId"), node.get("PromulgationDate"))


def _type(node: Node | None) -> DocumentType:
    if node is None:
        return DocumentType()
    return DocumentType(node.get("TypeName"), node.get("Type"), node.get("TypeDetail"))


def _signer(node: Node | None) -> Signer:
    if node is None:
        return Signer()
    return Signer(node.get("Competence"), node.get("Position"), node.get("FullName"))


def _other(node: Node | None) -> Other:
    if node is None:
        return Other()
    return Other(
        priority=node.get("Priority"),
        scope=node.get("SphereOfPromulgation"),
        typist=node.get("TyperNotation"),
        copies=node.get("PromulgationAmount"),
        pages=node.get("PageAmount"),
        reply_fors=_list(node.first("ReplyFors"), "ReplyFor"),
        reference_codes=_list(node.first("ReferenceCodes"), "ReferenceCode"),
        direction=node.get("Direction"),
        appendixes=_list(node.first("Appendixes"), "Appendix"),
    )


def _list(node: Node | None, name: str) -> tuple[str, ...]:
    return tuple(child.text for child in node.all(name) if child.text) if node else ()


def _hops(header: Node) -> tuple[Hop, ...]:
    rows = [row for traces in header.all("TraceHeaderList") for row in traces.all("TraceHeader")]
    hops = (Hop(_no_null(row.get("OrganId")), row.get("Timestamp")) for row in rows)
    return tuple(hop for hop in hops if hop.organ_code or hop.at)


def _no_null(text: str) -> str:
    """Return "" for the literal word that some nodes write where they know no code."""
    return "" if text.casefold() == "null" else text


def _business(header: Node) -> Business:
    for traces in header.all("TraceHeaderList"):
        if node := traces.first("Bussiness", "Business"):
            return _business_of(node)
    return Business(given=False)


def _business_of(node: Node) -> Business:
    number = node.get("BussinessDocType", "BusinessDocType")
    if number not in _KINDS:
        raise NotEdxml(
            f"Loại nghiệp vụ “{number}” không có trong QCVN 102 (0 mới, 1 thu hồi, 2 cập nhật, 3 thay thế).",
            code="unknown-business",
            path="TraceHeaderList/Bussiness/BussinessDocType",
        )
    info = node.first("BussinessDocumentInfo", "BusinessDocumentInfo")
    receivers = info.first("ReceiverList") if info else None
    replacements = node.first("ReplacementInfoList")
    return Business(
        kind=_KINDS[number],
        document_id=node.get("DocumentId"),
        reason=node.get("BussinessDocReason", "BusinessDocReason"),
        paper=node.get("Paper"),
        document_info=info.get("DocumentInfo") if info else "",
        document_receiver=info.get("DocumentReceiver") if info else "",
        receivers=tuple(
            Receiver(row.get("OrganId"), row.get("ReceiverType"))
            for row in (receivers.all("Receiver") if receivers else ())
        ),
        replacements=tuple(
            Replacement(row.get("DocumentId"), _list(row.first("OrganIdList"), "OrganId"))
            for row in (replacements.all("ReplacementInfo") if replacements else ())
        ),
        staff=_staff(node.first("StaffInfo")),
    )
