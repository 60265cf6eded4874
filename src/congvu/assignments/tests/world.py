"""A small commune that gives and does work: leadership, two units, a school below, and a stranger."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from congvu.assignments import services
from congvu.assignments.messages import AssignmentDraft, Performer, ReportDraft
from congvu.assignments.models import Assignment
from congvu.calendars.services import seed
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer, Unit
from congvu.directory.tests.factories import AgencyFactory, UnitFactory, make_actor

VN = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> datetime:
    """Return "2026-11-24 09:00" as a moment in Việt Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=VN)


def day(text: str) -> date:
    """Return "2026-11-24" as a day."""
    return date.fromisoformat(text)


@dataclass
class World:
    """Everything that a test of assigned work needs."""

    commune: Agency
    school: Agency
    board: Unit
    office: Unit
    culture: Unit
    school_unit: Unit
    leader: Actor
    registry: Actor
    head: Actor
    specialist: Actor
    colleague: Actor
    culture_head: Actor
    culture_specialist: Actor
    headmaster: Actor
    teacher: Actor
    stranger: Actor

    def to_unit(self, unit: Unit | None = None) -> Performer:
        """Return a unit of the commune (the office) as performer."""
        unit = unit or self.office
        return Performer(unit.agency_id, unit.pk)

    def to_officer(self, actor: Actor | None = None) -> Performer:
        """Return an officer (the specialist) as performer."""
        actor = actor or self.specialist
        return Performer(actor.agency_id, actor.unit_id, actor.officer_id)

    def to_school(self) -> Performer:
        """Return the agency below as performer."""
        return Performer(self.school.pk)

    def draft(self, **changes: Any) -> AssignmentDraft:
        """Return work for the office, due in a week; keyword arguments replace parts of it."""
        values: dict[str, Any] = {
            "content": "Rà soát, báo cáo tình hình giải ngân vốn đầu tư công",
            "lead": self.to_unit(),
            "due_on": day("2026-11-23"),
        }
        return AssignmentDraft(**{**values, **changes})

    def give(self, actor: Actor | None = None, **changes: Any) -> Assignment:
        """Give work (by the leader)."""
        return services.create_assignment(self.draft(**changes), actor=actor or self.leader)

    def done(self, assignment: Assignment, **changes: Any) -> Assignment:
        """Report work done by the head of the unit and approve it by the leader."""
        services.report_done(assignment.pk, report(**changes), actor=self.head)
        return services.approve(assignment.pk, actor=self.leader)

    def mail(self, actor: Actor, address: str) -> None:
        """Give an officer an e-mail address."""
        Officer.objects.filter(pk=actor.officer_id).update(email=address)


def report(content: str = "Đã làm xong.", **changes: Any) -> ReportDraft:
    """Return what a performer reports."""
    return ReportDraft(content, **changes)


def build() -> World:
    """Make the world with calendars seeded."""
    commune = AgencyFactory(key="xa-thu", name="Ủy ban nhân dân phường Trảng Bom", place="Trảng Bom")
    school = AgencyFactory(key="truong", name="Trường THCS Trảng Bom", kind="other", parent=commune)
    seed(actor=Actor.system(commune.pk))
    board = UnitFactory(agency=commune, name="Lãnh đạo UBND")
    office = UnitFactory(agency=commune, name="Văn phòng HĐND và UBND")
    culture = UnitFactory(agency=commune, name="Phòng Văn hóa – Xã hội")
    school_unit = UnitFactory(agency=school, name="Ban Giám hiệu")
    return World(
        commune,
        school,
        board,
        office,
        culture,
        school_unit,
        leader=make_actor("leader", unit=board, full_name="Đỗ Văn Minh"),
        registry=make_actor("registry", unit=office, full_name="Vũ Thị Mai"),
        head=make_actor("unit-head", unit=office, full_name="Phạm Thị Hoa"),
        specialist=make_actor("specialist", unit=office, full_name="Lê Văn Hùng"),
        colleague=make_actor("specialist", unit=office, full_name="Trần Thị Lan"),
        culture_head=make_actor("unit-head", unit=culture, full_name="Ngô Thị Yến"),
        culture_specialist=make_actor("specialist", unit=culture, full_name="Bùi Văn Nam"),
        headmaster=make_actor("leader", unit=school_unit, full_name="Hồ Thị Thu"),
        teacher=make_actor("specialist", unit=school_unit, full_name="Mai Văn Tâm"),
        stranger=make_actor("leader", full_name="Người Lạ"),
    )
