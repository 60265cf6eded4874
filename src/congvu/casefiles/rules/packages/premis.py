"""PREMIS 3: what is preserved, what happened to it, who did it."""

from collections.abc import Sequence

from lxml import etree

from congvu.casefiles.messages.packages import PackageFacts, Part
from congvu.casefiles.rules.packages.xml import PREMIS, XSI, ident, premis, put, stamp, written

EVENT = "information package creation"
"""Event type of making a package (TT 05/2025/TT-BNV; the vocabulary of the Library of Congress)."""


def document(facts: PackageFacts, whole: str, parts: Sequence[Part], *, path: str) -> bytes:
    """Return a PREMIS file about `parts` and the thing that they make up.

    Args:
        facts: of the package.
        whole: identifier of the whole, "intellectualEntity" at the root, "representation" below.
        parts: the files with their digests; none at the root.
        path: where the file will stand, for its identifiers.
    """
    root = etree.Element(premis("premis"), nsmap={"premis": PREMIS, "xsi": XSI}, version="3.0")
    category = "representation" if parts else "intellectualEntity"
    entity = _object(root, category, "local", whole)
    if not parts:
        put(entity, premis("originalName"), text=facts.title)
    for part in parts:
        _file(root, facts, part)
    _event(root, facts, whole, path)
    _agent(root, "software", facts.software[0], f"{facts.software[0]} {facts.software[1]}", "software")
    _agent(root, "local", facts.organ, facts.organ_name, "organization")
    if facts.made_by:
        _agent(root, "local", f"{facts.organ}:{facts.made_by}", facts.made_by, "person")
    return written(root)


def _object(root: "etree._Element", category: str, kind: str, value: str) -> "etree._Element":
    element = put(root, premis("object"), {f"{{{XSI}}}type": f"premis:{category}"})
    _identifier(element, "objectIdentifier", kind, value)
    return element


def _identifier(element: "etree._Element", name: str, kind: str, value: str) -> "etree._Element":
    found = put(element, premis(name))
    put(found, premis(f"{name}Type"), text=kind)
    put(found, premis(f"{name}Value"), text=value)
    return found


def _file(root: "etree._Element", facts: PackageFacts, part: Part) -> None:
    element = _object(root, "file", "local", ident(facts.uuid, part.path, "ID"))
    character = put(element, premis("objectCharacteristics"))
    fixity = put(character, premis("fixity"))
    put(fixity, premis("messageDigestAlgorithm"), text="SHA-256")
    put(fixity, premis("messageDigest"), text=part.sha256.upper())
    put(character, premis("size"), text=str(part.size))
    named = put(put(character, premis("format")), premis("formatDesignation"))
    put(named, premis("formatName"), text=part.media_type)
    put(element, premis("originalName"), text=part.path.rsplit("/", 1)[-1])


def _event(root: "etree._Element", facts: PackageFacts, whole: str, path: str) -> None:
    event = put(root, premis("event"))
    _identifier(event, "eventIdentifier", "UUID", ident(facts.uuid, f"{path}#event"))
    put(event, premis("eventType"), text=EVENT)
    put(event, premis("eventDateTime"), text=stamp(facts.made_at))
    if facts.source:
        put(put(event, premis("eventDetailInformation")), premis("eventDetail"), text=facts.source)
    put(put(event, premis("eventOutcomeInformation")), premis("eventOutcome"), text="success")
    agent = _identifier(event, "linkingAgentIdentifier", "software", facts.software[0])
    put(agent, premis("linkingAgentRole"), text="executing program")
    thing = _identifier(event, "linkingObjectIdentifier", "local", whole)
    put(thing, premis("linkingObjectRole"), text="outcome")


def _agent(root: "etree._Element", kind: str, value: str, name: str, sort: str) -> None:
    agent = put(root, premis("agent"))
    _identifier(agent, "agentIdentifier", kind, value)
    put(agent, premis("agentName"), text=name)
    put(agent, premis("agentType"), text=sort)
