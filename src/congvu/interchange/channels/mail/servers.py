"""Mail servers: guarded connections to IMAP and SMTP, and their failures in the words of the port."""

import contextlib
import imaplib
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings

from congvu.interchange.channels.base import Ambiguous, ChannelError, ConnectionFacts, Refused, Unreachable
from congvu.interchange.channels.guard import Forbidden, connected

PORTS = {"imap": 143, "imaps": 993, "smtp": 587, "smtps": 465}
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")


@dataclass(frozen=True, slots=True)
class Place:
    """A mail server: `scheme` is imap, imaps, smtp or smtps; without the s TLS begins by STARTTLS."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach the two servers of a mailbox."""

    incoming: Place
    outgoing: Place
    user: str
    password: str
    private: bool
    plain: bool
    seconds: float

    @classmethod
    def of(cls, facts: ConnectionFacts) -> "Access":
        """Read the address "imaps://host:993 smtps://host:465"; raise ChannelError when one is missing."""
        found = [place for place in map(_place, facts.address.split()) if place]
        incoming = next((one for one in found if one.scheme.startswith("imap")), None)
        outgoing = next((one for one in found if one.scheme.startswith("smtp")), None)
        if incoming is None or outgoing is None:
            raise ChannelError(
                "Địa chỉ phải ghi cả hai máy chủ thư, ví dụ “imaps://thu.tinh.gov.vn smtps://thu.tinh.gov.vn”."
            )
        private = facts.flag("private", settings.INTERCHANGE_PRIVATE)
        plain = facts.flag("plain") and settings.INTERCHANGE_LOOPBACK
        seconds = facts.seconds("read_seconds", 30)
        return cls(incoming, outgoing, facts.system_id, facts.secret, private, plain, seconds)

    def socket(self, place: Place) -> socket.socket:
        """Return a connection to a server; nothing leads where it may not."""
        try:
            return connected(
                place.host,
                place.port,
                seconds=self.seconds,
                private=self.private,
                loopback=settings.INTERCHANGE_LOOPBACK,
            )
        except Forbidden as error:
            raise Unreachable(
                f"Máy chủ thư nằm ở mạng mà kết nối này không được phép tới. ({error})"
            ) from error
        except OSError as error:
            raise Unreachable(f"Không nối được tới {place.host}:{place.port}: {error}") from error


def _place(told: str) -> Place | None:
    try:
        parts = urlsplit(told)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname:
        return None
    return Place(parts.scheme, parts.hostname, port or PORTS[parts.scheme])


class _Imap(imaplib.IMAP4):
    def __init__(self, access: Access) -> None:
        self.access = access
        super().__init__(access.incoming.host, access.incoming.port, access.seconds)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = self.access.socket(self.access.incoming)
        if self.access.incoming.scheme != "imaps":
            return plain
        context = ssl.create_default_context()
        return context.wrap_socket(plain, server_hostname=self.access.incoming.host)


class _Smtp(smtplib.SMTP):
    def __init__(self, access: Access) -> None:
        self.access = access
        super().__init__(access.outgoing.host, access.outgoing.port, timeout=access.seconds)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = self.access.socket(self.access.outgoing)
        if self.access.outgoing.scheme != "smtps":
            return plain
        context = ssl.create_default_context()
        return context.wrap_socket(plain, server_hostname=self.access.outgoing.host)


