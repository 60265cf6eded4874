"""The life of a delivery: one table of moves."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    DEAD = "dead"
    SKIPPED = "skipped"


class Outcome(StrEnum):
    """How an attempt ended."""

    DONE = "done"
    FAILED = "failed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Move:
    """An allowed change of state, and whether a person must give a reason for it."""

    action: str
    sources: frozenset[State]
    target: State
    needs_reason: bool = False


MOVES = (
    Move("claim", frozenset({State.WAITING, State.SENDING}), State.SENDING),
    Move("finish", frozenset({State.SENDING}), State.DONE),
    Move("postpone", frozenset({State.SENDING}), State.WAITING),
    Move("give-up", frozenset({State.SENDING}), State.DEAD),
    Move("retry", frozenset({State.DEAD, State.SKIPPED}), State.WAITING),
    Move("skip", frozenset({State.DEAD, State.WAITING}), State.SKIPPED, needs_reason=True),
)
OPEN = (State.WAITING, State.SENDING)
BLOCKING = (State.WAITING, State.SENDING, State.DEAD)
"""States in which an ordered delivery holds back those behind it."""


def move(action: str) -> Move:
    """Return the move called `action`."""
    return next(one for one in MOVES if one.action == action)
