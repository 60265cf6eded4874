"""A commune with an office, an issued catalogue and people who keep, approve and archive case files."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pypdf
from django.core.files.base import ContentFile

from congvu.calendars.services import seed
from congvu.casefiles import services
from congvu.casefiles.messages import CaseFileDraft, EntryDraft
from congvu.casefiles.models import CaseFile, CaseItem, Catalogue, CatalogueEntry
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, AgencyCode, Unit
from congvu.directory.tests.factories import AgencyFactory, UnitFactory, make_actor
from congvu.files.models import StoredFile
from congvu.files.services import store

VN = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=VN)


def pdf_of(pages: int, mark: str = "") -> bytes:
    """Return a real PDF of so many blank pages; another mark makes other bytes."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Subject": mark})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@dataclass
class World:
    """Everything that a test of a case file's life needs."""

    commune: Agency
    office: Unit
    hall: Unit
    keeper: Actor
    head: Actor
    leader: Actor
    archivist: Actor
    neighbour: Actor
    stranger: Actor
    catalogue: Catalogue
    entry: CatalogueEntry

    def opened(self, **changes: Any) -> CaseFile:
        """Open a case file from the catalogue's line, or beside it when a notation is given."""
        values: dict[str, Any] = {"entry_id": self.entry.pk, "started_on": date(2026, 3, 2), **changes}
        if "notation" in changes:
            values = {"title": "Hồ sơ thử", "retention": "05", **values, "entry_id": None}
        return services.open_case_file(CaseFileDraft(**values), actor=self.keeper)

    def filed(self, case_file: CaseFile, pk: int, **changes: Any) -> CaseItem:
        """File a document with its data complete."""
        values: dict[str, Any] = {
            "subject": Subject("documents.incomingdocument", pk),
            "title": f"Về việc thử lần {pk}",
            "code": f"{pk}/TB-UBND",
            "on": date(2026, 4, min(pk, 28)),
            "kind": "incoming",
            "type_name": "Thông báo",
            "author": "Ủy ban nhân dân thành phố Đồng Nai",
            "pages": 2,
            **changes,
        }
        return services.file_item(case_file_id=case_file.pk, actor=self.keeper, **values)

    def stored(self, content: bytes, name: str = "van-ban.pdf", actor: Actor | None = None) -> StoredFile:
        """Store a file."""
        return store(ContentFile(content, name), actor=actor or self.keeper)

    def paper(self, mark: str = "") -> StoredFile:
        """Store a PDF that is unlike any other with another mark."""
        return self.stored(pdf_of(2, mark))

    def closed(self, *, files: int = 2, **changes: Any) -> CaseFile:
        """Return a closed case file with so many documents, each with a PDF."""
        case_file = self.opened(**changes)
        for pk in range(1, files + 1):
            file = self.paper(f"{case_file.code}-{pk}")
            self.filed(case_file, pk, files=[(file.name, file.pk, file.blob.sha256)])
        return services.close_case_file(case_file.pk, actor=self.keeper, ended_on=date(2026, 6, 30))


def build() -> World:
    """Make the world, with the calendars' rules and the catalogue of 2026 issued."""
    commune = AgencyFactory(
        key="phuong-trang-bom", name="Ủy ban nhân dân phường Trảng Bom", place="Trảng Bom"
    )
    seed(actor=Actor.system(commune.pk))
    AgencyCode.objects.create(agency=commune, scheme="qd20", code="H19.75.26248", valid_from=date(2025, 7, 1))
    office = UnitFactory(agency=commune, name="Phòng Văn hóa – Xã hội")
    hall = UnitFactory(agency=commune, name="Phòng Kinh tế")
    archivist = make_actor("registry", unit=office, full_name="Vũ Thị Mai")
    leader = make_actor("leader", unit=office, full_name="Đỗ Văn Minh")
    catalogue = services.draft_catalogue(2026, actor=archivist)
    heading = services.write_entry(
        catalogue.pk, EntryDraft("Tổ chức, cán bộ", is_heading=True, sign="TCCB"), actor=archivist
    )
    entry = services.write_entry(
        catalogue.pk,
        EntryDraft("Hồ sơ nâng bậc lương năm 2026", parent_id=heading.pk, retention="01", unit_id=office.pk),
        actor=archivist,
    )
    catalogue = services.approve_catalogue(
        catalogue.pk, actor=leader, decision_no="05/QĐ-UBND", decision_on=date(2026, 1, 12)
    )
    return World(
        commune,
        office,
        hall,
        keeper=make_actor("specialist", unit=office, full_name="Lê Văn Hùng"),
        head=make_actor("unit-head", unit=office, full_name="Phạm Thị Hoa"),
        leader=leader,
        archivist=archivist,
        neighbour=make_actor("specialist", unit=hall, full_name="Trần Văn Bên"),
        stranger=make_actor("specialist", "registry", "leader", full_name="Người Lạ"),
        catalogue=catalogue,
        entry=entry,
    )
