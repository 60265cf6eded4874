"""What the hand can do: each function is something that an officer or an administrator does at a screen."""

import random
import uuid
from dataclasses import replace
from functools import cache
from typing import Any

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone

from congvu.delivery.services import wake
from congvu.directory.messages import Actor
from congvu.directory.models import AgencyCode
from congvu.directory.tests.factories import AgencyFactory, UnitFactory, make_actor
from congvu.documents import services as documents
from congvu.documents.messages import Addressee, Receiver, Registration
from congvu.documents.models import Book, IncomingDocument, OutgoingDocument
from congvu.documents.services.facts import facts_of
from congvu.documents.services.outside import KIND as DOCUMENT
from congvu.documents.tests import paper
from congvu.files.services import store
from congvu.interchange import services as interchange
from congvu.interchange.models import Connection, InboundMessage, OutboundMessage, StatusEvent
from congvu.interchange.queries.traffic import whereabouts
from congvu.interchange.services.statuses import KIND as STATUS

OFFICE: list[paper.Office] = []
BRANCHES: dict[int, Actor] = {}


def lay(name: str, code: str) -> dict[str, Any]:
    """Make the database, the agency, its people, this year's registers and their keys."""
    call_command("migrate", verbosity=0)
    office = paper.office()
    OFFICE.append(office)
    agency = office.world.commune
    agency.name = name
    agency.save(update_fields=["name"])
    AgencyCode.objects.filter(agency=agency).update(code=code)
    paper.equip(office)
    return {"agency": agency.pk, "name": agency.name}


def connect(
    kind: str, address: str = "", system_id: str = "", secret: str = "", **more: Any
) -> dict[str, Any]:
    """Set a connection up at the administrator's screen, check it live, take it into use."""
    agency = _office().world.commune
    plan = interchange.Plan(
        name=more.pop("name", f"Kênh {kind}"),
        agency_id=agency.pk,
        kind=kind,
        address=address,
        system_id=system_id,
        secret=secret,
        agency_code=_code(),
        poll_seconds=5,
        **more,
    )
    row = interchange.save_connection(plan, actor=_admin())
    lines = interchange.check_connection(row.pk, actor=_admin())
    interchange.switch_connection(row.pk, on=True, actor=_admin())
    return {
        "id": row.pk,
        "check": [{"name": one.name, "ok": one.ok, "told": str(one.told)} for one in lines],
    }


def drop_connection(connection: int) -> None:
    """Take a connection out of use."""
    interchange.switch_connection(connection, on=False, actor=_admin())


def take_directory(connection: int) -> int:
    """Take over the directory of the far side; return how many agencies came."""
    return interchange.sync_directory(Connection.objects.get(pk=connection))


def issue(subject: str, to: list[str], **more: Any) -> dict[str, Any]:
    """Draft, check, sign, number and issue a letter to codes of agencies outside."""
    document = _office().issued(**_letter(subject, to, **more))
    return {"id": document.pk, "code": document.code}


def prepare(count: int, to: list[str], size: int, annexes: int = 1) -> list[int]:
    """Bring letters as far as the registry, each with scans of `size` bytes that nothing else shares."""
    office, made = _office(), []
    for _ in range(count):
        document = office.drafted(**_letter(f"báo cáo {uuid.uuid4().hex}", to, medium="paper"))
        for _annex in range(annexes):
            file = store(ContentFile(_scan(size), name="ban-quet.pdf"), actor=office.author)
            documents.add_annex(document.pk, file.pk, actor=office.author)
        documents.submit(document.pk, office.turns(), actor=office.author)
        documents.agree(document.pk, actor=office.head)
        documents.agree(document.pk, actor=office.registry)
        documents.sign_document(document.pk, actor=office.leader, sign_off=paper.KEY)
        made.append(document.pk)
    return made


