"""The two generations as the double speaks them: what is asked, answered in their own shapes."""

from collections.abc import Callable, Mapping
from typing import Any

from congvu.national.management.double.desk import Desk, No
from congvu.national.rules.values import Fields
from congvu.national.rules.writing import WITH_FEES, WITH_RESULTS

Query = Mapping[str, str]
_NEEDED = (
    "MaHoSo", "MaTTHC", "TenTTHC", "KenhThucHien", "ChuHoSo", "LoaiDoiTuong", "NgayNopHoSo", "TrangThaiHoSo",
    "DonViXuLy",
)  # fmt: skip


def first(desk: Desk, body: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one POST of generation 1."""
    told = Fields(body)
    if not desk.knows(told.text("session")):
        raise No("401", "Phiên làm việc không hợp lệ")
    service, agency = told.text("service"), told.text("madonvi").upper()
    if agency not in desk.agencies:
        raise No("-6", f"Không có đơn vị {agency}")
    data = body.get("data")
    return {"error_code": "0", "message": "OK", "result": _serve(desk, service, agency, data)}


def _serve(desk: Desk, service: str, agency: str, data: Any) -> Any:
    told = Fields(data)
    answers: dict[str, Callable[[], Any]] = {
        "DongBoHoSoMC": lambda: [_whole(desk, agency, one) for one in _list(data)],
        "CapNhatTienDoHoSoMC": lambda: [desk.progress(one) for one in _list(data)],
        "TraCuuHoSo": lambda: _find(desk, told),
        "LayThuTuc": lambda: _entry(desk, told.text("maTTHC")),
        "LayDanhSachTTHC": lambda: _entries(desk),
        "LayDanhMucCoQuan": lambda: _agencies(desk),
        "LayDanhSachHoSoTrucTuyen": lambda: _waiting(desk, agency, told),
        "XacNhanHoSoTrucTuyen": lambda: _confirm(desk, told),
        "GetNextValue": lambda: {"MaHoSo": desk.next_code(told.text("MaTTHC"), agency)},
    }
    if service not in answers:
        raise No("-1001", f"Không có dịch vụ {service}")
    return answers[service]()


def second(desk: Desk, path: str, query: Query, body: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one call of generation 2 below the token."""
    told, asked = Fields(body), Fields(query)
    answers: dict[str, Callable[[], Any]] = {
        "GetNextValue": lambda: {"MaHoSo": desk.next_code(asked.text("MaTTHC"), "")},
        "TaoHoSo": lambda: _create(desk, body),
        "CapNhatTienTrinh": lambda: desk.progress(body),
        "CapNhatTrangThai": lambda: _status(desk, body),
        "TraCuuHoSo": lambda: desk.look_up(asked.text("MaHoSo")),
        "DanhSachHoSo": lambda: _find(desk, asked),
        "HoSoTrucTuyen": lambda: _waiting(desk, asked.text("MaDonVi"), asked),
        "XacNhanHoSoTrucTuyen": lambda: _confirm(desk, told),
        "DanhSachTTHC": lambda: _entries(desk),
        "ThuTuc": lambda: _entry(desk, asked.text("MaTTHC")),
        "DanhMucCoQuan": lambda: _agencies(desk),
    }
    if path not in answers:
        raise No("404", f"Không có dịch vụ {path}")
    return {"code": "200", "message": "success", "data": answers[path]()}


def _list(data: Any) -> list[Mapping[str, Any]]:
    rows = data if isinstance(data, list) else [data]
    if not rows or not all(isinstance(one, dict) for one in rows):
        raise No("-2", "data không phải danh sách hồ sơ")
    return rows


def _whole(desk: Desk, agency: str, body: Mapping[str, Any]) -> dict[str, str]:
    told = Fields(body)
    missing = [name for name in _NEEDED if not told.text(name)]
    if missing:
        raise No("-2", f"Thiếu {', '.join(missing)}")
    status = told.text("TrangThaiHoSo")
    if status in {"2", "4", "6", "9", "10"} and told.moment("NgayTiepNhan") is None:
        raise No("-2", "Thiếu NgayTiepNhan")
    kept = desk.take(body, status, agency)
    return {"MaHoSo": kept["code"], "KetQua": "1"}


def _create(desk: Desk, body: Mapping[str, Any]) -> dict[str, str]:
    told = Fields(body)
    agency = told.text("MaDonViTiepNhan").upper()
    if agency not in desk.agencies:
        raise No("-6", f"Không có đơn vị {agency}")
    missing = [name for name in ("MaHoSo", "MaTTHC", "ChuHoSo", "LoaiDoiTuong") if not told.text(name)]
    if missing:
        raise No("-2", f"Thiếu {', '.join(missing)}")
    for paper in told.rows("ThanhPhanHoSo"):
        for file in paper.rows("GiayToDinhKem"):
            if desk.file(file.text("IdGiayTo")) is None:
                raise No("-7", f"Không có tệp {file.text('IdGiayTo')}")
    there = desk.store.dossier(told.text("MaHoSo"))
    status = there["status"] if there else "1"
    return {"IdHoSo": desk.take(body, status, agency)["remote_id"]}


def _status(desk: Desk, body: Mapping[str, Any]) -> dict[str, str]:
    told = Fields(body)
    there = desk.store.dossier(told.text("MaHoSo"))
    if there is None:
        raise No("-3", f"Không có hồ sơ {told.text('MaHoSo')}")
    status = told.text("TrangThai")
    if told.raw("DanhSachLePhi") is not None and status not in WITH_FEES:
        raise No("-8", f"Không gửi danh sách lệ phí ở trạng thái {status}")
    if told.raw("DanhSachGiayToKetQua") is not None and status not in WITH_RESULTS:
        raise No("-8", f"Không gửi danh sách kết quả ở trạng thái {status}")
    filled = {name: value for name, value in body.items() if value not in ("", None)}
    return {"IdHoSo": desk.take(filled, status, "")["remote_id"]}


def _find(desk: Desk, told: Fields) -> list[dict[str, Any]]:
    if told.text("MaHoSo"):
        return desk.look_up(told.text("MaHoSo"))
    page, size = told.number("Trang") or 1, told.number("SoLuong") or 100
    return desk.listed(told.text("MaDonVi"), told.text("TuNgay"), told.text("DenNgay"), page, size)


def _waiting(desk: Desk, agency: str, told: Fields) -> list[dict[str, Any]]:
    return desk.waiting(agency, told.number("Sau") or 0, told.number("SoLuong") or 100)


def _confirm(desk: Desk, told: Fields) -> dict[str, str]:
    desk.confirm(told.number("SoThuTu") or 0, stored=told.flag("KetQua"), why=told.text("LyDo"))
    return {"KetQua": "1"}


def _entry(desk: Desk, code: str) -> list[dict[str, Any]]:
    return [desk.entries[code]] if code in desk.entries else []


def _entries(desk: Desk) -> list[dict[str, Any]]:
    return [{"MATTHC": code, "TENTTHC": one["TENTTHC"]} for code, one in desk.entries.items()]


def _agencies(desk: Desk) -> list[dict[str, Any]]:
    return [
        {"MADONVI": code, "TENDONVI": name, "CAPDONVI": str(code.count(".") + 1)}
        for code, name in desk.agencies.items()
    ]
