"""Agencies without a system of ours: one watches a folder, one has a mailbox; plain old software."""

import base64
import email
import email.policy
import email.utils
import imaplib
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from congvu.interchange.tests.mail_servers import PASSWORD, USER, Posted, imap_server, post_office
from tests.scenarios.scenes.exchange import COMPANY, COOPERATIVE, PATIENCE, WARD, World

NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
OURS, THEIRS = "ubnd@trangbom.example", "vanthu@hoptacxa.example"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def folder(world: World) -> None:
    """Công ty cấp nước dùng phần mềm cũ chỉ biết đọc thư mục."""
    options = {"partner_code": COMPANY, "partner_name": "Công ty Cấp nước", "quiet_seconds": "0.2"}
    base = world.ward.place.folder / "lien-thong" / "cap-nuoc"
    _join(world, "folder", "cap-nuoc", options)
    world.issue("di dời đường ống nước", COMPANY)
    package = world.step(world.ward, "gói tin nằm trong thư mục “gui”", lambda: _package(world, base / "gui"))
    world.transcript.step(
        "đọc gói, thấy trích yếu và tệp, rồi để lại tệp .ok",
        lambda: _taken(package),
        who="Công ty Cấp nước",
        tell=lambda: package.name[:24],
    )
    world.becomes("Đã đến", codes="01")
    world.transcript.step(
        "để một văn bản vào thư mục “nhan”",
        lambda: _drop(base / "nhan"),
        who="Công ty Cấp nước",
        tell=lambda: "cv-15.edxml",
    )
    found = _came(world, "đề nghị đào vỉa hè đường 30 tháng 4")
    world.step(
        world.ward, "vào sổ văn bản đến", lambda: world.ward.ask("register", incoming=found["id"])["number"]
    )
    world.transcript.step(
        "thấy tệp .ok của phường",
        lambda: _seen(lambda: next((base / "nhan").rglob("cv-15*.ok"), None)),
        who="Công ty Cấp nước",
        tell=lambda: "đã nhận",
    )


def letters(world: World) -> None:
    """Hợp tác xã chỉ có hộp thư điện tử."""
    imap = world.stack.enter_context(imap_server())
    posted, smtp = world.stack.enter_context(post_office())
    options = {"plain": "1", "from": OURS, "partners": f"{COOPERATIVE}=Hợp tác xã Sông Mây <{THEIRS}>"}
    address = f"imap://127.0.0.1:{imap} smtp://127.0.0.1:{smtp}"
    _join(world, "mail", address, options, system_id=USER, secret=PASSWORD)
    world.issue("mời họp về thủy lợi", COOPERATIVE)
    letter = world.transcript.step(
        "nhận thư có văn bản PDF",
        lambda: _letter(posted),
        who="Hợp tác xã Sông Mây",
        tell=lambda: "có tệp PDF",
    )
    world.transcript.step(
        "trả lời thư: đã nhận",
        lambda: _lay(imap, _answer(letter)),
        who="Hợp tác xã Sông Mây",
        tell=lambda: "đã gửi",
    )
    world.becomes("Đã đến", codes="01")
    world.transcript.step(
        "gửi một thư kèm văn bản PDF",
        lambda: _lay(imap, _request()),
        who="Hợp tác xã Sông Mây",
        tell=lambda: "đã gửi",
    )
    found = _came(world, "Đề nghị nạo vét kênh mương")
    world.step(
        world.ward,
        "vào sổ văn bản đến",
        lambda: world.ward.ask("register", incoming=found["id"], kind="Công văn")["number"],
    )


def _join(world: World, kind: str, address: str, options: dict[str, str], **more: str) -> None:
    made: dict[str, Any] = {}

    def wrong() -> list[str]:
        return [f"{one['name']}: {one['told']}" for one in made["check"] if not one["ok"]]

    def connect() -> None:
        asked = {"address": address, "options": options, "is_default": False, **more}
        made.update(world.ward.ask("connect", kind=kind, **asked))
        world.ward.ask("take_directory", connection=made["id"])

    world.step(
        world.ward, f"khai kết nối {kind}, kiểm tra, nhận danh bạ", connect, wrong=wrong, tell=lambda: "tốt"
    )


