"""Putting a document where it belongs: a box of each agency addressed, or a request that a clerk decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import File
from django.db.models import Q
from django.utils.translation import gettext as _

from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.directory.queries import resolve_code
from congvu.documents.messages import Arrival, ArrivedFile, Facts, Identity
from congvu.documents.models import IncomingDocument
from congvu.documents.services import arrive, sender_asks
from congvu.files.models import StoredFile
from congvu.files.services import store
from congvu.interchange.envelopes import dossier, edxml
from congvu.interchange.models import InboundMessage
from congvu.interchange.queries.routes import agencies_of, codes_alike
from congvu.interchange.services.linking.answers import answered_outside

SOURCE = "interchange.inboundmessage"


class Unplaceable(Exception):  # noqa: N818 — a verdict
    """A readable message for which there is no place here; `told` is the reason in plain words."""

    def __init__(self, told: str, *, code: str) -> None:
        super().__init__(told)
        self.told, self.code = told, code


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a message ended: the (first) document, and a sentence where there is something to say."""

    document: IncomingDocument | None
    told: str = ""


def place(content: edxml.Message, message: InboundMessage) -> Placed:
    """Give a document, or a sender's wish to take one back, its effect.

    Raises:
        Unplaceable: addressed to nobody here, or about a document that we never got.
        ActionRefused: the documents or files room refuses what came.
    """
    if isinstance(content, edxml.Status):
        return _recalled(content.answer, content.description, content.sender.code, message)
    receivers = _receivers(content, message)
    if content.business.kind == "recall":
        about = edxml.Answer(content.sender.code, content.code, content.document_id, content.issued_on)
        return _recalled(about, content.business.reason, content.sender.code, message, receivers)
    return _arrived(content, message, receivers)


def _receivers(content: edxml.Document, message: InboundMessage) -> list[Agency]:
    connection = message.connection
    addressed = {one.code for one in content.recipients}
    wanted = {message.listed_to} if message.listed_to else addressed
    found = agencies_of(wanted, connection) or agencies_of(addressed, connection)
    if not found:
        codes = ", ".join(sorted(addressed)) or _("không ghi")
        told = _("Gói gửi cho mã %(codes)s, không phải mã của cơ quan nào dùng kết nối “%(name)s”.")
        raise Unplaceable(told % {"codes": codes, "name": connection.name}, code="not-ours")
    return found


def _arrived(content: edxml.Document, message: InboundMessage, receivers: list[Agency]) -> Placed:
    kind = content.business.kind
    older = _originals(content, message)
    first: IncomingDocument | None = None
    if kind == "update" and not content.attachments:
        if not older:
            raise _unknown(content.business.document_id or content.code)
        return _asked(older, "update", _reason(content, _("cập nhật thông tin văn bản")), message, receivers)
    _require_content(content)
    for agency in receivers:
        actor = Actor.system(agency.pk, agency.name)
        arrival = Arrival(
            origin=IncomingDocument.Origin.INTERCHANGE,
            facts=_facts(content),
            files=_files(content.attachments, actor),
            identity=Identity(
                message.identity_sender,
                message.identity_document,
                kind if kind in {"update", "replace"} else "new",
                message.digest,
            ),
            arrived_at=message.received_at,
            source=Subject(SOURCE, message.pk),
        )
        document = arrive(arrival, actor=actor, agency_id=agency.pk)
        answered_outside(content, document, message)
        first = first or document
    if kind in {"update", "replace"} and older:
        words = _("thay thế văn bản") if kind == "replace" else _("cập nhật văn bản")
        _asked(older, kind, _reason(content, f"{words}: {content.code}"), message, receivers)
    return Placed(first)


def _require_content(content: edxml.Document) -> None:
    if not content.attachments:
        raise Unplaceable(_("Gói không kèm tệp văn bản nào."), code="no-file")
    empty = [one.name for one in content.attachments if one.blob is None or one.blob.size == 0]
    if empty:
        told = _("Tệp “%(name)s” trong gói không có nội dung.")
        raise Unplaceable(told % {"name": empty[0]}, code="empty-file")


def _reason(content: edxml.Document, otherwise: str) -> str:
    return content.business.reason.strip() or otherwise


def _originals(content: edxml.Document, message: InboundMessage) -> list[IncomingDocument]:
    """Return what an update or a replacement is about, of ours; a replacement meant for others has none."""
    business = content.business
    if business.kind == "update":
        wanted = business.document_id or content.document_id
        return _documents(
            edxml.Answer("", content.code, wanted, content.issued_on), content.sender.code, message
        )
    found: list[IncomingDocument] = []
    for row in business.replacements if business.kind == "replace" else ():
        if row.organ_codes and not agencies_of(set(row.organ_codes), message.connection):
            continue
        about = edxml.Answer("", "", row.document_id, "")
        found += _documents(about, content.sender.code, message)
    return found