class Mailbox:
    """A signed-in mailbox; folders are made when they are missing."""

    def __init__(self, imap: imaplib.IMAP4) -> None:
        self.imap = imap

    def ids(self, folder: str, most: int) -> list[str]:
        """Return the UIDs of a folder, oldest first, at most so many of the newest."""
        self.select(folder)
        found = self._asked("UID", "SEARCH", None, "UNDELETED")
        return (found[0] or b"").decode().split()[-most:]

    def find(self, folder: str, header: str, value: str) -> str:
        """Return the newest letter of a folder with a header; "" when there is none."""
        self.select(folder)
        found = self._asked("UID", "SEARCH", None, "HEADER", header, f'"{value}"')
        return ((found[0] or b"").decode().split() or [""])[-1]

    def headers(self, ids: list[str]) -> Iterator[tuple[str, int, bytes]]:
        """Yield UID, size and headers of letters in the selected folder."""
        if not ids:
            return
        rows = self._asked("UID", "FETCH", ",".join(ids), "(UID RFC822.SIZE BODY.PEEK[HEADER])")
        for number, row in enumerate(rows):
            if not isinstance(row, tuple):
                continue
            after = rows[number + 1] if number + 1 < len(rows) else b""
            about = row[0] + (after if isinstance(after, bytes) else b"")
            uid, size = _UID.search(about), _SIZE.search(about)
            if uid:
                yield uid[1].decode(), int(size[1]) if size else 0, row[1]

    def letter(self, uid: str) -> bytes:
        """Return a letter of the selected folder."""
        rows = self._asked("UID", "FETCH", uid, "(UID BODY.PEEK[])")
        for row in rows:
            if isinstance(row, tuple):
                return cast(bytes, row[1])
        raise Unreachable("Thư không còn trong hộp thư.")

    def move(self, uid: str, folder: str) -> None:
        """Move a letter of the selected folder."""
        self.make(folder)
        self._asked("UID", "COPY", uid, _quoted(folder))
        self._asked("UID", "STORE", uid, "+FLAGS", r"(\Deleted \Seen)")
        self.imap.expunge()

    def keep(self, folder: str, raw: bytes) -> None:
        """Put a copy of a letter into a folder."""
        self.make(folder)
        status, told = self.imap.append(_quoted(folder), r"(\Seen)", "", raw)
        if status != "OK":
            raise Unreachable(f"Không lưu được thư đã gửi: {told!r}")

    def select(self, folder: str) -> None:
        """Go into a folder."""
        status, told = self.imap.select(_quoted(folder))
        if status != "OK":
            self.make(folder)
            status, told = self.imap.select(_quoted(folder))
        if status != "OK":
            raise Unreachable(f"Không mở được thư mục {folder} của hộp thư: {told!r}")

    def make(self, folder: str) -> None:
        """Make a folder unless it is there."""
        self.imap.create(_quoted(folder))

    def _asked(self, *command: Any) -> list[Any]:
        status, rows = self.imap.uid(*command[1:])
        if status != "OK":
            raise Unreachable(f"Máy chủ thư từ chối {command[1]}: {rows!r}")
        return list(rows)


@contextlib.contextmanager
def mailbox(access: Access) -> Iterator[Mailbox]:
    """Sign in to the incoming server."""
    try:
        imap = _Imap(access)
        try:
            if access.incoming.scheme == "imap" and not access.plain:
                imap.starttls(ssl.create_default_context())
            try:
                imap.login(access.user, access.password)
            except imaplib.IMAP4.error as error:
                raise Unreachable(f"Hộp thư không nhận tên hoặc mật khẩu: {error}") from error
            yield Mailbox(imap)
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                imap.logout()
    except (imaplib.IMAP4.error, OSError) as error:
        raise Unreachable(f"Mất liên lạc với máy chủ thư đến: {error}") from error


@contextlib.contextmanager
def _post_office(access: Access) -> Iterator[smtplib.SMTP]:
    """Sign in to the outgoing server; whatever fails until here sent nothing."""
    try:
        smtp = _Smtp(access)
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(f"Không nối được tới máy chủ thư đi: {error}") from error
    try:
        try:
            if access.outgoing.scheme == "smtp" and not access.plain:
                smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
            if access.user and smtp.has_extn("auth"):
                smtp.login(access.user, access.password)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"Máy chủ thư đi không cho đăng nhập: {error}") from error
        yield smtp
    finally:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.quit()


def post(access: Access, letter: EmailMessage, sender: str, to: list[str]) -> None:
    """Send a letter to all or nobody.

    Raises:
        Refused: an address or the letter is refused for good.
        Unreachable: certainly not accepted.
        Ambiguous: the line broke while the letter was on its way.
    """
    with _post_office(access) as smtp:
        try:
            smtp.send_message(letter, sender, to)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _told in error.recipients.values()]
            said = f"Máy chủ thư không nhận địa chỉ {', '.join(error.recipients)}."
            raise (
                Refused("to", said) if all(code >= 500 for code in codes) else Unreachable(said)
            ) from error
        except smtplib.SMTPResponseException as error:
            said = f"Máy chủ thư từ chối, mã {error.smtp_code}: {error.smtp_error!r}"
            refused = error.smtp_code >= 500
            raise (Refused(str(error.smtp_code), said) if refused else Unreachable(said)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Ambiguous(f"Mất liên lạc khi đang gửi thư: {error}") from error


def try_out(access: Access) -> None:
    """Sign in to the outgoing server and leave."""
    with _post_office(access) as smtp:
        smtp.noop()


def _quoted(folder: str) -> str:
    return f'"{folder}"'
