"""Letters: a package as a letter that people can read, and letters of people as packages."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import SMTP, default
from email.utils import format_datetime, parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from congvu.common.text import one_line
from congvu.interchange.channels import wrapping
from congvu.interchange.channels.base import ChannelError, Kind
from congvu.interchange.envelopes import edxml
from congvu.interchange.envelopes.edxml.values import wire_time

KIND, DOCUMENT, CODE, ISSUED = "X-CongVu-Kind", "X-CongVu-Document", "X-CongVu-Code", "X-CongVu-Issued"
ABOUT = (DOCUMENT, CODE, ISSUED)
EDXML = ".edxml"
XML = ("application", "xml")
_OWN = "@congvu."
STYLES = ("both", "edxml", "plain")


def compose(
    package: Path, *, kind: Kind, addresses: tuple[str, list[str]], style: str, domain: str
) -> EmailMessage:
    """Return the letter that carries a package; the same bytes for the same people are the same letter.

    Args:
        package: edXML.
        kind: document or status.
        addresses: from, and to.
        style: "edxml", "plain" (the attachments themselves) or "both".
        domain: of our Message-ID.
    """
    sender, to = addresses
    raw = package.read_bytes()
    mark = hashlib.sha256(raw + "|".join(to).encode()).hexdigest()[:40]
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"] = sender, ", ".join(to)
    letter["Date"], letter["Message-ID"] = format_datetime(datetime.now(UTC)), f"<{mark}{_OWN}{domain}>"
    letter[KIND] = kind
    with tempfile.TemporaryDirectory(prefix="congvu-") as folder:
        with package.open("rb") as stream:
            message = edxml.read_package(stream, Path(folder)).message
        _address(letter, message)
        if style != "plain" or isinstance(message, edxml.Status):
            letter.add_attachment(raw, *XML, filename=f"{mark[:12]}{EDXML}")
        if style != "edxml" and isinstance(message, edxml.Document):
            for one in message.attachments:
                if one.blob is not None:
                    main, _, sub = (one.content_type or "application/octet-stream").partition("/")
                    data = one.blob.path.read_bytes()
                    letter.add_attachment(data, main, sub or "octet-stream", filename=one.name)
    return letter


def _address(letter: EmailMessage, message: edxml.Message) -> None:
    """Write the subject, the words, and what an answer needs to name the document."""
    if isinstance(message, edxml.Status):
        about = message.answer
        letter["Subject"] = one_line(f"[{about.code}] {message.words}")[:200]
        letter.set_content(
            f"{message.sender.name or message.sender.code} báo về văn bản {about.code}: {message.words}.\n"
            f"{message.description}\n"
        )
        _known(letter, about.document_id, about.code, about.issued_on)
        return
    letter["Subject"] = one_line(f"[{message.code}] {message.subject}")[:200]
    words = {"recall": "Thu hồi văn bản", "update": "Cập nhật văn bản", "replace": "Thay thế văn bản"}
    letter.set_content(
        f"{words.get(message.business.kind, 'Văn bản')} {message.code} ngày {message.issued_on}\n"
        f"Nơi gửi: {message.sender.name or message.sender.code}\n"
        f"Trích yếu: {message.subject}\n"
        + (f"Lý do: {message.business.reason}\n" if message.business.reason else "")
        + "\nĐể báo đã nhận, chỉ cần trả lời thư này. Để gửi văn bản phúc đáp, đính kèm tệp khi trả lời.\n"
    )
    _known(letter, message.document_id, message.code, message.issued_on)


def _known(letter: EmailMessage, document_id: str, code: str, issued_on: str) -> None:
    for name, value in ((DOCUMENT, document_id), (CODE, code), (ISSUED, issued_on)):
        letter[name] = one_line(value)


def read(raw: bytes) -> EmailMessage:
    """Return a letter; what is wrong with it is put up with."""
    return BytesParser(policy=default).parsebytes(raw)


def message_id(letter: EmailMessage) -> str:
    """Return the letter's id; of one without an id a mark of its headers."""
    told = one_line(str(letter.get("Message-ID", ""))).strip("<> ")
    if told and len(told) <= 110:
        return told
    headers = "\n".join(f"{name}: {value}" for name, value in letter.items())
    return hashlib.sha256(headers.encode("utf-8", "replace")).hexdigest()[:40]


def sender_of(letter: EmailMessage) -> str:
    """Return the address that the letter says it is from."""
    return parseaddr(str(letter.get("From", "")))[1].casefold()


