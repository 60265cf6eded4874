"""A busy commune: some forty dossiers of six procedures in the states that an ordinary week brings."""

from datetime import date
from itertools import cycle
from typing import Any

import time_machine
from django.core.files.base import ContentFile

from congvu.dossiers import services
from congvu.dossiers.messages import Charge, Paper, Person
from congvu.dossiers.tests.world import SIMPLE, World, at, build, process
from congvu.files.services import store
from congvu.procedures.models import CaseTime, ProcedureVersion
from congvu.procedures.tests.factories import ProcedureFactory, VersionFactory

NOW = "2026-11-25 09:40"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROCEDURES = (
    ("1.004873", "Cấp Giấy xác nhận tình trạng hôn nhân", 3),
    ("1.000894", "Đăng ký kết hôn", 5),
    ("2.000635", "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh", 1),
    ("1.013225", "Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV và nhà ở riêng lẻ", 10),
    ("1.012783", "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất", 15),
)
PEOPLE = (
    "Nguyễn Thị Ánh Tuyết", "Trần Quốc Đạt", "Lê Văn Hậu", "Phạm Thị Ngọc Hường", "Võ Minh Khôi",
    "Đặng Hoàng Phúc", "Bùi Thị Thanh Trúc", "Hồ Văn Nghĩa", "Ngô Thị Diễm My", "Dương Chí Công",
    "Lý Thị Kim Oanh", "Huỳnh Nhật Trường", "Phan Thị Mỹ Duyên", "Vũ Đình Khải", "Trịnh Thị Lệ Thu",
    "Công ty TNHH Một thành viên Xây dựng và Thương mại Phước Thịnh", "Đỗ Thị Hồng Nhung", "Mai Xuân Bách",
    "Cao Thị Yến Nhi", "Tạ Quang Vinh",
)  # fmt: skip
HOURS = (
    "2026-11-16 08:15", "2026-11-17 09:20", "2026-11-18 10:05", "2026-11-19 14:10", "2026-11-20 08:40",
    "2026-11-20 13:35", "2026-11-23 09:05", "2026-11-23 15:20",
)  # fmt: skip


def versions() -> list[ProcedureVersion]:
    """Publish the procedures, each with its limit in working days."""
    made = []
    for code, name, days in PROCEDURES:
        version = VersionFactory(procedure=ProcedureFactory(code=code, name=name))
        CaseTime.objects.filter(case__version=version).update(amount=days, unit="wday")
        process(code, SIMPLE)
        made.append(version)
    return made


def person(number: int) -> Person:
    """Return somebody with an identity number of their own."""
    born = date(1960 + number % 40, 1 + number % 12, 1 + number % 28)
    century = 0 if born.year < 2000 else 2
    digits = f"075{century}{born:%y}{number:06d}"
    return Person(
        PEOPLE[number % len(PEOPLE)], "cccd", digits, born_on=born, phone=f"09{number:08d}",
        address=f"{12 + number} đường Nguyễn Hữu Cảnh, phường Trảng Bom, thành phố Đồng Nai",
    )  # fmt: skip


def receive(world: World, number: int, version: ProcedureVersion, moment: str, **changes: Any) -> Any:
    """Take in one dossier at a moment."""
    values = {
        "version_id": version.pk,
        "owner": person(number),
        "papers": (Paper("Tờ khai theo mẫu"), Paper("Giấy tờ chứng minh nơi cư trú", "copy"),
                   Paper("Căn cước của người yêu cầu", "shown")),
        "charges": (Charge("Lệ phí hộ tịch", 8000, 2, paid=number % 3 != 0, receipt_no="BL-2026-0118"),),
        "channel": "123"[number % 7 // 3],
    }  # fmt: skip
    with time_machine.travel(at(moment), tick=False):
        return services.receive_dossier(world.intake(**{**values, **changes}), actor=world.clerk)


def fill(world: World, count: int = 36) -> list[Any]:
    """Receive dossiers over a week and move some of them on; return those still at the counter first."""
    kinds = cycle(versions())
    made = [
        receive(world, number, next(kinds), HOURS[number * len(HOURS) // count]) for number in range(count)
    ]
    for number, dossier in enumerate(made):
        with time_machine.travel(at("2026-11-23 16:00"), tick=False):
            if number % 3:
                services.complete_step(dossier.pk, "s1", actor=world.clerk, note="Hồ sơ đủ, hợp lệ")
            if number % 9 == 4:
                services.take_over(dossier.pk, "s2", actor=world.specialist)
            if number % 9 == 5:
                services.request_supplement(
                    dossier.pk, actor=world.specialist, reason="Giấy tờ nộp kèm đã hết giá trị sử dụng",
                    items=["Bản sao sổ đỏ có chứng thực", "Bản vẽ thiết kế có chữ ký chủ trì"],
                    legal_basis="Điều 19 Nghị định 118/2025/NĐ-CP",
                )  # fmt: skip
            if number % 9 == 7:
                propose(world, dossier)
    return made


def propose(world: World, dossier: Any) -> None:
    """Propose a result with its draft, after a word with a colleague."""
    draft = store(ContentFile(PDF, "Dự thảo giấy xác nhận.pdf"), actor=world.specialist)
    services.add_note(
        dossier.pk, actor=world.clerk, text="Người dân hẹn nhận vào buổi chiều, đã báo bằng Zalo."
    )
    services.propose_result(
        dossier.pk, "s2", actor=world.specialist, name="Giấy xác nhận tình trạng hôn nhân",
        content="Đã xác minh tại nơi cư trú trước đây; đủ điều kiện cấp giấy xác nhận.", file=draft,
        note="Đã đối chiếu Cơ sở dữ liệu hộ tịch điện tử.",
    )  # fmt: skip


def busy(count: int = 36) -> tuple[World, list[Any]]:
    """Make the world and its dossiers."""
    world = build()
    return world, fill(world, count)
