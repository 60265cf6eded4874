"""Dates, sums, text and templates, without a database."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.printing import queries, rules
from congvu.printing.services import fonts

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def test_small_days_and_first_months_take_a_zero():
    assert rules.long_date(date(2026, 2, 7)) == "ngày 07 tháng 02 năm 2026"
    assert rules.long_date(date(2026, 10, 31)) == "ngày 31 tháng 10 năm 2026"
    assert rules.long_date(date(2026, 3, 1)) == "ngày 01 tháng 3 năm 2026"


def test_times_are_shown_in_vietnam():
    shown = rules.time_view(datetime(2026, 10, 8, 17, 5, tzinfo=UTC))
    assert shown["text"] == "00 giờ 05 phút, ngày 09 tháng 10 năm 2026"
    assert shown["short"] == "00:05 09/10/2026"


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0 đồng"), (75000, "75.000 đồng"), (10**9, "1.000.000.000 đồng")]
)
def test_money(amount, text):
    assert rules.money(amount) == text


def test_the_fonts_show_every_vietnamese_letter():
    import unicodedata

    _fonts, coverage = fonts.loaded()
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | set(
        "đbcdgh"
    )
    letters |= {letter.upper() for letter in letters}
    assert len(letters) == 2 * (72 + 6)
    assert all(len(letter) == 1 and ord(letter) in coverage for letter in letters)


def test_text_that_no_font_shows_becomes_a_question_mark():
    _fonts, coverage = fonts.loaded()
    assert rules.printable("Nguyễn 😀 中", coverage) == "Nguyễn ? ?"
    assert rules.printable("Thu\u031b\u0323 \u200b\x00\x07\ta\r\nb", coverage) == "Thự  a\nb"


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_printable_text_is_stable_and_covered(text):
    _fonts, coverage = fonts.loaded()
    once = rules.printable(text, coverage)
    assert rules.printable(once, coverage) == once
    assert all(char == "\n" or ord(char) in coverage for char in once)


@pytest.mark.parametrize("junk", [b"", b"\x00\x01\x00\x00", b"not a font at all, by no means"])
def test_junk_is_no_font(junk):
    with pytest.raises(ValueError):
        rules.font_coverage(junk)


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ('#import "/lib-1.typ": *', 0),
        ('#import "@preview/cetz:0.3.0"', 2),
        ('#import ("@pre" + "view/cetz:0.3.0")', 1),
        ("#include data.name", 1),
        ('#import "../secret.typ"', 1),
        ('#let p = plugin("/x.wasm")', 1),
        ("#let a = 1\n#include(data.name)", 1),
    ],
)
def test_templates_may_not_reach_outside(source, problems):
    assert len(rules.template_problems(source)) == problems


def test_shipped_templates_keep_their_own_rule():
    for template in queries.shipped():
        assert rules.template_problems(template.source) == []
        assert template.source.count("\n") <= 150


def test_the_code_to_look_a_dossier_up():
    assert rules.lookup_payload("H19.26-1", "K7PX") == "H19.26-1|K7PX"
    assert rules.lookup_payload("H19.26-1") == "H19.26-1"
    assert rules.lookup_payload("H 1", "a&b", "https://x.vn/t") == "https://x.vn/t?ma=H+1&khoa=a%26b"
