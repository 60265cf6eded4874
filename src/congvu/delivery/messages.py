"""What crosses the border of the room: the message a handler gets, and what screens read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from congvu.common.subject import Subject


class Permanent(Exception):  # noqa: N818 — a verdict of the handler
    """Raised by a handler when no further attempt can help: the delivery is dead at once."""


class Later(Exception):  # noqa: N818 — a verdict of the handler
    """Raised by a handler that knows itself when to try again; however often, it never dies of it.

    Args:
        told: why not now.
        until: when to try again.
    """

    def __init__(self, told: str, *, until: datetime) -> None:
        super().__init__(told)
        self.until = until


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery as its handler sees it.

    Args:
        id: the delivery's key.
        kind: which handler.
        destination: whom it goes to.
        payload: the content, JSON.
        key: the idempotency key; partners that know it can drop repeats.
        attempt: number of this attempt, from 1.
    """

    id: int
    kind: str
    destination: str
    payload: Mapping[str, Any]
    key: str
    attempt: int


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery as a screen shows it; `blocked` counts the deliveries that wait behind it."""

    id: int
    kind: str
    destination: str
    key: str
    state: str
    attempts: int
    created_at: datetime
    next_at: datetime
    ended_at: datetime | None
    last_error: str
    subject: Subject | None
    note: str
    blocked: int = 0


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt as a screen shows it."""

    number: int
    worker: str
    started_at: datetime
    ended_at: datetime
    outcome: str
    error: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits: all, what is due now, dead, and since when the oldest due one waits."""

    waiting: int
    due: int
    dead: int
    oldest_due: datetime | None


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker process as a screen shows it."""

    name: str
    started_at: datetime
    seen_at: datetime
    stopped_at: datetime | None
    done: int
    failed: int


@dataclass(frozen=True, slots=True)
class JobRow:
    """A periodic job as a screen shows it."""

    name: str
    next_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    error: str
