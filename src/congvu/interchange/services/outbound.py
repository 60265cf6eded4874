"""Sending: package kept, far side asked when in doubt, sent, written down; nothing is sent twice or lost.

Three commits surround the one act that no database can hold. Before it: bytes are kept, and `tried_at` says
that the far side may have them from now on. After it: its id. Whoever comes after a death in between finds
`tried_at` without an id, and asks the far side what it has before anything is repeated.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.delivery.messages import Later, Message, Permanent
from congvu.documents.models import Correction
from congvu.documents.services.outside import HOLD_UNTIL, note_recipient
from congvu.files.queries import path_of
from congvu.interchange.channels.base import (
    Ambiguous,
    Busy,
    Channel,
    ChannelError,
    Kind,
    Refused,
    Sent,
    Unreachable,
)
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import Connection, OutboundMessage
from congvu.interchange.queries.routes import NoRoute, Route, code_of, route_for
from congvu.interchange.services.channels import channel_of, pause
from congvu.interchange.services.packaging import document_of, had, keep_package
from congvu.interchange.services.telling import record_about, stuck
from congvu.interchange.states import OUTBOUND_NAMES, UNSENT, Outbound

SKEW = timedelta(minutes=10)
"""How far the far side's clock may be off when we look for what we may have sent."""

type Settle = Callable[[], None]
type Written = Callable[[OutboundMessage], edxml.Message]


def send_document(message: Message) -> Settle | None:
    """Deliver one message of the documents room (delivery kind "document")."""
    package = _row(message)
    if package.remote_id:
        return None
    correction = _correction(message)
    if _carried_already(package, correction):
        return lambda: _close(package, Outbound.DONE, _("Đi cùng gói của văn bản thay thế"))
    reason = str(message.payload.get("reason", ""))
    return carry(package, lambda one: document_of(one, correction, reason))


def carry(package: OutboundMessage, written: Written) -> Settle:
    """Bring a package to the far side; return what writes that down.

    Args:
        package: its row.
        written: makes the message, once the recipient's code of today is known.

    Raises:
        Later: not now.
        Permanent: a person has to look at it.
    """
    route = _route(package)
    try:
        channel = channel_of(route.connection)
        prepared(package, route, written)
        remote_id = _found(channel, package) if package.tried_at else ""
    except ChannelError as error:  # nothing was sent here, and a doubt from before stays one
        raise _later(package, error.told, _pause(route.connection, error)) from error
    except (ActionRefused, edxml.EdxmlError) as error:
        raise _stuck(package, error.message) from error
    return _sent(package, remote_id or _tried(channel, package), route.told)


def _tried(channel: Channel, package: OutboundMessage) -> str:
    """Send, and say what a failure means; only the far side's clear word takes the doubt away."""
    try:
        return _send(channel, package)
    except Refused as error:
        _forget_try(package)
        raise _stuck(package, error.told) from error
    except Unreachable as error:
        _forget_try(package)
        assert package.connection is not None
        raise _later(package, error.told, _pause(package.connection, error)) from error
    except Ambiguous as error:
        words = _("Chưa rõ trục đã nhận hay chưa, sẽ hỏi lại trước khi gửi: ")
        raise _later(package, words + error.told) from error
    except ChannelError as error:
        raise _later(package, error.told) from error


def _pause(connection: Connection, error: ChannelError) -> float:
    """Return for how many seconds the far side wants to be left alone; the whole process does."""
    if not isinstance(error, Busy):
        return 0
    pause(connection, error)
    return error.seconds


def _row(message: Message) -> OutboundMessage:
    package = OutboundMessage.objects.select_related("document", "recipient").get(key=message.key)
    if package.delivery != message.id:
        package.delivery = message.id
        package.save(update_fields=["delivery"])
    return package


def _correction(message: Message) -> Correction | None:
    own = message.payload.get("correction_id")
    rows = Correction.objects.select_related("by_document")
    return rows.filter(pk=own).first() if own else None


def _carried_already(package: OutboundMessage, correction: Correction | None) -> bool:
    """Tell whether the replacing document itself goes to the recipient: its package says what it replaces."""
    by = correction.by_document if correction else None
    return package.business == "replace" and by is not None and had(by, package.to_code)


def _route(package: OutboundMessage) -> Route:
    source = package.answers
    if source is not None and source.connection.active:
        return Route(source.connection, source.listed_sender or source.identity_sender)
    try:
        return route_for(package.agency_id, package.to_code)
    except NoRoute as error:
        if error.later:
            _note(package, error.told)
            raise Later(error.told, until=HOLD_UNTIL) from error
        raise _stuck(package, error.told) from error


def prepared(package: OutboundMessage, route: Route, written: Written) -> None:
    """Keep the exact bytes of the package, and what is said of it; done once."""
    if package.file_id is not None and package.connection_id == route.connection.pk:
        return
    if package.tried_at is not None:
        return
    package.connection, package.sent_to = route.connection, route.code
    message = written(package)
    profile = edxml.Profile(empty_optionals=str(route.connection.options.get("empty_optionals", "")) == "1")
    name = f"{(package.code or package.key).replace('/', '-')}.edxml"
    package.file = keep_package(message, name, agency_id=package.agency_id, profile=profile)
    package.sha256 = package.file.blob.sha256
    if isinstance(message, edxml.Document):
        package.document_id_sent = message.document_id[:200]
        package.acts_on = _acts_on(message)[:200]
        package.code, package.title = message.code[:90], message.subject[:500]
    else:
        package.acts_on = message.answer.document_id[:200]
    package.save(
        update_fields=[
            "connection", "sent_to", "file", "sha256", "document_id_sent", "acts_on", "code", "title",
        ]
    )  # fmt: skip


