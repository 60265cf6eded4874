"""Messages as JSON of the wire: the strict writer of both generations."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from congvu.national.messages import (
    DossierMessage,
    FileRef,
    ProgressMessage,
    SentFee,
    SentPaper,
    SentResult,
    SentSupplement,
)
from congvu.national.rules.status import ENDED, NAMES
from congvu.national.rules.values import COMPACT, ISO, written

WITH_FEES = frozenset({"5", "6", "9"})
WITH_RESULTS = frozenset({"9"})


class Incomplete(ValueError):  # noqa: N818 — what is wrong
    """A message lacks what the national side demands; the text says what, for people."""


def check(message: DossierMessage) -> None:
    """Refuse to write a message that the national side would only send back."""
    missing = [
        words
        for words, there in (
            ("mã hồ sơ", message.code),
            ("mã thủ tục", message.procedure),
            ("tên chủ hồ sơ", message.owner),
            ("mã định danh cơ quan", message.agency_code),
        )
        if not there
    ]
    if message.status not in NAMES:
        missing.append("trạng thái quốc gia")
    if message.channel not in {"1", "2", "3"}:
        missing.append("kênh thực hiện")
    if message.status in {"2", "4", "6", "9", "10"} and message.received_at is None:
        missing.append("ngày tiếp nhận")
    if missing:
        raise Incomplete(f"Thiếu {', '.join(missing)}.")


def dossier_v1(message: DossierMessage, form: str = COMPACT) -> dict[str, Any]:
    """Return DongBoHoSo as the first generation takes it, all fields present and text."""
    check(message)

    def at(moment: datetime | None) -> str:
        return written(moment, form)

    return {**_head_v1(message), **_times_v1(message, at), **_lists_v1(message, at)}


def _head_v1(message: DossierMessage) -> dict[str, Any]:
    return {
        "MaHoSo": message.code,
        "MaTTHC": message.procedure,
        "TenTTHC": message.procedure_name,
        "MaLinhVuc": message.field_code,
        "TenLinhVuc": message.field_name,
        "KenhThucHien": message.channel,
        "ChuHoSo": message.owner,
        "SoGiayToChuHoSo": message.identity.number,
        "LoaiDoiTuong": "2" if message.business else "1",
        "MaDoiTuong": message.identity.number,
        "ThongTinKhac": message.address,
        "Email": message.email,
        "Fax": "",
        "SoDienThoai": message.phone,
        "TrichYeuHoSo": message.summary,
        "TrangThaiHoSo": message.status,
        "ThongTinTra": message.return_told,
        "HinhThuc": "1" if message.return_online else "0",
        "DonViXuLy": message.agency_name,
        "GhiChu": message.note,
        "NoiNopHoSo": message.received_where,
        "HoSoCoThanhPhanSoHoa": "1" if any(one.digitised for one in message.papers) else "0",
        "TaiKhoanDuocXacThucVoiVNeID": "1" if message.verified else "0",
        "DuocThanhToanTrucTuyen": message.paid_online or "0",
    }


def _times_v1(message: DossierMessage, at: Callable[[datetime | None], str]) -> dict[str, Any]:
    ended = message.status in ENDED
    return {
        "NgayNopHoSo": at(message.submitted_at),
        "NgayTiepNhan": at(message.received_at),
        "NgayHenTra": at(message.due_at),
        "NgayTuChoi": at(message.refused_at) if ended else "",
        "NgayKetThucXuLy": at(message.finished_at) if ended else "",
        "NgayTra": at(message.returned_at) if message.status == "10" else "",
    }


def _lists_v1(message: DossierMessage, at: Callable[[datetime | None], str]) -> dict[str, Any]:
    results = message.results if message.status in ENDED else ()
    return {
        "DinhDanhCHS": [{"LoaiDinhDanh": message.identity.kind, "SoDinhDanh": message.identity.number}],
        "DSKetNoiCSDL": [],
        "TaiLieuNop": [_paper_v1(one) for one in message.papers],
        "DanhSachLePhi": [_fee(one) for one in message.fees],
        "DanhSachTepDinhKemKhac": [
            {"TenGiayTo": one.name, "SoLuong": str(one.quantity), "LoaiGiayTo": one.kind}
            for one in message.others
        ],
        "DanhSachHoSoBoSung": [_supplement(one, at) for one in message.supplements],
        "DanhSachGiayToKetQua": [_result_v1(one) for one in results],
    }


def progress(message: ProgressMessage, form: str = COMPACT) -> dict[str, Any]:
    """Return CapNhatTienDoHoSo (first generation) or CapNhatTienTrinh (second): the same fields."""
    return {
        "MaHoSo": message.code,
        "NguoiXuLy": message.officer,
        "ChucDanh": message.title,
        "ThoiDiemXuLy": written(message.at, form),
        "PhongBanXuLy": message.unit,
        "NoiDungXuLy": message.content,
        "TrangThai": message.status,
        "NgayBatDau": written(message.started_at, form),
        "NgayKetThucTheoQuyDinh": written(message.due_at, form),
    }


def create_v2(message: DossierMessage, uploads: Mapping[str, FileRef]) -> dict[str, Any]:
    """Return the body that makes a dossier on the coordination system.

    Args:
        uploads: by SHA-256, what was uploaded before.
    """
    check(message)
    return {
        "MaHoSo": message.code,
        "MaTTHC": message.procedure,
        "MaDichVuCong": message.procedure,
        "ChuHoSo": message.owner,
        "LoaiDoiTuong": "2" if message.business else "1",
        "MaDonViTiepNhan": message.agency_code,
        "KenhThucHien": message.channel,
        "NgayNopHoSo": written(message.submitted_at, ISO),
        "EformThongTinChiTiet": dict(message.data),
        "ThanhPhanHoSo": [_paper_v2(one, uploads) for one in message.papers]
        + [
            {"MaThanhPhanHoSo": "", "Ten": one.name, "SoLuong": one.quantity, "LoaiBan": one.kind,
             "GiayToDinhKem": []}
            for one in message.others
        ],
        "ThongTinNguoiNop": {
            "HoTen": message.submitter or message.owner,
            "LoaiDinhDanh": message.identity.kind,
            "SoDinhDanh": message.identity.number,
            "SoDienThoai": message.phone,
            "Email": message.email,
            "DiaChi": message.address,
        },
    }  # fmt: skip


def status_v2(message: DossierMessage, uploads: Mapping[str, FileRef], remote_id: str = "") -> dict[str, Any]:
    """Return CapNhatTrangThai; the lists of fees and results go only with the states that take them."""
    check(message)

    def at(moment: datetime | None) -> str:
        return written(moment, ISO)

    body: dict[str, Any] = {
        "MaHoSo": message.code,
        "IdHoSo": remote_id,
        "TrangThai": message.status,
        "GhiChu": message.note,
        "NgayTiepNhan": at(message.received_at),
        "NgayHenTra": at(message.due_at),
        "NgayKetThucXuLy": at(message.finished_at) if message.status in ENDED else "",
        "NgayTra": at(message.returned_at) if message.status == "10" else "",
    }
    if message.status == "5":
        body["DanhSachHoSoBoSung"] = [_supplement(one, at) for one in message.supplements]
    if message.status in WITH_FEES:
        body["DanhSachLePhi"] = [_fee(one) for one in message.fees]
    if message.status in WITH_RESULTS:
        body["DanhSachGiayToKetQua"] = [_result_v2(one, uploads) for one in message.results]
    return body


def _paper_v1(one: SentPaper) -> dict[str, Any]:
    return {
        "TepDinhKemId": one.id,
        "TenTepDinhKem": one.name,
        "IsDeleted": "False",
        "MaThanhPhanHoSo": one.component,
        "DuongDanTaiTepTin": "",
        "DuocSoHoa": "1" if one.digitised else "0",
        "DuocTaiSuDung": "1" if one.reused else "0",
        "DuocLayTuKhoDMQG": "1" if one.from_store else "0",
        "MaKetQuaThayThe": "",
    }


def _paper_v2(one: SentPaper, uploads: Mapping[str, FileRef]) -> dict[str, Any]:
    there = uploads.get(one.sha256)
    attached = [] if there is None else [
        {"IdGiayTo": there.id, "HashTepTin": there.sha256, "TenGiayTo": one.name, "MaKetQua": ""}
    ]  # fmt: skip
    return {
        "MaThanhPhanHoSo": one.component,
        "Ten": one.name,
        "SoLuong": one.quantity,
        "LoaiBan": one.kind,
        "GiayToDinhKem": attached,
    }


def _fee(one: SentFee) -> dict[str, Any]:
    return {
        "TenPhiLePhi": one.name,
        "MaPhiLePhi": one.code,
        "HinhThucThu": one.when,
        "Gia": str(one.amount),
        "LoaiPhiLePhi": one.kind,
    }


def _supplement(one: SentSupplement, at: Callable[[datetime | None], str]) -> dict[str, Any]:
    return {
        "HoSoBoSungId": one.id,
        "NguoiYeuCauBoSung": one.by,
        "NoiDungBoSung": one.content,
        "NgayBoSung": at(one.at),
        "NguoiTiepNhanBoSung": one.receiver,
        "ThongTinTiepNhan": "",
        "NgayTiepNhanBoSung": at(one.received_at),
        "TrangThaiBoSung": "1" if one.done else "0",
        "DanhSachGiayToBoSung": [],
        "DanhSachLePhiBoSung": [],
        "NgayHenTraTruoc": at(one.due_before),
        "NgayHenTraMoi": at(one.due_after),
    }


def _result_v1(one: SentResult) -> dict[str, Any]:
    return {
        "TenGiayTo": one.name,
        "MaThanhPhanHoSo": one.component,
        "GiayToId": one.id,
        "DuongDanTepTinKetQua": one.url,
        "MaGiayToKetQua": one.code,
    }


def _result_v2(one: SentResult, uploads: Mapping[str, FileRef]) -> dict[str, Any]:
    there = uploads.get(one.sha256)
    return {
        **_result_v1(one),
        "IdTepTin": there.id if there else "",
        "HashTepTin": there.sha256 if there else "",
    }
