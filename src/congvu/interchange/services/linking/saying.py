"""Saying something about a stage: message, package and delivery, in the transaction of the fact."""

from collections.abc import Iterable
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.delivery.services import enqueue
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.dossiers.services.access import journal
from congvu.files.models import StoredFile
from congvu.interchange.envelopes import dossier as wire
from congvu.interchange.models import LinkedDossier, LinkMessage, OutboundMessage
from congvu.interchange.queries.routes import code_of
from congvu.interchange.rules.linking import (
    KIND_NAMES,
    OVER,
    SAYINGS,
    STAGE_NAMES,
    Kind,
    Side,
    Stage,
    may_say,
)

KIND = "dossier-link"
DOSSIER = "dossiers.dossier"


def say(
    link: LinkedDossier,
    kind: Kind,
    *,
    actor: Actor,
    text: str = "",
    items: Iterable[str] = (),
    legal_basis: str = "",
    facts: wire.Facts | None = None,
    clock: wire.Clock | None = None,
    outcome: wire.Outcome | None = None,
    files: Iterable[tuple[StoredFile, int | None]] = (),
) -> LinkMessage:
    """Say something about a stage to the other side; its state moves at once.

    Args:
        link: locked by the caller.
        kind: what.
        files: stored files that go with it, each with the number of its paper.

    Raises:
        StateRefused: the table does not let this side say it now.
    """
    stored = list(files)
    _move(link, kind)
    message = wire.Message(
        kind=kind,
        id=uuid4(),
        stage=link.stage,
        sequence=link.sent,
        seen=link.received,
        sender=_us(link),
        receiver=wire.Party(link.partner_code, link.partner_name),
        dossier_code=link.dossier_code,
        sent_at=timezone.now(),
        stage_name=link.name,
        by=actor.officer_name if actor.officer_id else "",
        text=clean(text),
        legal_basis=clean(legal_basis),
        items=tuple(clean(one) for one in items if clean(one)),
        facts=facts,
        clock=clock,
        outcome=outcome,
        files=tuple(_file(file, no) for file, no in stored),
    )
    link.note = message.text[:1000]
    link.save(update_fields=["sent", "state", "closed_at", "note"])
    row = _kept(link, message, stored)
    _record(link, kind, actor, message.text)
    return row


def _move(link: LinkedDossier, kind: Kind) -> None:
    """Move a stage by what this side is about to say; refuse what the table does not let it say."""
    if may_say(kind, Side(link.side), Stage(link.state)):
        link.sent += 1
        link.state = SAYINGS[kind].moves[Stage(link.state)]
        link.closed_at = timezone.now() if link.state in OVER else None
        return
    raise StateRefused(
        _("Phần việc đang ở trạng thái “%(state)s”, không thể thực hiện “%(what)s”.")
        % {"state": STAGE_NAMES[Stage(link.state)], "what": KIND_NAMES[kind]},
        code="stage",
    )


def _us(link: LinkedDossier) -> wire.Party:
    name = Agency.objects.values_list("name", flat=True).get(pk=link.agency_id)
    code = code_of(link.agency_id)
    if not code:
        raise StateRefused(
            _("Cơ quan chưa có mã định danh nên chưa liên thông hồ sơ được."), code="no-identifier"
        )
    return wire.Party(code, name)


def _file(file: StoredFile, no: int | None) -> wire.File:
    return wire.File(file.name, file.blob.sha256, file.blob.size, file.blob.media_type, no)


def _kept(
    link: LinkedDossier, message: wire.Message, stored: list[tuple[StoredFile, int | None]]
) -> LinkMessage:
    """Write the message, the row of its package, and the delivery that carries it."""
    key = f"link:{link.stage}:{link.side}:{link.sent}"
    title = f"{KIND_NAMES[Kind(message.kind)]}: {link.dossier_code} – {link.name}"
    package = OutboundMessage.objects.create(
        key=key,
        agency_id=link.agency_id,
        kind=OutboundMessage.Kind.EDOC,
        business="new",
        to_code=link.partner_code,
        to_name=link.partner_name,
        code=f"{message.sequence}/{link.dossier_code}"[:90],
        title=title[:500],
        created_at=message.sent_at,
    )
    row = LinkMessage.objects.create(
        link=link,
        way=LinkMessage.Way.OUT,
        sequence=message.sequence,
        uid=message.id,
        kind=message.kind,
        at=message.sent_at,
        by=message.by[:200],
        text=message.text,
        content=wire.tree_of(message),
        files=[{"id": file.pk, "name": file.name} for file, _no in stored],
        outbound=package,
    )
    payload = {"link_message": row.pk}
    subject = Subject(DOSSIER, link.dossier_id)
    enqueue(KIND, f"{link.partner_code}#{link.stage}", payload, key=key, subject=subject)
    return row


def _record(link: LinkedDossier, kind: Kind, actor: Actor, text: str) -> None:
    to = link.partner_name or link.partner_code
    what = KIND_NAMES[kind]
    journal(link.dossier, "dossier.link_sent", actor=actor, reason=text, what=what, to=to)
