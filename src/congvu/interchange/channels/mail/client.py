"""The channel of e-mail, for agencies without a system: a mailbox of our own, letters to and from partners.

    address      imaps://host:993 smtps://host:465 (without the s: STARTTLS)
    system_id    the name to sign in with; the secret is its password

Only letters of partners are taken; others stay in the mailbox untouched. A letter with an edXML package is
that package; one with plain attachments becomes a document whose missing data the clerk adds; an answer
without files to a letter of ours is a status 01, a bounce is a status 02. Options:

    partners     who writes and is written to: CODE=address, separated by ";"; names as CODE=Name <address>
    from         our address (the name to sign in with)
    style        what letters carry: both (edXML and the files, the default), edxml, plain
    inbox, sent, taken, unread    folders of the mailbox
    private      the servers stand in a private network

E-mail cannot be asked what has arrived: after a failure in doubt the very same letter is sent again, with
the same Message-ID, by which ours and most systems know it again.
"""

from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import BinaryIO

from congvu.interchange.channels import wrapping
from congvu.interchange.channels.base import (
    Channel,
    ChannelError,
    ConnectionFacts,
    Health,
    Kind,
    Listed,
    Partner,
    Refused,
    Sent,
    Unreachable,
)
from congvu.interchange.channels.mail import letters
from congvu.interchange.channels.mail.servers import Access, Mailbox, mailbox, post, try_out
from congvu.interchange.channels.web import tried
from congvu.interchange.envelopes import edxml

MOST = 500
LARGEST = 80 * 1024 * 1024
KEPT = ("Date", "From", "To", "Subject", "Message-ID", "Received", "Authentication-Results")


