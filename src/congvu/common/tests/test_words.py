"""One way to part words for searching, whatever asks; what is asked of each database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.common.text import asked, condition, fold, indexed, search_words


@given(st.text(max_size=80))
def test_words_hold_letters_and_digits_only_and_parting_twice_changes_nothing(text: str) -> None:
    words = search_words(text)
    assert all(word.isalnum() for word in words)
    assert indexed(indexed(text)) == indexed(text) == indexed(fold(text))
    assert words == indexed(text).split()[:12]


def test_words_of_a_number_and_of_a_sentence() -> None:
    assert search_words("12/QĐ-UBND ngày Đẹp") == ["12", "qd", "ubnd", "ngay", "dep"]
    assert len(search_words("a " * 30)) == 12


@pytest.mark.parametrize(
    ("vendor", "scopes", "query"),
    [
        ("postgresql", [], "bao & cao:*"),
        ("postgresql", ["zag1", "zun2"], "bao & cao:* & (zag1 | zun2)"),
        ("sqlite", [], '"bao" AND "cao"*'),
        ("sqlite", ["zag1", "zun2"], '"bao" AND "cao"* AND (zag1 OR zun2)'),
    ],
)
def test_what_is_asked(vendor: str, scopes: list[str], query: str) -> None:
    assert asked(vendor, ["bao", "cao"], scopes) == query
    assert condition(vendor, "t", "t_search").count("%s") == 1
