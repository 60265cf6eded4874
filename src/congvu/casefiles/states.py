"""The states of the year's catalogue, of case files and of hand-overs, and the tables of moves between them.

Screens take their buttons from these tables and services check against them, so that the two cannot disagree.
Legal source: NĐ 30/2020/NĐ-CP Điều 28 (catalogue), 29 (opening, closing), 30 and 31 (handing over).
"""

from collections.abc import Set
from dataclasses import dataclass, field
from enum import StrEnum


class CatalogueState(StrEnum):
    """Where the catalogue of a year stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    CLOSED = "closed"


CATALOGUE_STATES: dict[CatalogueState, str] = {
    CatalogueState.DRAFT: "Dự thảo",
    CatalogueState.APPROVED: "Đã ban hành",
    CatalogueState.CLOSED: "Đã khóa",
}


class State(StrEnum):
    """Where a case file stands between its opening and the archive's shelf."""

    OPEN = "open"
    CLOSED = "closed"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    ARCHIVED = "archived"


STATE_NAMES: dict[State, str] = {
    State.OPEN: "Đang lập",
    State.CLOSED: "Đã kết thúc",
    State.SUBMITTED: "Đã đề nghị nộp lưu",
    State.RETURNED: "Lưu trữ trả lại",
    State.ACCEPTED: "Đã nộp lưu",
    State.ARCHIVED: "Đã đóng gói lưu trữ",
}
FINAL = frozenset({State.ARCHIVED})
WITH_KEEPER = frozenset({State.OPEN, State.CLOSED, State.RETURNED})
"""The keeper still answers for it: not yet in the archive's hands."""


class HandoverState(StrEnum):
    """Where the minutes of a hand-over stand."""

    PROPOSED = "proposed"
    CHECKED = "checked"
    ACCEPTED = "accepted"
    RETURNED = "returned"


HANDOVER_STATES: dict[HandoverState, str] = {
    HandoverState.PROPOSED: "Chờ lưu trữ kiểm tra",
    HandoverState.CHECKED: "Đã kiểm tra",
    HandoverState.ACCEPTED: "Đã nhận",
    HandoverState.RETURNED: "Đã trả lại",
}
HANDOVER_OPEN = frozenset({HandoverState.PROPOSED, HandoverState.CHECKED})


class By(StrEnum):
    """Whose act it is, among those who see the case file and hold the capability.

    HOLDER is its keeper, or somebody of the unit that keeps it.
    """

    ANYBODY = "anybody"
    HOLDER = "holder"


class Action(StrEnum):
    """What officers can do with a case file."""

    EDIT = "edit"
    FILE = "file"
    MOVE = "move"
    REMOVE = "remove"
    ARRANGE = "arrange"
    CLOSE = "close"
    REOPEN = "reopen"
    AMEND = "amend"
    KEEP_BACK = "keep_back"
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    PACKAGE = "package"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table of case files.

    Args:
        action: what is done.
        sources: states in which it may be done.
        target: the state after it; None when the state stays.
        capability: what the officer needs.
        label: the button's Vietnamese words.
        needs_reason: whether a reason must be written.
        automatic: done by another act, never a button.
        by: whose act it is.
    """

    action: Action
    sources: Set[State] = field(hash=False)
    target: State | None
    capability: str
    label: str
    needs_reason: bool = False
    automatic: bool = False
    by: By = By.ANYBODY


_KEEP, _APPROVE, _ARCHIVE = "casefile.keep", "casefile.approve", "casefile.archive"
_BEFORE = {State.CLOSED, State.RETURNED}

MOVES: dict[Action, Move] = {
    move.action: move
    for move in (
        Move(Action.EDIT, {State.OPEN}, None, _KEEP, "Sửa thông tin hồ sơ", by=By.HOLDER),
        Move(Action.FILE, {State.OPEN}, None, _KEEP, "Thêm văn bản, tài liệu", by=By.HOLDER),
        Move(
            Action.MOVE,
            {State.OPEN},
            None,
            _KEEP,
            "Chuyển sang hồ sơ khác",
            needs_reason=True,
            by=By.HOLDER,
        ),
        Move(Action.REMOVE, {State.OPEN}, None, _KEEP, "Loại khỏi hồ sơ", needs_reason=True, by=By.HOLDER),
        Move(Action.ARRANGE, {State.OPEN}, None, _KEEP, "Biên mục văn bản", by=By.HOLDER),
        Move(Action.CLOSE, {State.OPEN}, State.CLOSED, _KEEP, "Kết thúc hồ sơ", by=By.HOLDER),
        Move(Action.SUBMIT, _BEFORE, State.SUBMITTED, _KEEP, "Đề nghị nộp lưu", by=By.HOLDER),
        Move(
            Action.AMEND,
            {State.RETURNED},
            State.OPEN,
            _KEEP,
            "Mở lại để hoàn thiện",
            by=By.HOLDER,
        ),
        Move(Action.REOPEN, {State.CLOSED}, State.OPEN, _APPROVE, "Cho mở lại hồ sơ", needs_reason=True),
        Move(Action.KEEP_BACK, _BEFORE, None, _APPROVE, "Cho giữ lại", needs_reason=True),
        Move(Action.ACCEPT, {State.SUBMITTED}, State.ACCEPTED, _ARCHIVE, "Nhận vào lưu trữ", automatic=True),
        Move(
            Action.RETURN,
            {State.SUBMITTED},
            State.RETURNED,
            _ARCHIVE,
            "Trả lại",
            needs_reason=True,
            automatic=True,
        ),
        Move(
            Action.PACKAGE,
            {State.CLOSED, State.ACCEPTED, State.ARCHIVED},
            None,
            _ARCHIVE,
            "Đóng gói nộp (SIP)",
        ),
        Move(Action.ARCHIVE, {State.ACCEPTED}, State.ARCHIVED, _ARCHIVE, "Đóng gói lưu trữ (AIP)"),
    )
}


@dataclass(frozen=True, slots=True)
class HandoverMove:
    """One row of the table of hand-overs; the fields are those of `Move`."""

    action: str
    sources: Set[HandoverState] = field(hash=False)
    target: HandoverState
    capability: str
    label: str
    needs_reason: bool = False


HANDOVER_MOVES: dict[str, HandoverMove] = {
    move.action: move
    for move in (
        HandoverMove("check", HANDOVER_OPEN, HandoverState.CHECKED, _ARCHIVE, "Ghi kết quả kiểm tra"),
        HandoverMove(
            "accept", {HandoverState.CHECKED}, HandoverState.ACCEPTED, _ARCHIVE, "Nhận hồ sơ, ký biên bản"
        ),
        HandoverMove(
            "return", HANDOVER_OPEN, HandoverState.RETURNED, _ARCHIVE, "Trả lại tất cả", needs_reason=True
        ),
    )
}


def moves_from(state: State, capabilities: Set[str], *, holds: bool) -> list[Move]:
    """Return the moves open to an officer, in the table's order.

    Args:
        state: where the case file stands.
        capabilities: what the officer's roles grant.
        holds: whether the case file is in their hands (see `By.HOLDER`).
    """
    return [
        move
        for move in MOVES.values()
        if state in move.sources
        and not move.automatic
        and move.capability in capabilities
        and (holds or move.by == By.ANYBODY)
    ]
