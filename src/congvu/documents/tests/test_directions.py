"""Which sentences give work, and which only tell of it."""

from datetime import date

import pytest

from congvu.documents.messages import Line
from congvu.documents.rules.reading.clauses import Context
from congvu.documents.rules.reading.directions import read_directions
from congvu.documents.rules.reading.paragraphs import gather


def given(*texts, code="TB"):
    paragraphs = gather([Line(text, index=number, gap=True) for number, text in enumerate(texts)])
    return read_directions(paragraphs, Context(code, date(2026, 3, 2)))


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 02/3/2026, ông Trần Văn Tư – Phó Chủ tịch UBND tỉnh chủ trì cuộc họp giao ban.",
        "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 12/TTr-SNV.",
        "Sở Nội vụ đã phối hợp với Sở Tài chính hoàn thành kế hoạch.",
        "Điều 4. Chánh Văn phòng, Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này.",
        "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các đơn vị phản ánh về Sở Nội vụ.",
        "Trên đây là ý kiến kết luận, yêu cầu các đơn vị liên quan tổ chức thực hiện./.",
        "Tham dự cuộc họp có đại diện các sở, ban, ngành.",
        "Các chỉ tiêu được giao Sở Tài chính đều đạt.",
    ],
)
def test_telling_is_not_giving(text):
    assert given(text) == ()


@pytest.mark.parametrize(
    ("text", "leads", "helpers"),
    [
        ("Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh rà soát.", ["Sở Y tế"], ["Công an tỉnh"]),
        ("UBND tỉnh yêu cầu Sở Y tế và Sở Tài chính báo cáo.", ["Sở Y tế", "Sở Tài chính"], []),
        ("Sở Y tế chủ trì, Công an tỉnh phối hợp thực hiện.", ["Sở Y tế"], ["Công an tỉnh"]),
        ("1. Về nhân lực: Sở Nội vụ tham mưu bổ sung biên chế.", ["Sở Nội vụ"], []),
        ("2. UBND các xã, phường tuyên truyền đến người dân.", ["UBND các xã, phường"], []),
    ],
)
def test_who_leads_and_who_takes_part(text, leads, helpers):
    [found] = given(text)
    assert [one.value for one in found.leads] == leads
    assert [one.value for one in found.cooperates] == helpers


def test_items_inherit_the_party_above_until_one_names_its_own():
    [found] = given(
        "2. Sở Nội vụ:", "a) Rà soát biên chế trước ngày 30/4/2026.", "b) Phối hợp với Sở Y tế tập huấn."
    )
    assert [one.value for one in found.leads] == ["Sở Nội vụ"]
    one, two = found.parts
    assert (one.item, one.inherited, one.deadline.on) == ("2.a", True, "2026-04-30")
    assert [party.value for party in two.cooperates] == ["Sở Y tế"]


def test_a_heading_without_party_gives_the_work_of_its_items():
    found = given("UBND xã giao:", "- Phòng Kinh tế lập dự toán.", "- Công an xã tuần tra ban đêm.")
    assert [[one.value for one in each.leads] for each in found] == [["Phòng Kinh tế"], ["Công an xã"]]


def test_two_works_in_one_paragraph():
    found = given("Giao Sở Y tế rà soát thuốc; giao Sở Tài chính bố trí kinh phí trước ngày 01/6/2026.")
    assert [one.leads[0].value for one in found] == ["Sở Y tế", "Sở Tài chính"]
    assert [one.deadline.on if one.deadline else None for one in found] == [None, "2026-06-01"]


@pytest.mark.parametrize("code", ["TTr", "BC", "GM", "HĐ"])
def test_papers_that_ask_or_tell_give_no_work(code):
    assert given("Kính đề nghị UBND tỉnh xem xét.", "1. Sở Nội vụ tổ chức hội nghị.", code=code) == ()
