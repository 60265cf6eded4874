"""The e-mail channel against real servers: what partners write becomes packages, once, and answers states."""

import imaplib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from congvu.interchange.channels.base import (
    Ambiguous,
    ChannelError,
    ConnectionFacts,
    Listed,
    Refused,
    Unreachable,
)
from congvu.interchange.channels.mail import letters
from congvu.interchange.channels.mail.client import MailChannel, partners_of
from congvu.interchange.channels.registry import open_channel
from congvu.interchange.envelopes import edxml
from congvu.interchange.tests.mail_servers import PASSWORD, USER, Posted, imap_server, post_office

PDF = b"%PDF-1.7 noi dung"
PARTNER = "vanthu@capnuoc.vn"


@dataclass
class Post:
    """Both servers and the channel over them."""

    channel: MailChannel
    posted: Posted
    imap: int

    def lay(self, letter: Message) -> None:
        """Put a letter into the inbox."""
        with imaplib.IMAP4("127.0.0.1", self.imap) as imap:
            imap.login(USER, PASSWORD)
            assert imap.append("INBOX", "", "", letter.as_bytes())[0] == "OK"


@pytest.fixture(scope="module")
def imap_port() -> Iterator[int]:
    with imap_server() as port:
        yield port


@pytest.fixture
def post(imap_port: int) -> Iterator[Post]:
    with post_office() as (posted, smtp_port):
        options = {
            "plain": "1", "from": "ubnd@trangbom.vn", "read_seconds": "10",
            "partners": f"H19.99=Công ty Cấp nước <{PARTNER}>",
        }  # fmt: skip
        address = f"imap://127.0.0.1:{imap_port} smtp://127.0.0.1:{smtp_port}"
        channel = open_channel(ConnectionFacts("mail", address, USER, PASSWORD, "H19.15", options))
        assert isinstance(channel, MailChannel)
        yield Post(channel, posted, imap_port)
        for kind in ("edoc", "status"):
            for item in channel.list_inbox(kind):
                channel.acknowledge(item, stored=False)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    pdf = tmp_path / "van-ban.pdf"
    pdf.write_bytes(PDF)
    document = edxml.Document(
        sender=edxml.Organisation("H19.15", name="UBND phường Trảng Bom"),
        recipients=(edxml.Organisation("H19.99"),),
        document_id=f"H19.15,2026/11/02,{tmp_path.name}/UBND",
        number="12",
        notation="UBND",
        issued_on="2026/11/02",
        type=edxml.DocumentType("Công văn"),
        subject="V/v thay đường ống nước",
        attachments=(
            edxml.Attachment("1", "văn bản.pdf", "application/pdf", blob=edxml.Blob(len(PDF), "", pdf)),
        ),
    )
    path = tmp_path / "goi.edxml"
    with path.open("wb") as out:
        edxml.write_package(document, out)
    return path


