"""The life of a document that is drafted: checks, signature, number, issue, and what comes after."""

from dataclasses import dataclass, field

from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.documents import services
from congvu.documents.messages import Draft, Receiver, SignOff, Turn
from congvu.documents.models import IncomingDocument, OutgoingDocument
from congvu.dossiers.services.demo.office.arriving import Arriving, registered
from congvu.dossiers.services.demo.office.house import Desk, House
from congvu.dossiers.services.demo.office.papers import LAW, body_of
from congvu.dossiers.services.demo.office.stage import Life, Stage

ENDS = ("recalled", "replaced")
INNER = {"BB", "GNP", "GGT", "QC", "PA"}
"""Types that stay in the house."""
LETTERS = {"CV", "TTr", "GM", "CĐ", "PC", "PG", "PB", "THU"}


@dataclass(frozen=True, slots=True)
class Drafting:
    """How far an outgoing document comes.

    Args:
        until: "draft", "content", "form", "approving", "signing", "returned", "dropped", "signed",
            "numbered", "void", "issued", "recalled" or "replaced".
        desk: the unit that drafts.
        drafter: its author.
        to: agencies that get it inside this installation.
        leader: which leader signs.
        electronic: whether it is signed with the development certificates.
        sign_off: what opens the keys.
    """

    until: str
    desk: Desk
    drafter: Actor
    to: tuple[House, ...] = ()
    leader: int = 0
    electronic: bool = False
    sign_off: SignOff = field(default_factory=SignOff)


def drafting(stage: Stage, house: House, plan: Drafting) -> Life:
    """Play a document from its first version on."""
    document = services.draft_document(_draft(stage, house, plan), actor=plan.drafter)
    if plan.until == "draft":
        return
    yield stage.some(30, 300)
    if plan.until == "dropped":
        services.drop_draft(document.pk, actor=plan.drafter, reason="Nội dung đã gộp vào văn bản khác.")
        return
    head, office = plan.desk.heads[0], house.office.heads[0]
    turns = [Turn("content", officer_id=head.officer_id), Turn("form")]
    turns += [Turn("approve", officer_id=office.officer_id)] if office.can("document.approve") else []
    services.submit(document.pk, turns, actor=plan.drafter)
    checks = [("content", head), ("form", house.registry), ("approving", office)][: len(turns)]
    for step, actor in checks:
        if plan.until == step:
            return
        yield stage.some(20, 200)
        if plan.until == "returned" and step == "content":
            reason = "Bổ sung số liệu và căn cứ pháp lý, chỉnh lại thời hạn báo cáo."
            services.send_back(document.pk, actor=actor, reason=reason)
            return
        services.agree(document.pk, actor=actor, note="Thống nhất nội dung, thể thức.")
    if plan.until == "signing":
        return
    yield stage.some(20, 240)
    leader = house.leaders[plan.leader % len(house.leaders)]
    services.sign_document(document.pk, actor=leader, sign_off=plan.sign_off)
    yield from _issued(stage, house, plan, document)


def _issued(stage: Stage, house: House, plan: Drafting, document: OutgoingDocument) -> Life:
    if plan.until == "signed":
        return
    yield stage.some(10, 120)
    if plan.until in {"numbered", "void"} and not plan.electronic:
        services.number_document(document.pk, actor=house.registry)
        if plan.until == "numbered":
            return
        yield stage.some(10, 60)
    if plan.until == "void":
        reason = "Phát hiện sai thẩm quyền ký sau khi cấp số."
        services.refuse_number(document.pk, actor=house.registry, reason=reason)
        return
    document = services.issue_document(document.pk, actor=house.registry)
    _arrivals(stage, plan, document)
    if plan.until not in ENDS:
        return
    yield stage.some(400, 900)
    leader = house.leaders[plan.leader % len(house.leaders)]
    if plan.until == "recalled":
        services.recall(document.pk, actor=leader, reason="Văn bản ban hành trùng nội dung.")
        return
    newer = services.draft_document(_draft(stage, house, plan, replaces=document), actor=plan.drafter)
    services.submit(newer.pk, [], actor=plan.drafter)
    yield stage.some(60, 200)
    services.sign_document(newer.pk, actor=leader)
    yield stage.some(20, 90)
    newer = services.issue_document(newer.pk, actor=house.registry)
    _arrivals(stage, plan, newer)


def _arrivals(stage: Stage, plan: Drafting, document: OutgoingDocument) -> None:
    """Let those who got the document register it and work on it in their turn."""
    reached = document.recipients.filter(incoming__isnull=False).values_list("agency_id", "incoming_id")
    houses = {house.agency.pk: house for house in plan.to}
    for agency_id, incoming_id in reached:
        there = houses[agency_id or 0]
        desk = stage.dice.choice(there.full)
        until = stage.dice.choice(["done", "done", "filed", "working"])
        life = registered(
            stage,
            there,
            Arriving(until, desk, stage.dice.choice(desk.workers)),
            IncomingDocument.objects.get(pk=incoming_id),
        )
        stage.add(stage.almanac.after(stage.now, stage.some(15, 200)), life)


def _draft(stage: Stage, house: House, plan: Drafting, replaces: OutgoingDocument | None = None) -> Draft:
    kind, subject = stage.texts.outgoing(house.agency.pk)
    if replaces is not None:
        kind, subject = replaces.kind, f"{replaces.subject} (thay thế Văn bản số {replaces.code})"
    leader = house.leaders[plan.leader % len(house.leaders)]
    role = "act" if kind in LETTERS else "know"
    receivers = [
        Receiver(there.agency.name, agency_id=there.agency.pk, role=role)
        for there in (() if kind in INNER else plan.to)
    ]
    own = [desk for desk in house.full if desk.unit.pk != plan.desk.unit.pk] or house.full
    receivers += [Receiver(one.unit.name, agency_id=house.agency.pk, unit_id=one.unit.pk) for one in own[:2]]
    if role == "act" and not plan.to:
        receivers.insert(0, Receiver("Các khu phố, ấp trên địa bàn", role="act", paper=True))
    return Draft(
        kind=kind,
        subject=subject,
        body=body_of(kind, subject, house.agency.name),
        bases=LAW if kind in {"QĐ", "NQ"} else "",
        receivers=tuple(receivers),
        signer_id=leader.officer_id,
        medium="electronic" if plan.electronic else "paper",
        urgency=stage.dice.choice([0, 0, 0, 0, 0, 0, 0, 1, 2]) if kind != "CĐ" else 3,
        drafter=f"{plan.desk.unit.code}.{timezone.localdate().month}",
        replaces_id=replaces.pk if replaces else None,
        unit_id=plan.desk.unit.pk,
    )
