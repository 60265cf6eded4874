"""What is inside a package, in plain words: for a person who wonders what a partner sent."""

from collections.abc import Iterator

from congvu.interchange.envelopes.edxml import values
from congvu.interchange.envelopes.edxml.identity import digest, identity
from congvu.interchange.envelopes.edxml.message import Document, Organisation, Package, Status


def tell(package: Package) -> Iterator[str]:
    """Yield the lines that say what a package is, who sent it to whom, and what is odd about it."""
    message = package.message
    yield from _status(message) if isinstance(message, Status) else _document(message)
    yield f"Gói tin: {package.size:,} byte, SHA-256 {package.sha256}".replace(",", ".", 1)
    if package.signed:
        yield "Chữ ký XML trong tiêu đề: có, không kiểm tra (giá trị pháp lý nằm ở chữ ký số trong tệp PDF)."
    for remark in package.remarks:
        yield f"Lưu ý [{remark.code}]: {remark.message}"


def _who(organisation: Organisation) -> str:
    return f"{organisation.name} ({organisation.code})" if organisation.name else organisation.code


def _status(status: Status) -> Iterator[str]:
    yield f"Thông báo trạng thái {status.code}: {status.words}"
    yield f"Nơi báo: {_who(status.sender)}"
    about = status.answer
    yield f"Về văn bản: {about.code or about.document_id} ngày {about.issued_on or '(không ghi)'}"
    yield f"Gửi cho: {about.organ_code or '(không ghi)'}"
    if status.description:
        yield f"Nội dung: {status.description}"
    if status.at:
        yield f"Lúc: {status.at}"
    if status.staff and status.staff.name:
        yield f"Người xử lý: {status.staff.name}, {status.staff.department}"


def _document(document: Document) -> Iterator[str]:
    kind = document.business.kind
    yield f"{values.KIND_WORDS[kind].capitalize()}: {document.type.name} {document.code}".rstrip()
    yield f"Trích yếu: {document.subject or '(không có)'}"
    yield f"Ban hành: {document.place or '(không ghi nơi)'}, {document.issued_on or '(không ghi ngày)'}"
    yield f"Nơi gửi: {_who(document.sender)}"
    for recipient in document.recipients:
        yield f"Nơi nhận: {_who(recipient)}"
    if document.signer.name:
        yield f"Người ký: {document.signer.name} ({document.signer.competence or document.signer.position})"
    yield f"Độ khẩn: {values.URGENCIES[document.other.urgency]}"
    if document.due_on:
        yield f"Hạn trả lời: {document.due_on}"
    if document.business.reason:
        yield f"Lý do: {document.business.reason}"
    for answer in document.answers:
        yield f"Trả lời văn bản: {answer.code or answer.document_id} của {answer.organ_code}"
    for old in document.business.replacements:
        yield f"Thay thế: {old.document_id} đối với {', '.join(old.organ_codes) or 'mọi nơi nhận'}"
    for number, attachment in enumerate(document.attachments, start=1):
        size = f"{attachment.blob.size} byte" if attachment.blob else "không có nội dung"
        yield f"Tệp {number}: {attachment.name} ({attachment.content_type}, {size})"
    for hop in document.hops:
        yield f"Đã qua: {hop.organ_code or '(không ghi mã)'} lúc {hop.at or '(không ghi)'}"
    own = identity(document)
    yield f"Định danh: {own.sender} | {own.document_id} | {own.kind}; dấu nội dung {digest(document)[:16]}"
