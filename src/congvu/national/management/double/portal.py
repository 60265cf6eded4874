"""The citizen's side of the double: filing, supplementing, withdrawing, looking, by plain HTTP and JSON."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any

from congvu.national.management.double.desk import Desk, No
from congvu.national.management.double.store import now
from congvu.national.rules.status import NAMES
from congvu.national.rules.values import Fields

OPEN = {"1", "2", "4", "5", "6"}


def submit(desk: Desk, body: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Let a citizen file a dossier; it waits in the agency's inbox."""
    told = Fields(body)
    procedure = told.text("MaTTHC")
    agency = (told.text("MaDonVi", "MaDonViTiepNhan") or next(iter(desk.agencies), "")).upper()
    if agency not in desk.agencies:
        raise No("-6", f"Không có cơ quan {agency}")
    code = told.text("MaHoSo") or desk.next_code(procedure, agency)
    dossier = {key: value for key, value in body.items() if key not in {"TepDinhKem", "MaDonVi"}}
    dossier |= {"MaHoSo": code, "MaDonViTiepNhan": agency, "KenhThucHien": "2"}
    dossier |= {"NgayNopHoSo": told.text("NgayNopHoSo") or now(), "TaiKhoanDuocXacThucVoiVNeID": "1"}
    dossier["TaiLieuNop"] = [*dossier.get("TaiLieuNop", []), *_files(desk, body, base)]
    values = {"status": "1", "body": dossier, "agency": agency, "procedure": procedure, "origin": "portal"}
    desk.store.keep(code, values)
    return {"MaHoSo": code, "SoThuTu": desk.store.post(agency, code, "1", dossier)}


def supplement(desk: Desk, body: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Let the citizen send what was asked for."""
    there = _open(desk, body)
    message = {
        "MaHoSo": there["code"],
        "NoiDungBoSung": Fields(body).text("NoiDung"),
        "ThoiDiem": now(),
        "TaiLieuNop": _files(desk, body, base),
    }
    return {
        "MaHoSo": there["code"],
        "SoThuTu": desk.store.post(there["agency"], there["code"], "2", message),
    }


def withdraw(desk: Desk, body: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Let the citizen ask to withdraw."""
    there = _open(desk, body)
    message = {"MaHoSo": there["code"], "LyDo": Fields(body).text("LyDo"), "ThoiDiem": now()}
    return {
        "MaHoSo": there["code"],
        "SoThuTu": desk.store.post(there["agency"], there["code"], "3", message),
    }


def look(desk: Desk, code: str) -> dict[str, Any]:
    """Return what the citizen sees of a dossier."""
    there = desk.store.dossier(code)
    if there is None:
        raise No("-3", f"Không có hồ sơ {code}")
    body = Fields(there["body"])
    return {
        "MaHoSo": code,
        "TrangThai": there["status"],
        "TenTrangThai": NAMES.get(there["status"], ""),
        "LichSu": there["history"],
        "TienTrinh": there["progress"],
        "NgayTiepNhan": body.text("NgayTiepNhan"),
        "NgayHenTra": body.text("NgayHenTra"),
        "BoSung": body.raw("DanhSachHoSoBoSung") or [],
        "LePhi": body.raw("DanhSachLePhi") or [],
        "KetQua": body.raw("DanhSachGiayToKetQua") or [],
        "HoSo": there["body"],
        "ThongDiep": desk.store.rows(
            "SELECT seq, kind, confirmed, note FROM inbox WHERE code = ? ORDER BY seq", [code]
        ),
    }


def _open(desk: Desk, body: Mapping[str, Any]) -> dict[str, Any]:
    code = Fields(body).text("MaHoSo")
    there = desk.store.dossier(code)
    if there is None or there["status"] not in OPEN:
        raise No("-3", f"Không có hồ sơ {code} đang giải quyết")
    return there


def _files(desk: Desk, body: Mapping[str, Any], base: str) -> list[dict[str, Any]]:
    found = []
    for one in Fields(body).rows("TepDinhKem"):
        try:
            data = base64.b64decode(one.text("NoiDung", longest=200_000_000), validate=True)
        except binascii.Error:
            raise No("-2", "Nội dung tệp không phải base64") from None
        name = one.text("TenTep", "Ten") or "tep.pdf"
        key = desk.keep_file(name, data)["IdTepTin"]
        found.append(
            {
                "TepDinhKemId": key,
                "TenTepDinhKem": name,
                "TenGiayTo": one.text("TenGiayTo") or name,
                "IsDeleted": "False",
                "MaThanhPhanHoSo": one.text("MaThanhPhanHoSo"),
                "DuongDanTaiTepTin": one.text("DuongDan") or f"{base}/tep/{key}",
                "HashTepTin": one.text("Hash") or hashlib.sha256(data).hexdigest(),
            }
        )
    return found