class MailChannel:
    """One mailbox."""

    kind = "mail"

    def __init__(self, facts: ConnectionFacts) -> None:
        self.facts = facts
        self.access = Access.of(facts)
        self.partners = partners_of(str(facts.options.get("partners", "")))
        self.own = str(facts.options.get("from", "")).strip() or facts.system_id
        self.style = str(facts.options.get("style", "")).strip() or "both"
        if self.style not in letters.STYLES:
            raise ChannelError("Tùy chọn style phải là both, edxml hoặc plain.")

    def close(self) -> None:
        """Nothing is kept open."""

    def list_inbox(self, kind: Kind) -> list[Listed]:
        """Return letters of partners (and bounces of ours) that are documents, or that tell a state."""
        with mailbox(self.access) as box:
            return [item for item, _uid in self._items(box, kind)]

    def fetch(self, item: Listed, into: BinaryIO) -> Mapping[str, str]:
        """Write the package that a letter carries or means."""
        with mailbox(self.access) as box:
            letter = letters.read(box.letter(self._uid(box, item)))
            package = None if letters.is_bounce(letter) else letters.package_in(letter)
            if package is not None:
                into.write(package)
            elif item.kind == "status":
                self._status(box, letter, item, into)
            else:
                to = wrapping.Who(self.facts.agency_code)
                letters.write_document(letter, into, by=self._who(item.sender), to=to)
            return {name: str(letter[name]) for name in KEPT if letter[name]}

    def acknowledge(self, item: Listed, *, stored: bool, why: str = "") -> None:
        """Move the letter out of the inbox."""
        with mailbox(self.access) as box:
            folder = self._folder("taken") if stored else self._folder("unread")
            box.move(self._uid(box, item), folder)

    def send(self, package: Path, *, kind: Kind, sender: str, to: Sequence[str]) -> str:
        """Send a letter, and keep a copy among the sent ones."""
        known = {code: self.partners[code.upper()] for code in to if code.upper() in self.partners}
        missing = [code for code in to if code not in known]
        if missing or not to:
            raise Refused("to", f"Chưa khai địa chỉ thư của nơi nhận {', '.join(missing)} (partners).")
        people = [address for _name, address in known.values()]
        domain = self.own.rpartition("@")[2] or "localhost"
        try:
            letter = letters.compose(
                package, kind=kind, addresses=(self.own, people), style=self.style, domain=domain
            )
        except edxml.EdxmlError as error:
            raise Refused("edxml", error.message) from error
        post(self.access, letter, parseaddr(self.own)[1], people)
        self._keep(letter.as_bytes())
        return letters.message_id(letter)

    def sent(self, *, remote_id: str = "", document_id: str = "", kind: Kind = "edoc") -> list[Sent]:
        """Return the letter among the sent ones; that it arrived only an answer tells."""
        with mailbox(self.access) as box:
            header, value = ("Message-ID", remote_id) if remote_id else (letters.DOCUMENT, document_id)
            folder = self._folder("sent")
            found: list[Sent] = []
            uid = box.find(folder, header, value.replace('"', "")) if value.isascii() and value else ""
            for _uid, _size, raw in box.headers([uid] if uid else []):
                letter = letters.read(raw)
                to = {parseaddr(one)[1].casefold() for one in str(letter.get("To", "")).split(",")}
                codes = [code for code, (_name, address) in self.partners.items() if address.casefold() in to]
                if letter.get(letters.KIND, "edoc") == kind:
                    at, about = letters.sent_at(letter), str(letter.get(letters.DOCUMENT, ""))
                    known = letters.message_id(letter)
                    found += [Sent(known, code, "sent", document_id=about, at=at) for code in codes]
            return found

    def directory(self, since: str = "") -> Iterator[Partner]:
        """Yield the partners."""
        for code, (name, address) in self.partners.items():
            yield Partner(code, name or address, mail=address)

    def check(self) -> list[Health]:
        """Look at the facts, and sign in to both servers."""
        count = len(self.partners)
        told = f"{count} nơi nhận." if count else "Chưa khai nơi nhận nào (partners: MÃ=địa chỉ thư)."
        return [
            Health("Khai báo", bool(count), told),
            tried("Máy chủ thư đến", self._check_inbox),
            tried("Máy chủ thư đi", self._check_outgoing),
        ]

    def _check_inbox(self) -> str:
        with mailbox(self.access) as box:
            return f"Đăng nhập được, {len(box.ids(self._folder('inbox'), MOST))} thư trong hộp thư đến."

    def _check_outgoing(self) -> str:
        try_out(self.access)
        return "Đăng nhập được."

    def _keep(self, raw: bytes) -> None:
        """Keep a copy; a letter that is on its way is not less sent for want of a copy."""
        try:
            with mailbox(self.access) as box:
                box.keep(self._folder("sent"), raw)
        except Unreachable:
            return

    def _items(self, box: Mailbox, kind: Kind) -> Iterator[tuple[Listed, str]]:
        codes = {address.casefold(): code for code, (_name, address) in self.partners.items()}
        for uid, size, raw in box.headers(box.ids(self._folder("inbox"), MOST)):
            letter = letters.read(raw)
            code = codes.get(letters.sender_of(letter), "")
            bounce = letters.is_bounce(letter)
            if (code or bounce) and letters.is_status(letter) == (kind == "status") and size <= LARGEST:
                at = letters.sent_at(letter)
                yield Listed(letters.message_id(letter), kind, code, at, to=self.facts.agency_code), uid

    def _uid(self, box: Mailbox, item: Listed) -> str:
        for one, uid in self._items(box, item.kind):
            if one.remote_id == item.remote_id:
                return uid
        raise Unreachable("Thư không còn trong hộp thư đến.")

    def _status(self, box: Mailbox, letter: EmailMessage, item: Listed, into: BinaryIO) -> None:
        about, sender = letters.returned(letter), item.sender
        if not letters.is_bounce(letter):
            about = self._ours(box, letters.answers_us(letter))
        elif about:
            back = parseaddr(about["To"].split(",")[0])[1].casefold()
            codes = {address.casefold(): code for code, (_name, address) in self.partners.items()}
            sender = codes.get(back, "")
        if not about or not sender:
            raise ChannelError("Thư trả lời không cho biết về văn bản nào đã gửi.")
        own = self.facts.agency_code
        letters.write_status(letter, about, into, by=self._who(sender), own=own)

    def _ours(self, box: Mailbox, known: str) -> Mapping[str, str]:
        uid = box.find(self._folder("sent"), "Message-ID", known)
        for _uid, _size, raw in box.headers([uid] if uid else []):
            letter = letters.read(raw)
            return {
                name: str(letter.get(name, "")) for name in (letters.DOCUMENT, letters.CODE, letters.ISSUED)
            }
        return {}

    def _who(self, code: str) -> wrapping.Who:
        return wrapping.Who(code, self.partners.get(code, ("", ""))[0])

    def _folder(self, name: str) -> str:
        default = {"inbox": "INBOX", "sent": "Sent", "taken": "Da-nhan", "unread": "Khong-doc-duoc"}[name]
        return str(self.facts.options.get(name, "")).replace('"', "").strip() or default


def open_mail(facts: ConnectionFacts) -> Channel:
    """Return a channel over a mailbox."""
    return MailChannel(facts)


def partners_of(told: str) -> dict[str, tuple[str, str]]:
    """Read "CODE=Name <address>; …" into name and address by code; what is no address is left out."""
    found = {}
    for one in told.replace("\n", ";").split(";"):
        code, _, mail = one.partition("=")
        name, address = parseaddr(mail.strip())
        if code.strip() and "@" in address:
            found[code.strip().upper()] = (name, address)
    return found
