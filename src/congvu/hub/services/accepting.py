"""Accepting a package: bytes first and durably, then one row for each recipient, then the answer."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from congvu.hub.models import HubAgency, HubDelivery, HubMessage, HubUplink
from congvu.hub.queries import resolve, resolve_many, speaks_for
from congvu.hub.rules import answers, bodies, parameters
from congvu.hub.rules.answers import Fail
from congvu.hub.rules.head import Head, Unreadable, read_head
from congvu.hub.services import disk
from congvu.hub.services.guarding import Caller
from congvu.hub.states import State
from congvu.interchange.channels.vxp.signing import same_hash

TITLE, NOTE = 600, 300


@dataclass(frozen=True, slots=True)
class Accepted:
    """The package's id, and whether it had been accepted before."""

    doc_id: str
    repeated: bool


@dataclass(frozen=True, slots=True)
class Package:
    """A package on the disk: what it is, and what its head says; `why` says what is wrong with the head."""

    sha256: str
    size: int
    head: Head | None
    why: str = ""


def accept(caller: Caller, chunks: Iterable[bytes]) -> Accepted:
    """Keep a package and lay it into the inbox of every recipient: all of them, or none.

    The same package again from the same sender to the same recipients within HUB_REPEAT_HOURS is answered
    with the same id: clients of the SDK repeat after a time-out without asking.

    Args:
        caller: who sends; from, to, messagetype, hash-file are among their parameters.
        chunks: the body.

    Raises Fail.
    """
    sender = _sender(caller)
    try:
        with disk.drafted(chunks, settings.HUB_MAX_BYTES) as draft:
            package = _examined(draft, caller.get("hash-file"))
            kind, recipients, remark = _addressed(caller, package)
            disk.keep(draft.path, package.sha256)
    except disk.TooLarge:
        raise Fail(answers.BAD_FILE, f"Gói lớn hơn {settings.HUB_MAX_BYTES} byte.") from None
    return _stored(caller, sender, package, kind, recipients, remark)


def _sender(caller: Caller) -> HubAgency:
    code = parameters.normal(caller.get("from"))
    if not code:
        return _open_sender(caller.credential.agency)
    sender = resolve(code)
    if sender is None:
        raise Fail(answers.NO_SENDER, f"Nơi gửi {code} chưa đăng ký trên trục.")
    if not speaks_for(caller.credential, sender):
        raise Fail(answers.NOT_YOURS, f"Hệ thống {caller.credential.system_id} không đại diện cho {code}.")
    return _open_sender(sender)


def _open_sender(sender: HubAgency) -> HubAgency:
    if sender.locked:
        raise Fail(answers.LOCKED, f"Nơi gửi {sender.code} đang bị khóa: {sender.locked_why}")
    return sender


def _examined(draft: disk.Draft, told_hash: str) -> Package:
    """Find the package in the body, hold it against its hash, and read its head."""
    if draft.size == 0:
        raise Fail(answers.BAD_FILE, "Không nhận được gói: thân yêu cầu rỗng.")
    with draft.path.open("rb") as stream:
        part = bodies.package_part(stream, draft.size)
    if part is not None:
        sha256, size = disk.cut(draft, part.start, part.end), part.end - part.start
    elif draft.tail == b"\r\n" and not (told_hash and same_hash(told_hash, draft.sha256)):
        sha256, size = disk.cut(draft, 0, draft.size - 2), draft.size - 2
    else:
        sha256, size = draft.sha256, draft.size
    if size == 0:
        raise Fail(answers.BAD_FILE, "Gói rỗng.")
    if told_hash and not same_hash(told_hash, sha256):
        raise Fail(answers.DAMAGED, "hash-file không khớp với gói nhận được; hãy gửi lại.")
    with draft.path.open("rb") as stream:
        head, why = _head(stream)
    return Package(sha256.hex(), size, head, why)


def _head(stream: BinaryIO) -> tuple[Head | None, str]:
    try:
        return read_head(stream), ""
    except Unreadable as error:
        return None, str(error)


def _addressed(
    caller: Caller, package: Package
) -> tuple[str, list[tuple[str, HubAgency | None, HubUplink | None]], str]:
    """Return the kind, whom it is for, and what is odd about it."""
    told = parameters.codes(caller.get("to"))
    if told is None:
        raise Fail(answers.MISSING, 'Header to phải là mảng JSON các mã định danh, ví dụ ["H19.15"].')
    if not told and package.head is None:
        raise Fail(answers.NOT_EDXML, f"Không có header to, và {package.why[:1].lower()}{package.why[1:]}")
    wanted = told or [parameters.normal(code) for code in (package.head.recipients if package.head else ())]
    if not wanted:
        raise Fail(answers.NO_RECIPIENT, "Gói không có nơi nhận: header to trống và edXML không có To.")
    kind = caller.get("messagetype").casefold() or (package.head.kind if package.head else "edoc")
    if kind not in HubMessage.Kind.values:
        raise Fail(answers.MISSING, "messagetype phải là edoc hoặc status.")
    return kind, recipients_of(wanted), _odd(caller, package)


