"""The tolerant reader: what the national side says, however it spells it; of both generations."""

import re
from collections.abc import Mapping
from typing import Any

from congvu.national.messages import (
    FileRef,
    OnlineDossier,
    OnlinePaper,
    OnlinePerson,
    RemoteDossier,
    SentFee,
    Waiting,
)
from congvu.national.rules.values import Fields
from congvu.national.states import CREATE, SUPPLEMENT, WITHDRAW

ID_KINDS = {"1": "cccd", "2": "cmnd", "3": "passport", "4": "tax"}
ID_NUMBERS = {kind: number for number, kind in ID_KINDS.items()}
_KINDS = {
    "1": CREATE, "nop": CREATE, "create": CREATE, "taomoi": CREATE, "nophoso": CREATE,
    "2": SUPPLEMENT, "bosung": SUPPLEMENT, "supplement": SUPPLEMENT,
    "3": WITHDRAW, "rut": WITHDRAW, "withdraw": WITHDRAW, "ruthoso": WITHDRAW,
}  # fmt: skip
MOST_PAPERS, MOST_FILES = 500, 50


class Unreadable(ValueError):  # noqa: N818 — what is wrong
    """A message from the national side means nothing to us; the text says why, for people."""


def remote_dossier(row: Mapping[str, Any]) -> RemoteDossier:
    """Return a dossier as a look-up tells it."""
    told = Fields(row)
    return RemoteDossier(
        code=told.text("MaHoSo"),
        procedure=told.text("MaTTHC"),
        status=told.text("TrangThaiHoSo", "TrangThai", "MaTrangThai"),
        agency_code=told.text("MaDonVi", "MaDonViTiepNhan", "DonViTiepNhan"),
        received_at=told.moment("NgayTiepNhan"),
        due_at=told.moment("NgayHenTra"),
        finished_at=told.moment("NgayKetThucXuLy"),
        updated_at=told.moment("NgayCapNhat", "ThoiDiemCapNhat"),
        remote_id=told.text("IdHoSo"),
    )


def waiting(row: Mapping[str, Any]) -> Waiting:
    """Return one line of the list of what waits.

    Raises:
        Unreadable: no sequence number, no code, or a kind that nobody knows.
    """
    told = Fields(row)
    sequence = told.number("SoThuTu", "STT", "Sequence", "Id")
    kind = _KINDS.get(re.sub(r"[^a-z0-9]", "", told.text("LoaiThongDiep", "Loai", "HanhDong").casefold()), "")
    inner = told.part("HoSo", "DuLieu", "Data")
    code = told.text("MaHoSo") or inner.text("MaHoSo")
    if sequence is None or not code or not kind:
        raise Unreadable("Thông điệp thiếu số thứ tự, mã hồ sơ hoặc loại thông điệp.")
    body = next((told.raw(name) for name in ("HoSo", "DuLieu", "Data") if told.raw(name)), row)
    return Waiting(sequence, kind, code, dict(body) if isinstance(body, Mapping) else dict(row))


def online_dossier(body: Mapping[str, Any]) -> OnlineDossier:
    """Return what a citizen sent, as far as it can be read; who receives it judges what is missing."""
    told = Fields(body)
    sender = told.part("ThongTinNguoiNop", "NguoiNop")
    owner = _owner(told, sender)
    submitter = _person(sender) if sender.text("HoTen", "Ten") else None
    same = submitter is not None and owner is not None and submitter.id_number in {"", owner.id_number}
    data = told.raw("EformThongTinChiTiet") or told.raw("DuLieuBieuMau")
    return OnlineDossier(
        code=told.text("MaHoSo", longest=60).upper(),
        procedure=told.text("MaTTHC", "MaDichVuCong", longest=60),
        agency_code=told.text("MaDonViTiepNhan", "MaDonVi", "DonViXuLy", longest=60).upper(),
        owner=owner,
        submitter=None if same else submitter,
        case_no=told.number("TruongHop", "SoTruongHop", "MaTruongHop") or 1,
        submitted_at=told.moment("NgayNopHoSo", "NgayNop", "ThoiDiemNop"),
        papers=_papers(told),
        fees=tuple(_fee(one) for one in told.rows("DanhSachLePhi")),
        paid=told.text("DuocThanhToanTrucTuyen", "DaThanhToan") in {"1", "2"},
        data=dict(data) if isinstance(data, Mapping) else {},
        summary=told.text("TrichYeuHoSo", "TrichYeu", longest=500),
        return_by={"0": "counter", "1": "online", "2": "post"}.get(told.text("HinhThuc"), "online"),
        reason=told.text("LyDo", "NoiDung", "NoiDungBoSung", "GhiChu", longest=2000),
    )


