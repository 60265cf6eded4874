"""An agency with units and an administrator, and small sources of an old system."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.core.files.base import ContentFile

from congvu.calendars.services import seed
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Unit
from congvu.directory.tests.factories import AgencyFactory, UnitFactory, make_actor
from congvu.moving import services
from congvu.moving.messages import Mapping
from congvu.moving.models import Move
from congvu.moving.services.working import do_slice

IN_HEADINGS = (
    "Ngày đến", "Số đến", "Tác giả", "Số ký hiệu", "Ngày văn bản", "Loại văn bản", "Trích yếu", "Độ khẩn",
    "Số trang", "Đơn vị xử lý", "Tệp đính kèm", "Ghi chú",
)  # fmt: skip
OUT_HEADINGS = (
    "Số", "Ký hiệu", "Ngày ban hành", "Loại văn bản", "Trích yếu", "Người ký", "Nơi nhận", "Đơn vị soạn thảo",
    "Số trang",
)  # fmt: skip


def incoming(number: Any, **changes: Any) -> list[Any]:
    """Return a right row of a register of incoming documents; keyword arguments replace cells."""
    usual = {
        "arrived": "06/03/2023", "number": number, "issuer": "Sở Xây dựng", "code": f"{number}/SXD-QLXD",
        "issued": "03/03/2023", "kind": "Công văn",
        "subject": f"Về việc báo cáo trật tự xây dựng lần {number}",
        "urgency": "Thường", "pages": 2, "unit": "Phòng Kinh tế", "files": "", "note": "",
    }  # fmt: skip
    return list((usual | changes).values())


def outgoing(number: Any, **changes: Any) -> list[Any]:
    """Return a right row of a register of outgoing documents."""
    usual = {
        "number": number, "notation": "QĐ-UBND", "issued": "10/04/2023", "kind": "Quyết định",
        "subject": f"Về việc phê duyệt kế hoạch số {number}", "signer": "Đỗ Văn Minh",
        "to": "Như Điều 3; Lưu: VT", "unit": "Văn phòng", "pages": 3,
    }  # fmt: skip
    return list((usual | changes).values())


def xlsx(
    headings: Sequence[str], rows: Sequence[Sequence[Any]], name: str = "so.xlsx"
) -> "ContentFile[bytes]":
    """Return a workbook with a title above its headings."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Sổ")
        sheet.write(0, 0, "SỔ ĐĂNG KÝ VĂN BẢN")
        for place, row in enumerate([headings, *rows], start=1):
            for column, value in enumerate(row):
                if value not in (None, ""):
                    sheet.write(place, column, value)
    return ContentFile(buffer.getvalue(), name=name)


@dataclass
class World:
    """Everything that a test of moving in needs."""

    agency: Agency
    office: Unit
    economy: Unit
    admin: Actor
    stranger: Actor

    def received(self, kind: str, source: Any, **more: Any) -> Move:
        """Take a source in with the proposed mapping, under a usual name."""
        name = more.pop("name", "Phần mềm cũ")
        changes = more.pop("mapping", {})
        move = services.receive(
            services.Arriving(kind, source, **more), actor=self.admin, anywhere="folder" in more
        )
        mapping = Mapping.from_json({**move.mapping, **changes})
        return services.set_mapping(move.pk, mapping, name, actor=self.admin)

    def checked(self, kind: str, source: Any, **more: Any) -> Move:
        """Take a source in and try it."""
        move = services.start_check(self.received(kind, source, **more).pk, actor=self.admin)
        return do_slice(move)

    def moved(self, kind: str, source: Any, **more: Any) -> Move:
        """Take a source in, try it and bring it in."""
        move = self.checked(kind, source, **more)
        assert move.state == "checked", move.told
        move = do_slice(services.start_move(move.pk, actor=self.admin))
        assert move.state == "done", move.told
        return move


def build() -> World:
    """Make the world."""
    agency = AgencyFactory(key="phuong-moi", name="Ủy ban nhân dân phường Trảng Bom", place="Trảng Bom")
    AgencyFactory(key="so-xay-dung", name="Sở Xây dựng", kind="department", level="province")
    seed(actor=Actor.system(agency.pk))
    office = UnitFactory(agency=agency, name="Văn phòng", code="VP")
    economy = UnitFactory(agency=agency, name="Phòng Kinh tế", code="KT")
    return World(
        agency,
        office,
        economy,
        admin=make_actor("administrator", unit=office, full_name="Trần Quản Trị"),
        stranger=make_actor("administrator", full_name="Người Lạ"),
    )
