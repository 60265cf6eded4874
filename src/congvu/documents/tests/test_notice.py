"""The notice that the project was given: everything the clerk registers is read from it."""

import os
from pathlib import Path

import pytest

from congvu.documents.rules.reading import layout, read

SAMPLES = Path(os.environ.get("CONGVU_SAMPLES", Path(__file__).resolve().parents[5] / "shared" / "samples"))
NOTICE = SAMPLES / "189-tb-ubnd.md"

pytestmark = pytest.mark.skipif(
    not NOTICE.exists(), reason=f"Không có tệp mẫu {NOTICE} (đặt CONGVU_SAMPLES để chỉ nơi khác)."
)


@pytest.fixture(scope="module")
def page():
    return layout(NOTICE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reading(page):
    return read(page)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "189"),
        ("notation", "TB-UBND"),
        ("code", "189/TB-UBND"),
        ("kind", "Thông báo"),
        ("date", "2015-01-09"),
        ("place", "Đồng Nai"),
        ("issuer", "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI"),
        (
            "subject",
            "Kết luận của ông Trần Văn Vĩnh – Phó Chủ tịch UBND tỉnh tại Hội nghị đề xuất triển khai phần "
            "mềm lõi "
            "HCM Egov Framework 2.0 trên địa bàn huyện Trảng Bom",
        ),
    ],
)
def test_what_is_registered(reading, field, value):
    found = getattr(reading, field)
    assert found.value == value
    assert found.confidence >= 0.85


def test_the_signer_and_the_authority(reading):
    [signer] = reading.signers
    assert signer.name.value == "Nguyễn Minh Đức"
    assert signer.authority.value == "TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG / PHÓ VĂN PHÒNG"
    assert signer.position.value == "PHÓ VĂN PHÒNG"
    assert signer.forms == ("TL", "KT")


def test_the_recipients(reading):
    assert [(one.name.value, one.kind, one.role) for one in reading.recipients] == [
        ("Như thành phần dự họp", "copy", ""),
        ("Chủ tịch, các phó Chủ tịch UBND tỉnh", "copy", "b/c"),
        ("Chánh, Phó Văn phòng (A. Đức)", "copy", ""),
        ("VT, (TTTH,CNN,HCTC)", "file", ""),
    ]


def test_the_assignments(reading):
    one, two, three = reading.directions
    assert [[party.value for party in each.leads] for each in reading.directions] == [
        ["sở Thông tin và Truyền thông"],
        ["Lãnh đạo các sở, ban, ngành", "UBND các huyện, thị xã, thành phố"],
        ["Sở Khoa học Công nghệ", "Trung tâm Tin học Văn phòng UBND tỉnh"],
    ]
    assert [each.item for each in (one, two, three)] == ["1", "2", "3"]
    assert [party.value for party in one.cooperates] == ["các đơn vị có liên quan"]
    assert len(one.parts) == 4
    assert all(part.inherited and part.leads == one.leads for part in one.parts)
    assert one.parts[1].cooperates[0].value == "sở Thông tin Truyền thông thành phố Hồ Chí Minh"
    assert [len(part.parts) for part in one.parts] == [0, 0, 0, 3]
    assert two.content.value.startswith("phải quán triệt")
    assert "đầu tư trang thiết bị" in two.content.value
    assert three.content.value.startswith("tổ chức báo cáo kết quả triển khai")


def test_values_point_to_their_place(reading, page):
    [span] = reading.number.spans
    assert page.lines[span.line].text[span.start : span.end] == "189"
    [span] = reading.directions[2].leads[1].spans
    assert page.lines[span.line].text[span.start : span.end] == "Trung tâm Tin học Văn phòng UBND tỉnh"
    assert not reading.doubts
