"""States of outgoing documents from draft to issue, the chain of checks, and the one table of moves.

Screens take their buttons from this table and services check against it, so that the two cannot disagree.
Legal source: NĐ 30/2020/NĐ-CP Điều 10 to 13 (soạn thảo, kiểm tra, duyệt, ký), Điều 14 to 19 (cấp số, đăng ký,
phát hành, thu hồi, lưu), Điều 25 to 27 (sao văn bản).
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """Where an outgoing document stands."""

    DRAFT = "draft"
    CONTENT = "content"
    FORM = "form"
    APPROVING = "approving"
    SIGNING = "signing"
    RETURNED = "returned"
    SIGNED = "signed"
    NUMBERED = "numbered"
    ISSUED = "issued"
    REFUSED = "refused"
    RECALLED = "recalled"
    REPLACED = "replaced"
    DROPPED = "dropped"


STATE_NAMES: dict[State, str] = {
    State.DRAFT: "Đang soạn",
    State.CONTENT: "Chờ kiểm tra nội dung",
    State.FORM: "Chờ kiểm tra thể thức",
    State.APPROVING: "Chờ duyệt",
    State.SIGNING: "Chờ ký",
    State.RETURNED: "Bị trả lại",
    State.SIGNED: "Đã ký, chờ cấp số",
    State.NUMBERED: "Đã cấp số, chờ phát hành",
    State.ISSUED: "Đã phát hành",
    State.REFUSED: "Từ chối cấp số",
    State.RECALLED: "Đã thu hồi",
    State.REPLACED: "Đã bị thay thế",
    State.DROPPED: "Đã hủy dự thảo",
}
IN_CHAIN = frozenset({State.CONTENT, State.FORM, State.APPROVING, State.SIGNING})
AT_REGISTRY = frozenset({State.SIGNED, State.NUMBERED})
"""States of a signed document that the registry has in hand."""
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
OUT = frozenset({State.ISSUED, State.RECALLED, State.REPLACED})
"""States of a document that receivers have."""
FINAL = frozenset({State.REFUSED, State.RECALLED, State.REPLACED, State.DROPPED})
OPEN = frozenset(State) - FINAL - {State.ISSUED}


class Check(StrEnum):
    """What a person of the chain does."""

    CONTENT = "content"
    FORM = "form"
    INITIAL = "initial"
    APPROVE = "approve"
    SIGN = "sign"


CHECK_NAMES: dict[Check, str] = {
    Check.CONTENT: "Kiểm tra nội dung",
    Check.FORM: "Kiểm tra thể thức",
    Check.INITIAL: "Ký nháy",
    Check.APPROVE: "Duyệt",
    Check.SIGN: "Ký ban hành",
}
STATE_OF: dict[Check, State] = {
    Check.CONTENT: State.CONTENT,
    Check.FORM: State.FORM,
    Check.INITIAL: State.APPROVING,
    Check.APPROVE: State.APPROVING,
    Check.SIGN: State.SIGNING,
}
"""Where the document stands while this check is open."""


class CheckState(StrEnum):
    """Where one check of the chain stands; VOID means given on a version that was changed since."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    RETURNED = "returned"
    VOID = "void"


CHECK_STATE_NAMES: dict[CheckState, str] = {
    CheckState.WAITING: "chưa đến lượt",
    CheckState.OPEN: "đang chờ",
    CheckState.DONE: "đã đồng ý",
    CheckState.RETURNED: "đã trả lại",
    CheckState.VOID: "hết giá trị",
}


class Action(StrEnum):
    """What can be done to an outgoing document."""

    SAVE = "save"
    SUBMIT = "submit"
    DROP = "drop"
    TAKE_BACK = "take_back"
    CHECK_CONTENT = "check_content"
    CHECK_FORM = "check_form"
    APPROVE = "approve"
    SIGN = "sign"
    SEND_BACK = "send_back"
    NUMBER = "number"
    ISSUE = "issue"
    REFUSE = "refuse"
    RECALL = "recall"
    REPLACE = "replace"
    CORRECT = "correct"
    COPY = "copy"
    LINK = "link"


