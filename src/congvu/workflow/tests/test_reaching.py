"""How a process comes to stand at a step: joins still wait for their other branches."""

from congvu.workflow.rules import Definition, complete, reach

FORKED = {
    "start": "a",
    "nodes": [
        {"key": "a", "kind": "step", "no": "1", "name": "Nhận",
         "role": "clerk", "type": "receive", "next": "f"},
        {"key": "f", "kind": "fork", "next": ["b", "c"]},
        {"key": "b", "kind": "step", "no": "2", "name": "Hỏi",
         "role": "specialist", "type": "appraise", "next": "j"},
        {"key": "c", "kind": "step", "no": "3", "name": "Đo", "role": "specialist", "type": "appraise",
         "outcomes": ["đạt", "không"], "next": "k"},
        {"key": "k", "kind": "choice",
         "branches": [{"when": "outcome['c'] == 'không'", "next": "d"}],
         "otherwise": "j"},
        {"key": "d", "kind": "step", "no": "4", "name": "Đo lại", "role": "specialist", "type": "appraise",
         "next": "j"},
        {"key": "j", "kind": "join", "next": "z"},
        {"key": "z", "kind": "step", "no": "5", "name": "Trả", "role": "clerk", "type": "return",
         "next": "e"},
        {"key": "e", "kind": "end"},
    ],
}  # fmt: skip


def test_the_first_step_is_where_it_begins():
    known = Definition.parse(FORKED)
    advance, outcomes = reach(known, "a", {})
    assert (advance.marking, advance.started, outcomes) == (frozenset({"a"}), ("a",), {})


def test_a_branch_brings_the_one_beside_it():
    known = Definition.parse(FORKED)
    advance, outcomes = reach(known, "d", {})
    assert set(advance.started) == {"b", "d"}
    assert outcomes == {"c": "không"}
    onward = complete(known, advance.marking, "d", "", {}, outcomes=outcomes)
    assert onward.started == ()
    last = complete(known, onward.marking, "b", "", {}, outcomes=outcomes)
    assert last.started == ("z",)


def test_behind_a_join_stands_one_step_alone():
    known = Definition.parse(FORKED)
    advance, _outcomes = reach(known, "z", {})
    assert advance.marking == frozenset({"z"})


def test_no_way_leads_to_what_is_not_there():
    known = Definition.parse(FORKED)
    assert reach(known, "x", {}) is None
    assert reach(known, "f", {}) is None
