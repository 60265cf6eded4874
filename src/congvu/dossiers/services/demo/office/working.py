"""The life of assigned work: given, reported on, extended, given on in parts, done in time or late."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from congvu.assignments import services
from congvu.assignments.messages import AssignmentDraft, Origin, Performer, ReportDraft
from congvu.assignments.models import Assignment, Report
from congvu.assignments.states import ReportState
from congvu.directory.messages import Actor
from congvu.dossiers.services.demo.office.house import Desk, House
from congvu.dossiers.services.demo.office.stage import DAY, Life, Stage


@dataclass(frozen=True, slots=True)
class Task:
    """What becomes of assigned work.

    Args:
        until: "given", "running", "at-unit", "at-giver", "extended", "asking", "parts", "returned",
            "cancelled", "closed" or "done".
        desk: the unit that leads.
        worker: the officer who leads, where it is given to a person.
        days: working days until it is due.
        late: working days after the deadline on which it is done; negative for before.
        person: whether it is given to the officer instead of the unit.
        content: what is to be done; from the data file unless told.
        every: how often it is given again.
        leader: which leader gives it.
    """

    until: str
    desk: Desk
    worker: Actor
    days: float = 8
    late: float = -1
    person: bool = False
    content: str = ""
    origin: Origin = field(default_factory=Origin)
    every: str = ""
    leader: int = 0


def assigned(stage: Stage, house: House, plan: Task) -> Life:
    """Play assigned work from the day on which it is given."""
    giver = house.leaders[plan.leader % len(house.leaders)]
    task = services.create_assignment(_draft(stage, house, plan), actor=giver)
    doer = plan.worker if plan.person or not plan.desk.heads else plan.desk.heads[0]
    if plan.until == "given":
        return
    yield stage.some(60, 700)
    if plan.until == "returned":
        reason = "Nội dung cần đơn vị khác chủ trì; đề nghị xem xét, giao lại."
        services.return_assignment(task.pk, reason, actor=doer)
        return
    if plan.until == "cancelled":
        services.cancel(task.pk, "Nhiệm vụ đã được giao trong kế hoạch chung.", actor=giver)
        return
    if plan.until == "parts":
        _parts(stage, plan, task, doer)
        return
    said = ReportDraft("Đã phân công, đang tổng hợp số liệu từ các đơn vị.", percent=stage.some(15, 60))
    _passed(plan, services.report_progress(task.pk, said, actor=doer))
    if plan.until in {"extended", "asking"}:
        yield from _longer(stage, plan, task, doer, giver)
        return
    if plan.until == "running":
        return
    yield max(30, int((plan.days + plan.late) * DAY) - 500)
    yield from _finished(stage, plan, task, doer, giver)


def _draft(stage: Stage, house: House, plan: Task) -> AssignmentDraft:
    unit, agency = plan.desk.unit.pk, house.agency.pk
    person = plan.person or not plan.desk.heads
    lead = Performer(agency, unit, plan.worker.officer_id if person else None)
    others = [desk for desk in house.full if desk.unit.pk != unit]
    partners = (Performer(agency, stage.dice.choice(others).unit.pk),) if others else ()
    return AssignmentDraft(
        content=plan.content or stage.texts.take("tasks", house.agency.pk),
        lead=lead,
        partners=partners if stage.dice.random() < 0.35 else (),
        due_on=timezone.localdate(stage.later(plan.days)),
        origin=plan.origin,
        frequency=stage.dice.choice(["", "", "week", "month"]),
        every=plan.every,
        repeat_until=timezone.localdate(stage.almanac.now) + timedelta(days=200) if plan.every else None,
        urgency=stage.dice.choice([0, 0, 0, 0, 1]),
    )


def _passed(plan: Task, report: Report) -> None:
    """Let the head of the unit pass a report that waits there."""
    report.refresh_from_db()
    if report.state == ReportState.AT_UNIT:
        services.pass_unit(report.assignment_id, actor=plan.desk.heads[0], note="Đồng ý.")


def _parts(stage: Stage, plan: Task, task: Assignment, head: Actor) -> None:
    """Give the parts of a task on to two officers of the unit."""
    due, unit = task.due_on, plan.desk.unit.pk
    drafts = [
        AssignmentDraft(
            content=f"{what} – {task.content[0].lower()}{task.content[1:]}",
            lead=Performer(task.lead_agency_id, unit, one.officer_id),
            due_on=due,
        )
        for what, one in zip(("Tổng hợp số liệu", "Dự thảo báo cáo"), plan.desk.staff[:2], strict=False)
    ]
    services.sub_assign(task.pk, drafts, actor=head)


def _longer(stage: Stage, plan: Task, task: Assignment, doer: Actor, giver: Actor) -> Life:
    """Ask for a later deadline, and get it."""
    yield max(30, int((plan.days - 1.5) * DAY) - 500)
    new = timezone.localdate(stage.almanac.after(task.due_at or stage.now, 5 * DAY))
    why = "Khối lượng công việc lớn, cần thêm thời gian lấy ý kiến các đơn vị liên quan."
    report = services.request_extension(task.pk, ReportDraft(why, new_due_on=new), actor=doer)
    _passed(plan, report)
    if plan.until == "asking":
        return
    yield stage.some(60, 300)
    services.approve(task.pk, actor=giver, note="Đồng ý gia hạn.")


def _finished(stage: Stage, plan: Task, task: Assignment, doer: Actor, giver: Actor) -> Life:
    today = timezone.localdate()
    if plan.until == "closed":
        services.close(task.pk, "Nội dung đã được xử lý trong nhiệm vụ khác.", actor=giver)
        return
    done = ReportDraft(stage.dice.choice(stage.texts.data["results"]), percent=100, finished_on=today)
    report = services.report_done(task.pk, done, actor=doer)
    if plan.until == "at-unit":
        return
    yield stage.some(20, 120)
    _passed(plan, report)
    if plan.until == "at-giver":
        return
    yield stage.some(40, 300)
    services.approve(task.pk, actor=giver, note="Đồng ý kết quả thực hiện.")
