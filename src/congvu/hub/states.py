"""States of a delivery on the axis, as `updateStatus` sets them."""

from enum import StrEnum


class State(StrEnum):
    """Where one recipient's copy stands: initial and processing stay in the inbox, done and fail leave it."""

    INITIAL = "initial"
    PROCESSING = "processing"
    DONE = "done"
    FAIL = "fail"


WAITING = (State.INITIAL, State.PROCESSING)
SETTABLE = (State.PROCESSING, State.DONE, State.FAIL)
# `done` is final: the recipient has the bytes. A late `processing` changes nothing and is no mistake.
AFTER: dict[State, frozenset[State]] = {
    State.INITIAL: frozenset(SETTABLE),
    State.PROCESSING: frozenset(SETTABLE),
    State.FAIL: frozenset(SETTABLE),
    State.DONE: frozenset({State.DONE, State.PROCESSING}),
}


def follows(now: State, wanted: State) -> State | None:
    """Return the state after `updateStatus`, or None when it is refused."""
    if wanted not in AFTER[now]:
        return None
    return now if now is State.DONE else wanted
