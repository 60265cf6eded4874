"""The exported file: well-formed, complete, and drawn."""

from lxml import etree

from congvu.workflow.rules import bpmn
from congvu.workflow.rules.definition import read
from congvu.workflow.rules.layout import draw, place_text
from congvu.workflow.tests.specs import choice, consultation, define, fork, join, step

NS = {"m": bpmn.MODEL, "d": bpmn.DIAGRAM, "c": bpmn.AREA, "e": bpmn.EDGE, "o": bpmn.OWN}


def exported(definition):
    return etree.fromstring(bpmn.to_bpmn(definition, code="1.013225", name="Cấp phép & khác"))


def test_every_reference_points_at_something():
    root = exported(consultation())
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    flows = {flow.get("id"): flow for flow in root.iterfind(".//m:sequenceFlow", NS)}
    for flow in flows.values():
        assert {flow.get("sourceRef"), flow.get("targetRef")} <= set(ids)
    for tag, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
        for element in root.iterfind(f".//m:{tag}", NS):
            assert flows[element.text].get(end) == element.getparent().get("id")
    nodes = {node.get("id") for node in root.xpath("//m:process/*[m:incoming or m:outgoing]", namespaces=NS)}
    assert {ref.text for ref in root.iterfind(".//m:flowNodeRef", NS)} == nodes
    drawn = {shape.get("bpmnElement") for shape in root.iterfind(".//d:BPMNShape", NS)}
    assert nodes <= drawn
    assert {edge.get("bpmnElement") for edge in root.iterfind(".//d:BPMNEdge", NS)} == set(flows)
    assert all(len(edge.findall("e:waypoint", NS)) >= 2 for edge in root.iterfind(".//d:BPMNEdge", NS))


def test_conditions_defaults_and_our_own_facts_are_written():
    root = exported(consultation())
    condition = root.find(".//m:conditionExpression", NS)
    assert condition.text == 'outcome.s == "again" && data.area > 100'
    assert condition.get("language") == bpmn.CEL
    default = root.find(".//m:exclusiveGateway[@id='x']", NS).get("default")
    assert root.find(f".//m:sequenceFlow[@id='{default}']", NS).get("targetRef") == "t"
    task = root.find(".//m:userTask[@id='s']", NS)
    assert task.get(f"{{{bpmn.OWN}}}hours") == "1"
    assert task.get(f"{{{bpmn.OWN}}}outcomes") == "agree again"
    assert root.find(".//m:participant", NS).get("name") == "Cấp phép & khác"


def test_ways_of_one_branch_and_ways_into_a_fork_merge_first():
    definition = define(
        step("z", "x"),
        choice("x", ("data.more", "y"), otherwise="f"),
        step("y", "f"),
        fork("f", "a", "b"),
        step("a", "c"),
        choice("c", ("data.more", "a2"), otherwise="j"),
        step("a2", "j"),
        step("b", "j"),
        join("j", "e"),
    )
    root = exported(definition)
    for gateway in ("f", "j"):
        assert root.find(f".//m:parallelGateway[@id='{gateway}']", NS) is not None
    assert len(root.findall(".//m:parallelGateway[@id='f']/m:incoming", NS)) == 1
    assert len(root.findall(".//m:parallelGateway[@id='j']/m:incoming", NS)) == 2
    for merge in ("merge_f", "merge_j_a"):
        assert len(root.findall(f".//m:exclusiveGateway[@id='{merge}']/m:incoming", NS)) == 2


def test_boxes_do_not_overlap_and_stay_inside():
    picture = draw(consultation())
    for box in picture.boxes:
        assert box.x > 0
        assert box.x + box.width < picture.width
        lane = picture.lanes[box.lane]
        assert lane.y <= box.y
        assert box.y + box.height <= lane.y + lane.height
        for other in picture.boxes:
            apart = (
                box.x + box.width <= other.x
                or other.x + other.width <= box.x
                or box.y + box.height <= other.y
                or other.y + other.height <= box.y
            )
            assert box is other or apart


def test_an_unfinished_draft_can_still_be_drawn_and_exported():
    for spec in ({}, {"start": "a", "nodes": [step("a", "nowhere"), step("b", "a"), join("j", "")]}):
        definition, _ = read(spec)
        assert draw(definition).width > 0
        assert exported(definition) is not None


def test_a_place_is_told_in_words():
    assert place_text("agency:so", {"so": "Sở Xây dựng"}) == "Sở Xây dựng"
    assert place_text("outside:H19.10", {}) == "H19.10, hệ thống khác"
