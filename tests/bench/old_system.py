"""A table of an old system that nobody ever cleaned: 50,000 documents, and which of its rows are wrong.

Everything follows from a seed. Two files as an office would export them: a workbook of incoming documents
with titles above merged headings, headings repeated within, sums and months between the rows; and a CSV of
outgoing documents in TCVN3. The text files of some documents lie in a folder. `Case.planted` says which rows
are wrong and why; what can be mended (spaces, old fonts in single cells, dates in several spellings, Excel
serial numbers) is not wrong and is counted apart.
"""

import csv
import io
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

UNITS = (
    "Văn phòng",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
)
ISSUERS = (
    "Sở Xây dựng", "Sở Nội vụ", "Sở Tài chính", "Ủy ban nhân dân thành phố", "Công an phường", "Hội Nông dân",
    "Trường Tiểu học Nguyễn Du", "Ban Quản lý dự án", "Thanh tra thành phố", "Chi cục Thuế khu vực",
)  # fmt: skip
KINDS = ("Công văn", "Quyết định", "Báo cáo", "Kế hoạch", "Tờ trình", "Thông báo", "Giấy mời")
SIGNS = {"Công văn": "UBND-VP", "Quyết định": "QĐ-UBND", "Báo cáo": "BC-UBND", "Kế hoạch": "KH-UBND",
         "Tờ trình": "TTr-UBND", "Thông báo": "TB-UBND", "Giấy mời": "GM-UBND"}  # fmt: skip
ABOUT = (
    "giải quyết đơn khiếu nại của công dân khu phố", "triển khai công tác phòng chống thiên tai năm",
    "báo cáo tình hình trật tự xây dựng quý", "tổ chức tiếp xúc cử tri trước kỳ họp lần thứ",
    "cấp giấy chứng nhận quyền sử dụng đất thửa số", "rà soát hộ nghèo, hộ cận nghèo đợt",
    "kiểm tra an toàn thực phẩm tại các cơ sở kinh doanh đợt", "lấy ý kiến dự thảo quy chế làm việc lần",
)  # fmt: skip
SIGNERS = ("Đỗ Văn Minh", "Trịnh Thị Yến", "Nguyễn Hữu Phước", "Lê Thị Ngọc Ánh")
IN_TOP = ("STT", "Ngày đến", "Số đến", "Tác giả", "Văn bản", None, None, "Trích yếu", "Độ khẩn", "Số trang",
          "Đơn vị xử lý", "Tệp đính kèm", "Mã văn bản")  # fmt: skip
IN_LOW = (
    None,
    None,
    None,
    None,
    "Số ký hiệu",
    "Ngày tháng",
    "Loại văn bản",
    None,
    None,
    None,
    None,
    None,
    None,
)
OUT_HEADINGS = ("Số", "Ký hiệu", "Ngày ban hành", "Loại văn bản", "Trích yếu", "Người ký", "Nơi nhận",
                "Đơn vị soạn thảo", "Số trang", "Mã văn bản")  # fmt: skip
YEARS = (2021, 2022, 2023, 2024, 2025)
_TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        strict=True,
    )
)


@dataclass(slots=True)
class Case:
    """The files of an old system and what is wrong with them.

    Args:
        incoming, outgoing: the tables.
        folder: where the files of documents lie.
        rows: rows of data of each table.
        planted: why a row is wrong, by table ("in" or "out") and row number.
        pages: sum of the pages of right rows, by table.
        files: how many files right rows name, and their bytes.
        mended: how many rows hold what is to be mended.
    """

    incoming: Path
    outgoing: Path
    folder: Path
    rows: dict[str, int] = field(default_factory=dict)
    planted: dict[str, dict[int, str]] = field(default_factory=lambda: {"in": {}, "out": {}})
    pages: dict[str, int] = field(default_factory=lambda: {"in": 0, "out": 0})
    files: int = 0
    bytes: int = 0
    mended: int = 0

    def reasons(self, table: str) -> Counter[str]:
        """Return how many rows of a table are wrong for which reason."""
        return Counter(self.planted[table].values())


