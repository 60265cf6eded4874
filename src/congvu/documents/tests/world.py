"""A commune and a department above it, as two agencies that send documents to each other."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from congvu.calendars.services import seed
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer, Unit
from congvu.directory.queries import actor_for
from congvu.directory.tests.factories import AgencyFactory, UnitFactory, make_actor
from congvu.documents.messages import Arrival, ArrivedFile, Facts, Identity
from congvu.documents.models import Book, IncomingDocument
from congvu.documents.services import arrive, open_year
from congvu.files.models import StoredFile
from congvu.files.services import store

VN = ZoneInfo("Asia/Ho_Chi_Minh")
TEXT = "Văn bản thử nghiệm của Sở Xây dựng về việc báo cáo trật tự xây dựng.".encode()


def at(text: str) -> datetime:
    """Return "2026-11-25 09:00" as a moment in Việt Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=VN)


@dataclass
class World:
    """Everything that a test of an incoming document's life needs."""

    commune: Agency
    department: Agency
    office: Unit
    land: Unit
    culture: Unit
    upper_office: Unit
    registry: Actor
    second_registry: Actor
    leader: Actor
    deputy: Actor
    head: Actor
    specialist: Actor
    culture_head: Actor
    culture_specialist: Actor
    upper_registry: Actor
    stranger: Actor
    book: Book
    secret_book: Book

    def facts(self, **changes: Any) -> Facts:
        """Return what a usual document says; keyword arguments replace parts."""
        usual = Facts(
            kind_name="Công văn",
            number="1254",
            notation="SXD-QLXD",
            issuer_name="Sở Xây dựng",
            issuer_id=self.department.pk,
            superior_name="Ủy ban nhân dân thành phố Đồng Nai",
            place="Đồng Nai",
            issued_on=date(2026, 11, 23),
            subject="Báo cáo tình hình trật tự xây dựng quý IV năm 2026",
            signer_name="Lê Hồng Phong",
            signer_position="PHÓ GIÁM ĐỐC",
            signer_authority="KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC",
            pages=2,
        )
        return replace(usual, **changes)

    def file(self, actor: Actor | None = None, data: bytes = TEXT, name: str = "cong-van.txt") -> StoredFile:
        """Store a file."""
        return store(ContentFile(data, name=name), actor=actor or self.registry)

    def arrival(self, **changes: Any) -> Arrival:
        """Return a paper arrival of the usual document; `facts=` takes changes of them."""
        facts = self.facts(**changes.pop("facts", {}))
        return Arrival(**{"origin": "paper", "facts": facts, "request_key": uuid4(), **changes})

    def arrived(self, **changes: Any) -> IncomingDocument:
        """Take in the usual document."""
        return arrive(self.arrival(**changes), actor=self.registry)

    def message(self, data: bytes = TEXT, **changes: Any) -> Arrival:
        """Return what the department's system would send."""
        identity = Identity(
            "H19.10", "H19.10,2026/11/23,1254/SXD-QLXD", digest=changes.pop("digest", "a" * 64)
        )
        file = self.file(self.upper_registry, data)
        usual = {
            "origin": "inside",
            "request_key": None,
            "identity": identity,
            "files": (ArrivedFile(file.pk),),
        }
        return self.arrival(**{**usual, **changes})


def build() -> World:
    """Make the world with calendars seeded and this year's books open."""
    department = AgencyFactory(
        key="so-xay-dung", name="Sở Xây dựng", short_name="SXD", kind="department", level="province"
    )
    commune = AgencyFactory(
        key="phuong-trang-bom", name="Ủy ban nhân dân phường Trảng Bom", place="Trảng Bom"
    )
    seed(actor=Actor.system(commune.pk))
    office = UnitFactory(agency=commune, name="Văn phòng HĐND và UBND")
    land = UnitFactory(agency=commune, name="Phòng Kinh tế, Hạ tầng và Đô thị")
    culture = UnitFactory(agency=commune, name="Phòng Văn hóa - Xã hội")
    upper_office = UnitFactory(agency=department, name="Văn phòng Sở")
    registry = make_actor("registry", unit=office, full_name="Vũ Thị Mai")
    books = open_year(2026, actor=registry)
    return World(
        commune,
        department,
        office,
        land,
        culture,
        upper_office,
        registry=registry,
        second_registry=make_actor("registry", unit=office, full_name="Ngô Thị Cúc"),
        leader=make_actor("leader", unit=office, full_name="Đỗ Văn Minh"),
        deputy=make_actor("leader", unit=office, full_name="Trịnh Thị Yến"),
        head=make_actor("unit-head", unit=land, full_name="Phạm Thị Hoa"),
        specialist=make_actor("specialist", unit=land, full_name="Lê Văn Hùng"),
        culture_head=make_actor("unit-head", unit=culture, full_name="Hồ Văn Tám"),
        culture_specialist=make_actor("specialist", unit=culture, full_name="Đinh Thị Sen"),
        upper_registry=make_actor("registry", unit=upper_office, full_name="Bùi Văn Nam"),
        stranger=make_actor("specialist", full_name="Người Lạ"),
        book=next(book for book in books if book.direction == "in" and not book.for_secret),
        secret_book=next(book for book in books if book.direction == "in" and book.for_secret),
    )


def cleared(actor: Actor, rank: int) -> Actor:
    """Return the same officer with clearance up to `rank`."""
    officer = Officer.objects.get(pk=actor.officer_id)
    officer.clearance = rank
    officer.save(update_fields=["clearance"])
    from congvu.directory.tests.factories import touch

    touch(officer)
    return actor_for(officer)