def sent_at(letter: EmailMessage) -> datetime | None:
    """Return when the letter says it was sent."""
    try:
        at = parsedate_to_datetime(str(letter.get("Date", "")))
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def is_bounce(letter: EmailMessage) -> bool:
    """Tell whether a mail server reports that a letter could not be delivered."""
    return letter.get_content_type() == "multipart/report"


def answers_us(letter: EmailMessage) -> str:
    """Return the id of our letter that this one answers; "" when it answers none."""
    told = f"{letter.get('In-Reply-To', '')} {letter.get('References', '')}"
    return next((one.strip("<>") for one in told.split() if _OWN in one), "")


def is_status(headers: EmailMessage) -> bool:
    """Tell from headers whether a letter tells a state: by our mark, a bounce, an answer without files."""
    plain = headers.get_content_type() in {"text/plain", "text/html", "multipart/alternative"}
    return headers.get(KIND) == "status" or is_bounce(headers) or (plain and bool(answers_us(headers)))


def package_in(letter: EmailMessage) -> bytes | None:
    """Return the edXML package among the attachments."""
    for part in letter.walk():
        name = part.get_filename() or ""
        if name.casefold().endswith(EDXML):
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else None
    return None


def write_document(letter: EmailMessage, into: BinaryIO, *, by: wrapping.Who, to: wrapping.Who) -> None:
    """Write the package that a letter with plain attachments means; the clerk adds what it does not tell."""
    with tempfile.TemporaryDirectory(prefix="congvu-") as folder:
        files = tuple(_files(letter, Path(folder)))
        if not files:
            raise ChannelError("Thư không có tệp đính kèm nào.")
        at = sent_at(letter)
        document = edxml.Document(
            sender=edxml.Organisation(by.code, name=by.name, email=sender_of(letter)),
            recipients=(edxml.Organisation(to.code, name=to.name),),
            document_id=f"thu:{message_id(letter)}",
            subject=one_line(str(letter.get("Subject", "")))[:500] or "(thư không có tiêu đề)",
            content=_text(letter)[:500],
            hops=(edxml.Hop(by.code, wire_time(at)),) if at else (),
            attachments=files,
        )
        edxml.write_package(document, into)


def write_status(
    letter: EmailMessage, about: Mapping[str, str], into: BinaryIO, *, by: wrapping.Who, own: str
) -> None:
    """Write the status that a person's answer (01) or a bounce (02) means.

    Args:
        letter: the answer.
        about: the headers of our letter.
        into: where the status is written.
        by: whose status it is.
        own: the code that we sent as.
    """
    bounced = is_bounce(letter)
    told = "Thư không tới được nơi nhận." if bounced else _text(letter)
    answer = edxml.Answer(own, about.get(CODE, ""), about.get(DOCUMENT, ""), about.get(ISSUED, ""))
    status = edxml.Status(
        sender=edxml.Organisation(by.code, name=by.name),
        answer=answer,
        code="02" if bounced else "01",
        description=told[: wrapping.LONGEST] or "Đã nhận",
        at=wire_time(sent_at(letter) or datetime.now(UTC)),
        staff=edxml.Staff(department=by.name, email=sender_of(letter)),
    )
    edxml.write_package(status, into)


def returned(letter: EmailMessage) -> Mapping[str, str]:
    """Return the headers of our letter that a bounce brings back."""
    for part in letter.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            inner = part.get_payload(0) if part.is_multipart() else None
            raw = part.get_payload(decode=True)
            ours = inner if isinstance(inner, Message) else read(raw if isinstance(raw, bytes) else b"")
            if ours.get(DOCUMENT):
                return {name: str(ours.get(name, "")) for name in (*ABOUT, "To")}
    return {}


def _files(letter: EmailMessage, folder: Path) -> Iterator[edxml.Attachment]:
    for number, part in enumerate(letter.iter_attachments(), 1):
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content:
            continue
        path = folder / str(number)
        path.write_bytes(content)
        blob = edxml.Blob(len(content), hashlib.sha256(content).hexdigest(), path)
        name = one_line(part.get_filename() or f"tep-{number}").replace("/", "-").replace("\\", "-")[-150:]
        yield edxml.Attachment(f"tep-{number}", name, part.get_content_type(), blob=blob)


def _text(letter: EmailMessage) -> str:
    """Return the words above what is quoted."""
    body = letter.get_body(("plain",))
    if body is None:
        return ""
    try:
        lines = body.get_content().splitlines()
    except (LookupError, UnicodeError, KeyError):
        return ""
    kept = [line for line in lines if not line.startswith(">")]
    return one_line(" ".join(kept))