def release(prepared: list[int]) -> list[str]:
    """Number and issue prepared letters, unless they are; return their codes."""
    registry, codes = _office().registry, []
    for pk in prepared:
        document = OutgoingDocument.objects.get(pk=pk)
        if document.state != "issued":
            document = documents.issue_document(pk, actor=registry)
        codes.append(document.code)
    return codes


def where(document: int) -> list[dict[str, Any]]:
    """Return where a document is at each recipient, in words."""
    return [
        {
            "to": one.code,
            "what": one.what,
            "words": one.words,
            "note": one.note,
            "codes": [report.code for report in one.history],
        }
        for one in whereabouts(document)
    ]


def inbox(**wanted: Any) -> list[dict[str, Any]]:
    """Return what came by the interchange, oldest first."""
    rows = IncomingDocument.objects.filter(origin="interchange", **wanted).order_by("pk")
    return [_incoming(one) for one in rows]


def register(incoming: int, kind: str = "") -> dict[str, Any]:
    """Register what came: it gets its arrival number; `kind` is what a letter did not say of itself."""
    book, registry = _book(_office().world.commune.pk), _office().registry
    document = IncomingDocument.objects.get(pk=incoming)
    today = timezone.localdate()
    facts = (
        replace(facts_of(document), kind_name=kind, issued_on=document.issued_on or today) if kind else None
    )
    return _incoming(
        documents.register_incoming(incoming, Registration(book.pk, facts=facts), actor=registry)
    )


def branch(count: int) -> list[str]:
    """Make agencies below ours, each with a registry officer and registers; return their codes."""
    above, codes = _office().world.commune, []
    for number in range(1, count + 1):
        agency = AgencyFactory(key=f"chi-nhanh-{number}", name=f"Đơn vị {number}", parent=above)
        code = f"{_code()}.{number}"
        AgencyCode.objects.create(agency=agency, scheme="qd20", code=code, valid_from="2025-07-01")
        unit = UnitFactory(agency=agency, name="Văn thư")
        BRANCHES[agency.pk] = make_actor("registry", unit=unit, full_name=f"Văn thư {number}")
        documents.open_year(timezone.localdate().year, actor=BRANCHES[agency.pk])
        codes.append(code)
    return codes


def register_all(most: int = 1000) -> int:
    """Register what waits, oldest first, in whatever agency of ours it lies; return how many."""
    waiting = IncomingDocument.objects.filter(origin="interchange", state="arrived").order_by("pk")
    rows = list(waiting.values_list("pk", "agency_id")[:most])
    for pk, agency_id in rows:
        registry = BRANCHES.get(agency_id, _office().registry)
        documents.register_incoming(pk, Registration(_book(agency_id).pk), actor=registry)
    return len(rows)


def give(incoming: int) -> dict[str, Any]:
    """Have the leader direct a document to the unit that is to handle it."""
    office = _office()
    to = [Addressee(office.world.land.pk)]
    documents.direct(incoming, text="Giao phòng chuyên môn xử lý", to=to, actor=office.leader)
    return _incoming(IncomingDocument.objects.get(pk=incoming))


def handle(incoming: int) -> dict[str, Any]:
    """Have the unit take a document up and finish it."""
    document, head = IncomingDocument.objects.get(pk=incoming), _office().head
    for line in document.lines.filter(state="waiting"):
        documents.receive_line(line.pk, actor=head)
    for line in document.lines.exclude(state="done"):
        documents.complete_line(line.pk, result="Đã xử lý xong", actor=head)
    return _incoming(IncomingDocument.objects.get(pk=incoming))


def refuse(incoming: int, reason: str) -> dict[str, Any]:
    """Return a document to its sender."""
    return _incoming(documents.refuse_incoming(incoming, reason=reason, actor=_office().registry))


def recall(document: int, reason: str) -> None:
    """Ask for a document back."""
    documents.recall(document, actor=_office().registry, reason=reason)


def update(document: int, by: int, reason: str) -> None:
    """Correct a document by another that was issued for it."""
    documents.correct(document, by, reason=reason, actor=_office().registry)