def _came(world: World, subject: str) -> dict[str, Any]:
    def there() -> Any:
        return [one for one in world.ward.ask("inbox") if subject.casefold() in one["subject"].casefold()]

    found: list[dict[str, Any]] = world.step(
        world.ward,
        f"văn bản “{subject}” đến hộp văn bản đến",
        lambda: world.ward.until(there, PATIENCE),
        tell=lambda: "đã đến",
    )
    return found[-1]


def _seen[Found](there: Callable[[], Found | None]) -> Found:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        found = there()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("chờ mãi không thấy")


def _package(world: World, place: Path) -> Path:
    return _seen(lambda: next(iter(sorted(place.glob("*.edxml"))), None) if place.is_dir() else None)


def _taken(package: Path) -> None:
    tree = ET.parse(package)
    texts = {element.tag.rpartition("}")[2]: element.text or "" for element in tree.iter()}
    if "đường ống" not in texts["Subject"]:
        raise AssertionError(f"trích yếu lạ: {texts['Subject']}")
    if not base64.b64decode(texts["ContentTransferEncoded"]).startswith(b"%PDF"):
        raise AssertionError("tệp kèm không phải PDF")
    package.with_suffix(".ok").write_text("da nhan", encoding="utf-8")


def _drop(place: Path) -> None:
    data = base64.b64encode(PDF).decode()
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="{NS}"><edXMLEnvelope><edXMLHeader><MessageHeader>
<From><OrganId>{COMPANY}</OrganId><OrganName>Công ty Cấp nước</OrganName></From>
<To><OrganId>{WARD}</OrganId></To><DocumentId>{COMPANY},2026/11/25,15/CN-KT</DocumentId>
<Code><CodeNumber>15</CodeNumber><CodeNotation>CN-KT</CodeNotation></Code>
<PromulgationInfo><Place>Trảng Bom</Place><PromulgationDate>2026/11/25</PromulgationDate></PromulgationInfo>
<DocumentType><Type>2</Type><TypeName>Công văn</TypeName></DocumentType>
<Subject>V/v đề nghị đào vỉa hè đường 30 tháng 4</Subject></MessageHeader></edXMLHeader>
<edXMLBody><edXMLManifest><Reference><ContentId>cid:1</ContentId><AttachmentName>cong-van.pdf</AttachmentName></Reference></edXMLManifest></edXMLBody>
</edXMLEnvelope><AttachmentEncoded><Attachment><ContentId>cid:1</ContentId><ContentType>application/pdf</ContentType>
<AttachmentName>cong-van.pdf</AttachmentName><ContentTransferEncoded>{data}</ContentTransferEncoded>
</Attachment></AttachmentEncoded></edXML>"""
    half = place / "cv-15.tmp"
    half.write_text(text, encoding="utf-8")
    half.rename(place / "cv-15.edxml")


def _letter(posted: Posted) -> EmailMessage:
    raw = _seen(lambda: posted.letters[0] if posted.letters else None)
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    if not any(part.get_content_type() == "application/pdf" for part in letter.iter_attachments()):
        raise AssertionError("thư không kèm tệp PDF")
    return letter


def _answer(letter: EmailMessage) -> EmailMessage:
    answer = _written(f"Re: {letter['Subject']}", "Đã nhận được giấy mời, cảm ơn.")
    answer["In-Reply-To"] = str(letter["Message-ID"])
    return answer


def _request() -> EmailMessage:
    letter = _written(
        "Đề nghị nạo vét kênh mương", "Kính gửi Ủy ban nhân dân phường, xin gửi văn bản kèm theo."
    )
    letter.add_attachment(PDF, maintype="application", subtype="pdf", filename="đề nghị.pdf")
    return letter


def _written(subject: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = THEIRS, OURS, subject
    letter["Date"], letter["Message-ID"] = (
        email.utils.formatdate(),
        email.utils.make_msgid(domain="hoptacxa.example"),
    )
    letter.set_content(text)
    return letter


def _lay(port: int, letter: EmailMessage) -> None:
    with imaplib.IMAP4("127.0.0.1", port) as imap:
        imap.login(USER, PASSWORD)
        if imap.append("INBOX", "", "", letter.as_bytes())[0] != "OK":
            raise AssertionError("hộp thư không nhận thư")
