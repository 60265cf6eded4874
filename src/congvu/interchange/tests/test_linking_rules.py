"""One stage, two systems: every stage and message pair, and every way in which messages can cross."""

from itertools import product

import pytest

from congvu.interchange.envelopes.dossier.reading import KINDS
from congvu.interchange.rules.linking import (
    OPEN,
    OVER,
    SAYINGS,
    STAGE_NAMES,
    Impossible,
    Kind,
    Side,
    Stage,
    Turn,
    effect,
    entitled,
    may_say,
    sayings_of,
    turn,
)

NEW, OUT, WORK, ASK, RES, REF, GONE = (
    Stage.NEW, Stage.OFFERED, Stage.WORKING, Stage.ASKED, Stage.RETURNED, Stage.REFUSED, Stage.WITHDRAWN,
)  # fmt: skip
# What a message does when it comes, in the order of the stages above; "." = impossible, "-" = kept only.
EXPECTED = {
    Kind.HAND_OVER: [OUT, ".", ".", ".", ".", ".", "."],
    Kind.ACCEPTED: [".", WORK, ".", ".", ".", ".", "-"],
    Kind.REFUSED: [".", REF, REF, ".", ".", ".", "-"],
    Kind.PROGRESS: [".", WORK, WORK, ".", ".", ".", "-"],
    Kind.SUPPLEMENT_REQUEST: [".", ASK, ASK, ".", ".", ".", "-"],
    Kind.RESULT: [".", RES, RES, ".", ".", ".", "-"],
    Kind.SUPPLEMENT_GIVEN: [".", ".", ".", WORK, ".", ".", "."],
    Kind.CLOCK: [".", OUT, WORK, ASK, "-", "-", "-"],
    Kind.RECALL: [".", OUT, WORK, ASK, "-", "-", "-"],
    Kind.WITHDRAWN: [".", GONE, GONE, GONE, GONE, GONE, "."],
}
BY_ORIGIN = {Kind.HAND_OVER, Kind.SUPPLEMENT_GIVEN, Kind.CLOCK, Kind.RECALL, Kind.WITHDRAWN}


@pytest.mark.parametrize(("kind", "no"), list(product(Kind, range(7))))
def test_every_stage_and_message(kind, no):
    stage, wanted = list(Stage)[no], EXPECTED[kind][no]
    by = Side.ORIGIN if kind in BY_ORIGIN else Side.RECEIVER
    other = Side.RECEIVER if by is Side.ORIGIN else Side.ORIGIN
    with pytest.raises(Impossible):
        effect(kind, other, stage)
    if wanted == ".":
        with pytest.raises(Impossible):
            effect(kind, by, stage)
        return
    found = effect(kind, by, stage)
    assert (found.stage, found.late) == ((stage, True) if wanted == "-" else (wanted, False))


def test_only_the_one_entitled_decides_the_stage():
    assert {stage: entitled(stage) for stage in Stage} == {
        NEW: Side.ORIGIN, OUT: Side.RECEIVER, WORK: Side.RECEIVER, ASK: Side.ORIGIN,
        RES: Side.ORIGIN, REF: Side.ORIGIN,
        GONE: None,
    }  # fmt: skip
    for kind, stage in product((Kind.ACCEPTED, Kind.REFUSED, Kind.RESULT, Kind.SUPPLEMENT_REQUEST), Stage):
        if may_say(kind, Side.RECEIVER, stage):
            assert entitled(stage) is Side.RECEIVER
    assert set(OPEN) | set(OVER) | {NEW} == set(Stage) == set(STAGE_NAMES)
    assert all(not sayings_of(Side.RECEIVER, stage) for stage in OVER)
    assert {one.value for one in SAYINGS} == KINDS


def test_however_messages_cross_both_sides_end_alike_and_never_both_decide():
    """Walk through everything that two sides can say, with messages on their way, up to three of each."""
    seen, todo = set(), [(NEW, NEW, (), (), 0, 0)]
    while todo:
        here = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        origin, receiver, down, up, said_down, said_up = here
        held = [entitled(origin) is Side.ORIGIN, entitled(receiver) is Side.RECEIVER]
        assert sum(held) <= 1, here
        if not down and not up:
            assert origin == receiver, here
            assert sum(held) == (0 if origin is GONE else 1), here
        for kind in sayings_of(Side.ORIGIN, origin):
            if said_down < 4:
                after = SAYINGS[kind].moves[origin]
                todo.append((after, receiver, (*down, kind), up, said_down + 1, said_up))
        for kind in sayings_of(Side.RECEIVER, receiver):
            if said_up < 3:
                after = SAYINGS[kind].moves[receiver]
                todo.append((origin, after, down, (*up, kind), said_down, said_up + 1))
        if down:
            came = effect(down[0], Side.ORIGIN, receiver)
            todo.append((origin, came.stage, down[1:], up, said_down, said_up))
        if up:
            came = effect(up[0], Side.RECEIVER, origin)
            todo.append((came.stage, receiver, down, up[1:], said_down, said_up))
    assert len(seen) > 1000


def test_turns():
    assert [turn(sequence, 2) for sequence in (1, 2, 3, 4, 9)] == [
        Turn.BEFORE, Turn.BEFORE, Turn.NOW, Turn.LATER, Turn.LATER,
    ]  # fmt: skip
