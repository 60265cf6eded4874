"""Walking the chains: every event changed, removed or slipped in behind the journal's back is named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import connection
from django.utils.translation import gettext as _

from congvu.audit import rules
from congvu.audit.events import SHREDDED
from congvu.audit.models import ChainHead, Event

CHUNK = 2000
TRIGGERS = ("audit_event_keep", "audit_event_stay", "audit_chainhead_grow", "audit_chainhead_stay")


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the journal is not what was recorded.

    Args:
        agency_id: whose chain; None for the database as a whole.
        day: the chain's day, if any.
        seq: the event's number, if any.
        code: content, order, missing, head, seal, erased, day, anchor or protection.
        message: what is wrong, in Vietnamese.
    """

    agency_id: int | None
    day: date | None
    seq: int | None
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of a chain as an outsider kept it."""

    agency_id: int
    day: date
    seq: int
    hash: str


def verify(
    agency: int | None = None, day: date | None = None, *, anchors: Iterable[Anchor] = ()
) -> list[Break]:
    """Return every break of the chains (streaming; memory does not grow with the number of events).

    Args:
        agency: one agency's key, or all.
        day: one local day, or all.
        anchors: ends of chains kept outside; each must still stand in its chain.
    """
    return [*_protection(), *_chains(agency, day), *_anchors(anchors, agency, day)]


def _chains(agency: int | None, day: date | None) -> Iterator[Break]:
    for agency_id in [agency] if agency is not None else _agencies():
        heads = ChainHead.objects.filter(agency_id=agency_id)
        if day is not None:
            heads = heads.filter(day=day)
        waiting = {head.day: head for head in heads.order_by("day")}
        opened = list(waiting.values())
        for event_day, events in groupby(_events(agency_id, day), key=lambda event: event.day):
            yield from _chain(agency_id, event_day, events, waiting.pop(event_day, None))
        for lost in waiting.values():
            if lost.seq:
                yield Break(
                    agency_id,
                    lost.day,
                    None,
                    "missing",
                    _("Toàn bộ %(count)s sự kiện trong ngày đã mất.") % {"count": lost.seq},
                )
        for head in opened:
            yield from _opening(head)
        yield from _erased(agency_id, day)


def _agencies() -> list[int]:
    keys = set(ChainHead.objects.values_list("agency_id", flat=True).distinct())
    return sorted(keys | set(Event.objects.values_list("agency_id", flat=True).distinct()))


def _events(agency_id: int, day: date | None) -> Iterator[Event]:
    events = Event.objects.filter(agency_id=agency_id)
    if day is not None:
        events = events.filter(day=day)
    return events.order_by("day", "seq").iterator(chunk_size=CHUNK)


def _chain(agency_id: int, day: date, events: Iterator[Event], head: ChainHead | None) -> Iterator[Break]:
    before = (head.opened_hash if head else "") or rules.genesis(agency_id)
    expected = 1
    for event in events:
        if event.seq > expected:
            yield _gap(agency_id, day, expected, event.seq - 1)
        yield from _event(event, before if event.seq == expected else None)
        before, expected = event.hash, event.seq + 1
    last = expected - 1
    if head is None:
        yield Break(agency_id, day, None, "head", _("Ngày này có sự kiện nhưng không có đầu chuỗi."))
    elif head.seq > last:
        yield _gap(agency_id, day, expected, head.seq)
    elif head.seq < last:
        message = _("Sự kiện %(seq)s nằm ngoài chuỗi: đầu chuỗi dừng ở số %(head)s.")
        yield Break(agency_id, day, last, "head", message % {"seq": last, "head": head.seq})
    elif head.hash != before:
        yield Break(agency_id, day, last, "head", _("Sự kiện cuối không khớp với đầu chuỗi."))


def _gap(agency_id: int, day: date, first: int, last: int) -> Break:
    if first == last:
        message = _("Sự kiện số %(first)s đã mất.") % {"first": first}
    else:
        message = _("Các sự kiện số %(first)s–%(last)s đã mất.") % {"first": first, "last": last}
    return Break(agency_id, day, first, "missing", message)


def _event(event: Event, before: str | None) -> Iterator[Break]:
    """Check one event; `before` is unknown when the event before it is lost."""
    if rules.digest(event.recorded) != event.digest:
        yield _break(event, "content", _("Nội dung sự kiện số %(seq)s (%(kind)s) đã bị sửa."))
    if before is not None and rules.link(before, event.digest) != event.hash:
        yield _break(event, "order", _("Sự kiện số %(seq)s (%(kind)s) không nối với sự kiện trước nó."))
    for name, pair in event.personal.items():
        if name not in event.sealed or rules.seal(pair[0], pair[1]) != event.sealed[name]:
            message = _("Dữ liệu cá nhân “%(field)s” của sự kiện số %(seq)s (%(kind)s) đã bị sửa.")
            yield _break(event, "seal", message, field=name)


def _break(event: Event, code: str, message: str, **values: str) -> Break:
    text = message % {"seq": event.seq, "kind": event.kind, **values}
    return Break(event.agency_id, event.day, event.seq, code, text)


def _opening(head: ChainHead) -> Iterator[Break]:
    """Check that the chain that this day went on from still stands."""
    if head.opened_day is None or head.opened_seq is None:
        return
    stands = Event.objects.filter(
        agency_id=head.agency_id, day=head.opened_day, seq=head.opened_seq, hash=head.opened_hash
    ).exists()
    if not stands:
        message = _("Chuỗi của ngày %(day)s, mà ngày này nối tiếp, không còn như cũ.")
        yield Break(
            head.agency_id, head.day, None, "day", message % {"day": head.opened_day.strftime("%d/%m/%Y")}
        )


def _erased(agency_id: int, day: date | None) -> Iterator[Break]:
    """Find personal values that are gone although no erasure was recorded for their subject."""
    shredded: dict[tuple[str, int], set[str]] = {}
    for label, pk, data in Event.objects.filter(kind=SHREDDED.name).values_list(
        "subject_label", "subject_pk", "data"
    ):
        shredded.setdefault((label, pk), set()).update(data.get("fields", ()))
    events = Event.objects.filter(agency_id=agency_id).exclude(sealed={})
    if day is not None:
        events = events.filter(day=day)
    for event in events.order_by("day", "seq").iterator(chunk_size=CHUNK):
        allowed = shredded.get((event.subject_label, event.subject_pk), set())
        for name in sorted(set(event.sealed) - set(event.personal) - allowed):
            message = _(
                "Dữ liệu cá nhân “%(field)s” của sự kiện số %(seq)s (%(kind)s) mất mà không có quyết định."
            )
            yield _break(event, "erased", message, field=name)


def _anchors(anchors: Iterable[Anchor], agency: int | None, day: date | None) -> Iterator[Break]:
    for anchor in anchors:
        if (agency is not None and anchor.agency_id != agency) or (day is not None and anchor.day != day):
            continue
        if not Event.objects.filter(
            agency_id=anchor.agency_id, day=anchor.day, seq=anchor.seq, hash=anchor.hash
        ).exists():
            message = _("Chuỗi không còn chứa mắt xích số %(seq)s đã lưu ở bên ngoài.") % {"seq": anchor.seq}
            yield Break(anchor.agency_id, anchor.day, anchor.seq, "anchor", message)


def _protection() -> Iterator[Break]:
    """Check that the database still refuses changes."""
    query = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgname LIKE 'audit%'",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    for name in TRIGGERS:
        if name not in present:
            yield Break(
                None, None, None, "protection", _("Khóa chống sửa “%(name)s” đã bị gỡ.") % {"name": name}
            )
