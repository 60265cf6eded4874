"""What keeps a definition from being published, each with its own sentence."""

import pytest

from congvu.workflow import rules
from congvu.workflow.rules.conditions import holds, problem_with
from congvu.workflow.rules.soundness import explore
from congvu.workflow.tests.specs import choice, consultation, define, fork, join, spec, step


def codes(definition, **more):
    return [(problem.code, problem.node) for problem in rules.check(definition, **more)]


def test_a_good_definition_has_no_problem():
    assert rules.check(define(step("a", "b"), step("b", "e", returns_to=["a"]))) == []
    assert codes(consultation()) == [("return-branch", "d2"), ("return-target", "s")]
    seen = explore(consultation())
    assert seen.complete
    # a, s, t; and b, c (each or its arrival) × d, d2 or its arrival, less the last that joins at once
    assert seen.markings == 3 + 2 * 2 * 3 - 1


BROKEN = {
    "unknown target": (define(step("a", "nowhere")), [("unknown-target", "a")]),
    "no end": (rules.read({"start": "a", "nodes": [step("a", "a")]})[0], [("no-end", "")]),
    "no start": (rules.read(spec(step("a", "e")) | {"start": "b"})[0], [("start", "")]),
    "unreachable": (define(step("a", "e"), step("b", "e")), [("unreachable", "b")]),
    "no way out": (
        define(step("a", "x"), choice("x", ("true", "b"), otherwise="e"), step("b", "c"), step("c", "b")),
        [("no-way-out", "b"), ("no-way-out", "c")],
    ),
    "end inside a branch": (
        define(fork("f", "a", "b"), step("a", "e"), step("b", "j"), join("j", "c"), step("c", "e")),
        [("fork-unbalanced", "f"), ("end-inside-branch", "e")],
    ),
    "join without fork": (define(step("a", "j"), join("j", "e")), [("join-without-fork", "j")]),
    "jump out of a branch": (
        define(
            step("z", "f"),
            fork("f", "a", "b"),
            step("a", "x"),
            choice("x", ("true", "z"), otherwise="j"),
            step("b", "j"),
            join("j", "e"),
        ),
        [("crossing", "z")],
    ),
    "one branch twice": (
        define(fork("f", "a", "a"), step("a", "j"), join("j", "e")),
        [("fork-unbalanced", "f")],
    ),
    "crossed joins": (
        define(
            fork("f", "a", "g"),
            step("a", "k"),
            fork("g", "b", "c"),
            step("b", "j"),
            step("c", "k"),
            join("j", "k"),
            join("k", "e"),
        ),
        [
            ("fork-unbalanced", "g"),
            ("end-inside-branch", "e"),
            ("crossing", "k"),
            ("join-mixed", "k"),
        ],
    ),
    "number": (
        define(step("a", "b", no="1"), step("b", "e", no="1")),
        [("duplicate-number", "a"), ("duplicate-number", "b")],
    ),
    "no number": (define(step("a", "e", no="")), [("number", "a")]),
    "no else": (
        define(step("a", "x"), choice("x", ("true", "e"), otherwise="")),
        [("choice-else", "x")],
    ),
    "no condition": (define(step("a", "x"), choice("x", otherwise="e")), [("choice-empty", "x")]),
    "bad condition": (
        define(step("a", "x"), choice("x", ("data.area >", "b"), otherwise="e"), step("b", "e")),
        [("condition", "x")],
    ),
    "words": (
        define(step("a", "e", name="", role="boss", place="moon", type="dance", actions=["jump"])),
        [("name", "a"), ("type", "a"), ("role", "a"), ("place", "a"), ("action", "a")],
    ),
    "publish": (define(step("a", "e", type="publish", role="clerk")), [("wait", "a")]),
    "consent": (define(step("a", "e", silence_is_consent=True)), [("consent", "a")]),
    "no hours": (define(step("a", "e", hours=0)), [("hours", "a")]),
    "return to a later step": (
        define(step("a", "b", returns_to=["b"]), step("b", "e")),
        [("return-later", "a")],
    ),
    "return to nothing": (define(step("a", "e", returns_to=["zz"])), [("return-target", "a")]),
    "return to another branch": (
        define(
            step("z", "f"),
            fork("f", "a", "b"),
            step("a", "j", returns_to=["b"]),
            step("b", "j"),
            join("j", "x"),
            choice("x", ("true", "z"), otherwise="e"),
        ),
        [("return-branch", "a")],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_defect_is_named(name):
    definition, expected = BROKEN[name]
    assert sorted(codes(definition)) == sorted(expected)
    for problem in rules.check(definition):
        assert problem.message[0].isupper()
        assert problem.message.endswith(".")
        assert "%" not in problem.message


def test_hours_count_the_longest_way_and_parallel_branches_once():
    definition = define(
        step("a", "f", hours=2),
        fork("f", "b", "c"),
        step("b", "j", hours=10),
        step("c", "d", hours=5),
        step("d", "j", hours=6),
        join("j", "p"),
        step("p", "x", hours=400, type="payment"),
        choice("x", ("data.again", "a"), otherwise="s"),
        step("s", "e", hours=1),
    )
    assert codes(definition, legal_hours=14) == []
    (problem,) = rules.check(definition, legal_hours=13)
    assert problem.code == "over-limit"
    assert problem.message == "Tổng thời gian 14 giờ làm việc vượt thời hạn pháp luật 13 giờ làm việc."


def test_the_definitions_own_limit_holds_without_another():
    definition = define(step("a", "e", hours=9), limit_hours=8)
    assert codes(definition) == [("over-limit", "")]
    assert codes(definition, legal_hours=9) == [("over-limit", "")]
    assert codes(define(step("a", "e", hours=8), limit_hours=8), legal_hours=9) == []


def test_vacant_roles_are_named_with_their_agencies():
    names = [f"UBND xã {letter}" for letter in "ABCDE"]
    (problem,) = rules.check(define(step("a", "e")), None, lambda step: names)
    assert problem.code == "role-vacant"
    assert problem.message == (
        "Bước a “Bước a”: chưa có người giữ vai trò tại UBND xã A, UBND xã B, UBND xã C và 2 cơ quan khác."
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"key": "A b"}, "“key”"),
        ({"kind": "loop"}, "“kind”"),
        ({"hours": "2"}, "“hours”"),
        ({"hours": -1}, "“hours”"),
        ({"hours": True}, "“hours”"),
        ({"actions": "complete"}, "“actions”"),
        ({"silence_is_consent": 1}, "“silence_is_consent”"),
        ({"wait": {"amount": 0}}, "“wait”"),
        ({"wait": {"amount": 3, "unit": "year"}}, "“wait”"),
        ({"next": None}, "“next”"),
    ],
)
def test_each_unreadable_row_gets_its_sentence(row, words):
    bad = spec(step("a", "b"), step("b", "e") | row)
    _, problems = rules.read(bad)
    assert len(problems) == 1
    assert problems[0].message.startswith("Dòng 2 (")
    assert words in problems[0].message
    with pytest.raises(rules.DefinitionInvalid) as refusal:
        rules.Definition.parse(bad)
    assert refusal.value.problems == tuple(problems)


