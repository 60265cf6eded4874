"""Taking in what the other side says about a stage: each message once, in the order of its sender.

What comes too early stays stored and is tried again, after the one before it and at every look at the far
side; when that one does not come in a day it is a person's task. What was there already has no effect.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.directory.models import Agency
from congvu.dossiers.services.linked import locked_for
from congvu.interchange.envelopes import dossier as wire
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import InboundMessage, LinkedDossier, LinkMessage
from congvu.interchange.queries.routes import agencies_of, codes_alike
from congvu.interchange.rules.linking import SAYINGS, Impossible, Kind, Side, Stage, Turn, effect, turn
from congvu.interchange.services.linking import effects
from congvu.interchange.services.linking.arriving import Unsuitable, begin, check_files, kept_files
from congvu.interchange.services.statuses import report_package
from congvu.interchange.states import Inbound

EARLY = "link-early"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message; as the verdict on its package."""

    state: Inbound
    told: str = ""
    code: str = ""


def recognised(content: edxml.Message) -> wire.Message | None:
    """Return the message about a stage that a document carries; None for an ordinary document.

    Raises:
        Unsuitable: it means to be one, and cannot be.
    """
    if not isinstance(content, edxml.Document):
        return None
    own = next((one for one in content.attachments if one.name.casefold() == wire.NAME), None)
    if own is None or own.blob is None:
        return None
    try:
        with own.blob.open() as stream:
            return wire.read(stream.read(wire.MOST_BYTES + 1))
    except wire.NotOurs:
        return None
    except wire.DossierError as error:
        raise Unsuitable(error.message, code=f"link-{error.code}") from error


def take(said: wire.Message, content: edxml.Document, message: InboundMessage) -> Taken:
    """Give a message about a stage its effect, or say why not now, or why never.

    Raises:
        Unsuitable: impossible: for a person, with the reason.
        ActionRefused: the dossier cannot be changed that way.
    """
    message.acts_on = str(said.stage)
    kind = Kind(said.kind)
    us = _us(said, content, message)
    if said.sender.code not in codes_alike(message.connection, content.sender.code):
        raise Unsuitable(_("Tin liên thông ghi nơi gửi khác với gói chở nó."), code="link-sender")
    check_files(said, content)
    side = Side.RECEIVER if SAYINGS[kind].by == Side.ORIGIN else Side.ORIGIN
    link = LinkedDossier.objects.filter(stage=said.stage, side=side).first()
    if link is None:
        return _first(said, content, message, us)
    dossier = locked_for(link.dossier_id, link.agency_id)
    link = LinkedDossier.objects.select_for_update(of=("self",)).get(pk=link.pk)
    link.dossier = dossier
    _require_party(link, said, us, message)
    return _in_turn(link, said, content, message)


def _us(said: wire.Message, content: edxml.Document, message: InboundMessage) -> Agency:
    wanted = {said.receiver.code} | ({message.listed_to} if message.listed_to else set())
    found = agencies_of({said.receiver.code}, message.connection) or agencies_of(
        wanted | {one.code for one in content.recipients}, message.connection
    )
    if not found:
        told = _("Tin liên thông hồ sơ gửi cho mã %(code)s, không phải cơ quan nào dùng kết nối này.")
        raise Unsuitable(told % {"code": said.receiver.code}, code="not-ours")
    return found[0]


def _require_party(link: LinkedDossier, said: wire.Message, us: Agency, message: InboundMessage) -> None:
    """Only the two sides of a stage speak about it."""
    alike = codes_alike(message.connection, link.partner_code)
    if said.sender.code not in alike or link.agency_id != us.pk or said.dossier_code != link.dossier_code:
        raise Unsuitable(
            _("Nơi gửi không phải bên của lượt chuyển hồ sơ %(code)s.") % {"code": link.dossier_code},
            code="link-party",
        )


def _first(said: wire.Message, content: edxml.Document, message: InboundMessage, us: Agency) -> Taken:
    """A stage that is not known here: only its hand-over begins it, anything else waits for that."""
    if Kind(said.kind) != Kind.HAND_OVER:
        return _early(said, message, 0)
    if said.sequence != 1:
        raise Unsuitable(_("Tin chuyển hồ sơ phải là tin thứ nhất của lượt chuyển."), code="link-order")
    link, files = begin(said, content, message, us)
    _keep(link, said, message, files)
    report_package(message, us.pk, "03")
    return Taken(Inbound.INGESTED, _("Hồ sơ liên thông %(code)s") % {"code": link.dossier_code})


def _in_turn(
    link: LinkedDossier, said: wire.Message, content: edxml.Document, message: InboundMessage
) -> Taken:
    when = turn(said.sequence, link.received)
    if when == Turn.LATER:
        return _early(said, message, link.received)
    if when == Turn.BEFORE:
        same = link.messages.filter(way=LinkMessage.Way.IN, sequence=said.sequence, uid=said.id).exists()
        if same:
            return Taken(Inbound.DUPLICATE, _("Tin này đã có hiệu lực trước đó."), "duplicate")
        told = _("Tin thứ %(no)s của lượt chuyển này đã có, với nội dung khác.")
        raise Unsuitable(told % {"no": said.sequence}, code="link-twice")
    try:
        done = effect(Kind(said.kind), SAYINGS[Kind(said.kind)].by, Stage(link.state))
    except Impossible as error:
        raise Unsuitable(str(error), code="link-impossible") from error
    files = kept_files(said, content, link.agency_id)
    link.received = said.sequence
    _keep(link, said, message, files, late=done.late)
    effects.have(link, said, files, stage=done.stage, late=done.late)
    report_package(message, link.agency_id, "06")
    return Taken(Inbound.INGESTED, _("Hồ sơ liên thông %(code)s") % {"code": link.dossier_code})


def _early(said: wire.Message, message: InboundMessage, applied: int) -> Taken:
    """Hold a message whose turn has not come; after the time that failing deliveries get it is a person's."""
    told = _("Tin thứ %(no)s của hồ sơ %(code)s đến trước tin thứ %(missing)s; được giữ lại để chờ.")
    words = told % {"no": said.sequence, "code": said.dossier_code, "missing": applied + 1}
    waited = timezone.now() - message.received_at
    if waited >= timedelta(hours=settings.INTERCHANGE_GIVE_UP_HOURS):
        raise Unsuitable(words, code=EARLY)
    return Taken(Inbound.STORED, words, EARLY)


def _keep(
    link: LinkedDossier,
    said: wire.Message,
    message: InboundMessage,
    files: list[tuple[int, wire.File]],
    *,
    late: bool = False,
) -> None:
    LinkMessage.objects.create(
        link=link,
        way=LinkMessage.Way.IN,
        sequence=said.sequence,
        uid=said.id,
        kind=said.kind,
        at=said.sent_at,
        by=said.by[:200],
        text=said.text,
        content=wire.tree_of(said),
        files=[{"id": pk, "name": file.name} for pk, file in files],
        late=late,
        inbound=message,
    )


__all__ = ["Taken", "recognised", "take"]
