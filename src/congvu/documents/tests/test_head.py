"""Number, notation, day, place, agencies, type and subject in their many spellings."""

import pytest

from congvu.documents.messages import Line
from congvu.documents.rules.reading import layout, read
from congvu.documents.rules.reading.head import read_code, read_place_and_date


def code(*texts):
    return read_code([Line(text, index=number) for number, text in enumerate(texts)])


@pytest.mark.parametrize(
    ("text", "number", "notation", "full"),
    [
        ("Số: 189 / TB-UBND", "189", "TB-UBND", "189/TB-UBND"),
        ("Số:05/QĐ-UBND", "05", "QĐ-UBND", "05/QĐ-UBND"),
        ("Số 12a/CT - TTg", "12a", "CT-TTg", "12a/CT-TTg"),
        ("Số: 30/2020/NĐ-CP", "30", "NĐ-CP", "30/2020/NĐ-CP"),
        ("Luật số: 45/2019/QH14", "45", "QH14", "45/2019/QH14"),
        ("Số: 7816/VPCP-TTĐT", "7816", "VPCP-TTĐT", "7816/VPCP-TTĐT"),
        ("Số: 210/SNN&PTNT-KL", "210", "SNN&PTNT-KL", "210/SNN&PTNT-KL"),
        ("Số 15-CV/TU", "15", "CV/TU", "15-CV/TU"),
        ("số: 77/tb-ubnd", "77", "TB-UBND", "77/TB-UBND"),
        ("Số: 77/ttr-ubnd", "77", "TTr-UBND", "77/TTr-UBND"),
        ("Số: l2O/KH-UBND", "120", "KH-UBND", "120/KH-UBND"),
        ("S0: 44/BC-UBND", "44", "BC-UBND", "44/BC-UBND"),
        ("Số: 91/QD-UBND", "91", "QĐ-UBND", "91/QĐ-UBND"),
        ("Số: 23/UBND", "23", "UBND", "23/UBND"),
    ],
)
def test_number_and_notation(text, number, notation, full):
    found = code(text)
    assert (found.number.value, found.notation.value, found.code.value) == (number, notation, full)


@pytest.mark.parametrize(
    "text", ["Số:      /UBND-VP", "Số: ……/UBND-VP", "Số: ____/UBND-VP", "Số: .../UBND-VP"]
)
def test_a_number_left_open_stays_open(text):
    found = code(text)
    assert found.number is None
    assert found.notation.value == "UBND-VP"
    assert found.code.confidence < 0.7


def test_changed_spellings_are_less_sure_and_keep_what_stood_there():
    plain, lowered = code("Số: 77/TB-UBND").notation, code("Số: 77/tb-ubnd").notation
    assert lowered.confidence < plain.confidence
    assert [one.value for one in lowered.alternatives] == ["tb-ubnd"]


def test_a_stamp_of_arrival_does_not_hide_the_number():
    found = code("Số: 4512", "Số: 15/QĐ-UBND")
    assert found.code.value == "15/QĐ-UBND"
    assert [one.value for one in found.number.alternatives] == ["4512"]


def test_two_lines_of_one_code():
    assert code("Số: 189", "/TB-UBND").code.value == "189/TB-UBND"
    assert code("Số: 189/TB-", "UBND").code.value == "189/TB-UBND"


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("Đồng Nai, ngày 09 tháng 01 năm 2015", "Đồng Nai", "2015-01-09"),
        ("Hà Nội, ngày 9.1.2015", "Hà Nội", "2015-01-09"),
        ("Tp. Hồ Chí Minh, ngày 31-12-2024", "Tp. Hồ Chí Minh", "2024-12-31"),
        ("Huế, 05/06/2025", "Huế", "2025-06-05"),
        ("Bà Rịa, ngày  2  tháng  3  năm  2 0 2 5", "Bà Rịa", "2025-03-02"),
        ("Trảng Bom, ngảy l2 thảng O3 nãm 2O25", "Trảng Bom", "2025-03-12"),
        ("Đồng Nai, ngày     tháng 3 năm 2025", "Đồng Nai", None),
        ("Đồng Nai, ngày 31 tháng 02 năm 2025", "Đồng Nai", None),
    ],
)
def test_place_and_day(text, place, day):
    found_place, found_day = read_place_and_date([Line(text)])
    assert found_place.value == place
    assert (found_day.value if found_day else None) == day


HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ AN PHƯỚC\n{code}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh "
    "phúc\nAn Phước, ngày 02 tháng 3 năm 2026\n\n"
)


def test_a_title_and_a_notation_that_disagree_are_both_told():
    found = read(
        layout(HEAD.format(code="Số: 15/QĐ-UBND") + "THÔNG BÁO\nVề lịch tiếp công dân\n\nNội dung như sau.")
    )
    assert found.kind.value == "Thông báo"
    assert found.kind.confidence <= 0.6
    assert [one.value for one in found.kind.alternatives] == ["Quyết định"]
    assert "kind-disagrees" in found.doubts


def test_a_letter_has_its_subject_behind_v_v():
    text = (
        HEAD.format(code="Số: 15/UBND-VP\nV/v mượn hội trường\nđể họp dân")
        + "Kính gửi: Trường Tiểu học An Phước\n\nUBND xã đề nghị."
    )
    found = read(layout(text))
    assert (found.kind.value, found.kind_code) == ("Công văn", "")
    assert found.subject.value == "mượn hội trường để họp dân"
    assert [one.name.value for one in found.recipients] == ["Trường Tiểu học An Phước"]


@pytest.mark.parametrize(
    ("lines", "issuer", "superior"),
    [
        ("UBND TỈNH ĐỒNG NAI\nSỞ NỘI VỤ", "SỞ NỘI VỤ", "UBND TỈNH ĐỒNG NAI"),
        ("ỦY BAN NHÂN DÂN TỈNH\nVĂN PHÒNG", "VĂN PHÒNG", "ỦY BAN NHÂN DÂN TỈNH"),
        ("VĂN PHÒNG\nỦY BAN NHÂN DÂN TỈNH", "VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH", None),
        ("SỞ GIÁO DỤC\nVÀ ĐÀO TẠO\nTRƯỜNG THPT\nTRỊ AN", "TRƯỜNG THPT TRỊ AN", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        ("SỞ TƯ PHÁP -\nSỞ NỘI VỤ", "SỞ TƯ PHÁP - SỞ NỘI VỤ", None),
        ("BAN CHỈ ĐẠO\nCHUYỂN ĐỔI SỐ", "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ", None),
    ],
)
def test_agencies_over_several_lines(lines, issuer, superior):
    found = read(
        layout(
            f"{lines}\nSố: 15/BC-VP\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n"
            "BÁO CÁO\nTháng 3 năm 2026\n\nNội dung."
        )
    )
    assert found.issuer.value == issuer
    assert (found.superior.value if found.superior else None) == superior


@pytest.mark.parametrize(
    ("mark", "field", "value"),
    [
        ("HỎA TỐC", "urgency", "Hỏa tốc"),
        ("THƯỢNG KHẨN", "urgency", "Thượng khẩn"),
        ("[KHẨN]", "urgency", "Khẩn"),
        ("TỐI MẬT", "secrecy", "Tối mật"),
        ("Độ mật: Mật", "secrecy", "Mật"),
        ("SAO LỤC", "copy", "SAO LỤC"),
    ],
)
def test_marks(mark, field, value):
    found = read(
        layout(
            f"{mark}\n"
            + HEAD.format(code="Số: 15/TB-UBND")
            + "THÔNG BÁO\nVề lịch họp\n\nKhẩn trương thực hiện."
        )
    )
    assert getattr(found, field).value == value
    others = {"urgency", "secrecy", "copy"} - {field}
    assert all(getattr(found, one) is None for one in others)