def tcvn3(text: str) -> str:
    """Return text in the letters of TCVN3 fonts; capitals with marks become small ones, as those fonts do."""
    return "".join(_TCVN3.get(char) or _TCVN3.get(char.lower(), char) for char in text)


def make(folder: Path, *, documents: int = 50_000, seed: int = 20261125) -> Case:
    """Write the files of an old system with `documents` documents and return what is wrong with them."""
    chance = random.Random(seed)
    attached = folder / "tep"
    attached.mkdir(parents=True)
    case = Case(folder / "so-van-ban-den.xlsx", folder / "so-van-ban-di.csv", attached)
    came = documents * 3 // 5
    _incoming(case, chance, came)
    _outgoing(case, chance, documents - came)
    return case


def _days(chance: random.Random, count: int) -> list[date]:
    """Return days in order, spread over the years."""
    first, last = date(YEARS[0], 1, 2), date(YEARS[-1], 12, 29)
    return sorted(first + timedelta(days=chance.randint(0, (last - first).days)) for _ in range(count))


def _incoming(case: Case, chance: random.Random, count: int) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(case.incoming), options) as book:
        sheet = book.add_worksheet("Sổ đến")
        titles = (["ỦY BAN NHÂN DÂN PHƯỜNG"], ["SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"], [], IN_TOP, IN_LOW)
        for place, cells in enumerate(titles):
            _write(sheet, place, cells)
        place, year, number, month = 5, 0, 0, 0
        for day in _days(chance, count):
            if day.year != year:
                year, number = day.year, 0
            if day.month != month:
                month = day.month
                _write(sheet, place, [f"THÁNG {month}"])
                place += 1
            if chance.random() < 0.002:
                _write(sheet, place, IN_TOP)  # printed pages repeat their headings
                place += 1
            number += 1 if chance.random() > 0.002 else 2  # some numbers were never used
            cells = _incoming_row(case, chance, place + 1, day, number)
            _write(sheet, place, cells)
            place += 1
        _write(sheet, place, ["Tổng cộng", count])
    case.rows["in"] = count


def _write(sheet: Any, place: int, cells: Any) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, int | float):
            sheet.write_number(place, column, value)
        elif value:
            sheet.write_string(place, column, value)


def _incoming_row(case: Case, chance: random.Random, row: int, day: date, number: int) -> list[Any]:
    issued = day - timedelta(days=chance.randint(0, 4))
    kind, pages = chance.choice(KINDS), chance.randint(1, 12)
    cells: dict[str, Any] = {
        "stt": row, "day": _spelt(chance, day), "number": number, "issuer": chance.choice(ISSUERS),
        "code": f"{chance.randint(1, 9000)}/{SIGNS[kind]}", "issued": _spelt(chance, issued), "kind": kind,
        "subject": f"Về việc {chance.choice(ABOUT)} {number}",
        "urgency": chance.choice(("", "Thường", "Khẩn", "Hỏa tốc")),
        "pages": pages, "unit": chance.choice(UNITS), "file": "", "id": f"VBD-{row:06d}",
    }  # fmt: skip
    wrong = _plant_incoming(chance, cells, day) if chance.random() < 0.03 else ""
    if not wrong:
        _mendable(case, chance, cells)
        case.pages["in"] += pages
        if chance.random() < 0.03:
            cells["file"] = _attached(case, chance, row)
    else:
        case.planted["in"][row] = wrong
    return list(cells.values())


