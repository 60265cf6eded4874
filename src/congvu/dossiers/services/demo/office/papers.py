"""What the demonstration's documents say, and how they look on paper."""

import json
import random
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.core.files.base import ContentFile

from congvu.directory.messages import Actor
from congvu.documents.rules.layout.body import parse
from congvu.documents.rules.layout.shapes import SHAPES
from congvu.documents.rules.layout.sheet import Sheet, Signature
from congvu.documents.services.pdf_sheet import render_sheet_pdf
from congvu.files.models import StoredFile
from congvu.files.services import store

DATA = Path(__file__).resolve().parents[3] / "data" / "office.json"
SIGNERS = (
    "Nguyễn Văn Thành", "Trần Quốc Bảo", "Lê Thị Kim Phượng", "Phạm Hồng Quang", "Võ Minh Đức",
    "Đặng Thị Hồng Nhung", "Hoàng Anh Tuấn", "Bùi Thị Thanh Hà",
)  # fmt: skip
LAW = "Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025"


@dataclass(frozen=True, slots=True)
class Text:
    """A document as it may arrive.

    Args:
        kind: key of its type.
        issuer: "@key" of an agency in the directory, or a name.
        notation: such as "SXD-QLXD".
        subject: trích yếu.
    """

    kind: str
    issuer: str
    notation: str
    subject: str


class Texts:
    """Everything that is said, from the data file; each text is used once before any comes again."""

    def __init__(self, dice: random.Random) -> None:
        self.data = json.loads(DATA.read_text(encoding="utf-8"))
        self.dice = dice
        self._left: dict[str, list[str]] = {}
        rows = [*self.data["communes"], *self.data["departments"]]
        self.issuers = {row.split("|")[1].removeprefix("@") for row in rows}

    def take(self, group: str, holder: int = 0) -> str:
        """Return the next line of a group, in an order of its own for each holder."""
        key = f"{group}-{holder}"
        if not self._left.get(key):
            self._left[key] = self.dice.sample(self.data[group], len(self.data[group]))
        return self._left[key].pop()

    def incoming(self, group: str, holder: int, own: str) -> Text:
        """Return a text that may reach an agency, never one of its own."""
        while True:
            found = Text(*self.take(group, holder).split("|"))
            if found.issuer != f"@{own}":
                return found

    def outgoing(self, holder: int) -> tuple[str, str]:
        """Return type and subject of a document that an agency may draft."""
        kind, subject = self.take("outgoing", holder).split("|")
        return kind, subject


def body_of(kind: str, subject: str, agency: str) -> str:
    """Return a main text that fits type and subject, in the plain syntax."""
    about = subject[0].lower() + subject[1:]
    if kind in {"QĐ", "NQ"}:
        return (
            f"Điều 1. Ban hành kèm theo Quyết định này nội dung về {about}.\n"
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
            "Điều 3. Thủ trưởng các phòng, đơn vị trực thuộc và cá nhân có liên quan chịu trách nhiệm "
            "thi hành Quyết định này./."
        )
    if kind == "GM":
        return (
            f"{agency} trân trọng kính mời đại biểu tham dự cuộc họp với nội dung: {about}.\n"
            "Thời gian: 08 giờ 00 phút, theo lịch công tác tuần.\n"
            "Địa điểm: Phòng họp số 1, trụ sở cơ quan.\n"
            "Đề nghị đại biểu tham dự đúng thành phần, đúng giờ./."
        )
    return (
        f"Thực hiện chương trình công tác năm 2026, {agency} triển khai nội dung {about} như sau:\n"
        "1. Các đơn vị rà soát tình hình thực hiện, tổng hợp số liệu theo mẫu, bảo đảm chính xác, kịp thời.\n"
        "2. Phân công rõ người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ sản phẩm và rõ thẩm quyền.\n"
        "3. Báo cáo kết quả, khó khăn, vướng mắc và kiến nghị (nếu có) trước ngày 25 hằng tháng.\n"
        "Đề nghị các cơ quan, đơn vị phối hợp thực hiện./."
    )


def arrived_pdf(text: Text, issuer: str, number: str, on: date, signer: str, at: datetime) -> bytes:
    """Return a document of somebody else as it was printed there."""
    shape = SHAPES.get(text.kind) or SHAPES["CV"]
    sheet = Sheet(
        kind=shape.kind.name,
        code=text.kind if text.kind != "CV" else "",
        agency=issuer,
        notation=text.notation,
        place="Đồng Nai",
        subject=text.subject,
        number=number,
        on=on,
        year=on.year,
        to=("Các cơ quan, đơn vị liên quan",) if shape.to else (),
        enacts=shape.enacts,
        body=parse(body_of(text.kind, text.subject, issuer)),
        signatures=(Signature(("THỦ TRƯỞNG CƠ QUAN",), signer),),
        recipients=("Như trên", "Lưu: VT"),
    )
    return render_sheet_pdf(sheet, at=at)


def kept(data: bytes, name: str, actor: Actor) -> StoredFile:
    """Keep bytes as the actor's upload."""
    return store(ContentFile(data, name), actor=actor, name=name)
