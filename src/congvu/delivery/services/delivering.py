"""Delivering what was taken, and writing down how it ended."""

import logging
import random
import traceback
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.delivery import rules
from congvu.delivery.messages import Later, Permanent
from congvu.delivery.models import Attempt, Delivery
from congvu.delivery.services.claiming import Claim
from congvu.delivery.services.registry import Handler, handler_for
from congvu.delivery.states import Outcome, State

logger = logging.getLogger(__name__)
LONGEST_ERROR = 4000


class LeaseLost(Exception):  # noqa: N818 — what happened
    """Another worker took the delivery over meanwhile; whatever this one did is rolled back."""


def deliver(claim: Claim, worker: str) -> Outcome:
    """Run the handler of `claim` and close, postpone or give up the delivery; never raise for a handler."""
    started = timezone.now()
    if claim.lost:
        _note(
            claim,
            claim.message.attempt - 1,
            worker,
            started,
            Outcome.LOST,
            _("Tiến trình trước dừng giữa chừng."),
        )
    try:
        handler = handler_for(claim.message.kind)
        if claim.message.attempt > handler.max_attempts:
            raise Permanent(_("Tiến trình dừng giữa chừng ở mọi lần thử."))
        _run(claim, handler, worker, started)
    except LeaseLost:
        logger.warning("delivery %s was taken over by another worker", claim.message.id)
        return Outcome.LOST
    except Exception as error:  # whatever a handler does, the worker lives on
        logger.warning("delivery %s failed: %s", claim.message.id, error)
        return _failed(claim, worker, started, error)
    return Outcome.DONE


def _run(claim: Claim, handler: Handler, worker: str, started: datetime) -> None:
    if handler.transactional:
        with transaction.atomic():
            settle = handler.function(claim.message)
            if settle is not None:
                settle()
            _finish(claim, worker, started)
        return
    settle = handler.function(claim.message)
    with transaction.atomic():
        _finish(claim, worker, started)
        if settle is not None:
            settle()


def _finish(claim: Claim, worker: str, started: datetime) -> None:
    _close(claim, state=State.DONE, ended_at=timezone.now(), last_error="")
    _note(claim, claim.message.attempt, worker, started, Outcome.DONE, "")


def _failed(claim: Claim, worker: str, started: datetime, error: Exception) -> Outcome:
    text = _told(error)
    try:
        max_attempts, base = _limits(claim.message.kind)
        with transaction.atomic():
            if isinstance(error, Later):
                _close(claim, state=State.WAITING, next_at=error.until, last_error=text)
            elif isinstance(error, Permanent) or claim.message.attempt >= max_attempts:
                _close(claim, state=State.DEAD, ended_at=timezone.now(), last_error=text)
            else:
                wait = rules.delay(claim.message.attempt, random.random(), base=base)  # noqa: S311 — spread
                _close(claim, state=State.WAITING, next_at=timezone.now() + wait, last_error=text)
            _note(claim, claim.message.attempt, worker, started, Outcome.FAILED, text)
    except LeaseLost:
        return Outcome.LOST
    return Outcome.FAILED


def _limits(kind: str) -> tuple[int, float]:
    try:
        handler = handler_for(kind)
    except LookupError:
        return 8, rules.BASE_SECONDS
    return handler.max_attempts, handler.base_seconds


def _close(claim: Claim, **values: Any) -> None:
    held = Delivery.objects.filter(pk=claim.message.id, held_by=claim.token, state=State.SENDING)
    if not held.update(held_by="", lost=False, **values):
        raise LeaseLost


def _note(claim: Claim, number: int, worker: str, started: datetime, outcome: Outcome, error: str) -> None:
    Attempt.objects.create(
        delivery_id=claim.message.id,
        number=number,
        worker=worker,
        started_at=started,
        ended_at=timezone.now(),
        outcome=outcome,
        error=error,
    )


def _told(error: Exception) -> str:
    """Return the error for people first, then where it happened."""
    where = "".join(traceback.format_exception(error)).replace("\x00", "")
    return f"{type(error).__name__}: {error}\n\n{where}"[:LONGEST_ERROR].replace("\x00", "")
