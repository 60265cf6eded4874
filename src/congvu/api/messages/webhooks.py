"""Webhooks over the wire."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from congvu.api.messages.common import Strict

Group = Literal["incoming", "outgoing", "dossier", "assignment"]


class WebhookIn(Strict):
    """An address that is to be told of events."""

    url: Annotated[str, Field(min_length=8, max_length=500, pattern=r"^https?://[!-~]+$")]
    kinds: Annotated[list[Group], Field(min_length=1, max_length=4)]


class WebhookOut(Schema):
    """A subscription."""

    id: int
    url: str
    kinds: list[str]
    created_at: datetime


class WebhookMade(WebhookOut):
    """A subscription with its secret, which is shown this once."""

    secret: str


class WebhookList(Schema):
    """All subscriptions of the program."""

    items: list[WebhookOut]


class CallOut(Schema):
    """One event told to one subscriber."""

    id: int
    kind: str
    state: Literal["waiting", "done", "failed"]
    status: int | None
    note: str
    attempts: int
    created_at: datetime
    tried_at: datetime | None


class CallPage(Schema):
    """Calls, the newest first."""

    items: list[CallOut]
    next: str | None
