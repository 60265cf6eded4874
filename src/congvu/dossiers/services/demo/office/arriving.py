"""The life of a document that arrives: registry, leader, unit, officer, and how far each comes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from congvu.assignments.messages import Origin
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.documents import services
from congvu.documents.messages import Addressee, Arrival, ArrivedFile, Facts, Registration
from congvu.documents.models import Book, IncomingDocument, Line
from congvu.documents.rules.reading.kinds import KINDS
from congvu.dossiers.services.demo.office.house import Desk, House
from congvu.dossiers.services.demo.office.papers import SIGNERS, arrived_pdf, kept
from congvu.dossiers.services.demo.office.stage import DAY, Life, Stage
from congvu.dossiers.services.demo.office.working import Task, assigned

NAMES = {kind.code: kind.name for kind in KINDS if kind.code}


@dataclass(frozen=True, slots=True)
class Arriving:
    """How far an incoming document comes, and in whose hands.

    Args:
        until: "arrived", "refused", "registered", "cancelled", "presented", "directed", "working", "done",
            "filed", "returned" or "task".
        desk: the unit that leads.
        worker: the officer of it who works on it.
        days: working days that the direction gives.
        urgency: rank.
        leader: which leader directs.
    """

    until: str
    desk: Desk
    worker: Actor
    days: float = 7
    urgency: int = 0
    leader: int = 0


def arriving(stage: Stage, house: House, plan: Arriving) -> Life:
    """Play a document from its arrival on."""
    document = services.arrive(_arrival(stage, house, plan), actor=house.registry)
    if plan.until == "arrived":
        return
    if plan.until == "refused":
        yield stage.some(20, 90)
        reason = "Văn bản không thuộc thẩm quyền giải quyết, gửi nhầm nơi nhận."
        services.refuse_incoming(document.pk, reason=reason, actor=house.registry)
        return
    yield stage.some(8, 90)
    yield from registered(stage, house, plan, document)


def registered(stage: Stage, house: House, plan: Arriving, document: IncomingDocument) -> Life:
    """Play a document that has arrived: into the register, and on."""
    registry, leader = house.registry, house.leaders[plan.leader % len(house.leaders)]
    year = timezone.localdate().year
    book = Book.objects.get(agency=house.agency, year=year, direction="in", code="chung")
    due = stage.later(plan.days)
    services.register_incoming(document.pk, Registration(book.pk, due_at=due), actor=registry)
    if plan.until == "registered":
        return
    if plan.until == "cancelled":
        yield stage.some(10, 40)
        reason = "Vào sổ nhầm văn bản gửi cho cơ quan khác."
        services.cancel_reception(document.pk, reason=reason, actor=registry)
        yield stage.some(5, 20)
        services.refuse_incoming(document.pk, reason="Trả lại nơi gửi.", actor=registry)
        return
    if plan.until == "filed":
        yield stage.some(15, 60)
        reason = "Văn bản gửi để biết, lưu hồ sơ theo dõi."
        services.finish_incoming(document.pk, reason=reason, actor=registry)
        return
    yield stage.some(10, 80)
    to = Addressee(leader.unit_id or 0, leader.officer_id)
    services.present(document.pk, [to], text="Kính trình lãnh đạo cho ý kiến chỉ đạo.", actor=registry)
    if plan.until == "presented":
        return
    yield stage.some(20, 260)
    yield from _directed(stage, house, plan, document, leader, due)


def _directed(
    stage: Stage, house: House, plan: Arriving, document: IncomingDocument, leader: Actor, due: datetime
) -> Life:
    others = [one for one in house.full if one.unit.pk != plan.desk.unit.pk]
    headed = bool(plan.desk.heads)
    to = [Addressee(plan.desk.unit.pk, None if headed else plan.worker.officer_id)]
    if others and stage.dice.random() < 0.4:
        to.append(Addressee(stage.dice.choice(others).unit.pk, None, "cooperate"))
    said = stage.dice.choice(stage.texts.data["opinions"])
    services.direct(document.pk, text=said, to=to, due_at=due, actor=leader)
    line = Line.objects.filter(document=document, unit=plan.desk.unit, role="lead").order_by("-pk")[0]
    if plan.until == "task":
        origin = Origin("document", Subject("documents.line", line.pk), document.code, document.issued_on)
        task = Task("running", plan.desk, plan.worker, days=plan.days, origin=origin, leader=plan.leader)
        yield from assigned(stage, house, replace(task, content=f"Tham mưu thực hiện: {document.subject}"))
        return
    if plan.until == "directed":
        return
    yield stage.some(20, 300)
    if headed:
        head = stage.dice.choice(plan.desk.heads)
        if plan.until == "returned":
            reason = "Nội dung không thuộc chức năng, nhiệm vụ của phòng; đề nghị chuyển đơn vị khác."
            services.return_line(line.pk, reason=reason, actor=head)
            return
        if plan.worker.officer_id != head.officer_id:
            to = [Addressee(plan.desk.unit.pk, plan.worker.officer_id)]
            line = services.forward(line.pk, to, text="Tham mưu thực hiện.", actor=head)[0]
            yield stage.some(15, 200)
    if line.state == "waiting":
        services.receive_line(line.pk, actor=plan.worker)
    if plan.until == "working":
        return
    yield int(plan.days * DAY * stage.dice.uniform(0.4, 1.15))
    result = stage.dice.choice(stage.texts.data["results"])
    services.complete_line(line.pk, result=result, actor=plan.worker)


def _arrival(stage: Stage, house: House, plan: Arriving) -> Arrival:
    group = "communes" if house.is_commune else "departments"
    text = stage.texts.incoming(group, house.agency.pk, house.agency.key)
    issuer = stage.agencies.get(text.issuer.removeprefix("@"))
    name = issuer.name if issuer else text.issuer
    on = timezone.localdate(stage.now) - timedelta(days=stage.dice.choice([0, 1, 1, 2, 3]))
    number, signer = str(stage.dice.randint(120, 9800)), stage.dice.choice(SIGNERS)
    data = arrived_pdf(text, name, number, on, signer, stage.now)
    file = kept(data, f"{number}-{text.notation}.pdf", house.registry)
    facts = Facts(
        kind_code="" if text.kind == "CV" else text.kind,
        kind_name=NAMES.get(text.kind, "Công văn"),
        number=number,
        notation=text.notation,
        issuer_name=name,
        issuer_id=issuer.pk if issuer else None,
        place="Đồng Nai",
        issued_on=on,
        subject=text.subject,
        signer_name=signer,
        urgency=plan.urgency or (2 if text.kind == "CĐ" else 0),
        pages=1,
    )
    origin = stage.dice.choice(["email", "file", "paper"])
    return Arrival(origin, facts, (ArrivedFile(file.pk),))
