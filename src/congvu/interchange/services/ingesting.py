"""From stored bytes to a box: read, recognised, and put where a clerk sees it, or quarantined with a reason.

All effects of one message stand in one transaction with its new state, under a lock of its row: it has them
once, however often and by however many processes it is worked on.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.documents.models import IncomingDocument
from congvu.files.queries import open_blob
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import InboundMessage
from congvu.interchange.rules.reading import status_digest
from congvu.interchange.services.linking.arriving import Unsuitable
from congvu.interchange.services.linking.taking import EARLY, recognised, take
from congvu.interchange.services.placing import Unplaceable, place
from congvu.interchange.services.statuses import UnknownPackage, take_status
from congvu.interchange.services.telling import link_to, tell_registry
from congvu.interchange.states import REPLAY, Inbound

logger = logging.getLogger(__name__)
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message."""

    state: Inbound
    reason: str = ""
    code: str = ""
    document: IncomingDocument | None = None


def ingest(message_id: int) -> Inbound:
    """Give a stored (or quarantined, to be tried again) message its effect; return its state.

    A failure of the house itself leaves it stored, to be tried again, and after five times in quarantine.
    """
    try:
        with TemporaryDirectory(prefix="edxml-") as folder:
            read = _read(message_id, Path(folder))
            return _state(message_id) if read is None else _ingest(message_id, read)
    except DatabaseError:
        raise
    except Exception as error:  # a message that the house stumbles over must not stop the others
        logger.exception("inbound message %s could not be worked on", message_id)
        return _stumbled(message_id, error)


@transaction.atomic
def _ingest(message_id: int, read: edxml.Package | Verdict) -> Inbound:
    rows = InboundMessage.objects.select_for_update(of=("self",)).select_related(
        "connection__agency", "file__blob"
    )
    message = rows.get(pk=message_id)
    if message.state not in REPLAY.sources:
        return Inbound(message.state)
    message.tries += 1
    if isinstance(read, Verdict):
        verdict = read
    else:
        _describe(message, read)
        verdict = _judged(message, read.message)
    _settle(message, verdict)
    return verdict.state


def _judged(message: InboundMessage, content: edxml.Message) -> Verdict:
    """Give the message its effect; whatever refuses it, nothing of the effect remains but the reason."""
    try:
        with transaction.atomic():
            return _verdict(message, content)
    except (Unplaceable, Unsuitable) as error:
        return Verdict(Inbound.QUARANTINED, error.told, error.code)
    except UnknownPackage as error:
        told = _("Trạng thái báo về văn bản “%(what)s”, nhưng ta không gửi văn bản ấy cho nơi báo.")
        return Verdict(Inbound.QUARANTINED, told % {"what": error}, "unknown-document")
    except ActionRefused as error:
        return Verdict(Inbound.QUARANTINED, error.message, f"refused:{error.code}")


def _read(message_id: int, folder: Path) -> edxml.Package | Verdict | None:
    """Read the stored bytes, in no transaction; return why they cannot be, or None when that was done."""
    message = InboundMessage.objects.select_related("file__blob").get(pk=message_id)
    if message.state not in REPLAY.sources:
        return None
    try:
        with open_blob(message.file) as stream:
            return edxml.read_package(stream, folder)
    except FileNotFoundError:
        return Verdict(Inbound.QUARANTINED, _("Mất tệp gói tin trong kho lưu trữ."), "lost-bytes")
    except edxml.EdxmlError as error:
        return Verdict(Inbound.QUARANTINED, error.message, f"unreadable:{error.code}")


def _describe(message: InboundMessage, package: edxml.Package) -> None:
    """Keep what the message says of itself, whatever becomes of it."""
    content = package.message
    message.remarks = [{"code": one.code, "message": one.message} for one in package.remarks[:50]]
    message.sender_name = one_line(content.sender.name)[:300]
    if isinstance(content, edxml.Status):
        about = content.answer
        message.identity_sender = content.sender.code.strip().upper()[:60]
        message.identity_document, message.business = about.document_id.strip()[:200], "status"
        message.code, message.issued_on = one_line(about.code)[:90], about.issued_on[:30]
        message.title = one_line(f"{content.code} {content.words}: {content.description}").rstrip(": ")[:500]
        message.status_code, message.digest = content.code[:10], status_digest(content)
        return
    own = edxml.identity(content)
    message.identity_sender, message.identity_document = own.sender[:60], own.document_id[:200]
    message.business, message.digest = own.kind, edxml.digest(content)
    message.code, message.issued_on = one_line(content.code)[:90], content.issued_on[:30]
    message.title = one_line(content.subject)[:500]
    business = content.business
    acted = business.document_id or ", ".join(row.document_id for row in business.replacements)
    message.acts_on = (acted or (own.document_id if own.kind == "recall" else ""))[:200]


