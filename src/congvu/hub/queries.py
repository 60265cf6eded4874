"""Reads of the axis: whom a code means, inboxes, what was sent, and the directory."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from congvu.common.text import fold
from congvu.hub.models import HubAgency, HubCode, HubCredential, HubDelivery, HubMessage, HubRefusal
from congvu.hub.rules.parameters import guessed, normal
from congvu.hub.states import WAITING, State
from congvu.interchange.envelopes.edxml.values import wire_time

_HOPS = 10


def resolve(code: str) -> HubAgency | None:
    """Return the agency that a code means today: an old code finds it, a merged one its heir."""
    return resolve_many([code])[code]


def resolve_many(codes: Sequence[str]) -> dict[str, HubAgency | None]:
    """Return for each code the agency that it means today, or None (two statements, more for heirs)."""
    plain = {code: normal(code) for code in codes}
    asked = {*plain.values(), *(guess for one in plain.values() if (guess := guessed(one)))}
    rows = HubCode.objects.filter(code__in=asked).select_related("agency")
    known = {row.code: row.agency for row in rows}
    return {code: _heir(known.get(one) or known.get(guessed(one))) for code, one in plain.items()}


def _heir(agency: HubAgency | None) -> HubAgency | None:
    for _hop in range(_HOPS):
        if agency is None or not agency.deleted:
            return agency
        agency = agency.successor
    return None


def speaks_for(credential: HubCredential, agency: HubAgency) -> bool:
    """Tell whether a credential may send and receive for an agency."""
    if credential.whole_tree:
        return agency.path.startswith(credential.agency.path)
    return agency.pk == credential.agency_id


def _mine(credential: HubCredential, field: str) -> Q:
    if credential.whole_tree:
        return Q(**{f"{field}__path__startswith": credential.agency.path})
    return Q(**{field: credential.agency_id})


def inbox(
    credential: HubCredential, kind: str, since: datetime | None = None, until: datetime | None = None
) -> QuerySet[HubDelivery]:
    """Return what waits for the agencies of a credential, oldest first; acknowledged items are not there."""
    found = HubDelivery.objects.filter(
        _mine(credential, "recipient"), kind=kind, state__in=[state.value for state in WAITING]
    )
    return _between(found, since, until).select_related("message", "recipient").order_by("id")


def sent_by(
    credential: HubCredential,
    doc_id: str = "",
    kind: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[HubDelivery]:
    """Return the deliveries of what the agencies of a credential sent, newest first."""
    found = HubDelivery.objects.filter(_mine(credential, "message__sender"))
    if doc_id:
        found = found.filter(Q(message__doc_id=doc_id) | Q(doc_id=doc_id))
    if kind:
        found = found.filter(kind=kind)
    return _between(found, since, until).select_related("message", "recipient").order_by("-id")


def _between(
    found: QuerySet[HubDelivery], since: datetime | None, until: datetime | None
) -> QuerySet[HubDelivery]:
    if since is not None:
        found = found.filter(created_at__gte=since)
    return found.filter(created_at__lt=until) if until is not None else found


def own_deliveries(credential: HubCredential, doc_id: str) -> QuerySet[HubDelivery]:
    """Return the copies for a credential's agencies that an id names: the recipient's id, or the sender's."""
    named = Q(doc_id=doc_id) | Q(message__doc_id=doc_id)
    return HubDelivery.objects.filter(_mine(credential, "recipient"), named)


def readable(credential: HubCredential, doc_id: str) -> HubMessage | None:
    """Return the message with an id that a credential received, or sent itself."""
    delivery = own_deliveries(credential, doc_id).select_related("message").first()
    if delivery is not None:
        return delivery.message
    return HubMessage.objects.filter(_mine(credential, "sender"), doc_id=doc_id).first()


def inbox_row(delivery: HubDelivery) -> dict[str, Any]:
    """Return a line of getReceivedEdocList."""
    return {
        "docId": delivery.doc_id,
        "serviceType": "eDoc",
        "messageType": delivery.kind,
        "created_time": wire_time(delivery.created_at),
        "updated_time": wire_time(delivery.updated_at),
        "from": delivery.message.sender_code,
        "to": delivery.recipient.code if delivery.recipient else delivery.to_code,
        "status": delivery.state,
        "status_desc": delivery.note,
    }


def sent_row(delivery: HubDelivery) -> dict[str, Any]:
    """Return a line of getSentEdocList: one for each recipient."""
    message = delivery.message
    return {
        "serviceType": "eDoc",
        "messageType": delivery.kind,
        "senderDocId": message.doc_id,
        "receiverDocId": delivery.doc_id,
        "fromCode": message.sender_code,
        "toCode": delivery.to_code,
        "title": message.title,
        "notation": message.notation,
        "documentId": message.document_id,
        "sentTime": wire_time(message.created_at),
        "receivedTime": wire_time(delivery.fetched_at) if delivery.fetched_at else "",
        "sendStatus": "done",
        "sendStatusDesc": "",
        "receiveStatus": delivery.state,
        "receiveStatusDesc": delivery.note,
    }


