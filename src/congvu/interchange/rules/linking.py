"""Which of two systems may confirm a stage of a dossier, and what each message does to it.

One table serves both sides: the sender asks whether it may say something, the other what it does when it
comes. At every moment at most one of the two holds itself entitled to confirm the stage; the one clock and
the applicant stay with the origin (NĐ 61/2018/NĐ-CP Điều 19.6–19.7, carried on by NĐ 118/2025/NĐ-CP).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Side(StrEnum):
    """The two systems of a stage: the one that received the dossier, and the one it was handed to."""

    ORIGIN = "origin"
    RECEIVER = "receiver"


class Stage(StrEnum):
    """Where a stage stands."""

    NEW = "new"
    OFFERED = "offered"
    WORKING = "working"
    ASKED = "asked"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STAGE_NAMES: dict[Stage, str] = {
    Stage.NEW: "Chưa chuyển",
    Stage.OFFERED: "Đã chuyển, chờ nơi nhận tiếp nhận",
    Stage.WORKING: "Nơi nhận đang giải quyết",
    Stage.ASKED: "Chờ công dân bổ sung",
    Stage.RETURNED: "Đã có kết quả",
    Stage.REFUSED: "Nơi nhận từ chối, trả lại",
    Stage.WITHDRAWN: "Đã rút",
}
OPEN = frozenset({Stage.OFFERED, Stage.WORKING, Stage.ASKED})
OVER = frozenset({Stage.RETURNED, Stage.REFUSED, Stage.WITHDRAWN})

_ENTITLED: dict[Stage, Side | None] = {
    Stage.NEW: Side.ORIGIN,
    Stage.OFFERED: Side.RECEIVER,
    Stage.WORKING: Side.RECEIVER,
    Stage.ASKED: Side.ORIGIN,
    Stage.RETURNED: Side.ORIGIN,
    Stage.REFUSED: Side.ORIGIN,
    Stage.WITHDRAWN: None,
}


def entitled(stage: Stage) -> Side | None:
    """Return the one side that may confirm the stage; None once the dossier was withdrawn."""
    return _ENTITLED[stage]


class Kind(StrEnum):
    """What is said."""

    HAND_OVER = "hand-over"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PROGRESS = "progress"
    SUPPLEMENT_REQUEST = "supplement-request"
    SUPPLEMENT_GIVEN = "supplement-given"
    CLOCK = "clock"
    RECALL = "recall"
    RESULT = "result"
    WITHDRAWN = "withdrawn"


KIND_NAMES: dict[Kind, str] = {
    Kind.HAND_OVER: "Chuyển hồ sơ",
    Kind.ACCEPTED: "Tiếp nhận",
    Kind.REFUSED: "Từ chối, trả lại",
    Kind.PROGRESS: "Báo tiến độ",
    Kind.SUPPLEMENT_REQUEST: "Đề nghị bổ sung",
    Kind.SUPPLEMENT_GIVEN: "Gửi phần bổ sung",
    Kind.CLOCK: "Báo thời hạn",
    Kind.RECALL: "Đề nghị trả lại",
    Kind.RESULT: "Gửi kết quả",
    Kind.WITHDRAWN: "Báo rút, dừng hồ sơ",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """One row of the table.

    Args:
        kind: what is said.
        by: who says it.
        moves: for each stage in which it may be said, the stage after it.
        crossed: further stages of the other side in which it has effect: the messages crossed on their way.
        late: stages of the other side in which it is kept without effect, for the same reason.
        needs_reason: whether it needs words.
    """

    kind: Kind
    by: Side
    moves: Mapping[Stage, Stage] = field(hash=False)
    crossed: Mapping[Stage, Stage] = field(hash=False, default_factory=dict)
    late: frozenset[Stage] = frozenset()
    needs_reason: bool = False


def _stay(*stages: Stage) -> dict[Stage, Stage]:
    return {stage: stage for stage in stages}


_GONE = frozenset({Stage.WITHDRAWN})
SAYINGS: dict[Kind, Saying] = {
    one.kind: one
    for one in (
        Saying(Kind.HAND_OVER, Side.ORIGIN, {Stage.NEW: Stage.OFFERED}),
        Saying(Kind.ACCEPTED, Side.RECEIVER, {Stage.OFFERED: Stage.WORKING}, late=_GONE),
        Saying(
            Kind.REFUSED,
            Side.RECEIVER,
            {Stage.OFFERED: Stage.REFUSED, Stage.WORKING: Stage.REFUSED},
            late=_GONE,
            needs_reason=True,
        ),
        Saying(
            Kind.PROGRESS,
            Side.RECEIVER,
            {Stage.OFFERED: Stage.WORKING, Stage.WORKING: Stage.WORKING},
            late=_GONE,
            needs_reason=True,
        ),
        Saying(
            Kind.SUPPLEMENT_REQUEST,
            Side.RECEIVER,
            {Stage.OFFERED: Stage.ASKED, Stage.WORKING: Stage.ASKED},
            late=_GONE,
            needs_reason=True,
        ),
        Saying(
            Kind.RESULT,
            Side.RECEIVER,
            {Stage.OFFERED: Stage.RETURNED, Stage.WORKING: Stage.RETURNED},
            late=_GONE,
        ),
        Saying(Kind.SUPPLEMENT_GIVEN, Side.ORIGIN, {Stage.ASKED: Stage.WORKING}),
        Saying(Kind.CLOCK, Side.ORIGIN, _stay(*sorted(OPEN)), late=OVER),
        Saying(
            Kind.RECALL,
            Side.ORIGIN,
            _stay(Stage.OFFERED, Stage.WORKING),
            crossed=_stay(Stage.ASKED),
            late=OVER,
            needs_reason=True,
        ),
        Saying(
            Kind.WITHDRAWN,
            Side.ORIGIN,
            dict.fromkeys(sorted(OPEN), Stage.WITHDRAWN),
            crossed={Stage.RETURNED: Stage.WITHDRAWN, Stage.REFUSED: Stage.WITHDRAWN},
            needs_reason=True,
        ),
    )
}


def may_say(kind: Kind, side: Side, stage: Stage) -> bool:
    """Tell whether a side may say something where it sees the stage."""
    return SAYINGS[kind].by == side and stage in SAYINGS[kind].moves


def sayings_of(side: Side, stage: Stage) -> list[Kind]:
    """Return what a side may say, in the order of the table."""
    return [kind for kind in SAYINGS if may_say(kind, side, stage)]


class Impossible(Exception):  # noqa: N818 — a verdict
    """A message that cannot be meant where the stage stands; the text says why."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a message that came does: the stage after it; `late` when it is only kept."""

    stage: Stage
    late: bool = False


