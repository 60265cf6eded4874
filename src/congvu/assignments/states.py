"""The states of assigned work and the one table of moves between them.

Screens take their buttons from this table and services check against it. No state changes on a performer's
word alone: what was reported or proposed waits beside the state until the giver has decided (the table leads
to `ended`, `closed` or a later deadline only from a waiting state, by the giver's approval).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """State of an assignment; late, due soon, extended and handed over are derived, never stored."""

    HIDDEN = "hidden"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    ENDED = "ended"
    CLOSE_PROPOSED = "close_proposed"
    CLOSED = "closed"
    EXTENSION_PROPOSED = "extension_proposed"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"


STATE_NAMES: dict[State, str] = {
    State.HIDDEN: "Chờ văn bản ban hành",
    State.NOT_STARTED: "Chưa thực hiện",
    State.IN_PROGRESS: "Đang thực hiện",
    State.REPORTED: "Báo cáo hoàn thành, chờ duyệt",
    State.ENDED: "Đã kết thúc",
    State.CLOSE_PROPOSED: "Đề xuất đóng",
    State.CLOSED: "Đã đóng",
    State.EXTENSION_PROPOSED: "Đề xuất gia hạn",
    State.RETURNED: "Đã trả lại",
    State.TRANSFERRED: "Chuyển đến, chưa thực hiện",
    State.CANCELLED: "Đã hủy",
}

FINAL = frozenset({State.ENDED, State.CLOSED, State.CANCELLED})
OPEN = frozenset(State) - FINAL - {State.HIDDEN}
"""Work that somebody still has to do or decide on."""
COMPLETED = frozenset({State.ENDED, State.CLOSED})
"""What the statistics count as completed: ended with a result, or closed by the giver's decision."""
COUNTABLE = frozenset(State) - {State.HIDDEN, State.CANCELLED}
WAITING = frozenset({State.REPORTED, State.CLOSE_PROPOSED, State.EXTENSION_PROPOSED})
"""A proposal lies before the giver."""
DOING = frozenset({State.NOT_STARTED, State.IN_PROGRESS, State.TRANSFERRED})
"""The performer's to go on with."""


class Action(StrEnum):
    """What officers can do with an assignment."""

    ACTIVATE = "activate"
    EDIT = "edit"
    CORRECT = "correct"
    START = "start"
    REPORT_PROGRESS = "report_progress"
    REPORT_DONE = "report_done"
    PROPOSE_CLOSE = "propose_close"
    REQUEST_EXTENSION = "request_extension"
    PASS_UNIT = "pass_unit"  # noqa: S105 — no password
    REFUSE_UNIT = "refuse_unit"
    APPROVE = "approve"
    REFUSE = "refuse"
    SUB_ASSIGN = "sub_assign"
    COOPERATE = "cooperate"
    SETTLE = "settle"
    RETURN = "return"
    INSIST = "insist"
    TRANSFER = "transfer"
    SET_DEADLINE = "set_deadline"
    URGE = "urge"
    CLOSE = "close"
    CANCEL = "cancel"
    STOP_SERIES = "stop_series"
    FOLLOW = "follow"


class By(StrEnum):
    """Whose act it is, among those who see the assignment and hold the capability.

    PERFORMER leads the work (the officer, or somebody of the unit or agency it was given to); HEAD leads the
    performing unit; GIVER gave it, stands in for who gave it, or leads that agency; PARTNER cooperates.
    """

    ANYBODY = "anybody"
    PERFORMER = "performer"
    HEAD = "head"
    GIVER = "giver"
    PARTNER = "partner"
    PARTY = "party"


class ReportKind(StrEnum):
    """What a report says or proposes."""

    PROGRESS = "progress"
    DONE = "done"
    CLOSE = "close"
    EXTENSION = "extension"


class ReportState(StrEnum):
    """Where a report stands between its two approvals."""

    AT_UNIT = "at_unit"
    AT_GIVER = "at_giver"
    NOTED = "noted"
    APPROVED = "approved"
    REFUSED = "refused"


REPORT_OPEN = frozenset({ReportState.AT_UNIT, ReportState.AT_GIVER})
REPORT_NAMES: dict[ReportState, str] = {
    ReportState.AT_UNIT: "Chờ lãnh đạo đơn vị duyệt",
    ReportState.AT_GIVER: "Chờ người giao duyệt",
    ReportState.NOTED: "Đã ghi nhận",
    ReportState.APPROVED: "Đã duyệt",
    ReportState.REFUSED: "Không duyệt",
}
KIND_NAMES: dict[ReportKind, str] = {
    ReportKind.PROGRESS: "Báo cáo tiến độ",
    ReportKind.DONE: "Báo cáo hoàn thành",
    ReportKind.CLOSE: "Đề xuất đóng nhiệm vụ",
    ReportKind.EXTENSION: "Đề nghị gia hạn",
}
LAID_BEFORE: dict[ReportKind, State] = {
    ReportKind.DONE: State.REPORTED,
    ReportKind.CLOSE: State.CLOSE_PROPOSED,
    ReportKind.EXTENSION: State.EXTENSION_PROPOSED,
}
"""The waiting state of a proposal that lies before the giver."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table.

    Args:
        action: what is done.
        targets: each state in which it may be done, with the state after it.
        capability: what the officer needs.
        label: the button's Vietnamese words.
        by: whose act it is.
        needs_reason: whether a reason must be written.
        after: the state once a first approval is not or no longer needed (reports and proposals).
    """

    action: Action
    targets: Mapping[State, State] = field(hash=False)
    capability: str
    label: str
    by: By
    needs_reason: bool = False
    after: State | None = None

    @property
    def sources(self) -> frozenset[State]:
        """The states in which it may be done."""
        return frozenset(self.targets)