def _letter(subject: str = "Về đường ống", text: str = "Kính gửi", **headers: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = PARTNER, "ubnd@trangbom.vn", subject
    letter["Date"] = "Mon, 02 Nov 2026 08:00:00 +0700"
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(text)
    return letter


def _read(post: Post, item: Listed, folder: Path) -> edxml.Message:
    into = io.BytesIO()
    post.channel.fetch(item, into)
    return edxml.read_package(io.BytesIO(into.getvalue()), folder).message


def test_a_letter_carries_package_and_files_and_is_kept(post: Post, package: Path) -> None:
    remote_id = post.channel.send(package, kind="edoc", sender="H19.15", to=["H19.99"])
    [raw] = post.posted.letters
    letter = letters.read(raw)
    assert letters.message_id(letter) == remote_id
    assert letter["Subject"] == "[12/UBND] V/v thay đường ống nước"
    assert letters.package_in(letter) == package.read_bytes()
    assert [part.get_filename() for part in letter.iter_attachments()][1] == "văn bản.pdf"
    body = letter.get_body()
    assert body is not None
    words = body.get_payload(decode=True)
    assert isinstance(words, bytes)
    assert "trả lời thư này" in words.decode()
    [sent] = post.channel.sent(remote_id=remote_id)
    assert (sent.to_code, sent.state) == ("H19.99", "sent")
    assert [one.remote_id for one in post.channel.sent(document_id=sent.document_id)] == [remote_id]
    assert post.channel.sent(document_id=sent.document_id, kind="status") == []
    assert post.channel.send(package, kind="edoc", sender="H19.15", to=["H19.99"]) == remote_id


@pytest.mark.parametrize(
    ("answer", "error"),
    [("550 no", Refused), ("451 later", Unreachable), ("cut", Ambiguous)],
)
def test_failures_of_sending(post: Post, package: Path, answer: str, error: type[ChannelError]) -> None:
    post.posted.answers = [answer]
    with pytest.raises(error):
        post.channel.send(package, kind="edoc", sender="H19.15", to=["H19.99"])
    assert post.posted.letters == []


def test_addresses_have_to_be_known_and_taken(post: Post, package: Path) -> None:
    with pytest.raises(Refused, match="Chưa khai"):
        post.channel.send(package, kind="edoc", sender="H19.15", to=["H77"])
    post.posted.refused = {PARTNER}
    with pytest.raises(Refused, match="không nhận địa chỉ"):
        post.channel.send(package, kind="edoc", sender="H19.15", to=["H19.99"])


def test_plain_attachments_become_a_document(post: Post, tmp_path: Path) -> None:
    letter = _letter(Message_ID="<abc@capnuoc.vn>")
    letter.add_attachment(PDF, "application", "pdf", filename="../../Trả lời.pdf")
    post.lay(letter)
    [item] = post.channel.list_inbox("edoc")
    assert (item.remote_id, item.sender, item.to) == ("abc@capnuoc.vn", "H19.99", "H19.15")
    read = _read(post, item, tmp_path)
    assert isinstance(read, edxml.Document)
    assert (read.sender.code, read.subject, read.document_id) == (
        "H19.99",
        "Về đường ống",
        "thu:abc@capnuoc.vn",
    )
    [attachment] = read.attachments
    assert attachment.blob is not None
    assert attachment.blob.path.read_bytes() == PDF
    assert "/" not in attachment.name
    post.channel.acknowledge(item, stored=True)
    assert post.channel.list_inbox("edoc") == []
    with pytest.raises(Unreachable):
        post.channel.acknowledge(item, stored=True)


def test_a_package_inside_is_taken_as_it_is(post: Post, package: Path, tmp_path: Path) -> None:
    letter = _letter()
    letter.add_attachment(package.read_bytes(), "application", "octet-stream", filename="GOI.EDXML")
    post.lay(letter)
    [item] = post.channel.list_inbox("edoc")
    into = io.BytesIO()
    kept = post.channel.fetch(item, into)
    assert into.getvalue() == package.read_bytes()
    assert kept["From"] == PARTNER


def test_strangers_and_letters_without_files(post: Post) -> None:
    stranger = _letter()
    stranger.replace_header("From", "ai-do@xa-la.vn")
    post.lay(stranger)
    assert post.channel.list_inbox("edoc") == []
    post.lay(_letter(Message_ID="<khong-tep@capnuoc.vn>"))
    [item] = post.channel.list_inbox("edoc")
    with pytest.raises(ChannelError, match="không có tệp"):
        post.channel.fetch(item, io.BytesIO())


def test_an_answer_of_a_person_is_a_status(post: Post, package: Path, tmp_path: Path) -> None:
    remote_id = post.channel.send(package, kind="edoc", sender="H19.15", to=["H19.99"])
    text = "Chúng tôi đã nhận văn bản.\n> Nơi gửi: UBND\n"
    post.lay(_letter("Re: [12/UBND]", text, In_Reply_To=f"<{remote_id}>"))
    assert post.channel.list_inbox("edoc") == []
    [item] = post.channel.list_inbox("status")
    status = _read(post, item, tmp_path)
    assert isinstance(status, edxml.Status)
    assert (status.code, status.sender.code, status.answer.organ_code) == ("01", "H19.99", "H19.15")
    assert status.description == "Chúng tôi đã nhận văn bản."
    assert status.answer.document_id == f"H19.15,2026/11/02,{tmp_path.name}/UBND"


def test_a_bounce_is_a_refusal(post: Post, package: Path, tmp_path: Path) -> None:
    post.channel.send(package, kind="edoc", sender="H19.15", to=["H19.99"])
    bounce = MIMEMultipart("report", report_type="delivery-status")
    bounce["From"], bounce["Subject"] = "MAILER-DAEMON@trangbom.vn", "Undelivered"
    bounce["Message-ID"] = "<bounce@trangbom.vn>"
    bounce.attach(MIMEText("no such user"))
    bounce.attach(MIMEMessage(letters.read(post.posted.letters[0])))
    post.lay(bounce)
    [item] = post.channel.list_inbox("status")
    status = _read(post, item, tmp_path)
    assert isinstance(status, edxml.Status)
    assert (status.code, status.sender.code, status.answer.code) == ("02", "H19.99", "12/UBND")


def test_the_check_tells_a_wrong_password(post: Post) -> None:
    assert [one.ok for one in post.channel.check()] == [True, True, True]
    facts = post.channel.facts
    wrong = MailChannel(ConnectionFacts("mail", facts.address, USER, "sai", "H19.15", {"plain": "1"}))
    found = wrong.check()
    assert [one.ok for one in found[:2]] == [False, False]
    assert "mật khẩu" in found[1].told


@pytest.mark.parametrize(
    "address", ["", "imaps://a", "smtps://b", "http://a imaps://b", "imap://a:x smtp://b"]
)
def test_both_servers_have_to_be_told(address: str) -> None:
    with pytest.raises(ChannelError, match="cả hai"):
        open_channel(ConnectionFacts("mail", address))


def test_partners_are_read() -> None:
    assert partners_of("h19.9 = Sở A <a@x.vn>; H2=b@x.vn\nsai; H3=khong") == {
        "H19.9": ("Sở A", "a@x.vn"),
        "H2": ("", "b@x.vn"),
    }
