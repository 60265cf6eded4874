"""The business states of a dossier and the one table of moves between them.

Screens take their buttons from this table and services check against it, so that the two cannot disagree.
Legal source: NĐ 118/2025/NĐ-CP (reception, transfer, result), TT 03/2025/TT-VPCP (forms 01 to 07).
"""

from collections.abc import Set
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """Business state; the three other axes (payment, delivery, synchronisation) are kept apart."""

    DRAFT = "draft"
    INCOMPLETE = "incomplete"
    RECEIVED = "received"
    PROCESSING = "processing"
    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    STOPPED = "stopped"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    DONE = "done"
    RETURNED = "returned"


STATE_NAMES: dict[State, str] = {
    State.DRAFT: "Mới đăng ký",
    State.INCOMPLETE: "Chờ hoàn thiện hồ sơ",
    State.RECEIVED: "Đã tiếp nhận",
    State.PROCESSING: "Đang xử lý",
    State.SUPPLEMENT: "Chờ bổ sung",
    State.PAYMENT: "Chờ nghĩa vụ tài chính",
    State.STOPPED: "Dừng xử lý",
    State.REFUSED: "Từ chối",
    State.WITHDRAWN: "Đã rút hồ sơ",
    State.CLOSED: "Đóng do quá hạn bổ sung",
    State.DONE: "Đã xử lý xong",
    State.RETURNED: "Đã trả kết quả",
}

FINAL = frozenset({State.STOPPED, State.REFUSED, State.WITHDRAWN, State.CLOSED, State.RETURNED})
OPEN = frozenset(State) - FINAL
RUNNING = frozenset({State.RECEIVED, State.PROCESSING})
PAUSED = frozenset({State.SUPPLEMENT, State.PAYMENT})

NATIONAL_CODES: dict[State, str] = {
    State.DRAFT: "1",
    State.INCOMPLETE: "5",
    State.RECEIVED: "2",
    State.PROCESSING: "4",
    State.SUPPLEMENT: "5",
    State.PAYMENT: "6",
    State.STOPPED: "8",
    State.REFUSED: "3",
    State.WITHDRAWN: "7",
    State.CLOSED: "8",
    State.DONE: "9",
    State.RETURNED: "10",
}


CONFIDENTIALITY: dict[int, str] = {0: "Thường", 1: "Mật", 2: "Tối mật", 3: "Tuyệt mật"}
"""Độ mật by rank (Luật Bảo vệ bí mật nhà nước 29/2018/QH14 Điều 8), as an officer's clearance is compared."""


class PaymentState(StrEnum):
    """Axis of money: nothing due, due, paid, or exempt."""

    NONE = "none"
    DUE = "due"
    PAID = "paid"
    EXEMPT = "exempt"


class DeliveryState(StrEnum):
    """Axis of handing the result over to the applicant."""

    PENDING = "pending"
    READY = "ready"
    SENT = "sent"
    DELIVERED = "delivered"


class SyncState(StrEnum):
    """Axis of synchronisation with the national system."""

    LOCAL = "local"
    PENDING = "pending"
    SYNCED = "synced"
    FAILED = "failed"


class StepState(StrEnum):
    """State of one step (work item) of the internal process."""

    OPEN = "open"
    DONE = "done"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class ResultState(StrEnum):
    """The three evidenced steps of a result, and where it stands between them."""

    PROPOSED = "proposed"
    CHECKED = "checked"
    SIGNED = "signed"
    ISSUED = "issued"
    REJECTED = "rejected"


WAITING = frozenset({ResultState.PROPOSED, ResultState.CHECKED, ResultState.SIGNED})
"""A result on its way: proposed and not yet issued."""


class Action(StrEnum):
    """What officers can do with a dossier."""

    ACCEPT = "accept"
    GUIDE = "guide"
    REFUSE = "refuse"
    REJECT = "reject"
    ROUTE = "route"
    SUPPLEMENT = "supplement"
    RESUME = "resume"
    UNDO_SUPPLEMENT = "undo_supplement"
    AUTO_CLOSE = "auto_close"
    REQUIRE_PAYMENT = "require_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    STOP = "stop"
    WITHDRAW = "withdraw"
    EXTEND = "extend"
    TAKE_OVER = "take_over"
    ASSIGN = "assign"
    COMPLETE = "complete"
    SEND_BACK = "send_back"
    UNDO_STEP = "undo_step"
    NOTE = "note"
    ASK_OPINION = "ask_opinion"
    GIVE_OPINION = "give_opinion"
    HAND_OVER = "hand_over"
    PROPOSE = "propose"
    CHECK = "check"
    SIGN = "sign"
    ISSUE = "issue"
    FINISH = "finish"
    RETURN_RESULT = "return_result"
    CHANGE_RULES = "change_rules"


