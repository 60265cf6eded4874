"""Webhooks of a program: subscribe, end, new secret, trial, calls and telling again."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from ninja import Router

from congvu.api.messages.webhooks import CallOut, CallPage, WebhookIn, WebhookList, WebhookMade
from congvu.api.models import WebhookCall, WebhookSubscription
from congvu.api.services import webhooks as services
from congvu.api.views.door import Call, Scope, answers, page, written
from congvu.api.views.parameters import Cursor, Id, Limit

router = Router(tags=["Sự kiện · webhooks"])
COLUMNS = ("id", "kind", "state", "status", "note", "attempts", "created_at", "tried_at")
SCOPE = "webhooks.manage"


def _own(request: Call) -> QuerySet[WebhookSubscription]:
    return WebhookSubscription.objects.filter(client=request.caller.client, active=True)


def _shown(row: WebhookSubscription) -> dict[str, Any]:
    return {"id": row.pk, "url": row.url, "kinds": row.kinds, "created_at": row.created_at}


def _told(call: WebhookCall) -> dict[str, Any]:
    return {name: getattr(call, name) for name in COLUMNS}


@router.get("", response=answers(WebhookList), auth=Scope(SCOPE), url_name="webhooks")
def webhook_list(request: Call) -> HttpResponse:
    """List the program's subscriptions."""
    return written({"items": [_shown(row) for row in _own(request)]})


@router.post("", response=answers(WebhookMade, status=201, more=(409,)), auth=Scope(SCOPE))
def webhook_subscribe(request: Call, body: WebhookIn) -> HttpResponse:
    """Subscribe an address; its secret is shown this once. The same address a second time is 409."""
    caller = request.caller
    row, secret = services.subscribe(caller.client, url=body.url, kinds=body.kinds, actor=caller.actor)
    return written({**_shown(row), "secret": secret}, 201)


@router.api_operation(
    ["DELETE"],
    "/{pk}",
    response=answers(None, status=204, more=(404,)),
    auth=Scope(SCOPE),
    url_name="webhook",
)
def webhook_remove(request: Call, pk: Id) -> HttpResponse:
    """End a subscription; what waits for it is not sent any more."""
    services.unsubscribe(_own(request), pk, actor=request.caller.actor)
    return HttpResponse(status=204)


@router.post(
    "/{pk}/secret", response=answers(WebhookMade, status=201, more=(404,)), auth=Scope(SCOPE),
    url_name="webhook_secret",
)  # fmt: skip
def webhook_secret(request: Call, pk: Id) -> HttpResponse:
    """Make a new secret; for a week every call is signed with both."""
    row, secret = services.new_secret(_own(request), pk, actor=request.caller.actor)
    return written({**_shown(row), "secret": secret}, 201)


@router.post(
    "/{pk}/ping",
    response=answers(CallOut, status=202, more=(404,)),
    auth=Scope(SCOPE),
    url_name="webhook_ping",
)
def webhook_ping(request: Call, pk: Id) -> HttpResponse:
    """Send a trial event."""
    return written(_told(services.ping(_own(request), pk, actor=request.caller.actor)), 202)


@router.get(
    "/{pk}/calls", response=answers(CallPage, more=(404,)), auth=Scope(SCOPE), url_name="webhook_calls"
)
def webhook_calls(request: Call, pk: Id, cursor: Cursor = "", limit: Limit = 50) -> HttpResponse:
    """List what was told to a subscriber, the newest first."""
    if not _own(request).filter(pk=pk).exists():
        raise Http404
    rows = WebhookCall.objects.filter(subscription_id=pk)
    if cursor:
        rows = rows.filter(pk__lt=int(cursor))
    return page(list(rows.order_by("-pk").values(*COLUMNS)[: limit + 1]), limit)


@router.post(
    "/{pk}/calls/{call_pk}/replay", response=answers(CallOut, status=202, more=(404,)), auth=Scope(SCOPE),
    url_name="webhook_replay",
)  # fmt: skip
def webhook_replay(request: Call, pk: Id, call_pk: Id) -> HttpResponse:
    """Tell an event again."""
    return written(_told(services.replay(_own(request), pk, call_pk, actor=request.caller.actor)), 202)
