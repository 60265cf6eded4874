"""Messages for tests."""

from dataclasses import replace
from datetime import timedelta

from congvu.dossiers.tests.world import at
from congvu.national.messages import (
    DossierMessage,
    Identity,
    ProgressMessage,
    SentFee,
    SentPaper,
    SentResult,
    SentSupplement,
)

FILED = at("2026-11-25 08:30")


def dossier(code: str, status: str = "2", **changes) -> DossierMessage:
    """Return a complete message."""
    made = DossierMessage(
        code=code,
        procedure="1.001193",
        procedure_name="Thủ tục đăng ký khai sinh",
        channel="1",
        owner="Trần Thị Bưởi",
        identity=Identity("1", "075190012345"),
        business=False,
        status=status,
        agency_code="H19.75.26248",
        agency_name="Ủy ban nhân dân phường Trảng Bom",
        submitted_at=FILED,
        received_at=FILED + timedelta(minutes=5),
        due_at=FILED + timedelta(days=1),
        finished_at=FILED + timedelta(hours=6),
        returned_at=FILED + timedelta(hours=7),
        papers=(SentPaper("7", "giấy chứng sinh.pdf", digitised=True),),
        fees=(SentFee("Lệ phí", 8000),),
        supplements=(SentSupplement("1", "Lê Văn Hùng", "Bổ sung tờ khai", FILED),),
        results=(SentResult("9", "Giấy khai sinh", "KQ.G15.000031"),),
    )
    return replace(made, **changes)


def step(code: str, status: str = "4", minutes: int = 10) -> ProgressMessage:
    """Return a step."""
    return ProgressMessage(
        code,
        "Lê Văn Hùng",
        "Chuyên viên",
        FILED + timedelta(minutes=minutes),
        "Văn phòng",
        "Thẩm định",
        status,
    )
