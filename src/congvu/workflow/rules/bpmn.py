"""A definition as a BPMN 2.0 file with its diagram, for other tools to read; never read back.

Conditions are written in CEL and marked as such. What BPMN has no word for (working hours, role, place,
waits) stands in attributes of the namespace `urn:congvu:process:1`.
"""

from collections.abc import Mapping

from lxml import etree
from lxml.builder import ElementMaker

from congvu.workflow.rules.definition import Choice, Definition, Step
from congvu.workflow.rules.graph import BEGIN, Flow, Graph, graph_of
from congvu.workflow.rules.layout import MARGIN, Picture, draw

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
AREA = "http://www.omg.org/spec/DD/20100524/DC"
EDGE = "http://www.omg.org/spec/DD/20100524/DI"
SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
OWN = "urn:congvu:process:1"
CEL = "https://github.com/google/cel-spec"

SPACES = {"bpmn": MODEL, "bpmndi": DIAGRAM, "dc": AREA, "di": EDGE, "xsi": SCHEMA, "congvu": OWN}
TAGS = {
    "begin": "startEvent",
    "step": "userTask",
    "fork": "parallelGateway",
    "join": "parallelGateway",
    "choice": "exclusiveGateway",
    "merge": "exclusiveGateway",
    "end": "endEvent",
}

_bpmn = ElementMaker(namespace=MODEL, nsmap=SPACES)
_bpmndi = ElementMaker(namespace=DIAGRAM, nsmap=SPACES)
_dc = ElementMaker(namespace=AREA, nsmap=SPACES)
_di = ElementMaker(namespace=EDGE, nsmap=SPACES)


def to_bpmn(definition: Definition, *, code: str, name: str, names: Mapping[str, str] | None = None) -> bytes:
    """Return the BPMN 2.0 XML of a definition.

    Args:
        definition: the definition; an incomplete draft gives as much as it has.
        code: the process's code, which names the file's process.
        name: the process's name.
        names: names of agencies by key.
    """
    graph, picture = graph_of(definition), draw(definition, names)
    identifiers = {flow: f"flow_{number}" for number, flow in enumerate(graph.flows, 1)}
    process_id = "process_" + "".join(char if char.isalnum() else "_" for char in code)
    root = _bpmn.definitions(
        _bpmn.collaboration(
            _bpmn.participant(id="participant", name=name, processRef=process_id), id="collaboration"
        ),
        _process(definition, graph, picture, identifiers, process_id, name),
        _diagram(picture, identifiers),
        id="definitions",
        targetNamespace=OWN,
        exporter="Công Vụ",
    )
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return document


def _process(
    definition: Definition,
    graph: Graph,
    picture: Picture,
    identifiers: dict[Flow, str],
    process_id: str,
    name: str,
) -> etree._Element:
    process = _bpmn.process(id=process_id, name=name, isExecutable="true")
    lanes = _bpmn.laneSet(id="lanes")
    for number, lane in enumerate(picture.lanes, 1):
        title = " ".join(lane.lines)
        element = _bpmn.lane(id=f"lane_{number}", name=title)
        element.extend(_bpmn.flowNodeRef(key) for key in lane.keys)
        lanes.append(element)
    process.append(lanes)
    process.extend(_node(definition, graph, key, identifiers) for key in graph.kinds)
    process.extend(_flow(flow, identifiers[flow]) for flow in graph.flows)
    return process


def _node(definition: Definition, graph: Graph, key: str, identifiers: dict[Flow, str]) -> etree._Element:
    kind = graph.kinds[key]
    element = _bpmn(TAGS[kind], id=key)
    node = definition.nodes.get(key)
    if isinstance(node, Step):
        _describe(element, node)
    elif key == BEGIN:
        element.set("name", "Bắt đầu")
    elif getattr(node, "name", ""):
        element.set("name", getattr(node, "name", ""))
    leaving = [flow for flow in graph.flows if flow.source == key]
    if isinstance(node, Choice):
        for flow in leaving:
            if flow.default:
                element.set("default", identifiers[flow])
    element.extend(_bpmn.incoming(identifiers[flow]) for flow in graph.flows if flow.target == key)
    element.extend(_bpmn.outgoing(identifiers[flow]) for flow in leaving)
    return element


def _describe(element: etree._Element, step: Step) -> None:
    element.set("name", f"{step.no}. {step.name}" if step.no else step.name)
    facts = {
        "no": step.no,
        "role": step.role,
        "place": step.place,
        "hours": str(step.hours),
        "type": step.type,
    }
    if step.wait:
        facts["wait"] = f"{step.wait.amount} {step.wait.unit}"
    if step.outcomes:
        facts["outcomes"] = " ".join(step.outcomes)
    if step.returns_to:
        facts["returnsTo"] = " ".join(step.returns_to)
    for fact, value in facts.items():
        element.set(f"{{{OWN}}}{fact}", value)
    if step.note:
        element.append(_bpmn.documentation(step.note))


def _flow(flow: Flow, identifier: str) -> etree._Element:
    element = _bpmn.sequenceFlow(id=identifier, sourceRef=flow.source, targetRef=flow.target)
    if flow.label:
        element.set("name", flow.label)
    if flow.when:
        condition = _bpmn.conditionExpression(flow.when, language=CEL)
        condition.set(f"{{{SCHEMA}}}type", "bpmn:tFormalExpression")
        element.append(condition)
    return element


def _diagram(picture: Picture, identifiers: dict[Flow, str]) -> etree._Element:
    plane = _bpmndi.BPMNPlane(id="plane", bpmnElement="collaboration")
    pool_width = picture.width - 2 * MARGIN
    plane.append(_shape("participant", MARGIN, MARGIN, pool_width, picture.height - 2 * MARGIN, True))
    for number, lane in enumerate(picture.lanes, 1):
        plane.append(_shape(f"lane_{number}", MARGIN + 30, lane.y, pool_width - 30, lane.height, True))
    for box in picture.boxes:
        plane.append(_shape(box.key, box.x, box.y, box.width, box.height))
    for line in picture.lines:
        identifier = identifiers[line.flow]
        edge = _bpmndi.BPMNEdge(id=f"{identifier}_di", bpmnElement=identifier)
        edge.extend(_di.waypoint(x=str(x), y=str(y)) for x, y in line.points)
        plane.append(edge)
    return _bpmndi.BPMNDiagram(plane, id="diagram")


def _shape(key: str, x: int, y: int, width: int, height: int, flat: bool = False) -> etree._Element:
    shape = _bpmndi.BPMNShape(id=f"{key}_di", bpmnElement=key)
    if flat:
        shape.set("isHorizontal", "true")
    shape.append(_dc.Bounds(x=str(x), y=str(y), width=str(width), height=str(height)))
    return shape
