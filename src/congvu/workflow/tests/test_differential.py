"""The same random processes, run by our engine and from our BPMN by SpiffWorkflow, enable the same steps.

SpiffWorkflow runs what it finds in a file as code: it is an oracle here only, fed by our own export.
"""

import random
import re

import pytest
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from congvu.workflow import rules
from congvu.workflow.rules.bpmn import to_bpmn
from congvu.workflow.tests.specs import END, choice, fork, join, step

PROCESSES = 240
AREAS = (0, 120, 900)


class Maker:
    """Grows block-structured processes: sequences, parallel blocks, choices on data and on outcomes."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.nodes = []
        self.count = 0

    def key(self, letter):
        self.count += 1
        return f"{letter}{self.count}"

    def step(self, after):
        key = self.key("s")
        outcomes = ["yes", "no"] if self.rng.random() < 0.5 else []
        self.nodes.append(step(key, after, outcomes=outcomes))
        return key

    def condition(self, sure):
        """A condition on data, or on an outcome that is surely known there."""
        if self.rng.random() < 0.6:
            return f'outcome.{self.rng.choice(sure)} == "yes"'
        text = f"data.area > {self.rng.choice([100, 500])}"
        return f"{text} && data.area < 1000" if self.rng.random() < 0.3 else text

    def block(self, depth, after, sure):
        """Put a random block before `after`; return its first node, given the outcomes known before it."""
        kind = self.rng.choice(["step", "step", "sequence", "parallel", "choice"]) if depth else "step"
        if kind == "step":
            return self.step(after)
        if kind == "sequence":
            for _ in range(self.rng.randint(2, 3)):
                after = self.block(depth - 1, after, sure)
            return after
        count = self.rng.randint(2, 3)
        if kind == "parallel":
            closing = self.key("j")
            self.nodes.append(join(closing, after))
            opening = self.key("f")
            self.nodes.append(fork(opening, *(self.block(depth - 1, closing, sure) for _ in range(count))))
            return opening
        asking = self.key("q")
        sure = [*sure, asking]
        ways = [(self.condition(sure), self.block(depth - 1, after, sure)) for _ in range(count - 1)]
        otherwise = after if self.rng.random() < 0.3 else self.block(depth - 1, after, sure)
        opening = self.key("c")
        self.nodes.append(choice(opening, *ways, otherwise=otherwise))
        self.nodes.append(step(asking, opening, outcomes=["yes", "no"]))
        return asking

    def spec(self):
        first = step("s1", "", outcomes=["yes", "no"])
        self.count = 1
        after = "e"
        for _ in range(self.rng.randint(1, 3)):
            after = self.block(3, after, ["s1"])
        first["next"] = after
        return {"start": "s1", "nodes": [first, *self.nodes, END]}


def python_conditions(document):
    """Write our conditions as SpiffWorkflow's Python, for the operators that `Maker` uses."""

    def python(found):
        text = re.sub(rb"\b(data|outcome)\.(\w+)", rb'\1["\2"]', found[2].replace(b"&amp;&amp;", b"and"))
        return found[1] + text + found[3]

    return re.sub(rb"(<bpmn:conditionExpression[^>]*>)([^<]*)(</)", python, document)


class Spiff:
    """The oracle: a workflow parsed from our file, completed task by task."""

    def __init__(self, definition, data):
        parser = BpmnParser()
        document = python_conditions(to_bpmn(definition, code="p", name="P"))
        parser.add_bpmn_str(document)
        self.flow = BpmnWorkflow(parser.get_spec("process_p"))
        self.outcomes = {}
        self.flow.task_tree.data.update(data=data, outcome={})
        self.flow.do_engine_steps()

    def ready(self):
        tasks = self.flow.get_tasks(state=TaskState.READY, manual=True)
        return {task.task_spec.bpmn_id: task for task in tasks}

    def complete(self, key, outcome):
        task = self.ready()[key]
        self.outcomes[key] = outcome
        for other in self.flow.get_tasks(state=TaskState.READY):
            other.data["outcome"] = dict(self.outcomes)
        task.run()
        self.flow.do_engine_steps()


def play(seed):
    """Run one process on both engines; return the number of steps completed."""
    rng = random.Random(seed)
    definition = rules.Definition.parse(Maker(seed).spec())
    assert rules.check(definition) == []
    data = {"area": rng.choice(AREAS)}
    spiff = Spiff(definition, data)
    ours, outcomes, done = rules.start(definition, data), {}, 0
    while True:
        active = rules.active_steps(definition, ours.marking)
        assert set(active) == set(spiff.ready())
        if not active:
            assert ours.ended
            assert spiff.flow.completed
            return done
        key = rng.choice(active)
        outcome = rng.choice(definition.step(key).outcomes or [""])
        ours = rules.complete(definition, ours.marking, key, outcome, data, outcomes=outcomes)
        outcomes[key] = outcome
        spiff.complete(key, outcome)
        done += 1


@pytest.mark.parametrize("batch", range(12))
def test_the_same_steps_are_enabled_after_each_completion(batch):
    each = PROCESSES // 12
    assert sum(play(seed) for seed in range(batch * each, (batch + 1) * each)) > 2 * each