def _verdict(message: InboundMessage, content: edxml.Message) -> Verdict:
    earlier = _seen_before(message)
    if earlier is not None:
        told = _("Cùng nội dung với gói %(id)s đã nhận.") % {"id": earlier.remote_id}
        return Verdict(Inbound.DUPLICATE, told, "duplicate", earlier.document)
    if isinstance(content, edxml.Status) and content.code != "13":
        take_status(content, message)
        return Verdict(Inbound.INGESTED)
    said = recognised(content)
    if said is not None and isinstance(content, edxml.Document):
        taken = take(said, content, message)
        return Verdict(taken.state, taken.told, taken.code)
    placed = place(content, message)
    return Verdict(Inbound.INGESTED, placed.told, document=placed.document)


def _seen_before(message: InboundMessage) -> InboundMessage | None:
    """Return the message that had this one's effect already: the same identity with the same content.

    What the far side fanned out to another agency of ours is no duplicate: its recipient differs.
    """
    rows = InboundMessage.objects.filter(
        identity_document=message.identity_document,
        identity_sender=message.identity_sender,
        business=message.business,
        digest=message.digest,
        kind=message.kind,
        listed_to=message.listed_to,
        state=Inbound.INGESTED,
    )
    return rows.exclude(pk=message.pk).select_related("document").order_by("pk").first()


def _settle(message: InboundMessage, verdict: Verdict) -> None:
    message.state, message.reason, message.reason_code = (
        verdict.state,
        verdict.reason[:1000],
        verdict.code[:60],
    )
    message.document, message.settled_at = verdict.document, timezone.now()
    message.save()
    if verdict.state == Inbound.QUARANTINED:
        _tell_quarantined(message)
    elif verdict.state == Inbound.INGESTED and message.business in {"new", "update", "replace"}:
        _again_for(message)
        _next_of_stage(message)


def _again_for(message: InboundMessage) -> None:
    """Work again on what came too early and waits for this document, such as its recall, after the commit."""
    waiting = InboundMessage.objects.filter(
        state=Inbound.QUARANTINED, reason_code="unknown-original", identity_sender=message.identity_sender
    )
    early = list(waiting.order_by("pk").values_list("pk", "acts_on", "code"))
    for pk, acts_on, code in early:
        if message.identity_document in acts_on.split(", ") or (message.code and code == message.code):
            transaction.on_commit(lambda pk=pk: ingest(pk))  # type: ignore[misc]


def _next_of_stage(message: InboundMessage) -> None:
    """Work again on what came too early about the same stage of a dossier, after the commit."""
    if not message.acts_on:
        return
    waiting = InboundMessage.objects.filter(
        state__in=[Inbound.STORED, Inbound.QUARANTINED], reason_code=EARLY, acts_on=message.acts_on
    )
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        transaction.on_commit(lambda pk=pk: ingest(pk))  # type: ignore[misc]


def _tell_quarantined(message: InboundMessage) -> None:
    agency = message.connection.agency
    subject = Subject("interchange.inboundmessage", message.pk)
    actor = Actor.system(agency.pk)
    record(
        "exchange.quarantined", subject, actor=actor, agency_id=agency.pk, reason=message.reason,
        remote_id=message.remote_id,
    )  # fmt: skip
    if message.tries > 1 and message.reason_code != EARLY:
        return
    said = _("Gói liên thông từ %(who)s bị cách ly: %(why)s") % {
        "who": message.sender_name or message.listed_sender or _("(không rõ)"),
        "why": message.reason[:300],
    }
    link = link_to("desk:exchange_inbound", message.pk)
    tell_registry([agency.pk], "exchange.quarantined", said, link=link, subject=subject)


def _state(message_id: int) -> Inbound:
    return Inbound(InboundMessage.objects.values_list("state", flat=True).get(pk=message_id))


@transaction.atomic
def _stumbled(message_id: int, error: Exception) -> Inbound:
    message = (
        InboundMessage.objects.select_for_update(of=("self",))
        .select_related("connection__agency")
        .get(pk=message_id)
    )
    message.tries += 1
    message.reason = f"{type(error).__name__}: {error}"[:1000]
    if message.tries < MOST_TRIES and message.state == Inbound.STORED:
        message.save(update_fields=["tries", "reason"])
        return Inbound.STORED
    message.state, message.reason_code, message.settled_at = Inbound.QUARANTINED, "stumbled", timezone.now()
    told = _("Phần mềm không xử lý được gói này (%(why)s). Gói vẫn được giữ nguyên; hãy báo người quản trị.")
    message.reason = (told % {"why": message.reason[:300]})[:1000]
    message.save(update_fields=["tries", "reason", "state", "reason_code", "settled_at"])
    _tell_quarantined(message)
    return Inbound.QUARANTINED
