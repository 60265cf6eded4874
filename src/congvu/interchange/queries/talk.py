"""The exchange as part of the conversation about a document: each package, and what was reported of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.template.defaultfilters import date as shown
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.common.subject import Subject
from congvu.common.subjects import Link, SubjectCard
from congvu.directory.messages import Actor
from congvu.documents.models import IncomingDocument, OutgoingDocument
from congvu.interchange.envelopes.edxml import values
from congvu.interchange.models import InboundMessage, OutboundMessage
from congvu.interchange.queries.traffic import visible_inbound, visible_outbound
from congvu.interchange.states import Outbound

IN, OUT = "interchange.inboundmessage", "interchange.outboundmessage"
INCOMING, OUTGOING = "documents.incomingdocument", "documents.outgoingdocument"
MOST = 20
KEEPER = "document.register"
EDOC = OutboundMessage.Kind.EDOC
DOES = {
    "recall": gettext_noop("nơi gửi thu hồi"),
    "update": gettext_noop("nơi gửi cập nhật"),
    "replace": gettext_noop("nơi gửi thay thế"),
    "status": gettext_noop("nơi gửi đề nghị lấy lại"),
}


def exchange_links(asked: list[Subject], actor: Actor) -> Iterator[Link]:
    """Yield what went out of documents and came about them, at most MOST packages (three statements)."""
    pks = {label: [one.pk for one in asked if one.label == label] for label in (IN, OUT, INCOMING, OUTGOING)}
    sent = OutboundMessage.objects.filter(
        Q(pk__in=pks[OUT]) | Q(document_id__in=pks[OUTGOING]), kind=EDOC, document__isnull=False
    )
    for pk, document, business in sent.order_by("pk").values_list("pk", "document_id", "business")[:MOST]:
        yield Link(Subject(OUTGOING, document), Subject(OUT, pk), _what(business))
    came = InboundMessage.objects.filter(
        Q(pk__in=pks[IN]) | Q(document_id__in=pks[INCOMING]), document__isnull=False
    ).exclude(business="new")
    sources = dict(IncomingDocument.objects.filter(pk__in=pks[INCOMING]).values_list("pk", "source_pk"))
    for pk, document, business in came.order_by("pk").values_list("pk", "document_id", "business")[:MOST]:
        if sources.get(document) != pk:
            yield Link(Subject(INCOMING, document), Subject(IN, pk), _(DOES.get(business, "nơi gửi báo")))


def _what(business: str) -> str:
    if business in {"", "new"}:
        return _("gửi qua liên thông")
    return _("%(what)s qua liên thông") % {"what": values.KIND_WORDS.get(business, business)}


def outbound_cards(pks: list[int], actor: Actor) -> Mapping[int, SubjectCard]:
    """Return packages of documents that `actor` may see, with their reports as the state."""
    mine = OutgoingDocument.objects.visible_to(actor)
    rows = visible_outbound(actor).filter(pk__in=pks, document__in=mine).prefetch_related("events")
    return {row.pk: _sent(row, actor) for row in rows}


def _sent(row: OutboundMessage, actor: Actor) -> SubjectCard:
    reports = [f"{values.status_words(one.code)} {_at(one.received_at)}" for one in row.events.all()]
    went = [_("lên trục %(at)s") % {"at": _at(row.sent_at)}] if row.sent_at else []
    said = [row.note] if row.note else []
    return SubjectCard(
        subject=Subject(OUT, row.pk),
        title=row.to_name or row.to_code,
        code=row.to_code,
        link=_page(actor, "desk:exchange_outbound", row.pk),
        on=timezone.localdate(row.sent_at or row.created_at),
        state=". ".join([str(row.get_state_display()), *said, "; ".join([*went, *reports])]).rstrip(". "),
        kind=_("Lượt gửi liên thông"),
    )


def inbound_cards(pks: list[int], actor: Actor) -> Mapping[int, SubjectCard]:
    """Return packages that brought documents that `actor` may see, with what was reported back."""
    mine = IncomingDocument.objects.visible_to(actor).filter(source_label=IN, source_pk__in=pks)
    brought = set(mine.values_list("source_pk", flat=True))
    about = IncomingDocument.objects.visible_to(actor)
    rows = InboundMessage.objects.filter(Q(pk__in=brought) | Q(pk__in=pks, document__in=about))
    rows |= _kept(actor, pks)
    sent = Prefetch("statuses_sent", OutboundMessage.objects.order_by("pk"))
    return {row.pk: _came(row, actor) for row in rows.distinct().prefetch_related(sent)}


def _kept(actor: Actor, pks: list[int]) -> QuerySet[InboundMessage]:
    if KEEPER not in actor.capabilities:
        return InboundMessage.objects.none()
    return InboundMessage.objects.filter(pk__in=visible_inbound(actor).filter(pk__in=pks).values("pk"))


def _came(row: InboundMessage, actor: Actor) -> SubjectCard:
    told = [_reported(one) for one in row.statuses_sent.all()]
    said = [_("đã báo lại: %(what)s") % {"what": "; ".join(told)}] if told else []
    return SubjectCard(
        subject=Subject(IN, row.pk),
        title=row.sender_name or row.listed_sender or row.identity_sender,
        code=row.identity_sender,
        link=_page(actor, "desk:exchange_inbound", row.pk),
        on=timezone.localdate(row.received_at),
        state="; ".join([f"{row.get_state_display()} {_at(row.received_at)}", *said]),
        kind=_("Gói liên thông đến"),
    )


def _reported(one: OutboundMessage) -> str:
    words = values.status_words(one.status_code)
    if one.sent_at is not None:
        return f"{words} {_at(one.sent_at)}"
    return _("%(what)s (%(state)s)") % {"what": words, "state": one.get_state_display().lower()}


def _at(moment: datetime | None) -> str:
    return shown(timezone.localtime(moment), "H:i d/m") if moment else ""


def _page(actor: Actor, name: str, pk: int) -> str:
    if KEEPER not in actor.capabilities:
        return ""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class Reported:
    """A status that we sent about an incoming document: in words, when it happened here, whether it went.

    Args:
        code: of QCVN 102.
        words: in words.
        at: when it happened here.
        sent_at: when it went up; None while it waits.
        stuck: whether a person has to look at it.
        note: why.
    """

    code: str
    words: str
    at: datetime
    sent_at: datetime | None
    stuck: bool
    note: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """How an incoming document came over the interchange, and what its sender knows of it."""

    message: InboundMessage
    reported: tuple[Reported, ...]


def arrival_of(document: IncomingDocument) -> Arrived | None:
    """Return the package of an incoming document and what was reported back; None for any other way in."""
    if document.source_label != IN or document.source_pk is None:
        return None
    message = InboundMessage.objects.select_related("connection").filter(pk=document.source_pk).first()
    if message is None:
        return None
    rows = message.statuses_sent.filter(key__startswith=f"status:{document.pk}:").order_by("pk")
    told = (
        Reported(
            one.status_code,
            values.status_words(one.status_code),
            one.created_at,
            one.sent_at,
            one.state == Outbound.STUCK,
            one.note,
        )
        for one in rows
    )
    return Arrived(message, tuple(told))
