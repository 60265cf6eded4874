"""The rules of internal processes, pure: reading a definition, moving tokens, checking before publishing."""

from congvu.workflow.rules.check import check, longest_hours
from congvu.workflow.rules.definition import (
    Branch,
    Choice,
    Definition,
    End,
    Fork,
    Join,
    Node,
    Step,
    Wait,
    read,
)
from congvu.workflow.rules.engine import Advance, Marking, active_steps, complete, return_to, start
from congvu.workflow.rules.problems import DefinitionInvalid, Problem
from congvu.workflow.rules.reaching import reach

__all__ = [
    "Advance",
    "Branch",
    "Choice",
    "Definition",
    "DefinitionInvalid",
    "End",
    "Fork",
    "Join",
    "Marking",
    "Node",
    "Problem",
    "Step",
    "Wait",
    "active_steps",
    "check",
    "complete",
    "longest_hours",
    "reach",
    "read",
    "return_to",
    "start",
]