def _acts_on(message: edxml.Document) -> str:
    business = message.business
    if business.kind == "new":
        return ""
    if business.replacements:
        return business.replacements[0].document_id
    return business.document_id or message.document_id


def _send(channel: Channel, package: OutboundMessage) -> str:
    assert package.file is not None
    assert package.connection is not None
    package.tried_at = timezone.now()
    package.save(update_fields=["tried_at"])
    connection = package.connection
    own = connection.agency_id == package.agency_id and connection.agency_code
    sender = own or code_of(package.agency_id) or connection.agency_code
    return channel.send(path_of(package.file), kind=_kind(package), sender=sender, to=[package.sent_to])


def _kind(package: OutboundMessage) -> Kind:
    return "status" if package.kind == OutboundMessage.Kind.STATUS else "edoc"


def _found(channel: Channel, package: OutboundMessage) -> str:
    """Return the id that the far side gave a package whose sending ended in doubt; "" when it has none.

    A status is never looked for: lists of what was sent do not tell one of our statuses to a recipient from
    the next, while the same bytes once more are one status to the axis and to whoever reads them.
    """
    if package.kind == OutboundMessage.Kind.STATUS:
        return ""
    has = channel.sent(document_id=package.document_id_sent, kind=_kind(package))
    ours = [one for one in has if one.remote_id and _same(one, package)]
    taken = set(
        OutboundMessage.objects.filter(
            connection=package.connection, remote_id__in={one.remote_id for one in ours}
        ).values_list("remote_id", flat=True)
    )
    return next((one.remote_id for one in ours if one.remote_id not in taken), "")


def _same(one: Sent, package: OutboundMessage) -> bool:
    to_code = one.to_code.strip().upper()
    if to_code and to_code not in {package.sent_to.upper(), package.to_code.upper()}:
        return False
    if one.at is not None and package.tried_at is not None and one.at < package.tried_at - SKEW:
        return False
    told = _plain(one.document_id)
    if not told:
        return True
    code = _plain(package.code)
    return told in {_plain(package.document_id_sent), code} or code.endswith(f"/{told}")


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


def _sent(package: OutboundMessage, remote_id: str, told: str) -> Settle:
    def settle() -> None:
        now = timezone.now()
        OutboundMessage.objects.filter(pk=package.pk).update(
            remote_id=remote_id, sent_at=now, note=told[:1000]
        )
        moved = OutboundMessage.objects.filter(pk=package.pk, state__in=UNSENT)
        if moved.update(state=Outbound.ON_AXIS) and package.recipient_id and package.business == "new":
            words = [OUTBOUND_NAMES[Outbound.ON_AXIS], *([told] if told else [])]
            note_recipient(package.recipient_id, ". ".join(words))
        record_about(package, "exchange.sent", what=_what(package), to=package.to_name or package.to_code)

    return settle


def _close(package: OutboundMessage, state: Outbound, note: str) -> None:
    OutboundMessage.objects.filter(pk=package.pk).update(state=state, note=note, sent_at=timezone.now())


def _what(package: OutboundMessage) -> str:
    if package.kind == OutboundMessage.Kind.STATUS:
        return _("trạng thái %(code)s") % {"code": package.status_code}
    words = edxml.values.KIND_WORDS.get(package.business or "new", "")
    return f"{words} {package.code}".strip()


def _forget_try(package: OutboundMessage) -> None:
    package.tried_at = None
    package.save(update_fields=["tried_at"])


def _note(package: OutboundMessage, told: str) -> None:
    OutboundMessage.objects.filter(pk=package.pk).update(note=told[:1000])


@transaction.atomic
def _stuck(package: OutboundMessage, told: str) -> Permanent:
    """Hand a package to a person: its state says so, the registry is told, the line waits."""
    stuck(package, told)
    return Permanent(told)


def _later(package: OutboundMessage, told: str, pause_seconds: float = 0) -> Later | Permanent:
    """Return when to try again, not before the far side says; after long enough a person has to look."""
    now = timezone.now()
    since = package.first_failed_at or now
    if now - since >= timedelta(hours=settings.INTERCHANGE_GIVE_UP_HOURS):
        return _stuck(package, told)
    OutboundMessage.objects.filter(pk=package.pk).update(
        note=told[:1000], first_failed_at=since, failures=package.failures + 1
    )
    wait = max(_wait(package), timedelta(seconds=pause_seconds * random.uniform(1, 1.25)))  # noqa: S311
    return Later(told, until=now + wait)


def _wait(package: OutboundMessage) -> timedelta:
    """Return the wait after a failure: it doubles, up to two minutes for urgent documents, else fifteen.

    It is spread, so that what failed together does not come back together.
    """
    longest = 120 if package.urgency else 900
    whole = min(longest, 10 * 2 ** min(package.failures, 12))
    return timedelta(seconds=whole * random.uniform(0.5, 1))  # noqa: S311 — spread, no secret


def given_up_at(package: OutboundMessage) -> datetime | None:
    """Return when a failing package becomes a person's task; None when nothing failed."""
    if package.first_failed_at is None:
        return None
    return package.first_failed_at + timedelta(hours=settings.INTERCHANGE_GIVE_UP_HOURS)
