"""The forms that follow a dossier: control slip, register (Mẫu 06–07) and the transfer slip."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from congvu.printing.messages.parts import Letterhead, PaperRow, Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverRow:
    """One hand-over of a control slip: giao, nhận hồ sơ."""

    from_unit: str
    """Cơ quan, bộ phận giao."""
    to_unit: str
    """Cơ quan, bộ phận nhận."""
    from_officer: str = ""
    """Người giao."""
    to_officer: str = ""
    """Người nhận."""
    at: datetime | None = None
    """Thời gian giao, nhận."""
    due_at: datetime | None = None
    """Hạn xử lý của bên nhận."""
    outcome: str = ""
    """Kết quả: trước hạn, đúng hạn, quá hạn."""
    note: str = ""
    """Ghi chú."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSlipForm:
    """Mẫu số 06: Phiếu kiểm soát quá trình giải quyết hồ sơ."""

    code: ClassVar[str] = "control-slip"
    head: Letterhead
    dossier_code: str
    """Mã hồ sơ."""
    resolving_agency: str
    """Cơ quan (bộ phận) giải quyết hồ sơ."""
    owner: str
    """Chủ hồ sơ."""
    procedure: str
    """Thủ tục hành chính."""
    received_at: datetime
    """Thời gian nhận hồ sơ."""
    due_at: datetime | None = None
    """Thời gian hẹn trả kết quả."""
    cooperating: tuple[str, ...] = ()
    """Cơ quan phối hợp giải quyết."""
    phone: str = ""
    """Số điện thoại."""
    rows: tuple[HandOverRow, ...] = ()
    """Các lần giao, nhận."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line of the register: một hồ sơ trong sổ."""

    no: int
    """Số thứ tự."""
    dossier_code: str
    """Mã hồ sơ."""
    procedure: str
    """Tên thủ tục hành chính."""
    applicant: str
    """Tên cá nhân, tổ chức."""
    received_at: datetime
    """Ngày nhận."""
    sets: int = 1
    """Số lượng hồ sơ (bộ)."""
    contact: str = ""
    """Địa chỉ, số điện thoại."""
    lead_agency: str = ""
    """Cơ quan chủ trì giải quyết."""
    due_at: datetime | None = None
    """Ngày hẹn trả."""
    returned_at: datetime | None = None
    """Ngày trả kết quả."""
    return_way: str = ""
    """Phương thức nhận kết quả."""
    signed: str = ""
    """Ký nhận."""
    note: str = ""
    """Ghi chú."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterForm:
    """Mẫu số 07: Sổ theo dõi hồ sơ."""

    code: ClassVar[str] = "register"
    head: Letterhead
    unit: str
    """Bộ phận tiếp nhận và trả kết quả."""
    year: int
    """Năm."""
    book: str = "01"
    """Quyển số."""
    rows: tuple[RegisterRow, ...] = ()
    """Các hồ sơ."""
    closed_on: date | None = None
    """Ngày khóa sổ; có thì in phần xác nhận khóa sổ."""
    keeper: str = ""
    """Người lập, giữ sổ."""
    signer: Signer | None = None
    """Người ký khóa sổ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """What one agency has to do in an interconnected dossier: nhiệm vụ của từng cơ quan."""

    agency: str
    """Cơ quan thực hiện."""
    task: str
    """Nội dung công việc."""
    due_at: datetime | None = None
    """Thời hạn hoàn thành."""
    result_to: str = ""
    """Nơi nhận kết quả tiếp theo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSlip:
    """Phiếu chuyển xử lý hồ sơ liên thông (nêu nhiệm vụ và thời hạn của từng cơ quan)."""

    code: ClassVar[str] = "transfer-slip"
    head: Letterhead
    dossier_code: str
    """Mã hồ sơ."""
    procedure: str
    """Thủ tục hành chính."""
    owner: str
    """Chủ hồ sơ."""
    lead_agency: str
    """Cơ quan chủ trì."""
    received_at: datetime
    """Thời gian tiếp nhận."""
    tasks: tuple[TaskRow, ...]
    """Nhiệm vụ và thời hạn của từng cơ quan."""
    due_at: datetime | None = None
    """Thời gian hẹn trả kết quả."""
    papers: tuple[PaperRow, ...] = ()
    """Giấy tờ chuyển kèm."""
    sender: str = ""
    """Người chuyển."""
    receiver: str = ""
    """Người nhận."""
    note: str = ""
    """Ghi chú."""
