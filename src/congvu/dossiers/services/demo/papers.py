"""A few scanned papers for the demonstration: small, real PDF files."""

from typing import Any

import typst
from django.core.files.base import ContentFile
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.files.models import StoredFile
from congvu.files.services import store
from congvu.printing.services.fonts import find_fonts

PAPERS = {
    "Giấy chứng sinh": "Bệnh viện đa khoa khu vực chứng nhận việc sinh. Trẻ sinh thường, cân nặng 3.200 gam.",
    "Bản vẽ thiết kế": "Mặt bằng tầng trệt, tỷ lệ 1:100. Diện tích xây dựng 96 m², mật độ 60 %.",
    "Giấy tờ về đất": "Bản sao giấy tờ về quyền sử dụng đất, thửa số 112, tờ bản đồ số 24.",
    "Tờ khai": "Tờ khai theo mẫu, người khai cam đoan nội dung là đúng sự thật.",
    "Giấy ủy quyền": "Ủy quyền nộp hồ sơ và nhận kết quả giải quyết thủ tục hành chính.",
}
_SOURCE = """
#set page(paper: "a5", margin: 18mm)
#set text(font: ("Tinos", "Liberation Serif", "Times New Roman"), size: 12pt, lang: "vi")
#align(center)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ _Độc lập – Tự do – Hạnh phúc_]
#v(8mm)
#align(center)[#text(size: 15pt)[*{title}*]]
#v(4mm)
{text}
#v(6mm)
_Bản quét minh họa, không có giá trị pháp lý._
"""


def scanned(actor: Actor) -> dict[str, StoredFile]:
    """Keep the papers in the file store; return them by name."""
    return {
        name: store(ContentFile(_pdf(name, text), f"{name}.pdf"), actor=actor, name=f"{name}.pdf")
        for name, text in PAPERS.items()
    }


def copy_of(file: StoredFile, actor: Actor) -> StoredFile:
    """Return the same bytes as the actor's own upload."""
    return StoredFile.objects.create(
        blob_id=file.blob_id, name=file.name, uploaded_by_id=actor.officer_id, uploaded_at=timezone.now()
    )


def _pdf(title: str, text: str) -> bytes:
    source = _SOURCE.replace("{title}", title.upper()).replace("{text}", text)
    folders: list[Any] = sorted({path.parent for path in find_fonts()})
    done = typst.compile(source.encode(), format="pdf", font_paths=folders, ignore_system_fonts=True)
    assert isinstance(done, bytes)
    return done
