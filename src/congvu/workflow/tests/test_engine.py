"""Tokens: what starts, what waits, what a return cancels."""

import pytest

from congvu.common.errors import ActionRefused, StateRefused
from congvu.workflow import rules
from congvu.workflow.tests.specs import choice, consultation, define, fork, join, step


def run(definition, marking, *keys, outcome="", data=None):
    for key in keys:
        advance = rules.complete(definition, marking, key, outcome, data or {})
        marking = advance.marking
    return advance


def test_a_sequence_runs_to_its_end():
    definition = define(step("a", "b"), step("b", "e"))
    begun = rules.start(definition, {})
    assert begun == rules.Advance(frozenset({"a"}), ("a",))
    second = rules.complete(definition, begun.marking, "a", "", {})
    assert second == rules.Advance(frozenset({"b"}), ("b",))
    assert rules.complete(definition, second.marking, "b", "", {}) == rules.Advance(frozenset(), ended=True)


def test_parallel_branches_start_together_and_join_waits_for_all():
    definition = consultation()
    advance = run(definition, rules.start(definition, {}).marking, "a")
    assert advance.started == ("b", "c", "d")
    advance = run(definition, advance.marking, "b", "c")
    assert advance.marking == {"j<b", "k<c", "d"}
    assert advance.started == ()
    assert rules.active_steps(definition, advance.marking) == ("d",)
    advance = run(definition, advance.marking, "d", "d2")
    assert advance.marking == {"s"}


def test_two_ways_of_one_branch_count_as_one_arrival():
    definition = define(
        fork("f", "a", "b"),
        step("a", "c"),
        choice("c", ("data.more", "a2"), otherwise="j"),
        step("a2", "j"),
        step("b", "j"),
        join("j", "z"),
        step("z", "e"),
    )
    assert rules.check(definition) == []
    begun = rules.start(definition, {})
    assert run(definition, begun.marking, "a", "b", data={"more": False}).marking == {"z"}
    assert run(definition, begun.marking, "a", "b", "a2", data={"more": True}).marking == {"z"}


def test_the_outcome_and_the_data_choose():
    definition = consultation()
    marking = frozenset({"s"})
    assert run(definition, marking, "s", outcome="agree", data={"area": 500}).marking == {"t"}
    assert run(definition, marking, "s", outcome="again", data={"area": 50}).marking == {"t"}
    assert run(definition, marking, "s", outcome="again", data={"area": 500}).marking == {"a"}


def test_conditions_see_earlier_outcomes_and_the_case():
    definition = define(
        step("a", "b", outcomes=["yes", "no"]),
        step("b", "x"),
        choice("x", ('outcome.a == "yes" && case.no == 2', "c"), otherwise="e"),
        step("c", "e"),
    )
    after = rules.complete(definition, frozenset({"b"}), "b", "", {}, outcomes={"a": "yes"}, case={"no": 2})
    assert after.marking == {"c"}
    assert rules.complete(
        definition, frozenset({"b"}), "b", "", {}, outcomes={"a": "yes"}, case={"no": 1}
    ).ended


def test_a_missing_datum_is_a_plain_sentence():
    definition = consultation()
    with pytest.raises(ActionRefused) as refusal:
        run(definition, frozenset({"s"}), "s", outcome="again")
    assert refusal.value.code == "condition"
    assert "Chưa có dữ liệu “area”" in refusal.value.message


def test_an_outcome_must_be_one_of_the_steps():
    with pytest.raises(ActionRefused) as refusal:
        run(consultation(), frozenset({"s"}), "s", outcome="maybe")
    assert (refusal.value.code, refusal.value.field) == ("outcome", "outcome")


@pytest.mark.parametrize("key", ["b", "j", "nowhere"])
def test_only_a_step_in_progress_completes_or_returns(key):
    with pytest.raises(StateRefused):
        run(consultation(), frozenset({"a", "j<b"}), key)
    with pytest.raises(StateRefused):
        rules.return_to(consultation(), frozenset({"a", "j<b"}), key, "a")


def test_return_inside_a_branch_leaves_the_others():
    back = rules.return_to(consultation(), frozenset({"j<b", "c", "d2"}), "d2", "d")
    assert back == rules.Advance(frozenset({"j<b", "c", "d"}), ("d",), ())


def test_return_before_the_fork_cancels_every_branch():
    back = rules.return_to(consultation(), frozenset({"b", "c", "d2"}), "d2", "a")
    assert back == rules.Advance(frozenset({"a"}), ("a",), ("b", "c"))
    back = rules.return_to(consultation(), frozenset({"j<b", "k<c", "d2"}), "d2", "a")
    assert back.marking == {"a"}


def test_return_into_a_finished_block_redoes_that_branch_only():
    definition = consultation()
    back = rules.return_to(definition, frozenset({"s"}), "s", "b")
    assert back == rules.Advance(frozenset({"b", "j<g"}), ("b",))
    assert run(definition, back.marking, "b").marking == {"s"}
    deep = rules.return_to(definition, frozenset({"s"}), "s", "c")
    assert deep.marking == {"c", "k<d", "j<b"}
    assert run(definition, deep.marking, "c").marking == {"s"}


@pytest.mark.parametrize(("source", "target"), [("d2", "b"), ("s", "s"), ("s", "t"), ("a", "b"), ("s", "x")])
def test_forbidden_returns(source, target):
    marking = frozenset({"b", "c", "d2"}) if source == "d2" else frozenset({source})
    with pytest.raises(ActionRefused) as refusal:
        rules.return_to(consultation(), marking, source, target)
    assert refusal.value.code == "return"


def test_choices_that_only_lead_to_each_other_do_not_hang():
    definition = define(
        step("a", "x"), choice("x", ("true", "y"), otherwise="e"), choice("y", ("true", "x"), otherwise="e")
    )
    with pytest.raises(ActionRefused) as refusal:
        run(definition, frozenset({"a"}), "a")
    assert refusal.value.code == "livelock"
    assert [problem.code for problem in rules.check(definition)] == ["unsound"]