@pytest.mark.parametrize("bad", [None, [], {"nodes": "x"}, {"nodes": []}, {"nodes": [None, 3]}])
def test_nonsense_is_refused_without_a_crash(bad):
    assert rules.read(bad)[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "trống"),
        ("data.a ==", "sai cú pháp"),
        ("request.user == 1", "“request”"),
        ("dyn(data.a)", "“dyn”"),
        ('data.a.matches("(a+)+$")', "“matches”"),
        ("data.rows.exists(x, x > 1)", "không được phép"),
        ("data.a == 1 || " * 30 + "true", "dài quá"),
        ("(" * 13 + "true" + ")" * 13, "lồng quá"),
    ],
)
def test_conditions_are_bounded(text, words):
    assert words in problem_with(text)


def test_conditions_compute():
    context = {
        "data": {"area": 120.5, "kind": "nha-o", "tags": ["a"]},
        "outcome": {"s": "ok"},
        "case": {"no": 1},
    }
    assert holds('data.area > 100.0 && outcome.s == "ok" && case.no == 1', context)
    assert holds('has(data.area) && !has(data.none) && "a" in data.tags', context)
    assert holds('data.kind.startsWith("nha") && size(data.tags) == 1', context)
    assert not holds("data.area > 100.0 ? false : true", context)


@pytest.mark.parametrize(
    "text", ["data.none > 1", 'data.area > "x"', "data.area", "data.area / 0.0 > data.none"]
)
def test_a_condition_that_cannot_be_computed_refuses(text):
    from congvu.common.errors import ActionRefused

    with pytest.raises(ActionRefused) as refusal:
        holds(text, {"data": {"area": 3}})
    assert refusal.value.code == "condition"
