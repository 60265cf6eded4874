"""A few entries of the national catalogue in the shape of LayThuTuc, for training and tests.

Numbers are those of the portal in mid-2026; texts are shortened.
"""

from typing import Any

_FIXED = {
    "MACOQUANCONGBO": "G15",
    "TRANGTHAI": "1",
    "SOQUYETDINH": "163/QĐ-BTP",
    "CAPTHUCHIEN": "Cấp Xã",
    "LOAITHUTUC": "TTHC được luật giao quy định chi tiết",
    "YEUCAU": "",
    "DOITUONGTHUCHIEN": ["Công dân Việt Nam"],
    "MOTADOITUONGTHUCHIEN": "",
    "CANCUPHAPLY": [{"SOVANBAN": "60/2014/QH13", "TENVANBAN": "Luật Hộ tịch"}],
    "COQUANTHUCHIEN": [{"MADONVI": "", "TENDONVI": "Ủy ban nhân dân cấp xã"}],
}


def _way(channel: str, amount: str, fee: str) -> dict[str, Any]:
    fees = [{"MAPHILEPHI": "", "SOTIEN": fee, "DONVI": "Đồng", "MOTA": f"Lệ phí: {fee} đồng"}] if fee else []
    unit = {"THOIGIANGIAIQUYET": amount, "DONVITINH": "Ngày làm việc", "MOTA": "", "PHILEPHI": fees}
    return {"KENH": channel, "THOIGIAN": [unit]}


def _entry(
    code: str,
    name: str,
    field: str,
    days: tuple[tuple[str, str], ...],
    papers: tuple[str, ...],
    result: tuple[str, str],
    fee: str = "",
) -> dict[str, Any]:
    """Return an entry with one case; `days` pairs a channel with its working days."""
    return {
        **_FIXED,
        "MATTHC": code,
        "TENTTHC": name,
        "LINHVUCTHUCHIEN": [{"MALINHVUC": "G15-HT", "TENLINHVUC": field}],
        "TRINHTUTHUCHIEN": [
            {"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": "Nộp hồ sơ tại TTPVHCC."}]}
        ],
        "CACHTHUCTHUCHIEN": [_way(channel, amount, fee) for channel, amount in days],
        "KETQUATHUCHIEN": [{"MAKETQUA": result[0], "TENKETQUA": result[1]}],
        "THANHPHANHOSO": [
            {
                "TRUONGHOP": "",
                "GIAYTO": [
                    {"MAGIAYTO": f"{code}.TP{number:02d}", "TENGIAYTO": paper, "URL": "", "TENMAUDON": "",
                     "SOBANCHINH": "1", "SOBANSAO": "0"}
                    for number, paper in enumerate(papers, 1)
                ],
            }
        ],
    }  # fmt: skip


_EVERY = (("1", "1"), ("2", "1"), ("3", "1"))
ENTRIES: list[dict[str, Any]] = [
    _entry("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch", _EVERY,
           ("Giấy chứng sinh", "Tờ khai đăng ký khai sinh"), ("KQ.G15.000031", "Giấy khai sinh")),
    _entry("1.000894", "Thủ tục đăng ký kết hôn", "Hộ tịch", (("1", "1"), ("2", "1")),
           ("Tờ khai đăng ký kết hôn",), ("KQ.G15.000032", "Giấy chứng nhận kết hôn")),
    _entry("1.004873", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân", "Hộ tịch",
           (("1", "3"), ("2", "3"), ("3", "3")), ("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân",),
           ("KQ.G15.000038", "Giấy xác nhận tình trạng hôn nhân")),
    _entry("2.000635", "Thủ tục cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh", "Hộ tịch", _EVERY,
           ("Tờ khai cấp bản sao trích lục",), ("KQ.G15.000342", "Bản sao trích lục hộ tịch"), fee="8000"),
]  # fmt: skip