def _owner(told: Fields, sender: Fields) -> OnlinePerson | None:
    name = told.text("ChuHoSo", "TenChuHoSo", longest=300)
    if not name:
        return None
    identity = next(told.rows("DinhDanhCHS"), Fields({}))
    number = identity.text("SoDinhDanh") or told.text("SoGiayToChuHoSo", "MaDoiTuong")
    kind = identity.text("LoaiDinhDanh")
    if not number and sender.text("HoTen", "Ten") in {"", name}:
        number, kind = sender.text("SoDinhDanh", "SoGiayTo"), sender.text("LoaiDinhDanh")
    return OnlinePerson(
        name=name,
        id_kind=_id_kind(kind, number, business=told.text("LoaiDoiTuong") == "2"),
        id_number=number,
        kind="business" if told.text("LoaiDoiTuong") == "2" else "citizen",
        born_on=told.day("NgaySinh"),
        address=told.text("DiaChi", "ThongTinKhac", longest=300) or sender.text("DiaChi", longest=300),
        phone=told.text("SoDienThoai", longest=20) or sender.text("SoDienThoai", longest=20),
        email=told.text("Email", longest=200) or sender.text("Email", longest=200),
    )


def _person(told: Fields) -> OnlinePerson:
    number = told.text("SoDinhDanh", "SoGiayTo")
    return OnlinePerson(
        name=told.text("HoTen", "Ten", longest=300),
        id_kind=_id_kind(told.text("LoaiDinhDanh"), number, business=False),
        id_number=number,
        address=told.text("DiaChi", longest=300),
        phone=told.text("SoDienThoai", longest=20),
        email=told.text("Email", longest=200),
    )


def _id_kind(kind: str, number: str, *, business: bool) -> str:
    if kind in ID_KINDS:
        return ID_KINDS[kind]
    if business:
        return "tax"
    return {12: "cccd", 9: "cmnd"}.get(len(number), "passport" if number else "cccd")


def _papers(told: Fields) -> tuple[OnlinePaper, ...]:
    found = []
    for one in told.rows("ThanhPhanHoSo"):
        files = tuple(_file(part) for part in one.rows("GiayToDinhKem"))[:MOST_FILES]
        found.append(
            OnlinePaper(
                one.text("Ten", "TenGiayTo", longest=1000),
                one.text("MaThanhPhanHoSo"),
                one.number("SoLuong") or 1,
                files,
            )
        )
    for one in told.rows("TaiLieuNop", "DanhSachGiayToBoSung"):
        if not one.flag("IsDeleted"):
            name = one.text("TenGiayTo", "TenTepDinhKem", longest=1000)
            found.append(OnlinePaper(name, one.text("MaThanhPhanHoSo"), 1, (_file(one),)))
    for one in told.rows("DanhSachTepDinhKemKhac"):
        found.append(OnlinePaper(one.text("TenGiayTo", longest=1000), "", one.number("SoLuong") or 1))
    return tuple(found[:MOST_PAPERS])


def _file(one: Fields) -> FileRef:
    return FileRef(
        id=one.text("IdGiayTo", "IdTepTin", "TepDinhKemId"),
        name=one.text("TenTepDinhKem", "TenTep", "TenGiayTo", longest=200),
        url=one.text("DuongDanTaiTepTin", "DuongDan"),
        sha256=one.text("HashTepTin").casefold(),
    )


def _fee(one: Fields) -> SentFee:
    return SentFee(
        one.text("TenPhiLePhi", longest=300) or "Phí, lệ phí",
        max(0, one.number("Gia", "SoTien") or 0),
        one.text("MaPhiLePhi"),
        one.text("HinhThucThu") or "1",
        one.text("LoaiPhiLePhi") or "1",
    )
