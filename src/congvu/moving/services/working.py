"""The worker's part: trying and bringing in, a slice at a time, so that stopping and killing cost little."""

import time
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from congvu.common.errors import ActionRefused
from congvu.delivery.messages import Message
from congvu.delivery.services import enqueue
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer, Post
from congvu.directory.queries import actor_for, in_force
from congvu.moving.models import Move
from congvu.moving.services.access import journal
from congvu.moving.services.checking import check
from congvu.moving.services.running import run
from congvu.moving.states import ACTIVE, State

KIND = "moving.work"
ATTEMPTS = 6
SLICE_SECONDS = 20.0


def begin(move: Move) -> None:
    """Have the worker take a run up; in the transaction that made it active."""
    key = f"moving:{move.pk}:{move.turn}:{move.state}:{move.place}"
    enqueue(KIND, f"moving:{move.agency_id}", {"move": move.pk, "turn": move.turn}, key=key)


def work(message: Message) -> Callable[[], None] | None:
    """Do a slice of a run; return what has the next one taken up, None when there is none."""
    move = Move.objects.filter(pk=message.payload["move"]).select_related("source", "archive").first()
    if move is None or move.stage not in ACTIVE or move.turn != message.payload["turn"]:
        return None
    try:
        done = do_slice(move, seconds=SLICE_SECONDS)
    except ActionRefused as refusal:
        fail(move, refusal.message)
        return None
    except Exception as error:
        if message.attempt < ATTEMPTS - 1:
            raise
        fail(move, f"{type(error).__name__}: {error}"[:900])
        return None
    return None if done.stage not in ACTIVE else lambda: begin(done)


def do_slice(move: Move, *, seconds: float | None = None) -> Move:
    """Try a run to its end, or bring in rows for so many seconds; return it as it stands then.

    Args:
        move: in an active state.
        seconds: how long; None to the end.
    """
    until = None if seconds is None else time.monotonic() + seconds
    actor = actor_of(move)
    if move.stage == State.CHECKING:
        check(move, actor=actor, going=lambda: _is(move, State.CHECKING))
    else:
        run(move, actor=actor, going=lambda: until is None or time.monotonic() < until)
    return Move.objects.select_related("source", "archive").get(pk=move.pk)


def _is(move: Move, state: State) -> bool:
    return Move.objects.filter(pk=move.pk, turn=move.turn, state=state).exists()


def actor_of(move: Move) -> Actor:
    """Return as whom a run goes on: its officer in a post of its agency, or the system.

    Raises:
        ActionRefused: the officer no longer has a post there, or not the right.
    """
    if move.officer_id is None:
        name = Agency.objects.filter(pk=move.agency_id).values_list("name", flat=True)[0]
        return Actor.system(move.agency_id, name)
    officer = Officer.objects.get(pk=move.officer_id)
    posts = Post.objects.filter(in_force(), officer=officer, agency_id=move.agency_id).order_by(
        "-is_primary", "pk"
    )
    for post in posts:
        actor = actor_for(officer, post.pk)
        if actor.agency_id == move.agency_id and actor.can("moving.manage"):
            return actor
    raise ActionRefused(
        f"{officer.full_name} không còn quyền chuyển dữ liệu tại cơ quan này.", code="officer"
    )


@transaction.atomic
def fail(move: Move, told: str) -> None:
    """Set down that a run cannot go on, with the reason."""
    held = Move.objects.select_for_update().get(pk=move.pk)
    if held.stage not in ACTIVE:
        return
    held.state, held.told, held.moved_at = State.FAILED, told[:1000], timezone.now()
    held.save(update_fields=["state", "told", "moved_at"])
    journal(held, "moving.failed", actor=Actor.system(held.agency_id), file=held.source.name, told=told[:500])
