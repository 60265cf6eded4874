"""States of a run of moving in, and the one table of moves between them."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a run stands."""

    NEW = "new"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    STOPPED = "stopped"
    FAILED = "failed"
    DONE = "done"
    DROPPED = "dropped"


STATE_NAMES: dict[State, str] = {
    State.NEW: "Chờ khai báo cột",
    State.CHECKING: "Đang kiểm thử",
    State.CHECKED: "Đã kiểm thử",
    State.RUNNING: "Đang chuyển",
    State.STOPPED: "Đã dừng",
    State.FAILED: "Dừng vì lỗi",
    State.DONE: "Đã chuyển xong",
    State.DROPPED: "Đã bỏ",
}
ACTIVE = frozenset({State.CHECKING, State.RUNNING})
FINAL = frozenset({State.DONE, State.DROPPED})


class Action(StrEnum):
    """What can be done to a run."""

    MAP = "map"
    CHECK = "check"
    CHECKED = "checked"
    START = "start"
    STOP = "stop"
    RESUME = "resume"
    FAIL = "fail"
    FINISH = "finish"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the table; `automatic` ones are done by the worker, never a button."""

    action: Action
    sources: Set[State]
    target: State
    label: str
    automatic: bool = False


_IDLE = frozenset({State.NEW, State.CHECKED, State.FAILED, State.STOPPED})
"""Nobody works on it; once it has begun to bring in, it is not tried again (see `services.access`)."""
MOVES: dict[Action, Move] = {
    move.action: move
    for move in (
        Move(Action.MAP, _IDLE, State.NEW, "Khai báo cột"),
        Move(Action.CHECK, _IDLE, State.CHECKING, "Kiểm thử"),
        Move(Action.CHECKED, {State.CHECKING}, State.CHECKED, "Kiểm thử xong", automatic=True),
        Move(Action.START, {State.CHECKED}, State.RUNNING, "Chuyển dữ liệu"),
        Move(Action.STOP, ACTIVE, State.STOPPED, "Dừng"),
        Move(Action.RESUME, {State.STOPPED, State.FAILED}, State.RUNNING, "Chuyển tiếp"),
        Move(Action.FAIL, ACTIVE, State.FAILED, "Dừng vì lỗi", automatic=True),
        Move(Action.FINISH, {State.RUNNING}, State.DONE, "Chuyển xong", automatic=True),
        Move(Action.DROP, _IDLE, State.DROPPED, "Bỏ lượt này"),
    )
}


def allowed(action: Action, state: State) -> bool:
    """Tell whether the table lets `action` happen in `state`."""
    return state in MOVES[action].sources
