"""The editor's buttons: whatever is pressed, the draft stays whole."""

import random

import pytest

from congvu.common.errors import ActionRefused
from congvu.workflow import rules
from congvu.workflow.rules import editing

SHAPE = {
    "unreachable",
    "no-way-out",
    "unknown-target",
    "crossing",
    "fork-unbalanced",
    "join-mixed",
    "unsound",
}


def names(spec):
    return [row["key"] for row in spec["nodes"]]


def test_the_first_draft_could_be_published():
    for level in ("commune", "province"):
        assert rules.check(rules.Definition.parse(editing.blank(level))) == []


def test_inserting_a_step_renumbers_in_order():
    spec, key = editing.insert(editing.blank("commune"), "s1", 0, "step")
    assert names(spec) == ["s1", key, "s2", "s3", "s4", "s5", "e"]
    assert [row["no"] for row in spec["nodes"] if row["kind"] == "step"] == ["1", "2", "3", "4", "5", "6"]
    before, first = editing.insert(spec, "", 0, "step")
    assert before["start"] == first


def test_numbers_keep_their_letter():
    spec = editing.blank("commune")
    for row in spec["nodes"][:5]:
        row["no"] = "B" + row["no"]
    spec, _ = editing.insert(spec, "s1", 0, "step")
    assert [row["no"] for row in spec["nodes"] if row["kind"] == "step"] == [
        "B1",
        "B2",
        "B3",
        "B4",
        "B5",
        "B6",
    ]


def test_parallel_branches_come_with_their_join_and_go_with_their_last_step():
    spec, fork = editing.insert(editing.blank("commune"), "s1", 0, "parallel")
    row = next(row for row in spec["nodes"] if row["key"] == fork)
    first, second = row["next"]
    assert names(spec) == ["s1", fork, first, second, "j1", "s2", "s3", "s4", "s5", "e"]
    spec = editing.add_branch(spec, fork)
    assert len(next(row for row in spec["nodes"] if row["key"] == fork)["next"]) == 3
    spec = editing.remove_branch(spec, fork, 2)
    spec = editing.remove(spec, first)
    assert names(spec) == ["s1", second, "s2", "s3", "s4", "s5", "e"]


def test_a_choice_disappears_with_its_last_branch():
    spec, key = editing.insert(editing.blank("commune"), "s2", 0, "choice")
    assert len(names(spec)) == 8
    spec = editing.remove_branch(spec, key, 0)
    assert spec == editing.blank("commune")


def test_moving_swaps_neighbours():
    spec = editing.move(editing.blank("commune"), "s3", up=True)
    assert names(spec) == ["s1", "s3", "s2", "s4", "s5", "e"]
    assert editing.move(spec, "s3", up=False) == editing.blank("commune")
    for key, up in (("s1", True), ("s5", False), ("e", True)):
        with pytest.raises(ActionRefused):
            editing.move(editing.blank("commune"), key, up)


def test_the_last_step_stays():
    spec = editing.blank("commune")
    for key in ("s1", "s2", "s3", "s4"):
        spec = editing.remove(spec, key)
    with pytest.raises(ActionRefused):
        editing.remove(spec, "s5")


@pytest.mark.parametrize("seed", range(60))
def test_random_editing_never_breaks_the_flow(seed):
    rng = random.Random(seed)
    spec = editing.blank("commune")
    for _ in range(25):
        row = rng.choice(spec["nodes"])
        try:
            match rng.randrange(6):
                case 0 | 1:
                    kind = rng.choice(["step", "parallel", "choice"])
                    spec, _ = editing.insert(spec, row["key"], rng.randrange(3), kind)
                case 2:
                    spec = editing.add_branch(spec, row["key"])
                case 3:
                    spec = editing.remove_branch(spec, row["key"], rng.randrange(3))
                case 4:
                    spec = editing.remove(spec, row["key"])
                case 5:
                    spec = editing.move(spec, row["key"], rng.random() < 0.5)
        except ActionRefused:
            continue
        definition = rules.Definition.parse(spec)
        assert not SHAPE & {problem.code for problem in rules.check(definition)}
        assert editing.tidy(spec) == spec