def _plant_incoming(chance: random.Random, cells: dict[str, Any], day: date) -> str:
    """Spoil a row and return the reason that is to be found."""
    wrongs: tuple[tuple[str, dict[str, Any]], ...] = (
        ("date-arrived_on", {"day": f"31/02/{day.year}"}),
        ("missing-arrived_on", {"day": ""}),
        ("future-issued_on", {"issued": "15/08/2099"}),
        ("before-issue", {"issued": f"{day + timedelta(days=40):%d/%m/%Y}"}),
        ("number", {"number": "không số"}),
        ("missing-number", {"number": ""}),
        ("missing-subject", {"subject": "   "}),
        ("missing-issuer_name", {"issuer": ""}),
        ("mojibake", {"subject": "B\ufffdo c\ufffdo v\ufffd vi\ufffdc ch\ufffdp h\ufffdnh"}),
        ("unknown-unit", {"unit": "Phòng Đã Giải Thể"}),
        ("unknown-urgency", {"urgency": "Rất rất khẩn"}),
        ("count-pages", {"pages": "mười"}),
        ("no-file", {"file": "mat/khong-con.txt"}),
    )
    reason, changes = chance.choice(wrongs)
    cells.update(changes)
    return reason


def _mendable(case: Case, chance: random.Random, cells: dict[str, Any]) -> None:
    """Leave something in a right row that is to be mended, now and then."""
    draw = chance.random()
    if draw < 0.02:
        cells["subject"] = tcvn3(cells["subject"])
    elif draw < 0.03:
        cells["subject"] = cells["subject"].encode().decode("latin-1")
    elif draw < 0.08:
        cells["issuer"] = f"  {cells['issuer'].replace(' ', '  ')} \u00a0"
        return
    else:
        return
    case.mended += 1


def _spelt(chance: random.Random, day: date) -> Any:
    """Return a day as one of several typists wrote it."""
    draw = chance.randint(0, 5)
    if draw == 0:
        return (day - date(1899, 12, 30)).days
    return (f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y} ", f"{day.day}/{day.month}/{day:%y}", f"{day:%d.%m.%Y}",
            f"{day:%Y-%m-%d}")[draw - 1]  # fmt: skip


def _attached(case: Case, chance: random.Random, row: int) -> str:
    name = f"{row % 40:02d}/van-ban-{row}.txt"
    text = f"Văn bản {row}\n{'Nội dung. ' * chance.randint(20, 400)}"
    path = case.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    case.files += 1
    case.bytes += path.stat().st_size
    return name.replace("/", "\\")


def _outgoing(case: Case, chance: random.Random, count: int) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(OUT_HEADINGS)
    year, number = 0, 0
    taken: list[int] = []
    for row, day in enumerate(_days(chance, count), start=2):
        if day.year != year:
            year, number, taken = day.year, 0, []
        number += 1
        writer.writerow(_outgoing_row(case, chance, row, day, number, taken))
    case.outgoing.write_bytes(tcvn3(buffer.getvalue()).encode("latin-1"))
    case.rows["out"] = count


def _outgoing_row(
    case: Case, chance: random.Random, row: int, day: date, number: int, taken: list[int]
) -> list[Any]:
    kind, pages = chance.choice(KINDS), chance.randint(1, 20)
    cells: dict[str, Any] = {
        "number": number, "notation": SIGNS[kind], "day": f"{day:%d/%m/%Y}", "kind": kind,
        "subject": f"Về việc {chance.choice(ABOUT)} {number}", "signer": chance.choice(SIGNERS),
        "to": "Như Điều 3; Lưu: VT", "unit": chance.choice(UNITS), "pages": pages, "id": f"VBDI-{row:06d}",
    }  # fmt: skip
    if chance.random() >= 0.02:
        case.pages["out"] += pages
        taken.append(number)
        return list(cells.values())
    wrongs: list[tuple[str, dict[str, Any]]] = [
        ("missing-notation", {"notation": ""}),
        ("unknown-kind_name", {"kind": "Giấy tờ linh tinh"}),
        ("missing-unit", {"unit": ""}),
        ("date-issued_on", {"day": f"30/02/{day.year}"}),
        ("missing-issued_on", {"day": ""}),
    ]
    if taken:
        wrongs.append(("number-double", {"number": chance.choice(taken)}))
    reason, changes = chance.choice(wrongs)
    cells.update(changes)
    case.planted["out"][row] = reason
    return list(cells.values())
