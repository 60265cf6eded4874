"""Names, identifiers and small builders that METS and PREMIS share."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from lxml import etree

from congvu.casefiles.messages.packages import Part

METS = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
PREMIS = "http://www.loc.gov/premis/v3"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
XML_TYPE = "application/xml"


def stamp(moment: datetime) -> str:
    """Return a moment as packages write it: milliseconds and the offset of Việt Nam."""
    return moment.astimezone(HANOI).isoformat(timespec="milliseconds")


def ident(package: UUID, path: str, prefix: str = "uuid") -> str:
    """Return the identifier of what stands at `path`: the same package gives the same ones."""
    return f"{prefix}-{str(uuid5(package, path)).upper()}"


def mets(name: str) -> str:
    """Return the qualified name of a METS element."""
    return f"{{{METS}}}{name}"


def premis(name: str) -> str:
    """Return the qualified name of a PREMIS element."""
    return f"{{{PREMIS}}}{name}"


def put(
    parent: "etree._Element", name: str, attributes: Mapping[str, str] | None = None, text: str = ""
) -> "etree._Element":
    """Add an element with a qualified name and return it."""
    element = etree.SubElement(parent, name, dict(attributes or {}))
    if text:
        element.text = text
    return element


def written(root: "etree._Element") -> bytes:
    """Return a whole XML file."""
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text


def facts_of(part: Part, created: str) -> dict[str, str]:
    """Return the attributes that METS writes of every file: type, size, time, digest."""
    return {
        "MIMETYPE": part.media_type,
        "SIZE": str(part.size),
        "CREATED": created,
        "CHECKSUM": part.sha256.upper(),
        "CHECKSUMTYPE": "SHA-256",
    }


def located(path: str) -> dict[str, str]:
    """Return the attributes of a reference to the file at `path`."""
    return {"LOCTYPE": "URL", f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": path}
