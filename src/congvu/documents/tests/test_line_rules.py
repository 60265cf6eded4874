"""The tree of lines as pure rules: whatever the tree, an act leaves it whole."""

from hypothesis import given, settings
from hypothesis import strategies as some

from congvu.documents.rules.lines import Node, cleared, completed, finished, reopened, returned, withdrawn
from congvu.documents.states.incoming import WITH_SOMEBODY, LineRole, LineState

OPEN = sorted(WITH_SOMEBODY)


@some.composite
def trees(draw):
    """Draw a tree of up to 12 lines, each below an earlier one or at the root; one of them is open."""
    count = draw(some.integers(1, 12))
    nodes = []
    for key in range(1, count + 1):
        parent = draw(some.sampled_from([None, *range(1, key)]))
        role = draw(some.sampled_from(list(LineRole)))
        state = draw(some.sampled_from(list(LineState)))
        nodes.append(
            Node(key, parent, role, state, unit=draw(some.integers(1, 3)), personal=draw(some.booleans()))
        )
    chosen = draw(some.integers(1, count))
    nodes[chosen - 1] = Node(chosen, nodes[chosen - 1].parent, nodes[chosen - 1].role, LineState.TODO, 1)
    return nodes, chosen


def below(nodes, key):
    found = [node.id for node in nodes if node.parent == key]
    return found + [one for child in found for one in below(nodes, child)]


def after(nodes, outcome):
    return {node.id: outcome.states.get(node.id, node.state) for node in nodes}


@settings(max_examples=60, deadline=None)
@given(trees())
def test_completing_leaves_nobody_below_with_work_and_touches_nobody_beside(drawn) -> None:
    nodes, key = drawn
    outcome = completed(nodes, key)
    states = after(nodes, outcome)
    assert states[key] == LineState.DONE
    assert not any(states[one] in WITH_SOMEBODY for one in below(nodes, key))
    assert set(outcome.states.values()) <= {LineState.DONE}
    if nodes[key - 1].role != LineRole.LEAD:
        assert set(outcome.states) <= {key, *below(nodes, key)}
        assert not outcome.finished
    if outcome.finished:
        leads = [node for node in nodes if node.parent is None and node.role == LineRole.LEAD]
        assert not any(states[node.id] in WITH_SOMEBODY for node in leads)


@settings(max_examples=60, deadline=None)
@given(trees(), some.sets(some.integers(1, 3)))
def test_returning_takes_everything_below_back_and_gives_one_line_its_work(drawn, deserted) -> None:
    nodes, key = drawn
    outcome = returned(nodes, key, deserted)
    states = after(nodes, outcome)
    assert states[key] == LineState.RETURNED
    assert not any(states[one] in WITH_SOMEBODY for one in below(nodes, key))
    assert list(outcome.states.values()).count(LineState.BOUNCED) <= 1
    if nodes[key - 1].role != LineRole.LEAD:
        assert set(outcome.states) <= {key, *below(nodes, key)}


@settings(max_examples=60, deadline=None)
@given(trees())
def test_taking_back_ends_the_branch_and_nothing_else_but_its_sender(drawn) -> None:
    nodes, key = drawn
    outcome = withdrawn(nodes, key)
    states = after(nodes, outcome)
    assert states[key] == LineState.WITHDRAWN
    assert not any(states[one] in WITH_SOMEBODY for one in below(nodes, key))
    assert set(outcome.states) <= {key, *below(nodes, key), nodes[key - 1].parent}


@settings(max_examples=40, deadline=None)
@given(trees())
def test_ending_a_document_leaves_only_those_who_were_to_know(drawn) -> None:
    nodes, _key = drawn
    states = after(nodes, finished(nodes))
    assert all(node.role == LineRole.INFORM for node in nodes if states[node.id] in WITH_SOMEBODY)
    again = reopened([Node(n.id, n.parent, n.role, states[n.id], n.unit, n.personal) for n in nodes])
    assert set(again.states.values()) <= {LineState.TODO}


def test_an_answer_that_is_owed_stops_the_climbing() -> None:
    top = Node(1, None, LineRole.LEAD, LineState.FORWARDED, reply=True)
    mine = Node(2, 1, LineRole.LEAD, LineState.TODO)
    assert completed([top, mine], 2).states == {2: LineState.DONE}
    assert completed([top, mine], 2, replied=True).finished


def test_a_deserted_unit_passes_a_return_one_level_higher() -> None:
    leader = Node(1, None, LineRole.LEAD, LineState.FORWARDED, personal=True)
    unit = Node(2, 1, LineRole.LEAD, LineState.FORWARDED, unit=7)
    mine = Node(3, 2, LineRole.LEAD, LineState.TODO, personal=True)
    assert returned([leader, unit, mine], 3).states == {3: LineState.RETURNED, 2: LineState.BOUNCED}
    assert returned([leader, unit, mine], 3, {7}).states == {
        3: LineState.RETURNED,
        2: LineState.RETURNED,
        1: LineState.BOUNCED,
    }


def test_a_document_is_the_registrys_again_when_nobody_works_on_it() -> None:
    assert cleared([Node(1, None, LineRole.LEAD, LineState.RETURNED)])
    assert cleared([Node(1, None, LineRole.INFORM, LineState.TODO)])
    assert not cleared([Node(1, None, LineRole.COOPERATE, LineState.DONE)])
