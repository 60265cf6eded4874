"""Who is meant, told from the verbs around."""

import pytest

from congvu.documents.rules.reading.parties import parties_at
from congvu.documents.rules.reading.text import flat


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("Giám đốc Sở Nội vụ chủ trì", ["Giám đốc Sở Nội vụ"], "chủ trì"),
        (
            "Sở Văn hóa, Thể thao và Du lịch, Sở Y tế tổ chức",
            ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"],
            "tổ chức",
        ),
        (
            "các Sở: Nội vụ, Tài chính và Tư pháp triển khai",
            ["Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp"],
            "triển khai",
        ),
        (
            "Lãnh đạo các sở, ban, ngành, UBND các huyện, thị xã, thành phố phải quán triệt",
            ["Lãnh đạo các sở, ban, ngành", "UBND các huyện, thị xã, thành phố"],
            "phải quán triệt",
        ),
        (
            "Chủ tịch UBND các xã, phường chịu trách nhiệm",
            ["Chủ tịch UBND các xã, phường"],
            "chịu trách nhiệm",
        ),
        (
            "ông Lê Văn Tám – Phó Chủ tịch UBND huyện theo dõi",
            ["ông Lê Văn Tám – Phó Chủ tịch UBND huyện"],
            "theo dõi",
        ),
        (
            "Ban Quản lý dự án đầu tư xây dựng huyện hoàn thành",
            ["Ban Quản lý dự án đầu tư xây dựng huyện"],
            "hoàn thành",
        ),
        (
            "Phòng Văn hóa - Xã hội, Văn phòng HĐND và UBND xã phối hợp",
            ["Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND xã"],
            "phối hợp",
        ),
        ("các tổ chức chính trị - xã hội hướng dẫn", ["các tổ chức chính trị - xã hội"], "hướng dẫn"),
        ("UBND phường Tam Hiệp đẩy nhanh tiến độ", ["UBND phường Tam Hiệp"], "đẩy nhanh tiến độ"),
        ("Phòng Công chức, viên chức chủ trì", ["Phòng Công chức, viên chức"], "chủ trì"),
        ("Công an tỉnh tính toán phương án", ["Công an tỉnh"], "tính toán phương án"),
        ("Thanh tra tỉnh thanh tra việc chấp hành", ["Thanh tra tỉnh"], "thanh tra việc chấp hành"),
    ],
)
def test_parties_end_where_their_verb_begins(text, names, rest):
    found, end = parties_at(text, flat(text), 0)
    assert [one.name for one in found] == names
    assert text[end:].strip() == rest


@pytest.mark.parametrize(
    "text",
    [
        "tổ chức thực hiện",
        "so với cùng kỳ",
        "ban hành kế hoạch",
        "báo cáo kết quả",
        "Tổ chức thực hiện tốt",
        "việc này",
    ],
)
def test_other_words_are_no_parties(text):
    assert parties_at(text, flat(text), 0)[0] == []
