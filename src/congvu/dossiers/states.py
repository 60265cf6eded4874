"""The business states of a dossier and the one table of moves between them.

Screens take their buttons from this table and services check against it, so that the two cannot disagree.
Legal source: NĐ 118/2025/NĐ-CP (reception, transfer, result), TT 03/2025/TT-VPCP (forms 01 to 07).
"""

from dataclasses import dataclass
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
    """

    action: Action
    sources: frozenset[State]
    target: State | None
    capability: str
    label: str
    needs_reason: bool = False
    stops_clock: bool = False
    automatic: bool = False


def _move(
    action: Action,
    sources: frozenset[State] | set[State],
    target: State | None,
    capability: str,
    label: str,
    *,
    needs_reason: bool = False,
    stops_clock: bool = False,
    automatic: bool = False,
) -> Move:
    return Move(action, frozenset(sources), target, capability, label, needs_reason, stops_clock, automatic)


_BEFORE = {State.DRAFT, State.INCOMPLETE}
_INSIDE = RUNNING | PAUSED

MOVES: dict[Action, Move] = {
    move.action: move
    for move in (
        _move(Action.ACCEPT, _BEFORE, State.RECEIVED, "dossier.accept", "Tiếp nhận"),
        _move(
            Action.GUIDE,
            {State.DRAFT},
            State.INCOMPLETE,
            "dossier.supplement",
            "Yêu cầu hoàn thiện",
            needs_reason=True,
        ),
        _move(
            Action.REFUSE, _BEFORE, State.REFUSED, "dossier.refuse", "Từ chối tiếp nhận", needs_reason=True
        ),
        _move(
            Action.REJECT,
            _INSIDE,
            State.REFUSED,
            "dossier.reject",
            "Từ chối giải quyết",
            needs_reason=True,
            stops_clock=True,
        ),
        _move(Action.ROUTE, {State.RECEIVED}, State.PROCESSING, "dossier.work", "Chuyển xử lý"),
        _move(
            Action.SUPPLEMENT,
            RUNNING,
            State.SUPPLEMENT,
            "dossier.supplement",
            "Yêu cầu bổ sung",
            needs_reason=True,
            stops_clock=True,
        ),
        _move(Action.RESUME, {State.SUPPLEMENT}, State.PROCESSING, "dossier.supplement", "Đã nhận bổ sung"),
        _move(
            Action.UNDO_SUPPLEMENT,
            {State.SUPPLEMENT},
            State.PROCESSING,
            "dossier.supplement",
            "Thu hồi yêu cầu bổ sung",
            needs_reason=True,
        ),
        _move(
            Action.AUTO_CLOSE,
            {State.SUPPLEMENT, State.INCOMPLETE},
            State.CLOSED,
            "dossier.accept",
            "Đóng hồ sơ",
            needs_reason=True,
            automatic=True,
        ),
        _move(
            Action.REQUIRE_PAYMENT,
            {State.PROCESSING},
            State.PAYMENT,
            "dossier.work",
            "Chờ nghĩa vụ tài chính",
            stops_clock=True,
            automatic=True,
        ),
        _move(
            Action.CONFIRM_PAYMENT,
            {State.PAYMENT},
            State.PROCESSING,
            "dossier.payment",
            "Xác nhận đã nộp",
        ),
        _move(
            Action.STOP,
            _INSIDE,
            State.STOPPED,
            "dossier.stop",
            "Dừng giải quyết",
            needs_reason=True,
            stops_clock=True,
        ),
        _move(
            Action.WITHDRAW,
            _BEFORE | _INSIDE,
            State.WITHDRAWN,
            "dossier.withdraw",
            "Rút hồ sơ",
            needs_reason=True,
            stops_clock=True,
        ),
        _move(Action.EXTEND, RUNNING, None, "dossier.extend", "Xin lỗi và gia hạn", needs_reason=True),
        _move(Action.TAKE_OVER, RUNNING | PAUSED, None, "dossier.work", "Nhận việc"),
        _move(Action.ASSIGN, RUNNING | PAUSED, None, "dossier.assign", "Phân công"),
        _move(Action.COMPLETE, {State.PROCESSING, State.RECEIVED}, None, "dossier.work", "Hoàn thành bước"),
        _move(
            Action.SEND_BACK,
            {State.PROCESSING},
            None,
            "dossier.work",
            "Trả lại bước trước",
            needs_reason=True,
        ),
        _move(Action.UNDO_STEP, {State.PROCESSING}, None, "dossier.work", "Hoàn tác bước vừa xong"),
        _move(Action.NOTE, OPEN, None, "dossier.view", "Ghi chú"),
        _move(Action.ASK_OPINION, {State.PROCESSING}, None, "dossier.work", "Lấy ý kiến"),
        _move(Action.GIVE_OPINION, RUNNING | PAUSED, None, "dossier.opinion", "Trả lời ý kiến"),
        _move(
            Action.HAND_OVER,
            {State.RECEIVED, State.PROCESSING},
            None,
            "dossier.handover",
            "Chuyển cơ quan khác",
        ),
        _move(Action.PROPOSE, {State.PROCESSING}, None, "dossier.propose", "Trình kết quả"),
        _move(Action.CHECK, {State.PROCESSING}, None, "dossier.check", "Kiểm tra, ký nháy"),
        _move(Action.SIGN, {State.PROCESSING}, None, "dossier.sign", "Ký duyệt"),
        _move(Action.ISSUE, {State.PROCESSING}, None, "dossier.issue", "Cấp số, phát hành"),
        _move(
            Action.FINISH,
            {State.PROCESSING},
            State.DONE,
            "dossier.work",
            "Xử lý xong",
            stops_clock=True,
            automatic=True,
        ),
        _move(Action.RETURN_RESULT, {State.DONE}, State.RETURNED, "dossier.return", "Trả kết quả"),
        _move(
            Action.CHANGE_RULES,
            RUNNING | PAUSED,
            None,
            "dossier.reroute",
            "Chuyển phiên bản thủ tục",
            needs_reason=True,
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
