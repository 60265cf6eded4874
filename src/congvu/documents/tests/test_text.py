"""Folding keeps places; reading never fails, whatever stands on the page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.documents.messages import Found
from congvu.documents.rules.reading import layout, read, sentence
from congvu.documents.rules.reading.sentences import SENTENCES
from congvu.documents.rules.reading.text import flat, person, squeeze

_LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                *(
                    "Số: 1/QĐ-UBND",
                    "Số: /",
                    "CỘNG HÒA XÃ HỘI",
                    "Nơi nhận:",
                    "- Lưu: VT",
                    "KT. CHỦ TỊCH",
                    "QUYẾT ĐỊNH",
                ),
                *(
                    "Kính gửi:",
                    "V/v",
                    "| a | b |",
                    "1. Giao Sở Y tế:",
                    "- +",
                    "**Đ**",
                    "Điều 1",
                    "\f",
                    "PHỤ LỤC",
                ),
                "ngày 31 tháng 2 năm 2026",
            ]
        ),
    ),
    max_size=25,
)


@given(st.text())
def test_folding_keeps_the_length(text):
    assert len(flat(text)) == len(text)


@settings(max_examples=60, deadline=None)
@given(_LINES)
def test_any_page_can_be_read_and_every_span_lies_on_it(lines):
    page = layout("\n".join(lines))
    reading = read(page)
    for name in ("number", "notation", "code", "kind", "issuer", "place", "date", "subject"):
        found: Found | None = getattr(reading, name)
        for span in found.spans if found else ():
            assert 0 <= span.start <= span.end <= len(page.lines[span.line].text)
        assert found is None or 0 <= found.confidence <= 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ThS. Nguyễn Văn An", "Nguyễn Văn An"),
        ("PGS.TS. Lê Anh Đức", "Lê Anh Đức"),
        ("Thượng tá Trần Anh Sơn", "Trần Anh Sơn"),
        ("K' Mạnh Hùng", "K' Mạnh Hùng"),
        ("NGUYỄN THỊ HOA", "NGUYỄN THỊ HOA"),
        ("PHÓ VĂN PHÒNG", ""),
        ("Trần Phú, Biên Hòa", ""),
        ("Sở Nội vụ", ""),
        ("Nguyễn", ""),
    ],
)
def test_names_of_persons(text, name):
    assert person(text) == name


def test_letters_that_machines_confuse_compare_equal():
    assert squeeze("THÔNG BÁ0") == squeeze("Thông báo")


def test_every_doubt_has_a_sentence():
    reading = read(layout("Tờ giấy trắng"))
    assert {"number", "date", "signer"} <= set(reading.doubts)
    assert all(sentence(doubt).endswith(".") for doubt in [*reading.doubts, *SENTENCES])
