"""A small province on the axis: the province, two communes and a merged one, each with a system."""

from dataclasses import dataclass

from congvu.directory.messages import Actor
from congvu.hub.services import agencies, credentials
from congvu.hub.services.agencies import AgencyPlan

ACTOR = Actor.system(0)
NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"


@dataclass(frozen=True)
class World:
    """The secrets of the systems by their ids."""

    secrets: dict[str, str]


def build() -> World:
    """Lay the province and its systems."""
    for plan in (
        AgencyPlan("H19", "UBND tỉnh Đồng Nai", old_code="000.00.00.H19", mail="ubnd@dn.test"),
        AgencyPlan("H19.15", "UBND xã Bàu Hàm", old_code="000.00.15.H19", parent_code="H19"),
        AgencyPlan("H19.16", "UBND xã An Viễn", old_code="000.00.16.H19", parent_code="H19"),
        AgencyPlan("H10.7", "UBND xã đã sáp nhập", old_code="000.00.07.H10", parent_code="H19"),
        AgencyPlan("G22", "Bộ Thông tin cũ", old_code="000.00.00.G22"),
    ):
        agencies.save_agency(plan, actor=ACTOR)
    agencies.end_agency("H10.7", successor_code="H19.16", actor=ACTOR)
    found = {}
    for system, tree in (("H19.15", False), ("H19.16", False), ("H19", True), ("G22", True)):
        _row, found[system] = credentials.issue(system, system, actor=ACTOR, whole_tree=tree)
    return World(found)


def edoc(
    sender: str = "H19.15", to: tuple[str, ...] = ("H19.16",), subject: str = "V/v họp", body: str = ""
) -> bytes:
    """Return a small edXML document."""
    tos = "".join(
        f"<edXML:To><edXML:OrganId>{code}</edXML:OrganId><edXML:OrganName>x</edXML:OrganName></edXML:To>"
        for code in to
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><edXML xmlns="{NS}" xmlns:edXML="{NS}"><edXML:edXMLEnvelope>'
        f"<edXML:edXMLHeader><edXML:MessageHeader><edXML:From><edXML:OrganId>{sender}</edXML:OrganId></edXML:From>{tos}"
        f"<edXML:DocumentId>{sender},2026/11/25,12/UBND-VP</edXML:DocumentId>"
        "<edXML:Code><edXML:CodeNumber>12</edXML:CodeNumber><edXML:CodeNotation>UBND-VP</edXML:CodeNotation></edXML:Code>"
        f"<edXML:Subject>{subject}</edXML:Subject></edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope>"
        f"<AttachmentEncoded><Attachment><edXML:ContentTransferEncoded>{body}</edXML:ContentTransferEncoded>"
        "</Attachment></AttachmentEncoded></edXML>"
    ).encode()


def status(sender: str = "H19.16", answered: str = "H19.15", code: str = "03") -> bytes:
    """Return a small status message."""
    return (
        f'<edXML xmlns="{NS}"><edXMLEnvelope><edXMLHeader><MessageHeader>'
        f"<From><OrganId>{sender}</OrganId></From>"
        f"<ResponseFor><OrganId>{answered}</OrganId><Code>12/UBND-VP</Code>"
        "<PromulgationDate>2026/11/25</PromulgationDate><DocumentId>H19.15,2026/11/25,12/UBND-VP</DocumentId>"
        f"</ResponseFor><StatusCode>{code}</StatusCode><Description>đã nhận</Description></MessageHeader>"
        "</edXMLHeader></edXMLEnvelope></edXML>"
    ).encode()