def answer(incoming: int, agree: bool, reason: str = "") -> dict[str, Any]:
    """Decide what the sender asked for."""
    documents.answer_notice(incoming, agree=agree, reason=reason, actor=_office().registry)
    return _incoming(IncomingDocument.objects.get(pk=incoming))


def poll() -> dict[str, int]:
    """Ask every connection now, as `congvu interchange poll` does."""
    found = {"fetched": 0, "failed": 0}
    for pk in Connection.objects.filter(active=True).values_list("pk", flat=True):
        leased = interchange.take_lease(pk)
        if leased is not None:
            done = interchange.poll(leased)
            found["fetched"] += done.fetched
            found["failed"] += done.failed
    return found


def counts() -> dict[str, dict[str, int]]:
    """Return how many messages stand where."""
    found: dict[str, dict[str, int]] = {}
    for name, model in (("out", OutboundMessage), ("in", InboundMessage)):
        rows = model.objects.values_list("kind", "state").annotate(n=Count("pk")).order_by("kind", "state")
        found[name] = {f"{kind}:{state}": n for kind, state, n in rows}
    return found


def sent() -> list[list[Any]]:
    """Return recipient, document and state of every document that we sent."""
    rows = OutboundMessage.objects.filter(kind="edoc").order_by("pk")
    return [list(row) for row in rows.values_list("to_code", "code", "state")]


def came() -> list[list[Any]]:
    """Return recipient and document of all that came to a box, in the order in which it came."""
    rows = IncomingDocument.objects.filter(origin="interchange").order_by("pk")
    codes = dict(AgencyCode.objects.values_list("agency_id", "code"))
    return [[codes[agency_id], code] for agency_id, code in rows.values_list("agency_id", "code")]


def reports() -> list[list[Any]]:
    """Return of every report that reached us what it is about, and its code."""
    rows = StatusEvent.objects.order_by("pk").values_list("outbound__to_code", "outbound__code", "code")
    return [list(row) for row in rows]


def hurry() -> int:
    """Have what waits after a failure tried now, as an operator may; return how many."""
    return sum(wake(kind) for kind in (DOCUMENT, STATUS))


def quarantined() -> list[str]:
    """Return why messages were put apart."""
    return list(InboundMessage.objects.filter(state="quarantined").values_list("reason", flat=True))


def _office() -> paper.Office:
    return OFFICE[0]


@cache
def _admin() -> Actor:
    return make_actor("administrator", unit=_office().world.office, full_name="Đỗ Quản Trị")


@cache
def _book(agency_id: int) -> Book:
    year = timezone.localdate().year
    rows = Book.objects.filter(agency_id=agency_id, direction="in", for_secret=False, year=year)
    return rows.order_by("pk")[0]


def _code() -> str:
    return AgencyCode.objects.get(agency=_office().world.commune).code


def _letter(subject: str, to: list[str], **more: Any) -> dict[str, Any]:
    receivers = tuple(Receiver(f"Cơ quan {code}", agency_code=code, role="act") for code in to)
    receivers = receivers or (Receiver("Các phòng chuyên môn", role="act"),)
    return {"subject": subject, "receivers": receivers, **more}


def _incoming(document: IncomingDocument) -> dict[str, Any]:
    return {
        "id": document.pk,
        "code": document.code,
        "subject": document.subject,
        "state": document.state,
        "number": document.arrival_number,
        "issuer": document.issuer_name,
        "notice": document.notice,
        "reason": document.notice_reason,
        "answer": document.notice_answer,
        "files": [one.file.name for one in document.files.select_related("file")],
    }


def _scan(size: int) -> bytes:
    """Return a PDF of about `size` bytes that does not compress, as a scan does not."""
    noise = random.randbytes(size - 400)
    head = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    )
    body = b"3 0 obj<</Length %d>>stream\n%b\nendstream endobj\n" % (len(noise), noise)
    return head + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"
