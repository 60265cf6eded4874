"""What a counter must ask so that every choice of a process can be made."""

import pytest

from congvu.workflow.rules import Definition
from congvu.workflow.rules.asked import Datum, asked_data


def process(*conditions):
    branches = [{"when": text, "next": "s1"} for text in conditions]
    nodes = [
        {"key": "c1", "kind": "choice", "name": "Hỏi gì?", "branches": branches, "else": "s1"},
        {"key": "s1", "kind": "step", "name": "Làm", "role": "clerk", "next": "e"},
        {"key": "e", "kind": "end"},
    ]
    return Definition.parse({"start": "c1", "nodes": nodes})


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("data.area > 500", Datum("area", "number", (), "Hỏi gì?")),
        ("has(data.sheets) && data.sheets >= 2", Datum("sheets", "number", (), "Hỏi gì?", required=False)),
        ('data.kind == "A"', Datum("kind", "text", ("A",), "Hỏi gì?")),
        ("data.urgent == true", Datum("urgent", "bool", (), "Hỏi gì?")),
        ("has(data.note)", Datum("note", "text", (), "Hỏi gì?", required=False)),
    ],
)
def test_the_kind_follows_from_what_it_is_compared_with(condition, found):
    assert asked_data(process(condition)) == (found,)


def test_each_is_asked_once_and_what_the_dossier_knows_never():
    found = asked_data(
        process('data.channel == "2"', 'data.kind == "A"', 'data.kind == "B" && data.area < 1.5')
    )
    assert [(one.name, one.kind, one.choices) for one in found] == [
        ("kind", "text", ("A", "B")),
        ("area", "number", ()),
    ]


def test_outcomes_and_cases_are_not_asked_at_the_counter():
    assert asked_data(process('case.name == "x"')) == ()
