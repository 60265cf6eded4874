"""Looking for new events, and telling subscribers: signed, in order, again and again until they answer."""

import json
import time
from datetime import timedelta
from typing import Any

import httpx
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from congvu.api.models import WebhookCall, WebhookSubscription
from congvu.api.queries.clients import actor_of
from congvu.api.rules import EVENTS, signature
from congvu.api.services.webhooks import put
from congvu.audit.models import Event
from congvu.common.subject import Subject
from congvu.common.subjects import cards
from congvu.delivery.messages import Message, Permanent
from congvu.interchange.channels.guard import Forbidden, guarded_client
from congvu.interchange.services.sealing import sealer

PORTION = 200
LOOK_BACK = 500
"""So many numbers below the last event are looked at again: on PostgreSQL a smaller one may come later."""
CALL_SECONDS = 15


def look_for_events() -> int:
    """Put new events on their way to every subscriber; return how many calls that made."""
    pks = WebhookSubscription.objects.filter(active=True).values_list("pk", flat=True)
    return sum(_look(pk) for pk in list(pks))


@transaction.atomic
def _look(pk: int) -> int:
    rows = WebhookSubscription.objects.select_for_update(of=("self",))
    found = rows.select_related("client__agency", "client__post__officer").filter(pk=pk, active=True).first()
    if found is None:
        return 0
    low, events = (
        max(0, found.last_event_id - LOOK_BACK),
        Event.objects.filter(agency_id=found.client.agency_id),
    )
    columns = ("pk", "kind", "at", "subject_label", "subject_pk")
    since = events.filter(pk__gt=low, at__gte=found.created_at).order_by("pk").values(*columns)
    fresh: list[dict[str, Any]] = [{**event} for event in since[: PORTION + LOOK_BACK]]
    told = set(found.calls.filter(event_id__gt=low).values_list("event_id", flat=True))
    wanted = [event for event in fresh if event["pk"] not in told and _group(event, found.kinds)]
    seen = _visible(found, wanted)
    for event in wanted:
        if Subject(event["subject_label"], event["subject_pk"]) in seen:
            put(found, event["kind"], _payload(event), event["pk"])
    if fresh and fresh[-1]["pk"] > found.last_event_id:
        found.last_event_id = fresh[-1]["pk"]
        found.save(update_fields=["last_event_id"])
    return len(wanted)


def _group(event: dict[str, Any], kinds: list[str]) -> str:
    """Return the subscribed group that an event belongs to, or ""."""
    group = event["kind"].partition(".")[0]
    return group if group in kinds and EVENTS[group][2] == event["subject_label"] else ""


def _visible(found: WebhookSubscription, events: list[dict[str, Any]]) -> set[Subject]:
    """Return what the program may see of what the events are about."""
    subjects = {Subject(event["subject_label"], event["subject_pk"]) for event in events}
    return set(cards(subjects, actor_of(found.client, frozenset(found.client.scopes))))


def _payload(event: dict[str, Any]) -> dict[str, Any]:
    """Return what is told: that something happened, never what is in it; that is read with a token."""
    group = event["kind"].partition(".")[0]
    href = f"/api/v1/{EVENTS[group][3]}/{event['subject_pk']}"
    subject = {"type": group, "id": event["subject_pk"], "href": href}
    return {"id": event["pk"], "kind": event["kind"], "at": event["at"].isoformat(), "subject": subject}


def deliver(message: Message) -> None:
    """Make one call; any answer but 2xx means "again", 410 "never again"."""
    call = (
        WebhookCall.objects.select_related("subscription__client").filter(pk=message.payload["call"]).first()
    )
    if call is None or not call.subscription.active or not call.subscription.client.active:
        return
    status, note = _send(call.subscription, call)
    good = status is not None and 200 <= status < 300
    call.state = WebhookCall.State.DONE if good else WebhookCall.State.FAILED
    call.status, call.note, call.tried_at = status, note[:300], timezone.now()
    call.attempts += 1
    call.save(update_fields=["state", "status", "note", "tried_at", "attempts"])
    if status == 410:
        raise Permanent(note)
    if not good:
        raise RuntimeError(note)


def _send(found: WebhookSubscription, call: WebhookCall) -> tuple[int | None, str]:
    """Return what the subscriber answered, or None, and a sentence."""
    body = json.dumps({**call.payload, "call": call.pk}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "Congvu-Signature": signature(body, int(time.time()), _secrets(found)),
        "Congvu-Call": str(call.pk),
    }
    private, loopback = settings.INTERCHANGE_PRIVATE, settings.INTERCHANGE_LOOPBACK
    try:
        with (
            guarded_client(
                private=private, loopback=loopback, connect_seconds=5, read_seconds=CALL_SECONDS
            ) as http,
            http.stream("POST", found.url, content=body, headers=headers) as answer,
        ):
            return answer.status_code, f"HTTP {answer.status_code}"
    except Forbidden as error:
        return None, f"Địa chỉ dẫn tới mạng không được phép: {error}"
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        return None, f"Không gọi được: {error or type(error).__name__}"


def _secrets(found: WebhookSubscription) -> list[str]:
    """Return the secrets that count: the present one, and the one before for a week."""
    seal = sealer()
    counted = [seal.unseal(found.sealed_secret)]
    if found.sealed_before and found.before_until and found.before_until > timezone.now():
        counted.append(seal.unseal(found.sealed_before))
    return counted


def purge_calls() -> int:
    """Delete calls that were received over 90 days ago; return how many."""
    limit = timezone.now() - timedelta(days=90)
    return WebhookCall.objects.filter(state=WebhookCall.State.DONE, created_at__lt=limit).delete()[0]
