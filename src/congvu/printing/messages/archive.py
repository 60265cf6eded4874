"""The forms of case files and their hand-over (NĐ 30/2020/NĐ-CP, Phụ lục V mục II to V)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from congvu.printing.messages.parts import Letterhead, Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueLine:
    """One line of the catalogue: a heading (level 1 or 2), or a case file (level 0)."""

    title: str
    """Tên đề mục hoặc tiêu đề hồ sơ."""
    level: int = 0
    """Cấp đề mục."""
    notation: str = ""
    """Số và ký hiệu hồ sơ."""
    retention: str = ""
    """Thời hạn bảo quản."""
    keeper: str = ""
    """Người lập hồ sơ."""
    note: str = ""
    """Ghi chú."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueForm:
    """Danh mục hồ sơ (Phụ lục V mục II)."""

    code: ClassVar[str] = "case-catalogue"
    head: Letterhead
    year: int
    """Năm."""
    decision: str = ""
    """Quyết định ban hành: "05/QĐ-UBND ngày 12/01/2026"."""
    rows: tuple[CatalogueLine, ...] = ()
    """Các đề mục và hồ sơ."""
    permanent: int = 0
    """Số hồ sơ bảo quản vĩnh viễn."""
    temporary: int = 0
    """Số hồ sơ bảo quản có thời hạn."""
    signer: Signer | None = None
    """Người duyệt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One document of a case file."""

    no: int
    """Số thứ tự."""
    code: str = ""
    """Số, ký hiệu văn bản."""
    dated_on: date | None = None
    """Ngày tháng năm văn bản."""
    summary: str = ""
    """Tên loại và trích yếu nội dung văn bản."""
    author: str = ""
    """Tác giả văn bản."""
    pages: str = ""
    """Tờ số, trang số."""
    note: str = ""
    """Ghi chú."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentListForm:
    """Mục lục văn bản, tài liệu (Phụ lục V mục IV)."""

    code: ClassVar[str] = "case-documents"
    head: Letterhead
    notation: str
    """Số, ký hiệu hồ sơ."""
    year: int
    """Năm."""
    title: str
    """Tiêu đề hồ sơ."""
    retention: str = ""
    """Thời hạn bảo quản."""
    rows: tuple[DocumentLine, ...] = ()
    """Các văn bản, tài liệu."""
    pages: int = 0
    """Tổng số trang."""
    keeper: str = ""
    """Người lập."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case file that is handed over."""

    no: int
    """Số thứ tự."""
    notation: str
    """Số, ký hiệu hồ sơ."""
    title: str
    """Tiêu đề hồ sơ."""
    span: str = ""
    """Thời gian tài liệu."""
    retention: str = ""
    """Thời hạn bảo quản."""
    pages: str = ""
    """Số tờ, số trang."""
    note: str = ""
    """Ghi chú."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseListForm:
    """Mục lục hồ sơ, tài liệu nộp lưu (Phụ lục V mục III)."""

    code: ClassVar[str] = "case-list"
    head: Letterhead
    unit: str
    """Tên khối tài liệu."""
    year: int
    """Năm."""
    words: str = ""
    """Số hồ sơ viết bằng chữ."""
    rows: tuple[CaseLine, ...] = ()
    """Các hồ sơ."""
    keeper: str = ""
    """Người lập."""
    keeper_title: str = ""
    """Chức vụ người lập."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesForm:
    """Biên bản giao nhận hồ sơ, tài liệu (Phụ lục V mục V)."""

    code: ClassVar[str] = "handover-minutes"
    head: Letterhead
    grounds: str
    """Căn cứ: danh mục hồ sơ, kế hoạch thu thập."""
    giver_unit: str
    """Bên giao."""
    giver: str
    """Ông (bà) bên giao."""
    giver_title: str = ""
    """Chức vụ bên giao."""
    receiver_unit: str = "Lưu trữ cơ quan"
    """Bên nhận."""
    receiver: str = ""
    """Ông (bà) bên nhận."""
    receiver_title: str = ""
    """Chức vụ bên nhận."""
    collection: str = ""
    """Tên khối tài liệu giao nộp."""
    span: str = ""
    """Thời gian của hồ sơ, tài liệu."""
    boxes: int = 0
    """Tổng số hộp (cặp)."""
    cases: int = 0
    """Tổng số hồ sơ."""
    files: int = 0
    """Tổng số tệp tin trong hồ sơ."""
    condition: str = ""
    """Tình trạng tài liệu giao nộp."""
