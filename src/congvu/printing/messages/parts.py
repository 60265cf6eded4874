"""The parts that several forms share: letterhead, persons, papers, fees, signers."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What stands over the title: agencies, number, place and date (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

    agency: str
    """Cơ quan ban hành."""
    date: date
    """Ngày, tháng, năm."""
    parent_agency: str = ""
    """Cơ quan cấp trên trực tiếp."""
    number: str = ""
    """Số, ký hiệu, ví dụ "12/TNHS"."""
    place: str = ""
    """Địa danh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The submitter or the owner of a dossier: người nộp hồ sơ, chủ hồ sơ."""

    name: str
    """Họ và tên hoặc tên tổ chức."""
    identity: str = ""
    """Số định danh cá nhân, CCCD hoặc mã số thuế."""
    address: str = ""
    """Địa chỉ."""
    phone: str = ""
    """Số điện thoại."""
    email: str = ""
    """Thư điện tử."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One paper of the dossier: thành phần hồ sơ."""

    name: str
    """Tên giấy tờ."""
    kind: str = ""
    """Loại: bản chính, bản sao, bản chụp, bản điện tử."""
    quantity: int = 1
    """Số lượng."""
    note: str = ""
    """Ghi chú."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRow:
    """One fee or charge: phí, lệ phí."""

    name: str
    """Tên khoản thu."""
    amount: int | None = field(default=None, metadata={"money": True})
    """Số tiền (đồng); không có khi chưa xác định."""
    paid: bool = False
    """Đã nộp."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs, as NĐ 30/2020/NĐ-CP writes it: quyền hạn, chức vụ, họ và tên."""

    title: str
    """Chức vụ, ví dụ "PHÓ CHỦ TỊCH"."""
    name: str = ""
    """Họ và tên."""
    authority: str = ""
    """Quyền hạn, ví dụ "TM. ỦY BAN NHÂN DÂN" hoặc "KT. CHỦ TỊCH"; mỗi dòng một câu."""
