"""States of incoming documents and of their recipient lines, and the two tables of moves between them.

Screens take their buttons from these tables and services check against them, so that the two cannot disagree.
Legal source: NĐ 30/2020/NĐ-CP Điều 20 đến 24 (tiếp nhận, đăng ký, trình, chuyển, giải quyết văn bản đến).
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class State(StrEnum):
    """Where an incoming document stands in the agency that received it."""

    ARRIVED = "arrived"
    REGISTERED = "registered"
    PROCESSING = "processing"
    DONE = "done"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    RECALLED = "recalled"


STATE_NAMES: dict[State, str] = {
    State.ARRIVED: "Chờ tiếp nhận",
    State.REGISTERED: "Đã vào sổ",
    State.PROCESSING: "Đang xử lý",
    State.DONE: "Hoàn thành",
    State.REFUSED: "Đã trả lại nơi gửi",
    State.DUPLICATE: "Văn bản trùng",
    State.RECALLED: "Nơi gửi đã thu hồi",
}
NUMBERED = frozenset({State.REGISTERED, State.PROCESSING, State.DONE, State.RECALLED})
OPEN = frozenset({State.ARRIVED, State.REGISTERED, State.PROCESSING})
FINAL = frozenset({State.REFUSED, State.DUPLICATE, State.RECALLED})


class Urgency(IntEnum):
    """Độ khẩn: NĐ 30/2020/NĐ-CP Phụ lục I; the numbers are those of the interchange (QCVN 102)."""

    NORMAL = 0
    URGENT = 1
    VERY_URGENT = 2
    EXPRESS = 3
    TIMED = 4


URGENCY_NAMES: dict[Urgency, str] = {
    Urgency.NORMAL: "Thường",
    Urgency.URGENT: "Khẩn",
    Urgency.VERY_URGENT: "Thượng khẩn",
    Urgency.EXPRESS: "Hỏa tốc",
    Urgency.TIMED: "Hỏa tốc hẹn giờ",
}


class Confidentiality(IntEnum):
    """Độ mật, as a rank that an officer's clearance is compared with."""

    OPEN = 0
    CONFIDENTIAL = 1
    SECRET = 2
    TOP_SECRET = 3


CONFIDENTIALITY_NAMES: dict[Confidentiality, str] = {
    Confidentiality.OPEN: "Thường",
    Confidentiality.CONFIDENTIAL: "Mật",
    Confidentiality.SECRET: "Tối mật",
    Confidentiality.TOP_SECRET: "Tuyệt mật",
}


class LineState(StrEnum):
    """Where the work of one recipient stands."""

    WAITING = "waiting"
    TODO = "todo"
    FORWARDED = "forwarded"
    DONE = "done"
    RETURNED = "returned"
    BOUNCED = "bounced"
    WITHDRAWN = "withdrawn"


LINE_NAMES: dict[LineState, str] = {
    LineState.WAITING: "Chờ tiếp nhận",
    LineState.TODO: "Chờ xử lý",
    LineState.FORWARDED: "Đã chuyển",
    LineState.DONE: "Hoàn thành",
    LineState.RETURNED: "Đã trả lại",
    LineState.BOUNCED: "Bị trả lại",
    LineState.WITHDRAWN: "Đã thu hồi",
}
WITH_SOMEBODY = frozenset({LineState.WAITING, LineState.TODO, LineState.FORWARDED, LineState.BOUNCED})
"""States of a line whose work has not ended."""
IN_HAND = frozenset({LineState.WAITING, LineState.TODO, LineState.BOUNCED})
"""States in which the recipient is the one to act."""


class LineRole(StrEnum):
    """As what somebody receives a document (NĐ 30/2020/NĐ-CP Điều 23)."""

    LEAD = "lead"
    COOPERATE = "cooperate"
    INFORM = "inform"


ROLE_NAMES: dict[LineRole, str] = {
    LineRole.LEAD: "Chủ trì",
    LineRole.COOPERATE: "Phối hợp",
    LineRole.INFORM: "Nhận để biết",
}


class Action(StrEnum):
    """What can be done to a document as a whole."""

    CORRECT = "correct"
    REGISTER = "register"
    REFUSE = "refuse"
    MARK_DUPLICATE = "mark-duplicate"
    CANCEL = "cancel"
    PRESENT = "present"
    DIRECT = "direct"
    OPINION = "opinion"
    LINK = "link"
    FINISH = "finish"
    REOPEN = "reopen"
    RECALL = "recall"
    COPY = "copy"


