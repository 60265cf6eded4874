"""Webhooks: subscribed, given new secrets, tested, replayed, ended."""

import secrets
from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.api.models import ApiClient, WebhookCall, WebhookSubscription
from congvu.api.rules import EVENTS
from congvu.audit.models import Event
from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.delivery.services import enqueue
from congvu.directory.messages import Actor
from congvu.interchange.channels.guard import check_url
from congvu.interchange.services.sealing import sealer

KIND = "api.webhook"
OVERLAP = timedelta(days=7)
MOST = 20


@transaction.atomic
def subscribe(
    client: ApiClient, *, url: str, kinds: Collection[str], actor: Actor
) -> tuple[WebhookSubscription, str]:
    """Tell an address of events from now on; return the subscription and its secret, shown this once.

    Raises:
        ActionRefused: a bad or unencrypted address, no kind or one beyond the scopes, one too many.
    """
    _check_url(url)
    chosen = [kind for kind in EVENTS if kind in kinds]
    if not chosen or len(chosen) != len(set(kinds)) or any(EVENTS[k][1] not in client.scopes for k in chosen):
        raise ActionRefused(
            _("Hãy chọn loại sự kiện mà phạm vi của phần mềm cho phép."), code="kinds", field="kinds"
        )
    ApiClient.objects.select_for_update().get(pk=client.pk)
    standing = client.webhooks.filter(active=True)
    if standing.filter(url=url).exists():
        raise ActionRefused(_("Địa chỉ này đã được đăng ký."), code="subscribed", field="url", status=409)
    if standing.count() >= MOST:
        raise ActionRefused(_("Phần mềm đã có quá nhiều đăng ký."), code="many", status=409)
    secret, last = (
        secrets.token_urlsafe(32),
        Event.objects.order_by("-pk").values_list("pk", flat=True).first(),
    )
    made = WebhookSubscription.objects.create(
        client=client,
        url=url,
        kinds=chosen,
        sealed_secret=sealer().seal(secret),
        last_event_id=last or 0,
        created_at=timezone.now(),
    )
    _journal("api.webhook_saved", made, actor)
    return made, secret


def _check_url(url: str) -> None:
    wrong = check_url(url)
    if not wrong and not url.startswith("https://") and not (
        settings.INTERCHANGE_LOOPBACK or settings.INTERCHANGE_PRIVATE
    ):  # fmt: skip
        wrong = _("Địa chỉ phải bắt đầu bằng https://.")
    if wrong or len(url) > 500:
        raise ActionRefused(wrong or _("Địa chỉ quá dài."), code="url", field="url")


@transaction.atomic
def new_secret(
    rows: QuerySet[WebhookSubscription], pk: int, *, actor: Actor
) -> tuple[WebhookSubscription, str]:
    """Give a subscription a new secret; for a week calls carry a mark of each."""
    found, secret = _locked(rows, pk), secrets.token_urlsafe(32)
    found.sealed_before, found.before_until = found.sealed_secret, timezone.now() + OVERLAP
    found.sealed_secret = sealer().seal(secret)
    found.save(update_fields=["sealed_secret", "sealed_before", "before_until"])
    _journal("api.webhook_saved", found, actor)
    return found, secret


@transaction.atomic
def unsubscribe(rows: QuerySet[WebhookSubscription], pk: int, *, actor: Actor) -> None:
    """End a subscription; what waits for it is not sent any more."""
    found = _locked(rows, pk)
    found.active = False
    found.save(update_fields=["active"])
    _journal("api.webhook_removed", found, actor)


@transaction.atomic
def ping(rows: QuerySet[WebhookSubscription], pk: int, *, actor: Actor) -> WebhookCall:
    """Send a trial event, so that both sides see whether address and signature are right."""
    found = _locked(rows, pk)
    return put(found, "ping", {"kind": "ping", "at": timezone.now().isoformat()}, 0)


@transaction.atomic
def replay(rows: QuerySet[WebhookSubscription], pk: int, call_pk: int, *, actor: Actor) -> WebhookCall:
    """Tell an event again, whether it had been received or not."""
    found = _locked(rows, pk)
    call = found.calls.filter(pk=call_pk).first()
    if call is None:
        raise Http404
    again = put(found, call.kind, call.payload, call.event_id, replay=call.pk)
    _journal("api.webhook_replayed", found, actor)
    return again


def put(
    found: WebhookSubscription, kind: str, payload: dict[str, object], event_id: int, *, replay: int = 0
) -> WebhookCall:
    """Write a call and hand it to the outbox, in the transaction of the caller."""
    call = WebhookCall.objects.create(
        subscription=found,
        kind=kind,
        payload=payload,
        event_id=event_id,
        replay=replay,
        created_at=timezone.now(),
    )
    enqueue(KIND, f"webhook:{found.pk}", {"call": call.pk}, key=f"{KIND}:{call.pk}")
    return call


def _locked(rows: QuerySet[WebhookSubscription], pk: int) -> WebhookSubscription:
    found = rows.select_for_update(of=("self",)).filter(pk=pk, active=True).first()
    if found is None:
        raise Http404
    return found


def _journal(kind: str, found: WebhookSubscription, actor: Actor) -> None:
    record(kind, Subject("api.webhooksubscription", found.pk), actor=actor, url=found.url)
