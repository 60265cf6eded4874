"""Whatever is sent back, and however often, a process still comes to its end with nothing left over."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.common.errors import ActionRefused
from congvu.workflow import rules
from congvu.workflow.rules.engine import return_problem
from congvu.workflow.tests.test_differential import AREAS, Maker


def with_every_return(spec):
    """Allow each step to send back to every step that it ever could."""
    definition = rules.Definition.parse(spec)
    keys = [step.key for step in definition.steps]
    for row in spec["nodes"]:
        if row["kind"] == "step":
            row["returns_to"] = [key for key in keys if not return_problem(definition, row["key"], key)]
    return rules.Definition.parse(spec)


def blocks_hold_one_token(definition, marking):
    """No two tokens stand in the same branch, unless both stand in blocks nested in it."""
    structure = definition.structure
    places = []
    for token in marking:
        key, _, head = token.partition("<")
        stack = structure.stacks[key]
        if head:
            (fork,) = [fork for fork, joins in structure.joins.items() if key in joins]
            stack = (*stack, (fork, head))
        places.append(stack)
    return all(
        one[: len(other)] != other
        for index, one in enumerate(places)
        for number, other in enumerate(places)
        if index != number
    )


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10_000), chance=st.randoms(use_true_random=False))
def test_any_mixture_of_completing_and_returning_ends(seed, chance):
    definition = with_every_return(Maker(seed).spec())
    assert rules.check(definition) == []
    data, outcomes, returns = {"area": chance.choice(AREAS)}, {}, 8
    advance = rules.start(definition, data)
    for _ in range(2_000):
        assert blocks_hold_one_token(definition, advance.marking)
        active = rules.active_steps(definition, advance.marking)
        if not active:
            break
        step = definition.step(chance.choice(active))
        if returns and step.returns_to and chance.random() < 0.4:
            returns -= 1
            target = chance.choice(step.returns_to)
            before = advance.marking
            advance = rules.return_to(definition, before, step.key, target)
            assert advance.started == (target,)
            gone = {key for key in rules.active_steps(definition, before) if key not in advance.marking}
            assert set(advance.cancelled) - {target} == gone - {step.key}
        else:
            outcome = chance.choice(step.outcomes or [""])
            outcomes[step.key] = outcome
            advance = rules.complete(definition, advance.marking, step.key, outcome, data, outcomes=outcomes)
    assert advance.ended
    assert advance.marking == frozenset()


def test_a_return_that_is_not_allowed_changes_nothing():
    rng = random.Random(7)
    definition = rules.Definition.parse(Maker(3).spec())
    marking = rules.start(definition, {"area": 0}).marking
    for target in rng.sample(list(definition.nodes), 5):
        with pytest.raises(ActionRefused):
            rules.return_to(definition, marking, "s1", target)