class By(StrEnum):
    """Whose act it is, among those who see the document and hold the capability.

    AUTHOR drafts it, or works in the drafting unit; HOLDER has the open check in hand; OFFICE is the registry
    of the issuing agency; AGENCY is anybody of it who holds the capability.
    """

    AUTHOR = "author"
    HOLDER = "holder"
    OFFICE = "office"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table.

    Args:
        action: what is done.
        sources: states in which it may be done.
        target: the state after it; None when it stays, or follows from the chain.
        capability: what the officer needs.
        label: the button's Vietnamese words.
        by: whose act it is.
        needs_reason: whether a reason must be written.
        automatic: done by another act, never a button.
    """

    action: Action
    sources: Set[State] = field(hash=False)
    target: State | None
    capability: str
    label: str
    by: By
    needs_reason: bool = False
    automatic: bool = False


MOVES: dict[Action, Move] = {
    move.action: move
    for move in (
        Move(Action.SAVE, EDITABLE, None, "document.draft", "Soạn thảo", By.AUTHOR),
        Move(Action.SUBMIT, EDITABLE, None, "document.draft", "Trình", By.AUTHOR),
        Move(Action.CHECK_CONTENT, {State.CONTENT}, None, "document.check", "Đồng ý nội dung", By.HOLDER),
        Move(Action.CHECK_FORM, {State.FORM}, None, "document.form", "Đạt thể thức", By.HOLDER),
        Move(Action.APPROVE, {State.APPROVING}, None, "document.approve", "Duyệt", By.HOLDER),
        Move(Action.SIGN, {State.SIGNING}, State.SIGNED, "document.sign", "Ký", By.HOLDER),
        # One that still waits for its signature stays where it is, and holds the number.
        Move(
            Action.NUMBER,
            {State.SIGNING, State.SIGNED},
            State.NUMBERED,
            "document.issue",
            "Cấp số",
            By.OFFICE,
        ),
        Move(
            Action.ISSUE,
            AT_REGISTRY,
            State.ISSUED,
            "document.issue",
            "Phát hành",
            By.OFFICE,
        ),
        Move(
            Action.SEND_BACK,
            IN_CHAIN | AT_REGISTRY,
            State.RETURNED,
            "document.view",
            "Trả lại",
            By.HOLDER,
            needs_reason=True,
        ),
        Move(
            Action.TAKE_BACK,
            IN_CHAIN,
            State.DRAFT,
            "document.draft",
            "Lấy lại để sửa",
            By.AUTHOR,
            needs_reason=True,
        ),
        Move(
            Action.DROP,
            EDITABLE,
            State.DROPPED,
            "document.draft",
            "Hủy dự thảo",
            By.AUTHOR,
            needs_reason=True,
        ),
        Move(
            Action.REFUSE,
            AT_REGISTRY,
            State.REFUSED,
            "document.issue",
            "Từ chối cấp số",
            By.OFFICE,
            needs_reason=True,
        ),
        Move(
            Action.LINK,
            EDITABLE | IN_CHAIN | AT_REGISTRY | {State.ISSUED},
            None,
            "document.draft",
            "Nối văn bản đến",
            By.AGENCY,
        ),
        Move(Action.COPY, OUT - {State.RECALLED}, None, "document.issue", "Sao văn bản", By.OFFICE),
        Move(
            Action.CORRECT,
            {State.ISSUED},
            None,
            "document.recall",
            "Đính chính",
            By.AGENCY,
            needs_reason=True,
        ),
        Move(
            Action.REPLACE,
            {State.ISSUED},
            State.REPLACED,
            "document.recall",
            "Thay thế",
            By.AGENCY,
            needs_reason=True,
        ),
        Move(
            Action.RECALL,
            {State.ISSUED},
            State.RECALLED,
            "document.recall",
            "Thu hồi",
            By.AGENCY,
            needs_reason=True,
        ),
    )
}


def allowed(action: Action, state: State) -> bool:
    """Tell whether the table lets `action` happen in `state`."""
    return state in MOVES[action].sources


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands to a document: its author, holder of the open check, of the issuing agency."""

    author: bool
    holder: bool
    agency: bool


def may_act(move: Move, state: State, place: Place) -> bool:
    """Tell whether an act is open to somebody in this place; signed papers are held by the registry."""
    if move.by == By.AUTHOR:
        return place.author
    if move.by == By.HOLDER:
        return place.agency if state in AT_REGISTRY else place.holder
    return place.agency


def moves_from(state: State, capabilities: frozenset[str], place: Place) -> list[Move]:
    """Return the moves open to an officer, in the table's order."""
    held = [move for move in MOVES.values() if move.capability in capabilities]
    found = [move for move in held if state in move.sources]
    if state in AT_REGISTRY and "document.issue" not in capabilities:
        found = [move for move in found if move.action != Action.SEND_BACK]
    return [move for move in found if may_act(move, state, place)]


@dataclass(frozen=True, slots=True)
class Link:
    """One check of a chain, as the rules look at it."""

    order: int
    kind: Check
    state: CheckState
    version: int | None = None


def current(links: Sequence[Link]) -> Link | None:
    """Return the check whose turn it is: the first one that is not done."""
    return next(
        (one for one in sorted(links, key=lambda one: one.order) if one.state != CheckState.DONE), None
    )


def state_of(links: Sequence[Link]) -> State:
    """Return where a document stands whose chain this is."""
    turn = current(links)
    return STATE_OF[turn.kind] if turn else State.SIGNED


def still_good(links: Sequence[Link], version: int) -> list[Link]:
    """Return the checks from the first on that were done on this very version: they need no second look.

    What comes after a check that was not given on it counts for nothing, for it was given on other words.
    """
    good: list[Link] = []
    for one in sorted(links, key=lambda one: one.order):
        if one.state != CheckState.DONE or one.version != version:
            break
        good.append(one)
    return good