def _stay(*sources: State) -> dict[State, State]:
    return {source: source for source in sources}


def _to(target: State, *sources: State) -> dict[State, State]:
    return dict.fromkeys(sources, target)


_BEGUN = _to(State.IN_PROGRESS, *DOING)
_ALIVE = tuple(state for state in State if state in OPEN)
_SEEN = tuple(state for state in State if state != State.HIDDEN)
_GIVE, _WORK, _APPROVE = "assignment.give", "assignment.work", "assignment.approve"
A, S = Action, State

MOVES: dict[Action, Move] = {
    move.action: move
    for move in (
        Move(A.ACTIVATE, _to(S.NOT_STARTED, S.HIDDEN), _GIVE, "Giao ngay", By.GIVER),
        Move(A.START, _to(S.IN_PROGRESS, S.NOT_STARTED, S.TRANSFERRED), _WORK, "Nhận việc", By.PERFORMER),
        Move(A.REPORT_PROGRESS, _BEGUN, _WORK, "Báo cáo tiến độ", By.PERFORMER),
        Move(A.REPORT_DONE, _BEGUN, _WORK, "Báo cáo hoàn thành", By.PERFORMER, after=S.REPORTED),
        Move(
            A.PROPOSE_CLOSE,
            _BEGUN,
            _WORK,
            "Đề xuất đóng",
            By.PERFORMER,
            needs_reason=True,
            after=S.CLOSE_PROPOSED,
        ),
        Move(
            A.REQUEST_EXTENSION,
            _BEGUN,
            _WORK,
            "Đề nghị gia hạn",
            By.PERFORMER,
            needs_reason=True,
            after=S.EXTENSION_PROPOSED,
        ),
        Move(A.PASS_UNIT, _stay(S.IN_PROGRESS), _APPROVE, "Duyệt tại đơn vị", By.HEAD),
        Move(
            A.REFUSE_UNIT,
            _stay(S.IN_PROGRESS),
            _APPROVE,
            "Yêu cầu báo cáo lại",
            By.HEAD,
            needs_reason=True,
        ),
        Move(
            A.APPROVE,
            {S.REPORTED: S.ENDED, S.CLOSE_PROPOSED: S.CLOSED, S.EXTENSION_PROPOSED: S.IN_PROGRESS},
            _APPROVE,
            "Duyệt",
            By.GIVER,
        ),
        Move(A.REFUSE, _to(S.IN_PROGRESS, *WAITING), _APPROVE, "Không duyệt", By.GIVER, needs_reason=True),
        Move(A.SUB_ASSIGN, _BEGUN, _GIVE, "Giao nhiệm vụ con", By.PERFORMER),
        Move(A.COOPERATE, _stay(*_ALIVE), _WORK, "Gửi kết quả phối hợp", By.PARTNER),
        Move(A.EDIT, _stay(S.HIDDEN, S.NOT_STARTED, S.TRANSFERRED), _GIVE, "Sửa nhiệm vụ", By.GIVER),
        Move(A.CORRECT, _stay(S.IN_PROGRESS, S.RETURNED), _GIVE, "Đính chính", By.GIVER, needs_reason=True),
        Move(A.SETTLE, _stay(*_SEEN), _WORK, "Đã tháo gỡ khó khăn", By.PARTY),
        Move(A.RETURN, _to(S.RETURNED, *DOING), _WORK, "Trả lại", By.PERFORMER, needs_reason=True),
        Move(
            A.INSIST, _to(S.IN_PROGRESS, S.RETURNED), _GIVE, "Yêu cầu thực hiện", By.GIVER, needs_reason=True
        ),
        Move(
            A.TRANSFER, _to(S.TRANSFERRED, *_ALIVE), _GIVE, "Chuyển đơn vị khác", By.GIVER, needs_reason=True
        ),
        Move(
            A.SET_DEADLINE,
            _stay(*DOING, S.RETURNED),
            _GIVE,
            "Điều chỉnh thời hạn",
            By.GIVER,
            needs_reason=True,
        ),
        Move(A.URGE, _stay(*_ALIVE), _GIVE, "Đôn đốc", By.GIVER, needs_reason=True),
        Move(
            A.CLOSE,
            _to(S.CLOSED, *DOING, S.RETURNED),
            _APPROVE,
            "Đóng nhiệm vụ",
            By.GIVER,
            needs_reason=True,
        ),
        Move(
            A.CANCEL,
            _to(S.CANCELLED, S.HIDDEN, *DOING, S.RETURNED),
            _GIVE,
            "Hủy nhiệm vụ",
            By.GIVER,
            needs_reason=True,
        ),
        Move(A.STOP_SERIES, _stay(*_SEEN), _GIVE, "Dừng giao định kỳ", By.GIVER),
        Move(A.FOLLOW, _stay(*State), "assignment.view", "Theo dõi", By.ANYBODY),
    )
}


def allowed(action: Action, state: State) -> bool:
    """Tell whether the table lets `action` happen in `state`."""
    return state in MOVES[action].targets


def after(action: Action, state: State) -> State:
    """Return the state that `action` leads to from `state`.

    Raises:
        KeyError: the table does not allow it.
    """
    return MOVES[action].targets[state]


def may_act(move: Move, places: frozenset[By]) -> bool:
    """Tell whether an act is open to somebody in these places.

    Args:
        places: where they stand: PERFORMER, HEAD, GIVER, PARTNER.
    """
    if move.by == By.PARTY:
        return bool(places & {By.PERFORMER, By.HEAD, By.GIVER})
    return move.by == By.ANYBODY or move.by in places