def effect(kind: Kind, by: Side, stage: Stage) -> Effect:
    """Return what a message of the other side does.

    Args:
        kind: what is said.
        by: the side that says it.
        stage: where we see the stage.

    Raises:
        Impossible: that side never says this, or not there.
    """
    saying = SAYINGS[kind]
    if saying.by != by:
        raise Impossible(f"“{KIND_NAMES[kind]}” không phải tin của phía gửi này.")
    if stage in saying.moves:
        return Effect(saying.moves[stage])
    if stage in saying.crossed:
        return Effect(saying.crossed[stage])
    if stage in saying.late:
        return Effect(stage, late=True)
    raise Impossible(f"“{KIND_NAMES[kind]}” không thể đến khi hồ sơ ở trạng thái “{STAGE_NAMES[stage]}”.")


class Turn(StrEnum):
    """Whether a message's turn has come."""

    NOW = "now"
    BEFORE = "before"
    LATER = "later"


def turn(sequence: int, applied: int) -> Turn:
    """Tell whether a message is next, was there before, or has to wait for those in between.

    Args:
        sequence: of the message.
        applied: of the last message of the same sender that had its effect.
    """
    if sequence == applied + 1:
        return Turn.NOW
    return Turn.BEFORE if sequence <= applied else Turn.LATER
