"""Character sets, headings, dates and numbers of old systems: known for certain, or told."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.moving.rules import encodings, headings, values
from congvu.moving.rules.encodings import decode, repaired
from congvu.moving.rules.fields import Kind
from congvu.moving.rules.proposing import missing, propose
from congvu.moving.rules.syllables import is_syllable, likeness

TODAY = date(2026, 11, 25)
TEXT = (
    "Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam; Quyết định về việc phê duyệt kế hoạch sử dụng đất năm "
    "2024 của Ủy ban nhân dân phường; Báo cáo kết quả giải quyết khiếu nại, tố cáo quý bốn; Thông báo lịch "
    "tiếp công dân; Những giấy tờ kèm theo được lưu giữ tại bộ phận văn thư"
)
BACK_TCVN3 = {ours: theirs for theirs, ours in encodings._TCVN3.items()}


def to_tcvn3(text: str) -> str:
    return "".join(BACK_TCVN3.get(char, BACK_TCVN3.get(char.lower(), char)) for char in text)


def to_vni(text: str) -> str:
    found = []
    singles = {ours: theirs for theirs, ours in encodings._VNI_SINGLE.items()}
    tones = {mark: sign for sign, mark in encodings._VNI_TONE.items()}
    roofs = {mark: sign for sign, mark in encodings._VNI_ROOF.items()}
    bows = {mark: sign for sign, mark in encodings._VNI_BOW.items()}
    import unicodedata

    for char in text:
        low = char.lower()
        if low in singles:
            sign = singles[low]
            found.append(sign.upper() if char.isupper() else sign)
            continue
        parts = unicodedata.normalize("NFD", low)
        base, marks = parts[0], parts[1:]
        if "\u031b" in marks:
            base, marks = ("ô" if base == "o" else "ö"), marks.replace("\u031b", "")
        if "\u0302" in marks:
            rest = marks.replace("\u0302", "")
            sign = roofs[rest] if rest else "â"
        elif "\u0306" in marks:
            rest = marks.replace("\u0306", "")
            sign = bows[rest] if rest else "ê"
        else:
            sign = tones[marks] if marks else ""
        found.append(base.upper() + sign.upper() if char.isupper() else base + sign)
    return "".join(found)


def to_1258(text: str) -> bytes:
    """Return text in Windows-1258: base letters with roofs as one, tones behind them."""
    import unicodedata

    out = []
    for char in text:
        try:
            out.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next((part for part in parts if part in "\u0301\u0300\u0309\u0303\u0323"), "")
            base = unicodedata.normalize("NFC", "".join(part for part in parts if part != tone))
            out.append(base.encode("cp1258") + tone.encode("cp1258"))
    return b"".join(out)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (to_tcvn3(TEXT).encode("latin-1"), "tcvn3"),
        (to_vni(TEXT).encode("cp1252"), "vni"),
        (to_1258(TEXT), "cp1258"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-bom", "utf-16", "tcvn3", "vni", "cp1258"],
)
def test_a_character_set_is_known_for_certain(data, name):
    found = decode(data)
    assert found.encoding == name
    wanted = TEXT.lower() if name == "tcvn3" else TEXT
    assert (found.text.lower() if name == "tcvn3" else found.text).lstrip("\ufeff") == wanted


def test_what_is_not_certain_is_told():
    found = decode(bytes(range(128, 256)) * 3)
    assert (found.encoding, found.text) == ("", "")
    assert [name for name, _likely in found.told]
    assert decode(b"\xb9\xb9", "tcvn3").text == "ạạ"


@pytest.mark.parametrize("turn", [to_tcvn3, to_vni, lambda text: text.encode().decode("latin-1")])
def test_a_spoilt_cell_is_mended(turn):
    spoilt = turn("Báo cáo kết quả giải quyết khiếu nại của công dân")
    mended, was = repaired(spoilt)
    assert mended.lower() == "báo cáo kết quả giải quyết khiếu nại của công dân"
    assert was in encodings.NAMES


@pytest.mark.parametrize("text", ["B\ufffdo c\ufffdo", "Qu?c h?i n??c", "Bo c¸o ¿¿ k©t qđ ¾½½"])
def test_what_cannot_be_mended_is_broken(text):
    assert repaired(text)[1] == "broken"


@pytest.mark.parametrize(
    "text", ["Đắk Lắk", "Công văn số 12 – khẩn", "Có nên làm?", "https://x.vn/?a=b", "", "1/2", "Ủy ban ‘A’"]
)
def test_ordinary_text_stays(text):
    assert repaired(text) == (text, "")


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_is_too_odd(text):
    mended, was = repaired(text)
    assert isinstance(mended, str)
    assert was in {"", "broken", *encodings.NAMES}
    assert 0 <= likeness(text) <= 1


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_bytes_are_too_odd(data):
    found = decode(data)
    assert found.encoding in {"", *encodings.NAMES}


def test_syllables():
    for word in ["nghiêng", "quyết", "khuỷu", "giường", "yêu", "thuở", "Đường", "rượu", "giấy", "gì", "quốc"]:
        assert is_syllable(word), word
    for word in ["quèc", "xyz", "tôánh", "bçng"]:
        assert not is_syllable(word), word


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("05/03/2023", date(2023, 3, 5)), ("5/3/23", date(2023, 3, 5)), ("5-3-2023 14:30", date(2023, 3, 5)),
        ("05.03.2023", date(2023, 3, 5)), ("2023-03-05", date(2023, 3, 5)), (44990, date(2023, 3, 5)),
        (44990.5, date(2023, 3, 5)), ("44990", date(2023, 3, 5)), ("20230305", date(2023, 3, 5)),
        ("ngày 5 tháng 3 năm 2023", date(2023, 3, 5)), (" 5/ 3/ 2023 ", date(2023, 3, 5)),
        ("1/1/98", date(1998, 1, 1)), ("", None), (None, None), ("-", None), ("05032023", date(2023, 3, 5)),
    ],
)  # fmt: skip
def test_a_day_in_every_spelling(value, wanted):
    assert values.as_day(value, today=TODAY) == wanted


@pytest.mark.parametrize(
    "value", ["31/02/2023", "45/13/2023", "hôm qua", "5/3", 7, 1e300, float("nan"), "12/2023"]
)
def test_what_is_no_day(value):
    with pytest.raises(ValueError):
        values.as_day(value, today=TODAY)


@given(st.dates(date(1950, 1, 1), date(2026, 12, 31)), st.sampled_from(["dmy", "mdy", "ymd"]))
@settings(max_examples=100)
def test_a_written_day_is_read_back(day, order):
    written = {"dmy": f"{day:%d/%m/%Y}", "mdy": f"{day:%m/%d/%Y}", "ymd": f"{day:%Y/%m/%d}"}[order]
    assert values.as_day(written, order, today=TODAY) == day
    assert values.as_day((day - date(1899, 12, 30)) // timedelta(days=1), today=TODAY) == day


def test_the_order_of_dates_is_proved_by_samples():
    assert values.order_of(["5/3/2023", "3/25/2023"]) == "mdy"
    assert values.order_of(["25/3/2023"]) == "dmy"
    assert values.order_of(["2023/3/25"]) == "ymd"
    assert values.order_of(["1/2/2023"]) == "dmy"


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("45", (45, "")),
        ("045", (45, "")),
        ("45a", (45, "a")),
        ("45 B", (45, "b")),
        (45.0, (45, "")),
        ("", None),
    ],
)
def test_numbers_of_registers(value, wanted):
    assert values.as_number(value) == wanted


@pytest.mark.parametrize("value", ["0", "bốn lăm", "45/2023", "1234567", "-3"])
def test_what_is_no_number(value):
    with pytest.raises(ValueError):
        values.as_number(value)


def test_codes_are_split():
    assert values.split_code("123/QĐ-UBND") == ("123", "QĐ-UBND")
    assert values.split_code("05a / TB-SXD") == ("05a", "TB-SXD")
    assert values.split_code("QĐ-UBND") == ("", "QĐ-UBND")
    assert values.split_code("17") == ("17", "")


def test_headings_below_titles_over_merged_rows():
    rows = [
        ["ỦY BAN NHÂN DÂN PHƯỜNG", None, None, None, None, None],
        ["SỔ ĐĂNG KÝ VĂN BẢN ĐẾN NĂM 2023", None, None, None, None, None],
        [],
        ["Ngày đến", "Số đến", "Tác giả", "Văn bản", None, "Trích yếu"],
        [None, None, None, "Số ký hiệu", "Ngày tháng", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["05/01/2023", 1, "Sở Xây dựng", "12/SXD", "03/01/2023", "Về việc thử"],
    ]
    names, first = headings.find(rows)
    assert names == (
        "Ngày đến",
        "Số đến",
        "Tác giả",
        "Văn bản / Số ký hiệu",
        "Văn bản / Ngày tháng",
        "Trích yếu",
    )
    assert first == 6
    mapping = propose(Kind.INCOMING, names)
    assert mapping.columns["code"] == "Văn bản / Số ký hiệu"
    assert mapping.columns["issued_on"] == "Văn bản / Ngày tháng"
    assert not missing(Kind.INCOMING, mapping)


def test_marks_tell_a_register_from_a_number():
    mapping = propose(
        Kind.OUTGOING,
        ["Sổ", "Số", "Ký hiệu", "Ngày ban hành", "Loại văn bản", "Trích yếu", "Đơn vị soạn thảo"],
    )
    assert (mapping.columns["book"], mapping.columns["number"]) == ("Sổ", "Số")


def test_headings_in_old_fonts_are_mended():
    rows = [
        [to_tcvn3(word) for word in ("ngày đến", "số đến", "tác giả", "trích yếu")],
        ["1/1/2020", 1, "x", "y"],
    ]
    names, first = headings.find(rows)
    assert (names, first) == (("ngày đến", "số đến", "tác giả", "trích yếu"), 1)


def test_rows_that_are_no_data():
    names = ("Ngày đến", "Số đến", "Tác giả", "Trích yếu")
    assert headings.is_noise([None, "", None, None], names)
    assert headings.is_noise(["THÁNG 3", None, None, None], names)
    assert headings.is_noise(["Tổng cộng", 120, None, None], names)
    assert headings.is_noise(["Ngày đến", "Số đến", "Tác giả", "Trích yếu"], names)
    assert not headings.is_noise(["5/3/2023", 1, "Sở Nội vụ", "Về việc thử"], names)


def test_a_sheet_without_headings_has_none():
    assert headings.find([["a", "b"], [1, 2]]) == ((), 0)
