"""What the hand does about dossiers: at the counter, at the desks behind it, and between systems."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile

from congvu.directory.messages import Actor
from congvu.directory.models import AgencyCode
from congvu.directory.tests.factories import UnitFactory, make_actor
from congvu.dossiers import services as dossiers
from congvu.dossiers.messages import Intake, Paper, Person
from congvu.dossiers.models import Dossier
from congvu.dossiers.tests.world import SIMPLE, bind, process
from congvu.files.models import StoredFile
from congvu.files.services import store
from congvu.interchange.models import LinkedDossier
from congvu.interchange.services import linking
from congvu.national.services import LinkPlan, save_link, switch_link
from congvu.procedures.models import CaseTime
from congvu.procedures.tests.factories import ProcedureFactory, VersionFactory
from tests.installations.deeds import OFFICE

PROCEDURE = "1.001193"
COUNTER: dict[str, Actor] = {}
ROLES = ("clerk", "specialist", "leader", "registry")
VERSION: list[int] = []


def open_counter(department: bool, elsewhere: str = "") -> None:
    """Open a one-stop shop in the agency, with a procedure and its process.

    Args:
        department: of the province's level, with the province's usual process.
        elsewhere: code of the agency that appraises and signs on a system of its own; "" for ours.
    """
    agency = OFFICE[0].world.commune
    if department:
        agency.kind, agency.level = "department", "province"
        agency.save(update_fields=["kind", "level"])
    one_stop, desk = (
        UnitFactory(agency=agency, one_stop=True),
        UnitFactory(agency=agency, name="Phòng Thẩm định"),
    )
    bind(agency, unit_head=desk, clerk=one_stop, **dict.fromkeys(ROLES[1:], desk))
    for role in ROLES:
        COUNTER[role] = make_actor(role, unit=one_stop if role == "clerk" else desk)
    version = VersionFactory(procedure=ProcedureFactory(code=PROCEDURE))
    CaseTime.objects.filter(case__version=version).update(amount=10, unit="wday")
    VERSION.append(version.pk)
    process("mac-dinh-tinh" if department else PROCEDURE, _shared(elsewhere) if elsewhere else SIMPLE)


def receive(name: str) -> dict[str, Any]:
    """Receive a citizen's dossier at the counter with a scan, and finish the counter's step."""
    clerk = COUNTER["clerk"]
    scan = _pdf(clerk, "giay-chung-sinh.pdf")
    intake = Intake(
        request_key=uuid4(),
        version_id=VERSION[0],
        case_no=1,
        channel="1",
        owner=Person(name, "cccd", "075190012345", born_on=date(1990, 5, 1), phone="0912345678"),
        papers=(Paper("Giấy chứng sinh", file_ids=(scan.pk,)), Paper("Giấy đăng ký kết hôn", "copy")),
    )
    dossier = dossiers.receive_dossier(intake, actor=clerk)
    first = dossier.steps.get(state="open")
    dossiers.complete_step(dossier.pk, first.key, actor=clerk)
    return dossier_of(dossier.code)


def dossier_of(code: str) -> dict[str, Any]:
    """Return a dossier as it stands here; nothing when it is not here."""
    dossier = Dossier.objects.filter(code=code).first()
    if dossier is None:
        return {}
    link = LinkedDossier.objects.filter(dossier=dossier).order_by("-pk").first()
    return {
        "id": dossier.pk,
        "code": dossier.code,
        "state": dossier.state,
        "holding": dossier.holding,
        "paused": dossier.paused_at is not None,
        "due": dossier.due_at.isoformat() if dossier.due_at else "",
        "channel": dossier.channel,
        "files": sorted(one.file.name for one in dossier.files.select_related("file")),
        "results": [one.notation for one in dossier.results.filter(state="issued")],
        "link": link.pk if link else 0,
        "stage": link.state if link else "",
    }


def begin(code: str) -> dict[str, Any]:
    """Accept at the counter what came from another system or from the portal, and begin to work."""
    dossier, clerk = Dossier.objects.get(code=code), COUNTER["clerk"]
    if dossier.state == "draft":
        dossier = dossiers.accept_dossier(dossier.pk, actor=clerk)
    first = dossier.steps.get(state="open")
    dossiers.complete_step(dossier.pk, first.key, actor=clerk)
    return dossier_of(code)


def ask_papers(code: str, item: str, reason: str) -> None:
    """Have the shop that holds the dossier ask the citizen for a paper."""
    link = dossier_of(code)["link"]
    linking.ask_supplement(link, actor=COUNTER["specialist"], items=[item], reason=reason)


def relay(code: str) -> dict[str, Any]:
    """Ask the citizen for what the other system needs: the clock stands still."""
    linking.relay_supplement(dossier_of(code)["link"], actor=COUNTER["clerk"])
    return dossier_of(code)


def bring_paper(code: str) -> dict[str, Any]:
    """Take the paper that the citizen brings, and let the clock go on."""
    dossier, clerk = Dossier.objects.get(code=code), COUNTER["clerk"]
    dossiers.attach_file(dossier.pk, _pdf(clerk, "ban-ve.pdf"), actor=clerk)
    dossiers.resume_dossier(dossier.pk, actor=clerk, note="Đã nộp bản vẽ")
    return dossier_of(code)


def decide(code: str, name: str) -> dict[str, Any]:
    """Appraise, sign and issue the result."""
    dossier = Dossier.objects.get(code=code)
    paper = _pdf(COUNTER["specialist"], "ket-qua.pdf")
    dossiers.propose_result(dossier.pk, "s2", actor=COUNTER["specialist"], name=name, file=paper)
    dossiers.sign_result(dossier.pk, "s3", actor=COUNTER["leader"])
    dossiers.issue_result(dossier.pk, "s4", actor=COUNTER["registry"])
    return dossier_of(code)


def send_result(code: str) -> None:
    """Give the stage back with its result."""
    linking.send_result(dossier_of(code)["link"], actor=COUNTER["clerk"])


def hand_out(code: str) -> dict[str, Any]:
    """Give the citizen the result."""
    dossier = Dossier.objects.get(code=code)
    dossiers.return_result(dossier.pk, actor=COUNTER["clerk"], way="counter", receiver="Trần Thị Bưởi")
    return dossier_of(code)


def join_nation(address: str) -> None:
    """Join the national side (the newer generation) and take the link into use."""
    agency = OFFICE[0].world.commune
    actor = Actor.system(agency.pk)
    plan = LinkPlan(
        name="Cổng quốc gia",
        agency_id=agency.pk,
        generation="2",
        address=address,
        account="congvu",
        secret="quoc-gia",
        agency_code=AgencyCode.objects.get(agency=agency).code,
    )
    switch_link(save_link(plan, actor=actor).pk, on=True, actor=actor)


def _pdf(actor: Actor, name: str) -> StoredFile:
    body = f"%PDF-1.4\n% {name} {uuid4()}\n%%EOF\n".encode()
    return store(ContentFile(body, name=name), actor=actor, name=name)


def _shared(code: str) -> dict[str, Any]:
    """Return a process whose appraisal and signature are another agency's, on a system of its own."""
    there = f"outside:{code}"
    steps = (
        ("b1", "Tiếp nhận", "clerk", "received", "receive", "b2"),
        ("b2", "Thẩm định tại sở", "specialist", there, "appraise", "b3"),
        ("b3", "Ký tại sở", "leader", there, "sign", "b4"),
        ("b4", "Trả kết quả", "clerk", "received", "return", "e"),
    )
    names = ("key", "name", "role", "place", "type", "next")
    nodes: list[dict[str, Any]] = [
        {"kind": "step", "hours": 4, **dict(zip(names, one, strict=True))} for one in steps
    ]
    return {"start": "b1", "nodes": [*nodes, {"key": "e", "kind": "end"}]}
