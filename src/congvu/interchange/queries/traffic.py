"""Messages as officers see them: those of their agency, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.files.models import StoredFile
from congvu.interchange.envelopes.edxml import values
from congvu.interchange.models import InboundMessage, OutboundMessage, StatusEvent
from congvu.interchange.states import Inbound, Outbound

PAGE = 30
EDOC = OutboundMessage.Kind.EDOC
BOXES = {
    "gui": "Đã gửi",
    "nhan": "Đã nhận",
    "ket": "Kẹt",
    "cach-ly": "Cách ly",
}


def visible_outbound(actor: Actor) -> QuerySet[OutboundMessage]:
    """Return what the actor's agency sends."""
    return OutboundMessage.objects.filter(agency_id=actor.agency_id)


def visible_inbound(actor: Actor) -> QuerySet[InboundMessage]:
    """Return what came for the actor's agency: over its connection, or into its boxes."""
    return InboundMessage.objects.filter(
        Q(connection__agency_id=actor.agency_id) | Q(document__agency_id=actor.agency_id)
    )


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a document stands at one recipient, in words and times.

    Args:
        id: the package.
        to: the recipient.
        what: "văn bản mới", "thu hồi văn bản" …
        state: of the table of states.
        words: the state in words.
        since: since when.
        note: what there is to say, such as why it is stuck.
        sent_at: when it went up.
        history: what the recipient reported, oldest first.
    """

    id: int
    to: str
    code: str
    what: str
    state: str
    words: str
    since: datetime
    note: str
    sent_at: datetime | None
    history: tuple["Report", ...]
    stuck: bool


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a recipient."""

    code: str
    words: str
    who: str
    description: str
    at: datetime


def whereabouts(document_id: int) -> list[Whereabouts]:
    """Return where an outgoing document is at each recipient of the interchange (two statements)."""
    rows = OutboundMessage.objects.filter(document_id=document_id, kind=EDOC).order_by("recipient_id", "pk")
    return [where(row) for row in rows.prefetch_related("events")]


def where(row: OutboundMessage) -> Whereabouts:
    """Return where a package stands."""
    history = tuple(_report(one) for one in row.events.all())
    return Whereabouts(
        id=row.pk,
        to=row.to_name,
        code=row.to_code,
        what=values.KIND_WORDS.get(row.business or "new", row.business),
        state=row.state,
        words=row.get_state_display(),
        since=row.status_at or row.sent_at or row.created_at,
        note=row.note,
        sent_at=row.sent_at,
        history=history,
        stuck=row.state == Outbound.STUCK,
    )


def _report(one: StatusEvent) -> Report:
    words = values.status_words(one.code)
    said = "" if one.description.strip().casefold() == words.casefold() else one.description
    return Report(one.code, words, one.who, said, one.reported_at or one.received_at)


def stuck_outbound(actor: Actor) -> QuerySet[OutboundMessage]:
    """Return what the agency could not send, documents and statuses."""
    return visible_outbound(actor).filter(state=Outbound.STUCK)


def quarantined(actor: Actor) -> QuerySet[InboundMessage]:
    """Return what came and found no box."""
    return visible_inbound(actor).filter(state__in=[Inbound.QUARANTINED, Inbound.STORED])


LIMITS = {0: timedelta(hours=4), 1: timedelta(hours=1), 2: timedelta(minutes=30)}
URGENT_LIMIT = timedelta(minutes=15)


def limit_of(urgency: int) -> timedelta:
    """Return how long a document of some urgency may wait to be sent before people are told."""
    return LIMITS.get(urgency, URGENT_LIMIT)


def overdue_outbound(moment: datetime | None = None) -> Iterable[OutboundMessage]:
    """Return what has waited too long to be sent, for its urgency, and was not told of yet."""
    now = moment or timezone.now()
    waiting = OutboundMessage.objects.filter(state=Outbound.QUEUED, alarmed_at__isnull=True, kind=EDOC)
    late = Q(urgency__gte=3, created_at__lt=now - URGENT_LIMIT)
    for urgency, limit in LIMITS.items():
        late |= Q(urgency=urgency, created_at__lt=now - limit)
    return waiting.filter(late).order_by("pk")[:500]


@dataclass(frozen=True, slots=True)
class TrafficPage:
    """A page of messages, newest first; `older` is the id to go on from, None at the end."""

    rows: list[OutboundMessage] | list[InboundMessage]
    older: int | None = None


def box(actor: Actor, name: str, *, before: int | None = None) -> TrafficPage:
    """Return a page of one of the boxes (one statement).

    Args:
        actor: whose agency.
        name: of BOXES.
        before: only those with a smaller id.
    """
    if name in {"gui", "ket"}:
        sent = visible_outbound(actor).filter(kind=EDOC) if name == "gui" else stuck_outbound(actor)
        sent = sent.filter(pk__lt=before) if before else sent
        rows = list(sent.order_by("-pk")[: PAGE + 1])
        return TrafficPage(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)
    came = visible_inbound(actor) if name == "nhan" else quarantined(actor)
    came = came.filter(pk__lt=before) if before else came
    found = list(came.select_related("connection", "document").order_by("-pk")[: PAGE + 1])
    return TrafficPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def box_counts(actor: Actor) -> dict[str, int]:
    """Return how many messages wait for a person, at most 1,000 each (two statements)."""
    return {
        "ket": stuck_outbound(actor)[:1000].count(),
        "cach-ly": quarantined(actor)[:1000].count(),
    }


def file_of(actor: Actor, way: str, pk: int) -> StoredFile | None:
    """Return the exact bytes of a message, "goi-den" or "goi-di"; None where there are none to see."""
    if way == "goi-den":
        came = visible_inbound(actor).select_related("file__blob").filter(pk=pk).first()
        return came.file if came else None
    sent = visible_outbound(actor).select_related("file__blob").filter(pk=pk).first()
    return sent.file if sent and way == "goi-di" else None
