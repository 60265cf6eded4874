"""Incoming: the notice arrives, is read for the clerk, registered once, presented and directed."""

from datetime import date
from uuid import uuid4

from django.core.files.base import ContentFile

from congvu.directory.messages import Actor
from congvu.documents.messages import Addressee, Arrival, ArrivedFile, Registration
from congvu.documents.models import Book, IncomingDocument, Line
from congvu.documents.rules.proposals import proposed
from congvu.documents.services import (
    arrive,
    assignment_drafts,
    direct,
    present,
    read_for_clerk,
    receive_line,
    register_incoming,
)
from congvu.documents.states.incoming import STATE_NAMES, State
from congvu.files.services import store
from tests.scenarios import documents as scenario
from tests.scenarios.harness import at
from tests.scenarios.scenes.office import Office

EXPECTED = {
    "number": "189",
    "notation": "TB-UBND",
    "kind_name": "Thông báo",
    "place": "Đồng Nai",
    "issued_on": date(2015, 1, 9),
    "signer_name": "Nguyễn Minh Đức",
    "signer_authority": "TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG / PHÓ VĂN PHÒNG",
}


def arrives_and_is_read(office: Office) -> None:
    """Thông báo 189/TB-UBND đến huyện, máy đọc giúp, văn thư xác nhận và vào sổ."""
    registry = office.who("tram")

    def take_in() -> IncomingDocument:
        file = store(ContentFile(scenario.NOTICE.read_bytes(), name="189-TB-UBND.txt"), actor=registry)
        return arrive(Arrival("file", files=(ArrivedFile(file.pk),), request_key=uuid4()), actor=registry)

    document = office.step(registry, "nhận tệp văn bản", take_in, tell=lambda: "chờ tiếp nhận")
    office.incoming = document.pk
    found = office.step(
        registry,
        "máy đọc văn bản",
        lambda: read_for_clerk(document.pk, actor=registry),
        tell=lambda: "chưa ghi gì",
    )
    facts = proposed(found.reading)
    office.step(
        registry,
        "đối chiếu giá trị máy đọc",
        lambda: None,
        wrong=lambda: [
            f"{name}: {getattr(facts, name)!r}"
            for name, value in EXPECTED.items()
            if getattr(facts, name) != value
        ],
        tell=lambda: f"{facts.number}/{facts.notation}, {facts.kind_name}, {facts.signer_name} ký",
    )
    office.step(
        registry,
        "các việc giao trong thân văn bản (mục 1, 2, 3)",
        lambda: assignment_drafts(found),
        wrong=lambda: [
            f"thiếu mục {item}"
            for item in ("1", "2", "3")
            if item not in {draft.item for draft in assignment_drafts(found)}
        ],
        tell=lambda: "; ".join(
            f"mục {draft.item}: {', '.join(draft.leads)}" for draft in assignment_drafts(found)[:3]
        ),
    )
    book = Book.objects.get(agency=office.district, year=2015, direction="in", is_default=True)
    office.at("2015-01-12 08:05")
    office.step(
        registry,
        "xác nhận và vào sổ văn bản đến",
        lambda: register_incoming(document.pk, Registration(book.pk, facts=facts), actor=registry),
        tell=lambda: f"số đến {_now(office).arrival_code}",
    )


def two_clerks(office: Office) -> None:
    """Hai người cùng tiếp nhận một văn bản: người sau được báo, không có số thứ hai."""
    registry = office.who("tram")
    book = Book.objects.get(agency=office.district, year=2015, direction="in", is_default=True)
    office.step(
        registry,
        "vào sổ lần nữa",
        lambda: register_incoming(office.incoming, Registration(book.pk), actor=registry),
        refused="đã",
    )

    def again() -> None:
        file = store(ContentFile(scenario.NOTICE.read_bytes(), name="189.txt"), actor=registry)
        arrival = Arrival("file", facts=proposed(_now(office).reading), files=(ArrivedFile(file.pk),))
        twin = arrive(arrival, actor=registry)
        register_incoming(twin.pk, Registration(book.pk), actor=registry)

    office.step(registry, "nhận bản thứ hai của cùng thông báo", again, refused="Hãy nối hai bản")


def directed(office: Office) -> None:
    """Văn thư trình, Chủ tịch cho ý kiến chỉ đạo, Văn phòng chủ trì."""
    registry, leader, head = office.who("tram"), office.who("tuan"), office.who("mai")
    top = office.unit("Lãnh đạo")
    office.step(
        registry,
        "trình Chủ tịch",
        lambda: present(
            office.incoming,
            [Addressee(top.pk, leader.officer_id)],
            text="Kính trình Chủ tịch xem xét, chỉ đạo.",
            actor=registry,
        ),
        tell=lambda: "",
    )
    office.at("2015-01-12 09:30")
    others = [office.unit("Phòng Nội vụ"), office.unit("Phòng Tài nguyên")]
    main = office.unit("Văn phòng")
    office.step(
        leader,
        "bút phê: Văn phòng chủ trì, Nội vụ và Tài nguyên phối hợp, hạn 30/01/2015",
        lambda: direct(
            office.incoming,
            text="Giao Văn phòng chủ trì, phối hợp các phòng triển khai, báo cáo trước ngày 30/01/2015.",
            to=[Addressee(main.pk), *(Addressee(unit.pk, role="cooperate") for unit in others)],
            due_at=at("2015-01-30 16:30"),
            actor=leader,
        ),
        tell=lambda: STATE_NAMES[State(_now(office).state)],
    )
    line = Line.objects.get(document=office.incoming, unit=main, role="lead", officer=None)
    office.line = line.pk
    office.step(head, "Văn phòng nhận việc", lambda: _received(line.pk, head), tell=lambda: "chờ xử lý")


def _received(line: int, actor: Actor) -> None:
    if Line.objects.get(pk=line).received_at is None:
        receive_line(line, actor=actor)


def _now(office: Office) -> IncomingDocument:
    return IncomingDocument.objects.get(pk=office.incoming)
