"""A small commune with a department above it: people, bindings, a procedure and its process."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from congvu.calendars.services import seed
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, AgencyCode, Unit
from congvu.directory.tests.factories import AgencyFactory, UnitFactory, make_actor
from congvu.dossiers.messages import Charge, Intake, Paper, Person
from congvu.dossiers.models import LocalBinding
from congvu.procedures.models import CaseTime, ProcedureVersion
from congvu.procedures.tests.factories import ProcedureFactory, VersionFactory
from congvu.workflow.models import Process, ProcessVersion

VN = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> datetime:
    """Return "2026-11-24 09:00" as a moment in Việt Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=VN)


SIMPLE = {
    "start": "s1",
    "nodes": [
        {"key": "s1", "kind": "step", "no": "1", "name": "Tiếp nhận hồ sơ", "role": "clerk",
         "place": "received", "hours": 2, "type": "receive", "next": "s2"},
        {"key": "s2", "kind": "step", "no": "2", "name": "Thẩm định", "role": "specialist",
         "place": "competent", "hours": 3, "type": "appraise", "next": "s3",
         "actions": ["complete", "supplement", "refuse", "propose"]},
        {"key": "s3", "kind": "step", "no": "3", "name": "Ký duyệt", "role": "leader", "place": "competent",
         "hours": 2, "type": "sign", "next": "s4", "returns_to": ["s2"]},
        {"key": "s4", "kind": "step", "no": "4", "name": "Vào sổ, cấp số", "role": "registry",
         "place": "competent", "hours": 1, "type": "issue", "next": "s5"},
        {"key": "s5", "kind": "step", "no": "5", "name": "Trả kết quả", "role": "clerk", "place": "received",
         "hours": 0, "type": "return", "next": "e"},
        {"key": "e", "kind": "end"},
    ],
}  # fmt: skip


@dataclass
class World:
    """Everything that a test of a dossier's life needs."""

    commune: Agency
    department: Agency
    one_stop: Unit
    office: Unit
    upper_one_stop: Unit
    upper_office: Unit
    clerk: Actor
    specialist: Actor
    head: Actor
    leader: Actor
    registry: Actor
    upper_clerk: Actor
    upper_specialist: Actor
    stranger: Actor
    version: ProcedureVersion

    def intake(self, **changes: Any) -> Intake:
        """Return a complete intake; keyword arguments replace parts of it."""
        values: dict[str, Any] = {
            "request_key": uuid4(),
            "version_id": self.version.pk,
            "case_no": 1,
            "channel": "1",
            "owner": Person(
                "Trần Thị Bưởi",
                "cccd",
                "075190012345",
                born_on=date(1990, 5, 1),
                address="12 đường 30/4, phường Trảng Bom",
                phone="0912345678",
            ),
            "papers": (Paper("Giấy chứng sinh"), Paper("Giấy đăng ký kết hôn", "copy")),
            "charges": (Charge("Lệ phí", 8000, 2, paid=True, receipt_no="BL-1"),),
        }
        return Intake(**{**values, **changes})


def process(code: str, spec: dict[str, Any]) -> ProcessVersion:
    """Publish a process definition straight into the tables."""
    return ProcessVersion.objects.create(
        process=Process.objects.create(code=code, name=code),
        number=1,
        spec=spec,
        status=ProcessVersion.Status.PUBLISHED,
        published_at=at("2026-01-02 08:00"),
    )


def bind(agency: Agency, **units: Unit) -> None:
    """Bind roles of an agency to units; `unit_head` stands for "unit-head"."""
    for role, unit in units.items():
        LocalBinding.objects.create(agency=agency, role=role.replace("_", "-"), unit=unit)


def build(
    spec: dict[str, Any] | None = None, *, limit: tuple[int, str] = (3, "wday"), on_supplement: str = "pause"
) -> World:
    """Make the world with calendars seeded."""
    department = AgencyFactory(
        key="so-xay-dung", name="Sở Xây dựng", short_name="SXD", kind="department", level="province"
    )
    commune = AgencyFactory(
        key="phuong-trang-bom", name="Ủy ban nhân dân phường Trảng Bom", place="Trảng Bom"
    )
    seed(actor=Actor.system(commune.pk))
    for agency, code in ((commune, "H19.75.26248"), (department, "H19.10")):
        AgencyCode.objects.create(agency=agency, scheme="qd20", code=code, valid_from=date(2025, 7, 1))
    one_stop = UnitFactory(agency=commune, one_stop=True)
    office = UnitFactory(agency=commune, name="Văn phòng HĐND và UBND")
    upper_one_stop = UnitFactory(agency=department, one_stop=True)
    upper_office = UnitFactory(agency=department, name="Phòng Quy hoạch")
    bind(commune, clerk=one_stop, specialist=office, unit_head=office, leader=office, registry=office)
    bind(
        department,
        clerk=upper_one_stop,
        specialist=upper_office,
        unit_head=upper_office,
        leader=upper_office,
        registry=upper_office,
    )
    version = VersionFactory(procedure=ProcedureFactory(code="1.001193"))
    CaseTime.objects.filter(case__version=version).update(
        amount=limit[0], unit=limit[1], on_supplement=on_supplement
    )
    process(version.procedure.code, spec or SIMPLE)
    return World(
        commune,
        department,
        one_stop,
        office,
        upper_one_stop,
        upper_office,
        clerk=make_actor("clerk", unit=one_stop, full_name="Nguyễn Thị Lan"),
        specialist=make_actor("specialist", unit=office, full_name="Lê Văn Hùng"),
        head=make_actor("unit-head", unit=office, full_name="Phạm Thị Hoa"),
        leader=make_actor("leader", unit=office, full_name="Đỗ Văn Minh"),
        registry=make_actor("registry", unit=office, full_name="Vũ Thị Mai"),
        upper_clerk=make_actor("clerk", unit=upper_one_stop, full_name="Bùi Văn Nam"),
        upper_specialist=make_actor("specialist", unit=upper_office, full_name="Hồ Thị Thu"),
        stranger=make_actor("specialist", full_name="Người Lạ"),
        version=version,
    )