def _documents(about: edxml.Answer, sender: str, message: InboundMessage) -> list[IncomingDocument]:
    """Return the documents here that a sender speaks of: by its id, else by number, notation and date."""
    senders = codes_alike(message.connection, sender)
    rows = IncomingDocument.objects.filter(source_label=SOURCE, identity_sender__in=senders)
    rows = rows.exclude(source_pk=message.pk).order_by("pk")
    by_id = rows.filter(identity_document=about.document_id.strip()) if about.document_id.strip() else None
    if by_id is not None and (found := list(by_id)):
        return found
    if not about.code.strip():
        return []
    day = edxml.values.parse_date(about.issued_on)
    sources = InboundMessage.objects.filter(code=about.code.strip(), identity_sender__in=senders)
    if about.issued_on:
        sources = sources.filter(
            Q(issued_on=about.issued_on) | Q(issued_on__startswith=f"{day:%Y/%m/%d}" if day else "?")
        )
    return list(rows.filter(source_pk__in=sources.values("pk")))


def _recalled(
    about: edxml.Answer,
    reason: str,
    sender: str,
    message: InboundMessage,
    receivers: list[Agency] | None = None,
) -> Placed:
    found = _documents(about, sender, message)
    if not found:
        raise _unknown(about.document_id or about.code)
    told = reason.strip() or _("nơi gửi không nêu lý do")
    return _asked(found, "recall", told, message, receivers)


def _asked(
    documents: Iterable[IncomingDocument],
    what: str,
    reason: str,
    message: InboundMessage,
    receivers: list[Agency] | None,
) -> Placed:
    """Put the sender's request on the documents; the clerk decides."""
    mine = list(documents)
    wanted = {agency.pk for agency in receivers} if receivers is not None else None
    asked: list[IncomingDocument] = []
    for pk in dict.fromkeys(one.source_pk for one in mine):
        if pk is None:
            continue
        actor = Actor.system(message.connection.agency_id, message.sender_name)
        asked += sender_asks(Subject(SOURCE, pk), what, reason=reason, agency_ids=wanted, actor=actor)
    if asked:
        return Placed(asked[0])
    return Placed(
        mine[0], _("Văn bản đã kết thúc ở đây (trả lại, thu hồi hoặc trùng) nên không còn gì để quyết định.")
    )


def _unknown(what: str) -> Unplaceable:
    told = _(
        "Nơi gửi nói về văn bản “%(what)s” mà ta chưa nhận được. "
        "Khi văn bản ấy đến, gói này tự được xử lý lại."
    )
    return Unplaceable(told % {"what": what}, code="unknown-original")


def _files(attachments: Iterable[edxml.Attachment], actor: Actor) -> tuple[ArrivedFile, ...]:
    found = []
    readable = [one for one in attachments if one.name.casefold() != dossier.NAME]
    for position, one in enumerate(readable):
        stored = _kept(one, actor)
        found.append(ArrivedFile(stored.pk, "annex" if position else "main"))
    return tuple(found)


def _kept(attachment: edxml.Attachment, actor: Actor) -> StoredFile:
    assert attachment.blob is not None
    with attachment.blob.open() as stream:
        return store(File(stream, name=attachment.name), actor=actor, name=attachment.name)


def _facts(content: edxml.Document) -> Facts:
    issuer = resolve_code(content.sender.code)
    pages, copies = content.other.pages, content.other.copies
    issuer_name = content.sender.name or (issuer.agency_name if issuer else content.sender.code)
    return Facts(
        kind_name=content.type.name[:60],
        number=content.number[:20],
        notation=content.notation[:60],
        issuer_name=issuer_name[:200],
        issuer_id=issuer.agency_id if issuer else None,
        superior_name=content.sender.in_charge[:200],
        place=content.place[:100],
        issued_on=content.issued_date,
        subject=content.subject[:2000],
        signer_name=content.signer.name[:120],
        signer_position=content.signer.position[:200],
        signer_authority=content.signer.competence[:300],
        urgency=content.other.urgency,
        pages=_count(pages),
        copies=_count(copies) or 1,
        with_paper=content.business.paper == "1",
        reply_by=content.due_date,
        recipients=content.places,
    )


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 100_000 else None