class LineAction(StrEnum):
    """What the recipient of a line, or who sent it, can do."""

    RECEIVE = "receive"
    FORWARD = "forward"
    COMPLETE = "complete"
    RETURN = "return"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Move:
    """A row of the table of documents.

    Args:
        action: what is done.
        sources: states in which it can be done.
        target: state afterwards; None when the state stays, or follows from the lines.
        capability: what the officer's role must grant.
        label: the button's words.
        needs_reason: whether a written reason is asked.
    """

    action: Action
    sources: Set[State]
    target: State | None
    capability: str
    label: str
    needs_reason: bool = False


@dataclass(frozen=True)
class LineMove:
    """A row of the table of lines: like `Move`, and whether it is the sender's act."""

    action: LineAction
    sources: Set[LineState]
    target: LineState
    capability: str
    label: str
    needs_reason: bool = False
    by_sender: bool = False


_RUNNING = frozenset({State.REGISTERED, State.PROCESSING})
_REGISTRY, _DIRECT, _WORK = "document.register", "document.direct", "document.work"

MOVES: dict[Action, Move] = {
    move.action: move
    for move in (
        Move(Action.REGISTER, {State.ARRIVED}, State.REGISTERED, _REGISTRY, "Vào sổ"),
        Move(Action.CORRECT, OPEN | {State.DONE}, None, _REGISTRY, "Sửa thông tin"),
        Move(Action.REFUSE, {State.ARRIVED}, State.REFUSED, _REGISTRY, "Trả lại nơi gửi", needs_reason=True),
        Move(Action.MARK_DUPLICATE, {State.ARRIVED}, State.DUPLICATE, _REGISTRY, "Nối với văn bản đã vào sổ"),
        Move(Action.CANCEL, {State.REGISTERED}, State.ARRIVED, _REGISTRY, "Hủy tiếp nhận", needs_reason=True),
        Move(Action.PRESENT, _RUNNING, None, _REGISTRY, "Trình, chuyển"),
        Move(Action.DIRECT, _RUNNING, None, _DIRECT, "Cho ý kiến, phân công"),
        Move(Action.OPINION, _RUNNING | {State.DONE}, None, _WORK, "Ý kiến"),
        Move(Action.LINK, OPEN | {State.DONE}, None, _WORK, "Nối với việc khác"),
        Move(Action.FINISH, _RUNNING, State.DONE, _REGISTRY, "Kết thúc, lưu", needs_reason=True),
        Move(Action.REOPEN, {State.DONE}, State.PROCESSING, _REGISTRY, "Mở lại", needs_reason=True),
        Move(Action.COPY, _RUNNING | {State.DONE}, None, "document.issue", "Sao văn bản"),
        Move(Action.RECALL, frozenset(State) - FINAL, State.RECALLED, _REGISTRY, "Đồng ý thu hồi"),
    )
}

LINE_MOVES: dict[LineAction, LineMove] = {
    move.action: move
    for move in (
        LineMove(LineAction.RECEIVE, {LineState.WAITING}, LineState.TODO, _WORK, "Tiếp nhận"),
        LineMove(
            LineAction.FORWARD,
            IN_HAND | {LineState.FORWARDED, LineState.DONE},
            LineState.FORWARDED,
            _WORK,
            "Chuyển xử lý",
        ),
        LineMove(LineAction.COMPLETE, IN_HAND | {LineState.FORWARDED}, LineState.DONE, _WORK, "Hoàn thành"),
        LineMove(LineAction.RETURN, IN_HAND, LineState.RETURNED, _WORK, "Trả lại", needs_reason=True),
        LineMove(
            LineAction.WITHDRAW,
            WITH_SOMEBODY,
            LineState.WITHDRAWN,
            _WORK,
            "Thu hồi",
            needs_reason=True,
            by_sender=True,
        ),
    )
}


def allowed(action: Action, state: State) -> bool:
    """Tell whether the table lets `action` happen to a document in `state`."""
    return state in MOVES[action].sources


def line_allowed(action: LineAction, state: LineState) -> bool:
    """Tell whether the table lets `action` happen to a line in `state`."""
    return state in LINE_MOVES[action].sources


def moves_from(state: State, capabilities: frozenset[str]) -> list[Move]:
    """Return the moves open to an officer with `capabilities`, in the table's order."""
    return [move for move in MOVES.values() if state in move.sources and move.capability in capabilities]


def line_moves_from(
    state: LineState, capabilities: frozenset[str], *, holds: bool, sent: bool
) -> list[LineMove]:
    """Return the moves of a line open to somebody who holds it, or who sent it, in the table's order."""
    return [
        move
        for move in LINE_MOVES.values()
        if state in move.sources and move.capability in capabilities and (sent if move.by_sender else holds)
    ]