def recipients_of(wanted: Sequence[str]) -> list[tuple[str, HubAgency | None, HubUplink | None]]:
    """Return each recipient once: a local agency, or the axis above; raise Fail for who is not there."""
    found = resolve_many(wanted)
    missing = [code for code in wanted if found[code] is None]
    uplink = HubUplink.objects.filter(active=True).order_by("id").first() if missing else None
    if missing and uplink is None:
        raise Fail(answers.NO_RECIPIENT, f"Nơi nhận không có trên trục: {', '.join(missing[:20])}.")
    shut = [agency for agency in found.values() if agency is not None and agency.locked]
    if shut:
        raise Fail(answers.LOCKED, f"Nơi nhận đang bị khóa: {', '.join(one.code for one in shut[:20])}.")
    rows: dict[object, tuple[str, HubAgency | None, HubUplink | None]] = {}
    for code in wanted:
        agency = found[code]
        key = agency.pk if agency is not None else code
        rows.setdefault(key, (code, agency, None if agency is not None else uplink))
    return list(rows.values())


def _odd(caller: Caller, package: Package) -> str:
    if package.head is None:
        return package.why
    own = resolve(parameters.normal(package.head.sender)) if package.head.sender else None
    if own is not None and speaks_for(caller.credential, own):
        return ""
    sentence = f"edXML ghi nơi gửi là {package.head.sender or 'để trống'}, không thuộc hệ thống gọi."
    if settings.HUB_CHECK_SENDER:
        raise Fail(answers.NOT_YOURS, sentence)
    return sentence


def _stored(
    caller: Caller,
    sender: HubAgency,
    package: Package,
    kind: str,
    recipients: list[tuple[str, HubAgency | None, HubUplink | None]],
    remark: str,
) -> Accepted:
    key = _repeat_key(sender.pk, kind, package.sha256, recipients)
    with transaction.atomic():
        _one_at_a_time(key)
        known = _before(key)
        if known is not None:
            HubMessage.objects.filter(pk=known.pk).update(repeats=known.repeats + 1)
            return Accepted(known.doc_id, repeated=True)
        message = _message(package, kind, sender_code=caller.get("from") or sender.code, remark=remark)
        message.sender, message.credential, message.repeat_key = sender, caller.credential, key
        message.signed = {name: value for name, value in caller.parameters.items() if len(value) < 2000}
        message.save()
        lay(message, recipients)
    return Accepted(message.doc_id, repeated=False)


def _message(package: Package, kind: str, *, sender_code: str, remark: str) -> HubMessage:
    head = package.head or Head()
    return HubMessage(
        doc_id=new_id(),
        kind=kind,
        sender_code=sender_code[:60],
        sha256=package.sha256,
        size=package.size,
        document_id=head.document_id[:300],
        notation=head.notation[:120],
        title=head.subject[:TITLE],
        remark=remark[:NOTE],
        created_at=timezone.now(),
    )


def lay(message: HubMessage, recipients: list[tuple[str, HubAgency | None, HubUplink | None]]) -> None:
    """Lay a message into inboxes: one row for each recipient."""
    HubDelivery.objects.bulk_create(
        [
            HubDelivery(
                message=message,
                doc_id=new_id(),
                kind=message.kind,
                recipient=agency,
                to_code=code[:60],
                state=State.INITIAL,
                created_at=message.created_at,
                updated_at=message.created_at,
                uplink=uplink,
                next_at=message.created_at if uplink else None,
            )
            for code, agency, uplink in recipients
        ]
    )


def new_id() -> str:
    """Return an id that nobody guesses, in the form that clients know (24 hexadecimal digits)."""
    return secrets.token_hex(12)


def _repeat_key(
    sender: int, kind: str, sha256: str, recipients: list[tuple[str, HubAgency | None, HubUplink | None]]
) -> str:
    names = sorted(str(agency.pk) if agency else code for code, agency, _uplink in recipients)
    return hashlib.sha256(json.dumps([sender, kind, sha256, names]).encode()).hexdigest()


def _before(key: str) -> HubMessage | None:
    """Return the same package accepted lately; one that a recipient could not read may be sent anew."""
    since = timezone.now() - timedelta(hours=settings.HUB_REPEAT_HOURS)
    known = HubMessage.objects.filter(repeat_key=key, created_at__gte=since).order_by("-id").first()
    if known is None or known.deliveries.filter(state=State.FAIL).exists():
        return None
    return known


def _one_at_a_time(key: str) -> None:
    """Let equal packages wait for each other; SQLite has one writer anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(key[:15], 16)])