def directory(*, deleted: bool = False, level: int = 0, after: int = 0) -> Iterator[HubAgency]:
    """Yield the agencies in the order of their versions, without loading all at once.

    Args:
        deleted: whether such that are no more are told as well.
        level: only codes of so many segments; 0 for all.
        after: only versions greater than this one.
    """
    rows = HubAgency.objects.select_related("successor")
    found = rows.filter(version__gt=after).order_by("version", "id")
    if not deleted:
        found = found.filter(deleted=False)
    for agency in found.iterator(chunk_size=2000):
        if level and agency.code.count(".") + 1 != level:
            continue
        yield agency


def agency_rows(agencies: Iterable[HubAgency], kind: str) -> Iterator[dict[str, Any]]:
    """Yield the lines of getAgenciesList (plain), getAgenciesListQD20 (qd20) or getSynchronizeUnit (sync)."""
    for one in agencies:
        pid = str(one.parent_id) if one.parent_id else None
        row = {"id": str(one.pk), "pid": pid, "code": one.code, "name": one.name, "mail": one.mail}
        if kind == "plain":
            yield row | {"oldCode": one.old_code}
        elif kind == "qd20":
            yield row | {"code102": one.old_code}
        else:
            yield row | {
                "oldCode": one.old_code,
                "version": one.version,
                "centerCode": settings.HUB_CENTER_CODE,
                "deleted": one.deleted,
                "modifyDate": wire_time(one.modified_at),
                "isAgency": one.is_agency,
                **({"successor": one.successor.code} if one.successor else {}),
            }


def found_agencies(text: str) -> QuerySet[HubAgency]:
    """Return the agencies whose name or codes hold all words of a text."""
    found = HubAgency.objects.all()
    for word in fold(text).split():
        found = found.filter(search_text__contains=word)
    return found


def acknowledged(credential: HubCredential, kind: str, most: int = 50) -> list[dict[str, Any]]:
    """Return lines of what a credential acknowledged already: a double lists them again."""
    found = HubDelivery.objects.filter(_mine(credential, "recipient"), kind=kind, state=State.DONE)
    return [inbox_row(row) for row in found.select_related("message", "recipient").order_by("id")[:most]]


def newest_id() -> str:
    """Return the id of the newest message, or ""."""
    return HubMessage.objects.order_by("-id").values_list("doc_id", flat=True).first() or ""


@dataclass(slots=True)
class Flow:
    """What one agency sent and received: today, and in the last seven days."""

    agency: HubAgency
    sent_today: int = 0
    sent_week: int = 0
    received_today: int = 0
    received_week: int = 0
    bytes_week: int = 0
    waiting: int = 0


def flows(today: datetime, week: datetime, most: int = 50) -> list[Flow]:
    """Return the agencies with most traffic since `week` or most that waits (four statements)."""
    now = Q(created_at__gte=today)
    sent: dict[int, dict[str, Any]] = {
        row["sender"]: dict(row)
        for row in HubMessage.objects.filter(created_at__gte=week, sender__isnull=False)
        .values("sender")
        .annotate(week=Count("id"), today=Count("id", filter=now), size=Sum("size"))
    }
    local = HubDelivery.objects.filter(recipient__isnull=False)
    received: dict[int, dict[str, Any]] = {
        row["recipient"]: dict(row)
        for row in local.filter(created_at__gte=week)
        .values("recipient")
        .annotate(week=Count("id"), today=Count("id", filter=now))
    }
    open_ = local.filter(state__in=[state.value for state in WAITING])
    waiting: dict[int, int] = dict(open_.values_list("recipient").annotate(Count("id")))
    weight = {
        pk: sent.get(pk, {}).get("week", 0) + received.get(pk, {}).get("week", 0) + waiting.get(pk, 0)
        for pk in {*sent, *received, *waiting}
    }
    chosen = sorted(weight, key=lambda pk: (-weight[pk], pk))[:most]
    agencies = HubAgency.objects.in_bulk(chosen)
    return [
        Flow(
            agencies[pk],
            sent.get(pk, {}).get("today", 0),
            sent.get(pk, {}).get("week", 0),
            received.get(pk, {}).get("today", 0),
            received.get(pk, {}).get("week", 0),
            sent.get(pk, {}).get("size", 0) or 0,
            waiting.get(pk, 0),
        )
        for pk in chosen
    ]


def stuck(before: datetime, most: int = 50) -> list[HubDelivery]:
    """Return copies that nobody has fetched since before a moment, oldest first."""
    found = HubDelivery.objects.filter(
        state__in=[state.value for state in WAITING], fetched_at__isnull=True, created_at__lt=before
    )
    return list(found.select_related("message", "recipient").order_by("id")[:most])


def refusals(since: datetime, most: int = 30) -> list[HubRefusal]:
    """Return what was refused lately, newest first."""
    return list(HubRefusal.objects.filter(at__gte=since).order_by("-id")[:most])


def credentials_shown(now: datetime) -> list[HubCredential]:
    """Return the credentials, each with `valid`: how many secrets it has that are valid now."""
    usable = Q(secrets__revoked_at__isnull=True) & (
        Q(secrets__expires_at__isnull=True) | Q(secrets__expires_at__gt=now)
    )
    found = HubCredential.objects.select_related("agency").annotate(valid=Count("secrets", filter=usable))
    return list(found.exclude(system_id__startswith="peer:").order_by("system_id"))
