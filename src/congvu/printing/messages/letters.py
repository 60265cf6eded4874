"""The forms given to the applicant: receipt, supplement, refusal, apology, stop (Mẫu 01–05)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from congvu.printing.messages.parts import FeeRow, Letterhead, PaperRow, Person, Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptForm:
    """Mẫu số 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả."""

    code: ClassVar[str] = "receipt"
    head: Letterhead
    dossier_code: str
    """Mã hồ sơ."""
    unit: str
    """Bộ phận tiếp nhận và trả kết quả."""
    submitter: Person
    """Người nộp hồ sơ."""
    procedure: str
    """Nội dung yêu cầu giải quyết (tên thủ tục)."""
    received_at: datetime
    """Thời gian nhận hồ sơ."""
    due_at: datetime | None = None
    """Thời gian trả kết quả; không có khi trả ngay."""
    owner: Person | None = None
    """Chủ hồ sơ, khi khác người nộp."""
    procedure_code: str = ""
    """Mã thủ tục."""
    map_sheet: str = ""
    """Tờ bản đồ số (đất đai)."""
    parcel: str = ""
    """Thửa đất số (đất đai)."""
    papers: tuple[PaperRow, ...] = ()
    """Thành phần hồ sơ nộp gồm."""
    sets: int = 1
    """Số lượng hồ sơ (bộ)."""
    time_limit: str = ""
    """Thời gian giải quyết hồ sơ theo quy định."""
    result_way: str = ""
    """Đăng ký nhận kết quả tại/qua."""
    fees: tuple[FeeRow, ...] = ()
    """Phí, lệ phí."""
    register_book: str = ""
    """Vào Sổ theo dõi hồ sơ, quyển số."""
    register_line: str = ""
    """Số thứ tự trong sổ."""
    lookup_secret: str = ""
    """Mã tra cứu (bí mật, chỉ người nộp biết)."""
    lookup_url: str = ""
    """Địa chỉ tra cứu, không kèm tham số."""
    receiver: str = ""
    """Người tiếp nhận hồ sơ."""
    note: str = ""
    """Ghi chú."""
    copies: tuple[str, ...] = ("Liên 1: Lưu kèm hồ sơ", "Liên 2: Giao người nộp hồ sơ")
    """Các liên được in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementForm:
    """Mẫu số 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""

    code: ClassVar[str] = "supplement"
    head: Letterhead
    owner: Person
    """Hồ sơ của."""
    procedure: str
    """Nội dung yêu cầu giải quyết."""
    items: tuple[str, ...]
    """Nội dung cần bổ sung, hoàn thiện."""
    reason: str
    """Lý do."""
    dossier_code: str = ""
    """Mã hồ sơ, nếu đã tiếp nhận."""
    legal_basis: str = ""
    """Căn cứ pháp lý."""
    deadline: datetime | None = None
    """Đề nghị bổ sung trước."""
    contact: str = ""
    """Người liên hệ khi có vướng mắc."""
    contact_phone: str = ""
    """Số điện thoại liên hệ."""
    guide: str = ""
    """Người hướng dẫn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalForm:
    """Mẫu số 03: Phiếu từ chối tiếp nhận giải quyết hồ sơ."""

    code: ClassVar[str] = "refusal"
    head: Letterhead
    unit: str
    """Bộ phận tiếp nhận và trả kết quả."""
    owner: Person
    """Hồ sơ của."""
    procedure: str
    """Nội dung yêu cầu giải quyết."""
    reason: str
    """Lý do từ chối."""
    legal_basis: str = ""
    """Căn cứ pháp lý."""
    dossier_code: str = ""
    """Mã hồ sơ, nếu có."""
    submitter: str = ""
    """Người nộp hồ sơ (ký)."""
    receiver: str = ""
    """Người tiếp nhận hồ sơ (ký)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyForm:
    """Mẫu số 04: Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết."""

    code: ClassVar[str] = "apology"
    head: Letterhead
    addressee: str
    """Kính gửi."""
    dossier_code: str
    """Mã hồ sơ."""
    procedure: str
    """Thủ tục hành chính."""
    received_at: datetime
    """Thời gian tiếp nhận."""
    due_at: datetime
    """Thời gian hẹn trả kết quả."""
    new_due_at: datetime
    """Thời gian hẹn trả lại."""
    reason: str
    """Lý do chậm."""
    signer: Signer
    """Người ký."""
    recipients: tuple[str, ...] = ()
    """Nơi nhận."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopForm:
    """Mẫu số 05: Thông báo dừng giải quyết hồ sơ."""

    code: ClassVar[str] = "stop"
    head: Letterhead
    addressee: str
    """Kính gửi."""
    dossier_code: str
    """Mã hồ sơ."""
    procedure: str
    """Thủ tục hành chính."""
    received_at: datetime
    """Thời gian tiếp nhận."""
    stopped_at: datetime
    """Thời điểm dừng giải quyết."""
    reason: str
    """Lý do dừng."""
    signer: Signer
    """Người ký."""
    requested_on: date | None = None
    """Ngày tổ chức, cá nhân đề nghị rút, dừng; không có khi cơ quan dừng."""
    legal_basis: str = ""
    """Căn cứ pháp lý."""
    returned_papers: tuple[str, ...] = ()
    """Giấy tờ trả lại."""
    refund: str = ""
    """Phí, lệ phí trả lại."""
    recipients: tuple[str, ...] = ()
    """Nơi nhận."""