ELSEWHERE = frozenset({
    Action.SUPPLEMENT, Action.RESUME, Action.UNDO_SUPPLEMENT, Action.AUTO_CLOSE, Action.STOP,
    Action.WITHDRAW, Action.EXTEND, Action.RETURN_RESULT, Action.CHANGE_RULES,
})  # fmt: skip
"""Acts that belong to the system holding a copy's master: clock, applicant, end (NĐ 61/2018 Điều 19.7)."""

UNDO_MINUTES = 30
UNDOABLE = frozenset({"receive", "assign", "appraise", "check"})
"""Types of steps that their officer may take back so soon after completing them."""


class By(StrEnum):
    """Whose act it is, among those who see the dossier and hold the capability.

    HOLDER has a step of it in hand; COUNTER is the agency that received it; PARTY is one of those two, or the
    agency that decides. Units that were only asked for an opinion are none of them.
    """

    ANYBODY = "anybody"
    HOLDER = "holder"
    COUNTER = "counter"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table.

    Args:
        action: what is done.
        sources: states in which it may be done.
        target: the state after it; None when the state stays.
        capability: what the officer needs.
        label: the button's Vietnamese words.
        needs_reason: whether a reason must be written.
        stops_clock: whether the deadline clock stands still afterwards.
        automatic: done by the system or by another action, never a button.
        by: whose act it is.
    """

    action: Action
    sources: Set[State] = field(hash=False)
    target: State | None
    capability: str
    label: str
    needs_reason: bool = False
    stops_clock: bool = False
    automatic: bool = False
    by: By = By.ANYBODY


_BEFORE = {State.DRAFT, State.INCOMPLETE}
_INSIDE = RUNNING | PAUSED

MOVES: dict[Action, Move] = {
    move.action: move
    for move in (
        Move(Action.ACCEPT, _BEFORE, State.RECEIVED, "dossier.accept", "Tiếp nhận", by=By.COUNTER),
        Move(
            Action.GUIDE,
            {State.DRAFT},
            State.INCOMPLETE,
            "dossier.supplement",
            "Yêu cầu hoàn thiện",
            needs_reason=True,
            by=By.COUNTER,
        ),
        Move(
            Action.REFUSE,
            _BEFORE,
            State.REFUSED,
            "dossier.refuse",
            "Từ chối tiếp nhận",
            needs_reason=True,
            by=By.COUNTER,
        ),
        Move(
            Action.REJECT,
            _INSIDE,
            State.REFUSED,
            "dossier.reject",
            "Từ chối giải quyết",
            needs_reason=True,
            stops_clock=True,
            by=By.HOLDER,
        ),
        Move(Action.ROUTE, {State.RECEIVED}, State.PROCESSING, "dossier.work", "Chuyển xử lý"),
        Move(
            Action.SUPPLEMENT,
            RUNNING,
            State.SUPPLEMENT,
            "dossier.supplement",
            "Yêu cầu bổ sung",
            needs_reason=True,
            stops_clock=True,
            by=By.PARTY,
        ),
        Move(
            Action.RESUME,
            {State.SUPPLEMENT},
            State.PROCESSING,
            "dossier.supplement",
            "Đã nhận bổ sung",
            by=By.PARTY,
        ),
        Move(
            Action.UNDO_SUPPLEMENT,
            {State.SUPPLEMENT},
            State.PROCESSING,
            "dossier.supplement",
            "Thu hồi yêu cầu bổ sung",
            needs_reason=True,
            by=By.PARTY,
        ),
        Move(
            Action.AUTO_CLOSE,
            {State.SUPPLEMENT, State.INCOMPLETE},
            State.CLOSED,
            "dossier.accept",
            "Đóng hồ sơ",
            needs_reason=True,
            automatic=True,
        ),
        Move(
            Action.REQUIRE_PAYMENT,
            {State.PROCESSING},
            State.PAYMENT,
            "dossier.work",
            "Chờ nghĩa vụ tài chính",
            stops_clock=True,
            automatic=True,
        ),
        Move(
            Action.CONFIRM_PAYMENT,
            {State.PAYMENT},
            State.PROCESSING,
            "dossier.payment",
            "Xác nhận đã nộp",
        ),
        Move(
            Action.STOP,
            _INSIDE,
            State.STOPPED,
            "dossier.stop",
            "Dừng giải quyết",
            needs_reason=True,
            stops_clock=True,
            by=By.COUNTER,
        ),
        Move(
            Action.WITHDRAW,
            _BEFORE | _INSIDE,
            State.WITHDRAWN,
            "dossier.withdraw",
            "Rút hồ sơ",
            needs_reason=True,
            stops_clock=True,
            by=By.COUNTER,
        ),
        Move(
            Action.EXTEND,
            RUNNING,
            None,
            "dossier.extend",
            "Xin lỗi và gia hạn",
            needs_reason=True,
            by=By.PARTY,
        ),
        Move(Action.TAKE_OVER, RUNNING | PAUSED, None, "dossier.work", "Nhận việc"),
        Move(Action.ASSIGN, RUNNING | PAUSED, None, "dossier.assign", "Phân công"),
        Move(Action.COMPLETE, {State.PROCESSING, State.RECEIVED}, None, "dossier.work", "Hoàn thành bước"),
        Move(
            Action.SEND_BACK,
            {State.PROCESSING},
            None,
            "dossier.work",
            "Trả lại bước trước",
            needs_reason=True,
        ),
        Move(Action.UNDO_STEP, {State.PROCESSING}, None, "dossier.work", "Hoàn tác bước vừa xong"),
        Move(Action.NOTE, OPEN, None, "dossier.view", "Ghi chú"),
        Move(Action.ASK_OPINION, {State.PROCESSING}, None, "dossier.work", "Lấy ý kiến"),
        Move(Action.GIVE_OPINION, RUNNING | PAUSED, None, "dossier.opinion", "Trả lời ý kiến"),
        Move(
            Action.HAND_OVER,
            {State.RECEIVED, State.PROCESSING},
            None,
            "dossier.handover",
            "Chuyển cơ quan khác",
        ),
        Move(Action.PROPOSE, {State.PROCESSING}, None, "dossier.propose", "Trình kết quả"),
        Move(Action.CHECK, {State.PROCESSING}, None, "dossier.check", "Kiểm tra, ký nháy"),
        Move(Action.SIGN, {State.PROCESSING}, None, "dossier.sign", "Ký duyệt"),
        Move(Action.ISSUE, {State.PROCESSING}, None, "dossier.issue", "Cấp số, phát hành"),
        Move(
            Action.FINISH,
            {State.PROCESSING},
            State.DONE,
            "dossier.work",
            "Xử lý xong",
            stops_clock=True,
            automatic=True,
        ),
        Move(
            Action.RETURN_RESULT, {State.DONE}, State.RETURNED, "dossier.return", "Trả kết quả", by=By.COUNTER
        ),
        Move(
            Action.CHANGE_RULES,
            RUNNING | PAUSED,
            None,
            "dossier.reroute",
            "Chuyển phiên bản thủ tục",
            needs_reason=True,
            by=By.PARTY,
        ),
    )
}


def allowed(action: Action, state: State) -> bool:
    """Tell whether the table lets `action` happen in `state`."""
    return state in MOVES[action].sources


def moves_from(state: State, capabilities: frozenset[str]) -> list[Move]:
    """Return the moves open to an officer with `capabilities` in `state`, in the table's order."""
    return [
        move
        for move in MOVES.values()
        if state in move.sources and not move.automatic and move.capability in capabilities
    ]


def may_act(move: Move, *, receives: bool, decides: bool, holds: bool) -> bool:
    """Tell whether an act is open to somebody in this place.

    Args:
        receives: their agency received the dossier.
        decides: their agency decides it.
        holds: a step of it is in their hands.
    """
    if move.by == By.HOLDER:
        return holds
    if move.by == By.COUNTER:
        return receives
    return move.by == By.ANYBODY or receives or decides or holds
